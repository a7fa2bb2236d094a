/*
 * interval: against SciPy 1.17 and CPython's integers.
 */
#include "state_text.h"

#include "interval.h"

/* statistics.NormalDist().inv_cdf(p) */
static void
test_normal_quantile(void **state)
{
	static const double cases[][2] = {
		{1e-300, -37.0470962993612},  {1e-100, -21.27345356096532},
		{1e-16, -8.222082216130435},  {1e-10, -6.361340902404056},
		{1e-05, -4.2648907939228256}, {0.001, -3.090232306167813},
		{0.025, -1.9599639845400538}, {0.05, -1.6448536269514726},
		{0.074, -1.4466320671589785}, {0.076, -1.4325027208258114},
		{0.1, -1.2815515655446008},   {0.25, -0.6744897501960817},
		{0.4, -0.2533471031357998},   {0.6, 0.2533471031357998},
		{0.924, 1.4325027208258119},  {0.975, 1.9599639845400536},
		{0.995, 2.5758293035489},     {0.999999, 4.753424308817089},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_close(interval_normal_quantile(cases[i][0]), cases[i][1], 1e-15);
	assert_bits(interval_normal_quantile(0.5), 0);
	assert_true(isnan(interval_normal_quantile(0)));
	assert_true(isnan(interval_normal_quantile(1)));
	assert_true(isnan(interval_normal_quantile(NAN)));
}

/* scipy.stats.binomtest(k, n).proportion_ci(0.95 and 0.99, "wilson") */
static void
test_wilson(void **state)
{
	static const double cases[][6] = {
		{0, 10, 0, 0.27753279986288926, 0, 0.39885409330490806},
		{1, 10, 0.017876213095072896, 0.4041500267952385, 0.011851503411032915,
		 0.5072317712328935},
		{5, 10, 0.236593090512564, 0.7634069094874361, 0.1842255182472355,
		 0.8157744817527646},
		{10, 10, 0.7224672001371109, 1, 0.6011459066950919, 1},
		{95, 100, 0.8882495307680809, 0.978456320845632, 0.86084969709836,
		 0.9831516839573994},
		{1, 100000, 1.765247730378316e-06, 5.664709659040965e-05, 1.1740557298708517e-06,
		 8.516918149582939e-05},
		{12345, 1000000, 0.012130446166424584, 0.01256330043238542, 0.012063794701617846,
		 0.012632676336451432},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const double *c = cases[i];
		struct interval x = interval_wilson(c[0], c[1], 0.95);
		struct interval y = interval_wilson(c[0], c[1], 0.99);

		assert_close(x.lo, c[2], 1e-13);
		assert_close(x.hi, c[3], 1e-13);
		assert_close(y.lo, c[4], 1e-13);
		assert_close(y.hi, c[5], 1e-13);
	}
	assert_true(isnan(interval_wilson(0, 0, 0.95).lo));
	assert_true(isnan(interval_wilson(0, 0, 0.95).hi));
}

static void
test_normal(void **state)
{
	struct interval x = interval_normal(10, 2, 0.95, 7, INFINITY);

	(void)state;
	assert_bits(x.lo, 7);
	assert_close(x.hi, 13.919927969080108, 1e-15); /* norm.interval(0.95, 10, 2) */
	x = interval_normal(0.99, NAN, 0.95, 0, 1);
	assert_true(isnan(x.lo) && isnan(x.hi));
	x = interval_normal(0.5, 0, 0.95, 0, 1);
	assert_bits(x.lo, 0.5);
	assert_bits(x.hi, 0.5);
}

/*
 * The upper ones: 2 * sum(comb(n, i) for i <= k) / 2**n in integers; from 60000 on
 * scipy.stats.binomtest(b, b + c).pvalue.
 */
static void
test_mcnemar(void **state)
{
	static const struct {
		uint64_t b, c;
		double p, relative;
	} cases[] = {
		{0, 0, 1, 0},
		{0, 1, 1, 0},
		{1, 0, 1, 0},
		{0, 5, 0.0625, 1e-15},
		{1, 5, 0.21875, 1e-13},
		{3, 12, 0.03515625, 1e-13},
		{10, 10, 1, 0},
		{10, 11, 1, 1e-13},
		{25, 9, 0.00904118549078703, 1e-13},
		{121, 59, 4.434449263755176e-06, 1e-13},
		{100, 300, 2.5918869069720767e-24, 1e-13},
		{1000, 1100, 0.030720707864242296, 1e-13},
		{5000, 5300, 0.003215819673645239, 1e-13},
		{10000, 20000, 0, 0},
		{60000, 61000, 0.00407963758118841, 1e-12},
		{1000000, 1003000, 0.034088365079432, 1e-11},
		{1000000000, 1000100000, 0.025352444671534274, 1e-9},
		{500000000000, 500002000000, 0.045500587828500944, 1e-9},
		{1000000000000000, 1000000100000000, 0.025347323704434693, 1e-7},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double p = interval_mcnemar(cases[i].b, cases[i].c);

		assert_close(p, cases[i].p, cases[i].relative);
		assert_bits(interval_mcnemar(cases[i].c, cases[i].b), p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_normal_quantile),
		cmocka_unit_test(test_wilson),
		cmocka_unit_test(test_normal),
		cmocka_unit_test(test_mcnemar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
