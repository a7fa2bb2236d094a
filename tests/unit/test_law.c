/*
 * law: tails against SciPy 1.10.1, and what must hold between them.
 */
#include "state_text.h"

#include <stdlib.h>

#include "law.h"

/* scipy.stats.chi2.sf(x, df) */
static void
test_chi2(void **state)
{
	static const double cases[][3] = {
		{1e-06, 1, 0.9992021155721779},
		{0.5, 1, 0.47950012218695337},
		{0.9, 1, 0.34278171114790873},
		{2.9, 1, 0.08857955257977622},
		{3.1, 1, 0.07829229414640966},
		{10.5, 1, 0.0011937454448720044},
		{1200, 1, 6.099568814808675e-263},
		{1e-06, 2, 0.999999500000125},
		{0.5, 2, 0.7788007830714049},
		{1.8, 2, 0.4065696597405992},
		{3.9, 2, 0.14227407158651356},
		{4.1, 2, 0.12873490358780423},
		{12, 2, 0.002478752176666357},
		{1200, 2, 2.6503965530042593e-261},
		{1e-06, 9, 1},
		{0.5, 9, 0.9999695662588389},
		{8.1, 9, 0.5241009367303544},
		{10.9, 9, 0.2826257890386497},
		{11.1, 9, 0.268916703118678},
		{22.5, 9, 0.0074224494199438005},
		{1200, 9, 1.2126417776311672e-252},
		{1e-06, 31, 1},
		{0.5, 31, 1},
		{27.900000000000002, 31, 0.6263228024176233},
		{32.9, 31, 0.37413841760098754},
		{33.1, 31, 0.36495898726241605},
		{55.5, 31, 0.004407975855563125},
		{1200, 31, 1.5569494203954037e-232},
		{1e-06, 100, 1},
		{0.5, 100, 1},
		{90, 100, 0.7531979655998298},
		{101.9, 100, 0.42834171717764924},
		{102.1, 100, 0.4228739243260632},
		{159, 100, 0.00015997985645200785},
		{1200, 100, 6.390680383682146e-188},
		{1e-06, 100000, 1},
		{0.5, 100000, 1},
		{90000, 100000, 1},
		{100001.9, 100000, 0.4977103980099516},
		{100002.1, 100000, 0.4975319912493899},
		{1200, 100000, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const double *c = cases[i];

		assert_close(law_chi2_tail(c[0], c[1]), c[2], 1e-12);
	}
	assert_bits(law_chi2_tail(0, 3), 1);
	assert_bits(law_chi2_tail(-1, 3), 1);
	assert_bits(law_chi2_tail(INFINITY, 3), 0);
	assert_true(isnan(law_chi2_tail(NAN, 3)) && isnan(law_chi2_tail(1, 0)));
	/* Two degrees of freedom: exp(-x / 2). */
	for (double x = 0.01; x < 1300; x *= 1.7)
		assert_close(law_chi2_tail(x, 2), exp(-x / 2), 1e-12);
}

/* scipy.stats.norm.sf, scipy.stats.invgauss.sf(x, mean / shape, scale=shape) */
static void
test_normal_and_inverse_gaussian(void **state)
{
	static const double cases[][4] = {
		{0.05, 0.3133, 0.0185, 0.9999989041070244},
		{0.2, 0.3133, 0.0185, 0.8043339674586375},
		{0.5, 0.3133, 0.0185, 0.09376235828999571},
		{0.9, 0.3133, 0.0185, 0.0025881782477010333},
		{2, 0.3133, 0.0185, 1.1880015779357142e-07},
		{5, 0.3133, 0.0185, 3.688288243778616e-19},
		{0.5, 1, 0.01, 0.9999999999989707},
		{0.9, 1, 0.01, 0.8426791474519177},
		{1, 1, 0.01, 0.4801023843516736},
		{1.3, 1, 0.01, 0.0036354146988625334},
		{2, 1, 0.01, 5.081253638151411e-13},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const double *c = cases[i];

		assert_close(law_inverse_gaussian_tail(c[0], c[1], c[2]), c[3], 1e-9);
	}
	assert_close(law_normal_tail(5), 2.866515718791933e-07, 1e-13);
	assert_close(law_normal_tail(37), 5.725571222524577e-300, 1e-12);
	assert_close(law_normal_tail(-3), 0.9986501019683699, 1e-15);
	assert_bits(law_inverse_gaussian_tail(0, 1, 1), 1);
	/* Long past the point where its two parts are 0 apart. */
	assert_true(law_inverse_gaussian_tail(100, 1, 0.001) == 0);
	assert_true(isnan(law_inverse_gaussian_tail(NAN, 1, 1)));
}

/* scipy.stats.kstwo.sf(d, n): its own limit is 1 less what it takes for P(D < d). */
static void
test_kolmogorov(void **state)
{
	static const double cases[][3] = {
		{1, 0.2, 1},
		{1, 0.6, 0.8},
		{1, 0.86, 0.28},
		{2, 0.1414213562373095, 1},
		{2, 0.42426406871192845, 0.7570562748477142},
		{2, 0.6081118318204308, 0.30715267271827656},
		{2, 0.9545941546018392, 0.004123381592643367},
		{10, 0.06324555320336758, 0.9999999993823193},
		{10, 0.18973665961010275, 0.8007676669997676},
		{10, 0.2719558787744806, 0.38041579478121},
		{10, 0.4269074841227312, 0.036013437090949285},
		{10, 0.4711793713650885, 0.014742243310435166},
		{10, 0.6640783086353597, 7.269357188273835e-05},
		{50, 0.0282842712474619, 0.9999999999422022},
		{50, 0.0848528137423857, 0.8344437791960821},
		{50, 0.12162236636408617, 0.41709348780343536},
		{50, 0.19091883092036785, 0.04532551838347365},
		{50, 0.21071782079359117, 0.01996411146558541},
		{50, 0.29698484809834996, 0.00020962814228291254},
		{50, 0.7071067811865475, 1.100575359463242e-25},
		{140, 0.016903085094570332, 0.9999999999861334},
		{140, 0.050709255283710994, 0.8461062544735598},
		{140, 0.07268326590665242, 0.4299733371347572},
		{140, 0.11409582438834974, 0.048172447488555696},
		{140, 0.12592798395454896, 0.02149304618594984},
		{140, 0.1774823934929885, 0.00024981290292924366},
		{140, 0.4225771273642583, 3.4655579885233975e-23},
		{141, 0.01684303842133038, 0.9999999999862573},
		{141, 0.050529115263991134, 0.846171510746462},
		{141, 0.07242506521172064, 0.43004099712056565},
		{141, 0.11369050934398008, 0.04818774213975596},
		{141, 0.12548063623891131, 0.02150089188616989},
		{141, 0.176851903423969, 0.00025000829705141815},
		{141, 0.42107596053325946, 3.5279048855551754e-23},
		{444, 0.009491579957524992, 0.9999999999960021},
		{444, 0.02847473987257497, 0.8539561249526507},
		{444, 0.04081379381735746, 0.438686311159466},
		{444, 0.06406816471329368, 0.04998028537479393},
		{444, 0.07071227068356117, 0.022438547715849466},
		{444, 0.0996615895540124, 0.0002722968233280774},
		{444, 0.23728949893812476, 1.7677957839815678e-22},
		{444, 0.7118684968143743, 1.3321545360549227e-227},
		{1000, 0.006324555320336759, 0.9999999999978557},
		{1000, 0.018973665961010275, 0.8573684410456419},
		{1000, 0.027195587877448062, 0.4424936672296885},
		{1000, 0.042690748412273126, 0.05074160571622255},
		{1000, 0.04711793713650885, 0.02282980261976292},
		{1000, 0.06640783086353597, 0.0002807963689019626},
		{1000, 0.15811388300841897, 2.647229538840343e-22},
		{1000, 0.4743416490252569, 3.984689518252741e-207},
		{50000, 0.0008944271909999159, 0.9999999999993688},
		{50000, 0.0026832815729997475, 0.8632970989305657},
		{50000, 0.0038460369212996383, 0.4491445623392045},
		{50000, 0.006037383539249433, 0.05203135784518864},
		{50000, 0.006663482572949373, 0.02348204313547461},
		{50000, 0.009391485505499118, 0.00029361309788228206},
		{50000, 0.022360679774997897, 3.7801926692923704e-22},
		{50000, 0.0670820393249937, 4.508485875270875e-196},
		{100001, 0.0006324523697797326, 0.9999999999994084},
		{100001, 0.0018973571093391975, 0.8635855392420047},
		{100001, 0.0027195451900528496, 0.4494694751049919},
		{100001, 0.004269053496013195, 0.05209307798671281},
		{100001, 0.004711770154859007, 0.0235129003602793},
		{100001, 0.006640749882687192, 0.0002941717196920708},
		{100001, 0.015811309244493314, 3.8068821384025157e-22},
		{100001, 0.04743392773347994, 5.719680948766996e-196},
		{1000000, 0.0002, 0.9999999999994689},
		{1000000, 0.0006, 0.8640621548370526},
		{1000000, 0.00086, 0.45000665216725644},
		{1000000, 0.00135, 0.052194859746861555},
		{1000000, 0.00149, 0.02356371247560591},
		{1000000, 0.0021000000000000003, 0.0002950813417518568},
		{1000000, 0.005, 3.8436375474778123e-22},
		{1000000, 0.015, 7.152214226831048e-196},
		{100000000, 2e-05, 0.9999999999994924},
		{100000000, 5.9999999999999995e-05, 0.8642607109593905},
		{100000000, 8.6e-05, 0.4502305475427506},
		{100000000, 0.000135, 0.052237186909790845},
		{100000000, 0.000149, 0.023584816248022524},
		{100000000, 0.00021, 0.00029545535365479314},
		{100000000, 0.0005, 3.856214074835218e-22},
		{100000000, 0.0015, 7.380382059389346e-196},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const double *c = cases[i];

		assert_close(law_kolmogorov_tail(c[1], (uint64_t)c[0]), c[2], 1e-10);
	}
	assert_bits(law_kolmogorov_tail(0, 10), 1);
	assert_bits(law_kolmogorov_tail(1, 10), 0);
	assert_true(isnan(law_kolmogorov_tail(0.5, 0)) && isnan(law_kolmogorov_tail(NAN, 5)));
}

/* scipy.special.smirnov(n, d) */
static void
test_smirnov(void **state)
{
	static const double cases[][3] = {
		{2, 0.1414213562373095, 0.8385786437626905},
		{2, 0.7071067811865475, 0.085786437626905},
		{10, 0.06324555320336758, 0.8901671707292538},
		{10, 0.31622776601683794, 0.1092135124111882},
		{10, 0.9486832980505138, 1.2664480253909738e-13},
		{200, 0.01414213562373095, 0.9145271310137799},
		{200, 0.07071067811865475, 0.12909765008504137},
		{200, 0.21213203435596426, 1.1200820912097055e-08},
		{200, 0.7071067811865475, 1.8153541191398878e-101},
		{50000, 0.0008944271909999159, 0.9225663864481586},
		{50000, 0.00447213595499958, 0.13493239072190222},
		{50000, 0.013416407864998738, 1.508470029841435e-08},
		{50000, 0.044721359549995794, 1.2299527874170528e-87},
		{2000000, 0.0001414213562373095, 0.9230292926057627},
		{2000000, 0.0007071067811865475, 0.13527149684962197},
		{2000000, 0.0021213203435596424, 1.5208456101148737e-08},
		{2000000, 0.007071067811865475, 1.3773880901803863e-87},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const double *c = cases[i];

		assert_close(law_smirnov_tail(c[1], (uint64_t)c[0]), c[2], 1e-12);
	}
	assert_bits(law_smirnov_tail(0, 3), 1);
	assert_bits(law_smirnov_tail(1, 3), 0);
	assert_true(isnan(law_smirnov_tail(0.5, 0)));
}

/* scipy.stats.ks_2samp(a, b, method="exact") at its statistic. */
static void
test_two_samples(void **state)
{
	static const double cases[][4] = {
		{5, 7, 0.2857142857142857, 0.9090909090909092},
		{30, 40, 0.13333333333333333, 0.8872432973962728},
		{100, 3, 0.72, 0.050833752707081147},
		{1000, 999, 0.17249149149149148, 2.0183884096334397e-13},
		{13, 13, 0.3076923076923077, 0.5881960656115993},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const double *c = cases[i];

		uint64_t n = (uint64_t)c[0], m = (uint64_t)c[1];

		assert_close(law_ks_exact(c[2], n, m), c[3], 1e-11);
		assert_close(law_ks_exact(c[2], m, n), c[3], 1e-11);
		assert_bits(law_ks_tail(c[2], n, m), law_ks_exact(c[2], n, m));
	}
	/* formulas.md, 14 */
	assert_close(law_ks_exact(0.05, 1000, 800), 0.20958883963782687, 1e-12);
	assert_close(law_ks_asymptotic(0.05, 1000, 800), 0.2098273855660896, 1e-11);
	assert_bits(law_ks_tail(0.05, 10001, 800), law_ks_asymptotic(0.05, 10001, 800));
	assert_bits(law_ks_exact(0, 5, 7), 1);
	/* All of one sample before all of the other: 2 of C(10, 5) orders. */
	assert_close(law_ks_exact(1, 5, 5), 2.0 / 252, 1e-14);
	assert_bits(law_ks_exact(1, 10000, 10000), 0);
	assert_true(isnan(law_ks_exact(0.1, 0, 5)) && isnan(law_ks_tail(NAN, 5, 5)));
}

/* The chance that a random order of N and M reaches D, counted. */
static void
test_exact_is_what_shuffles_give(void **state)
{
	enum { N = 7, M = 11, ROUNDS = 40000, D = 30 };
	struct rng r;
	int reached = 0;
	double p, share;

	(void)state;
	rng_seed(&r, 5);
	for (int round = 0; round < ROUNDS; round++) {
		int i = 0, j = 0, most = 0;

		while (i + j < N + M) {
			rng_below(&r, (uint64_t)(N + M - i - j)) < (uint64_t)(N - i) ? i++ : j++;
			if (abs(i * M - j * N) > most)
				most = abs(i * M - j * N);
		}
		reached += most >= D;
	}
	p = law_ks_exact((double)D / (N * M), N, M);
	share = (double)reached / ROUNDS;
	assert_true(fabs(share - p) < 5 * sqrt(p * (1 - p) / ROUNDS));
}

/*
 * scipy.stats.cramervonmises_2samp; SciPy ends its series at terms of 1e-7.  The limit of
 * Anderson and Darling: G. and J. Marsaglia, "Evaluating the Anderson-Darling
 * distribution", J. Stat. Software 9, 2004: P(A2 < 2) = 0.90816, 1 - 0.95 at 2.492.
 */
static void
test_cramer_von_mises_and_anderson_darling(void **state)
{
	(void)state;
	assert_close(law_cvm_tail(0.6289682539682537, 5, 7), 0.022727272727272728, 1e-12);
	assert_close(law_cvm_tail(0.5416104363472787, 20, 19), 0.031514169208225404, 1e-12);
	assert_close(law_cvm_tail(0.6375000000000002, 20, 20), 0.017946358440627436, 1e-12);
	assert_close(law_cvm_tail(0.8768115942028987, 3, 20), 0.001129305477131564, 1e-12);
	assert_close(law_cvm_tail(0.8768115942028987, 20, 3), 0.001129305477131564, 1e-12);
	assert_close(law_cvm_tail(0.0969696969696976, 30, 25), 0.6191071420836751, 1e-7);
	assert_close(law_cvm_tail(0.4154882754629625, 1000, 800), 0.06578412726527649, 1e-7);
	/* Anderson, Darling 1952: 0.46136 is the 95 % point, 1.16786 the 99.9 % point. */
	assert_close(law_cvm_limit_tail(0.46136), 0.05, 1e-4);
	assert_close(law_cvm_limit_tail(1.16786), 0.001, 1e-3);
	assert_true(fabs(law_ad_limit_tail(2) - (1 - 0.90816)) < 1e-5);
	assert_true(fabs(law_ad_limit_tail(2.492) - 0.05) < 1e-4);
	/* Tails far out fall like exp(-x / (2 weight)) times a root. */
	assert_true(law_cvm_limit_tail(20) > 0 && law_cvm_limit_tail(20) < 1e-40);
	assert_true(law_ad_limit_tail(100) > 0 && law_ad_limit_tail(100) < 1e-40);
	assert_true(isnan(law_cvm_limit_tail(NAN)) && isnan(law_cvm_tail(1, 0, 4)));
	assert_bits(law_cvm_limit_tail(0), 1);
	assert_bits(law_ad_limit_tail(0), 1);
}

/* Every tail falls from 1 to 0, whichever of its methods is used where. */
static void
test_tails_fall(void **state)
{
	static const uint64_t sizes[] = {1, 7, 140, 141, 3000, 200000};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		double last = 1, n = (double)sizes[i];

		for (double t = 0.05; t < 4 && t < sqrt(n); t += 0.05) {
			double p = law_kolmogorov_tail(t / sqrt(n), sizes[i]);

			assert_true(p >= 0 && p <= last + 1e-9);
			last = p;
		}
	}
	for (double x = 0, last = 1, other = 1; x < 6; x += 0.01) {
		double p = law_cvm_limit_tail(x), q = law_ad_limit_tail(x);

		assert_true(p >= 0 && p <= last + 1e-8 && q >= 0 && q <= other + 1e-8);
		last = p;
		other = q;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chi2),
		cmocka_unit_test(test_normal_and_inverse_gaussian),
		cmocka_unit_test(test_kolmogorov),
		cmocka_unit_test(test_smirnov),
		cmocka_unit_test(test_two_samples),
		cmocka_unit_test(test_exact_is_what_shuffles_give),
		cmocka_unit_test(test_cramer_von_mises_and_anderson_darling),
		cmocka_unit_test(test_tails_fall),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
