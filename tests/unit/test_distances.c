/*
 * The plain methods that compare distributions: figures, odd columns, small changes.
 */
#include "distance_case.h"

#include <stdlib.h>

#include "null_window.h"

/*
 * formulas.md, 14 (SciPy 1.10.1), where the plain definition has those figures: ks_2samp,
 * wasserstein_distance / std, jensenshannon(base=2), chi2_contingency(correction=False),
 * anderson_ksamp.
 */
static void
test_published_figures(void **state)
{
	struct distance_case c;

	(void)state;
	distance_case_golden(&c);
	assert_close(distance_of("ks", &c).statistic, 0.05, 1e-13);
	assert_close(distance_of("ks", &c).p_value, 0.20958883963782687, 1e-12);
	assert_close(distance_of("wasserstein", &c).statistic, 0.09801386245024762, 1e-12);
	assert_close(distance_of("ad", &c).statistic, 4.138175686446392, 1e-11);
	distance_case_release(&c);
	distance_case_golden_texts(&c);
	assert_close(distance_of("js", &c).statistic, 0.024330977597407592, 1e-11);
	assert_close(distance_of("linf", &c).statistic, 0.025000000000000022, 1e-13);
	assert_close(distance_of("chi2", &c).statistic, 1.4610389610389571, 1e-12);
	assert_close(distance_of("chi2", &c).p_value, 0.6912912620487219, 1e-12);
	assert_close(distance_of("psi", &c).p_value, 0.6912912620487219, 1e-12);
	distance_case_release(&c);
}

/* By hand: shares 0.5 0.5 against 0.9 0.1. */
static void
test_two_categories(void **state)
{
	static const uint64_t reference[] = {500, 500}, current[] = {900, 100};
	/* With B/2 = 1 row more, shared out 0.7 to 0.3. */
	double r0 = 500.7 / 1001, r1 = 500.3 / 1001, c0 = 900.7 / 1001, c1 = 100.3 / 1001;
	struct distance_result r;
	struct distance_case c;

	(void)state;
	distance_case_counts(&c, reference, current, 2);
	r = distance_of("psi", &c);
	assert_close(r.statistic, (r0 - c0) * log(r0 / c0) + (r1 - c1) * log(r1 / c1), 1e-12);
	assert_close(r.expected, 0.002, 1e-12);
	assert_close(r.effect, r.statistic - r.expected, 1e-12);
	assert_true(r.alarm && r.threshold == 0.1 && r.error == 0 && !r.reason);
	r = distance_of("kl", &c);
	assert_close(r.statistic, r0 * log(r0 / c0) + r1 * log(r1 / c1), 1e-12);
	r = distance_of("hellinger", &c);
	assert_close(r.statistic, sqrt(1 - sqrt(0.45) - sqrt(0.05)), 1e-12);
	r = distance_of("cramers_v", &c);
	/* sqrt(X2 / N), which is (0.5 0.1 - 0.9 0.5) / sqrt(0.7 0.3) / 2 */
	assert_close(r.statistic, 0.4 / sqrt(0.21) / 2, 1e-12);
	assert_close(distance_of("linf", &c).statistic, 0.4, 1e-12);
	assert_close(distance_of("chi2", &c).statistic, 2000 * 0.16 / 0.21 / 4, 1e-12);
	distance_case_release(&c);
}

/* All different: scipy.stats.cramervonmises_2samp of 0 .. 29 and 0.5 .. 24.5. */
static void
test_cramer_von_mises(void **state)
{
	struct distance_result r;
	struct distance_case c;

	(void)state;
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 30; i++)
		distribution_add_number(&c.reference, i);
	for (int i = 0; i < 25; i++)
		distribution_add_number(&c.current, i + 0.5);
	distance_case_seal(&c);
	r = distance_of("cvm", &c);
	assert_close(r.statistic, 0.0969696969696976, 1e-11);
	assert_close(r.p_value, 0.6191071420836751, 1e-7);
	distance_case_release(&c);
}

/* What a column may look like: N rows of this kind. */
enum shape {
	NOTHING,
	ALL_MISSING,
	ALL_ODD,
	ONE_ROW,
	CONSTANT,
	OTHER_CONSTANT,
	TWO_VALUES,
	SPREAD,
	SHAPES
};

static void
add_shape(struct distribution *d, enum shape shape)
{
	static const int rows[SHAPES] = {0, 0, 0, 1, 60, 60, 60, 60};

	d->missing = shape == ALL_MISSING ? 60 : 0;
	d->odd = shape == ALL_ODD && d->kind == DISTRIBUTION_NUMBERS ? 60 : 0;
	for (int i = 0; i < rows[shape]; i++) {
		int x = shape == OTHER_CONSTANT ? 7
			: shape == TWO_VALUES   ? i % 2
			: shape == SPREAD       ? i
						: 3;
		char text = (char)('A' + x);

		if (d->kind == DISTRIBUTION_NUMBERS)
			distribution_add_number(d, x);
		else
			distribution_add_text(d, STR_N(&text, 1));
	}
}

static void
check_result(const struct distance_result *r)
{
	if (r->reason) {
		assert_true(isnan(r->statistic) && !r->alarm);
		return;
	}
	assert_true(isfinite(r->statistic) && isfinite(r->effect) && r->effect >= 0);
	assert_true(r->p_value >= 0 && r->p_value <= 1);
	assert_true(r->alarm == (r->effect >= r->threshold));
}

static void
check_shapes(const struct method *m, enum distribution_kind kind, enum shape a, enum shape b)
{
	struct distance_options o = {NAN};
	struct distance_result r;
	struct distance_case c;

	distance_case_init(&c, kind);
	add_shape(&c.reference, a);
	add_shape(&c.current, b);
	distance_case_seal(&c);
	m->distance->measure(&c.reference, &c.current, &o, &r);
	if (m->distance->variant)
		assert_true(r.reason ? !r.alarm || r.p_value == 0 : isfinite(r.statistic));
	else
		check_result(&r);
	if (a == NOTHING || b == NOTHING)
		assert_non_null(r.reason);
	if (!m->distance->variant && !r.reason && a == b)
		assert_true(r.p_value > 0.5 && !r.alarm);
	if (!m->distance->variant && a == CONSTANT && b == OTHER_CONSTANT)
		assert_true(r.p_value < 1e-6 && r.alarm);
	distance_case_release(&c);
}

/* Every row of the table: an answer or a reason, whatever comes. */
static void
test_whole_table(void **state)
{
	(void)state;
	for (size_t i = 0; method_at(i); i++) {
		const struct method *m = method_at(i);

		if (m->family != METHOD_DISTRIBUTION)
			continue;
		for (enum shape a = 0; a < SHAPES; a++)
			for (enum shape b = 0; b < SHAPES; b++) {
				if (m->distance->numbers)
					check_shapes(m, DISTRIBUTION_NUMBERS, a, b);
				if (m->distance->categories)
					check_shapes(m, DISTRIBUTION_CATEGORIES, a, b);
			}
	}
}

/* Missing values are a bin, so that nothing but them coming is seen. */
static void
test_missing_is_a_bin(void **state)
{
	struct distance_case c;

	(void)state;
	distance_case_golden(&c);
	c.current.missing = 400;
	assert_true(distance_of("psi", &c).alarm && distance_of("psi", &c).p_value < 1e-9);
	assert_true(distance_of("linf", &c).statistic > 0.3);
	assert_close(distance_of("ks", &c).statistic, 0.05, 1e-13);
	distance_case_release(&c);
}

/* A category that the reference does not have, in 10 of 50 rows against 100,000. */
static void
test_new_category_of_a_small_window(void **state)
{
	static const uint64_t reference[] = {100000, 0}, current[] = {40, 10};
	static const char *const names[] = {"psi", "js", "hellinger", "kl", "chi2", "cramers_v"};
	struct distance_case c;

	(void)state;
	distance_case_counts(&c, reference, current, 2);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct distance_result r = distance_of(names[i], &c);

		assert_true(r.alarm && r.p_value < 1e-12);
	}
	distance_case_release(&c);
}

/* 0.03 sd at 200,000 rows each: beyond doubt for all, too small to matter for all. */
static void
test_small_shift_is_no_drift(void **state)
{
	static const char *const names[] = {"psi", "js",  "ks", "wasserstein", "hellinger",
					    "kl",  "cvm", "ad", "cramers_v",   "linf"};
	struct distance_case c;
	struct rng r;

	(void)state;
	rng_seed(&r, 3);
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 200000; i++) {
		distribution_add_number(&c.reference, null_normal(&r));
		distribution_add_number(&c.current, null_normal(&r) + 0.03);
	}
	distance_case_seal(&c);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct distance_result x = distance_of(names[i], &c);

		assert_true(x.p_value < 1e-6 && !x.alarm);
	}
	distance_case_release(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_published_figures),
		cmocka_unit_test(test_two_categories),
		cmocka_unit_test(test_cramer_von_mises),
		cmocka_unit_test(test_whole_table),
		cmocka_unit_test(test_missing_is_a_bin),
		cmocka_unit_test(test_new_category_of_a_small_window),
		cmocka_unit_test(test_small_shift_is_no_drift),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
