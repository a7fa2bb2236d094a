/*
 * Methods as other tools have them.  Figures of formulas.md 14 (measured with SciPy 1.10.1)
 * and, where it has none, of the formula in NumPy 1.24.
 */
#include "distance_case.h"

#include <float.h>

#include "null_window.h"

struct figure {
	const char *method;
	double statistic, p_value; /* 0: not compared */
	bool alarm;
};

static void
check(const struct distance_case *c, const struct figure *figure, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct distance_result r = distance_of(figure[i].method, c);

		if (r.reason)
			fail_msg("%s: %s", figure[i].method, r.reason);
		if (!(fabs(r.statistic - figure[i].statistic) <= 1e-9 * fabs(figure[i].statistic)))
			fail_msg("%s: %.17g", figure[i].method, r.statistic);
		if (figure[i].p_value > 0)
			assert_close(r.p_value, figure[i].p_value, 1e-9);
		assert_int_equal(r.alarm, figure[i].alarm);
		assert_true(distance_method(figure[i].method)->distance->variant);
	}
}

static void
test_numbers(void **state)
{
	static const struct figure figures[] = {
		{"psi:evidently", 0.03525929404632194, 0, false},
		{"kl:evidently", 0.019489047703863435, 0, false},
		{"js:evidently", 0.06576374488429713, 0, false},
		{"hellinger:evidently", 0.05273578900811727, 0, false},
		{"wasserstein:evidently", 0.09801386245024762, 0, false},
		{"js:nannyml", 0.10077920305611139, 0, true},
		{"hellinger:nannyml", 0.09273779374136856, 0, false},
		{"wasserstein:nannyml", 0.28600000000000003, 0, false},
		{"ks:nannyml", 0.05, 0, false},
		{"emd:deepchecks", 0.030699319444070595, 0, false},
		{"psi:frouros", 0.027302136993604422, 0, false},
		{"linf:deequ", 0, 0, false},
		{"js:tfdv", 0.030878464192092538, 0, false},
	};
	struct distance_case c;

	(void)state;
	distance_case_golden(&c);
	check(&c, figures, sizeof figures / sizeof *figures);
	distance_case_release(&c);
}

static void
test_categories(void **state)
{
	static const struct figure figures[] = {
		{"psi:deepchecks", 0.003283400051527177, 0, false},
		{"psi:evidently", 0.003283400051527177, 0, false},
		{"cramers_v:deepchecks", 0, 0, false},
		{"chi2:evidently", 2.666666666666667, 0.4459216983631228, false},
		{"chi2:nannyml", 1.4610389610389571, 0.6912912620487219, false},
		{"chi2:deequ", 2.666666666666667, 0.4459216983631228, false},
		{"js:nannyml", 0.024330977597407592, 0, false},
		{"js:tfdv", 0.0005919964708455502, 0, false},
		{"js:evidently", 0.020256867592696334, 0, false},
		{"hellinger:evidently", 0.020257908076400842, 0, false},
		{"linf:deequ", 0, 0, false},
	};
	struct distance_case c;

	(void)state;
	distance_case_golden_texts(&c);
	check(&c, figures, sizeof figures / sizeof *figures);
	distance_case_release(&c);
}

/* 30, 70 and 45, 55: chi2_contingency, and the z test by hand. */
static void
test_two_categories(void **state)
{
	static const uint64_t reference[] = {30, 70}, current[] = {45, 55};
	static const struct figure figures[] = {
		{"chi2:nannyml", 4.181333333333333, 0.04087153408900628, true},
		{"z:evidently", -2.1908902300206647, 0.028459736916310638, true},
		{"cramers_v:deepchecks", 0.12633982286575693, 0, false},
	};
	struct distance_case c;

	(void)state;
	distance_case_counts(&c, reference, current, 2);
	check(&c, figures, sizeof figures / sizeof *figures);
	distance_case_release(&c);
}

static void
test_cramers_v_of_three(void **state)
{
	static const uint64_t reference[] = {50, 30, 20}, current[] = {20, 30, 50};
	static const uint64_t twice[] = {40, 60, 100};
	struct distance_case c;

	(void)state;
	distance_case_counts(&c, reference, current, 3);
	assert_close(distance_of("cramers_v:deepchecks", &c).statistic, 0.34513731922202956, 1e-9);
	assert_true(distance_of("cramers_v:deepchecks", &c).alarm);
	distance_case_release(&c);
	/* The larger side is scaled down to the other. */
	distance_case_counts(&c, reference, twice, 3);
	assert_close(distance_of("cramers_v:deepchecks", &c).statistic, 0.34513731922202956, 1e-9);
	distance_case_release(&c);
}

/* Evidently: p is 0.  Deequ: left out.  NannyML: a row of the table. */
static void
test_new_category(void **state)
{
	static const uint64_t reference[] = {500, 300, 200, 0}, current[] = {380, 160, 0, 30};
	struct distance_result r;
	struct distance_case c;

	(void)state;
	distance_case_counts(&c, reference, current, 4);
	r = distance_of("chi2:evidently", &c);
	assert_true(isnan(r.statistic) && r.p_value == 0 && r.alarm && r.reason);
	/* scipy.stats.chisquare([380, 160, 0], [270, 162, 108]) */
	assert_close(distance_of("chi2:deequ", &c).statistic, 152.8395061728395, 1e-9);
	assert_true(distance_of("chi2:nannyml", &c).alarm);
	distance_case_release(&c);
}

/* Below 5 expected: 1 joins 2, and these 3; three of [90, 6, 4] may have one such. */
static void
test_deequ_joins_the_rarest(void **state)
{
	static const uint64_t reference[] = {940, 30, 20, 10}, current[] = {80, 10, 6, 4};
	struct distance_case c;
	/* 94 to 6 is below the 10 that two categories need: one is left. */

	(void)state;
	distance_case_counts(&c, reference, current, 4);
	assert_non_null(distance_of("chi2:deequ", &c).reason);
	distance_case_release(&c);
}

static void
test_one_category(void **state)
{
	static const uint64_t reference[] = {50}, current[] = {70};
	struct distance_case c;

	(void)state;
	distance_case_counts(&c, reference, current, 1);
	assert_non_null(distance_of("chi2:evidently", &c).reason);
	assert_non_null(distance_of("chi2:nannyml", &c).reason);
	assert_non_null(distance_of("chi2:deequ", &c).reason);
	assert_non_null(distance_of("z:evidently", &c).reason);
	assert_true(distance_of("js:tfdv", &c).statistic == 0);
	distance_case_release(&c);
}

/* Few values: Evidently has a bin for each, and fills the empty ones. */
static void
test_few_values(void **state)
{
	struct distance_case c;

	(void)state;
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 100; i++) {
		distribution_add_number(&c.reference, i % 2);
		distribution_add_number(&c.current, 2);
	}
	distance_case_seal(&c);
	/* 0.5, 0.5, 0.0001 against 0.0001, 0.0001, 1 */
	assert_close(distance_of("psi:evidently", &c).statistic,
		     2 * 0.4999 * log(5000) + 0.9999 * log(10000), 1e-12);
	assert_close(distance_of("js:evidently", &c).statistic, sqrt(log(2)), 1e-12);
	assert_close(distance_of("js:nannyml", &c).statistic, 1, 1e-12);
	distance_case_release(&c);
}

/*
 * From 10,000 rows on NannyML estimates by bins: figures of its formulas in NumPy, where
 * ks_2samp and wasserstein_distance have 0.0666666666666667 and 22.1431012345679; 17 values
 * are below the reference, 60 above.
 */
static void
test_many_rows(void **state)
{
	static const struct figure figures[] = {
		{"ks:nannyml", 0.06666666666659515, 0, false},
		{"wasserstein:nannyml", 21.649427925647963, 0, false},
		{"js:tfdv", 0.04453763848280809, 0, false},
	};
	struct distance_case c;

	(void)state;
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 12000; i++)
		distribution_add_number(&c.reference, i * 37 % 10007 / 10.0);
	for (int i = 0; i < 900; i++)
		distribution_add_number(&c.current, i * 53 % 9973 / 9.0 - 20);
	distance_case_seal(&c);
	check(&c, figures, sizeof figures / sizeof *figures);
	distance_case_release(&c);
}

/* NumPy widens the range of 3 to 2.5 .. 3.5; TFDV's buckets without a width are values. */
static void
test_constant_reference(void **state)
{
	static const double current[] = {1, 3, 3.25, 8};
	struct distance_case c;

	(void)state;
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 10000; i++)
		distribution_add_number(&c.reference, 3);
	for (int i = 0; i < 4; i++)
		distribution_add_number(&c.current, current[i]);
	distance_case_seal(&c);
	assert_close(distance_of("ks:nannyml", &c).statistic, 0.5, 1e-15);
	assert_close(distance_of("wasserstein:nannyml", &c).statistic, 1.8125, 1e-9);
	assert_close(distance_of("js:tfdv", &c).statistic, 1, 1e-15);
	distance_case_release(&c);
	for (int other = 3; other <= 4; other++) {
		distance_case_init(&c, DISTRIBUTION_NUMBERS);
		distribution_add_number(&c.reference, 3);
		distribution_add_number(&c.current, other);
		distance_case_seal(&c);
		assert_true(distance_of("js:tfdv", &c).statistic == other - 3);
		distance_case_release(&c);
	}
}

/* Ranges of which equal parts cannot be told: too wide for a double, or of two neighbours. */
static void
test_odd_ranges(void **state)
{
	static const double ends[][2] = {{-1.7e308, 1.7e308}, {1, 1 + DBL_EPSILON}, {-3, 7}};
	static const char *const names[] = {"js:tfdv", "psi:frouros"};

	(void)state;
	for (int i = 0; i < 9; i++) {
		struct distance_case c;

		distance_case_init(&c, DISTRIBUTION_NUMBERS);
		for (int k = 0; k < 2; k++) {
			distribution_add_number(&c.reference, ends[i % 3][k]);
			distribution_add_number(&c.current, ends[i / 3][k]);
		}
		distance_case_seal(&c);
		for (int k = 0; k < 2; k++) {
			bool wide = i % 3 == 0 || i / 3 == 0, narrow = i % 3 == 1 || i / 3 == 1;
			struct distance_result r = distance_of(names[k], &c);

			assert_int_equal(r.reason != NULL, wide || (k == 0 && narrow));
			assert_int_equal(isnan(r.statistic), r.reason != NULL);
		}
		distance_case_release(&c);
	}
}

static double
profile_value(struct rng *r, int shape)
{
	double u = rng_double(r), v = rng_double(r);

	return shape == 0 ? u + v : shape == 1 ? -log1p(-u) * v : floor(3000 * u * v) / 7;
}

/*
 * Every variant of numbers, with a profile instead of rows, and with the input counted by
 * cells as well: within its error, or a reason, always the same two.
 */
static void
test_profile(void **state)
{
	static const char *const refuse[] = {"hellinger:evidently", "emd:deepchecks"};
	struct rng rng;

	(void)state;
	rng_seed(&rng, 5);
	for (int round = 0; round < 12; round++) {
		struct distance_case c, coarse;
		size_t refused = 0;

		distance_case_init(&c, DISTRIBUTION_NUMBERS);
		distance_case_init(&coarse, DISTRIBUTION_NUMBERS);
		for (int i = 0; i < 15000; i++) {
			double x = profile_value(&rng, round % 3);
			double y = profile_value(&rng, round % 3) * (1 + 0.05 * round);

			distribution_add_number(&c.reference, x);
			distribution_add_number(&coarse.reference, x);
			distribution_add_number(&c.current, y);
			distribution_add_number(&coarse.current, y);
		}
		distance_case_seal(&c);
		distance_case_seal(&coarse);
		distribution_condense(&coarse.reference, 200 + (size_t)round * 60);
		if (round % 2)
			distribution_condense(&coarse.current, 300);
		assert_false(coarse.reference.exact);
		for (size_t i = 0; method_at(i); i++) {
			const struct method *m = method_at(i);
			struct distance_result a, b;

			if (m->family != METHOD_DISTRIBUTION || !m->distance->variant ||
			    !m->distance->numbers)
				continue;
			a = distance_of(m->name, &c);
			b = distance_of(m->name, &coarse);
			assert_true(a.error == 0 && !a.reason);
			if (b.reason) {
				refused += strcmp(m->name, refuse[0]) == 0 ||
					   strcmp(m->name, refuse[1]) == 0;
				assert_true(refused || strstr(m->name, ":nannyml"));
				assert_true(isnan(b.statistic));
				continue;
			}
			if (!(fabs(a.statistic - b.statistic) <= b.error))
				fail_msg("%s: %g, of a profile %g within %g", m->name, a.statistic,
					 b.statistic, b.error);
		}
		assert_int_equal(refused, 2);
		distance_case_release(&c);
		distance_case_release(&coarse);
	}
}

/* A profile's bounds are of use: 1,024 cells of 100,000 normal values. */
static void
test_profile_is_near(void **state)
{
	static const struct {
		const char *method;
		double error;
	} most[] = {
		{"psi:evidently", 0.1}, {"js:evidently", 0.02}, {"kl:evidently", 0.02},
		{"js:tfdv", 0.005},     {"ks:nannyml", 0.005},  {"linf:deequ", 0.005},
	};
	struct distance_case c;
	struct rng rng;

	(void)state;
	rng_seed(&rng, 6);
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 100000; i++)
		distribution_add_number(&c.reference, null_normal(&rng));
	for (int i = 0; i < 2000; i++)
		distribution_add_number(&c.current, null_normal(&rng) + 0.2);
	distance_case_seal(&c);
	distribution_condense(&c.reference, DISTRIBUTION_CELLS);
	/* How skewed it is decides between two numbers of bins. */
	assert_non_null(distance_of("js:nannyml", &c).reason);
	for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
		struct distance_result r = distance_of(most[i].method, &c);

		if (r.reason || !(r.error > 0 && r.error <= most[i].error))
			fail_msg("%s: %s, %g within %g", most[i].method, r.reason ? r.reason : "",
				 r.statistic, r.error);
	}
	distance_case_release(&c);
}

/* The bins of the plain methods are the same of a profile and of its rows. */
static void
test_plain_bins_of_a_profile(void **state)
{
	static const char *const names[] = {"psi", "js", "hellinger", "kl", "chi2", "linf"};
	struct distance_result exact[6];
	struct distance_case c;

	(void)state;
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 20000; i++) {
		distribution_add_number(&c.reference, sqrt(i));
		distribution_add_number(&c.current, sqrt(i + 0.5) * 1.02);
	}
	distance_case_seal(&c);
	for (int i = 0; i < 6; i++)
		exact[i] = distance_of(names[i], &c);
	distribution_condense(&c.reference, DISTRIBUTION_CELLS);
	for (int i = 0; i < 6; i++) {
		struct distance_result r = distance_of(names[i], &c);

		assert_bits(r.statistic, exact[i].statistic);
		assert_bits(r.p_value, exact[i].p_value);
		assert_true(r.error == 0);
	}
	distance_case_release(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_categories),
		cmocka_unit_test(test_two_categories),
		cmocka_unit_test(test_cramers_v_of_three),
		cmocka_unit_test(test_new_category),
		cmocka_unit_test(test_deequ_joins_the_rarest),
		cmocka_unit_test(test_one_category),
		cmocka_unit_test(test_few_values),
		cmocka_unit_test(test_many_rows),
		cmocka_unit_test(test_constant_reference),
		cmocka_unit_test(test_odd_ranges),
		cmocka_unit_test(test_profile),
		cmocka_unit_test(test_profile_is_near),
		cmocka_unit_test(test_plain_bins_of_a_profile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
