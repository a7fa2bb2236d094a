/*
 * finding: what a window's comparisons come to, and how often that is a false alarm.
 */
#include "distance_case.h"

#include "null_window.h"

static struct findings
compare(const struct distance_case *c, const char *const *names, size_t n)
{
	const struct method *method[NULL_METHODS];
	const struct finding_methods methods = {method, n, NAN};
	const struct finding_pair x = {7, STR("x"), &c->reference, &c->current, false};
	struct findings f = {NULL, 0, 0};

	for (size_t i = 0; i < n; i++)
		method[i] = distance_method(names[i]);
	findings_compare(&f, &x, &methods);
	return f;
}

/* Two methods and the checks missing, type and range: five tests. */
static void
test_all_are_adjusted_together(void **state)
{
	static const char *const names[] = {"ks", "psi"};
	struct distance_case c;
	struct findings f;
	double p;

	(void)state;
	distance_case_golden(&c);
	f = compare(&c, names, 2);
	assert_int_equal(f.n, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(f.of[i].group, 7);
		assert_int_equal(f.of[i].n_ref, 1000);
		assert_int_equal(f.of[i].n_cur, 800);
		assert_true(!f.of[i].own);
	}
	assert_string_equal(f.of[0].method, "ks");
	assert_true(f.of[2].hidden && f.of[3].hidden);
	assert_string_equal(f.of[4].method, "range");
	/* 0.5 + 9.6 = 10.1 is beyond 10.0 in 8 of 800: the only check with something to tell. */
	assert_false(f.of[4].hidden);
	assert_true(f.of[4].p < f.of[0].p && f.of[0].p < f.of[1].p);
	p = f.of[4].p;
	findings_adjust(&f);
	assert_close(f.of[4].p, p * 5, 1e-15);
	findings_release(&f);
	distance_case_release(&c);
}

/* A variant is judged by its tool's rule and is no test of ours. */
static void
test_variants_stand_apart(void **state)
{
	static const char *const names[] = {"ks", "psi:evidently"};
	struct distance_case c;
	struct findings f;

	(void)state;
	distance_case_golden(&c);
	f = compare(&c, names, 2);
	findings_adjust(&f);
	assert_true(f.of[1].own && isnan(f.of[1].p));
	assert_false(finding_is_drift(&f.of[1], 0.05));
	f.of[1].result.alarm = true;
	assert_true(finding_is_drift(&f.of[1], 0.05));
	findings_release(&f);
	distance_case_release(&c);
}

/* Drift needs an effect and significance. */
static void
test_drift_needs_both(void **state)
{
	struct finding x = {.result = {.effect = 0.2, .threshold = 0.1}, .p = 0.05};

	(void)state;
	assert_true(finding_is_drift(&x, 0.05));
	assert_false(finding_is_drift(&x, 0.049));
	x.result.effect = 0.0999;
	assert_false(finding_is_drift(&x, 0.05));
	x = (struct finding){.result = finding_nothing("no values"), .p = NAN};
	assert_false(finding_is_drift(&x, 1));
}

/* No method can: one finding says why, and the checks are made all the same. */
static void
test_untestable_column(void **state)
{
	static const char *const numbers[] = {"ks"}, *const texts[] = {"psi:deepchecks"};
	static const uint64_t some[] = {5};
	struct distance_case c;
	struct findings f;

	(void)state;
	distance_case_counts(&c, some, some, 1);
	f = compare(&c, numbers, 1);
	assert_null(f.of[0].method);
	assert_string_equal(f.of[0].result.reason, "no method takes categories");
	findings_release(&f);
	distance_case_release(&c);
	distance_case_golden(&c);
	f = compare(&c, texts, 1);
	assert_string_equal(f.of[0].result.reason, "no method takes numbers");
	findings_adjust(&f);
	assert_int_equal(f.n, 4);
	assert_false(finding_is_drift(&f.of[0], 1));
	findings_release(&f);
	distance_case_release(&c);
}

/*
 * Windows of 20 columns without drift: at most 5 % have any, by each method and by all of
 * them at once.  By the methods' own p-values, without the checks, the true share may be
 * 5 %: of 200 draws up to 17 are within the binomial's 99.5 %
 * (scipy.stats.binom.ppf(0.995, 200, 0.05)).  The table of 1,000 draws each is in
 * tests/RELIABILITY.md.
 */
static void
test_false_alarms(void **state)
{
	static const struct {
		struct null_window window;
		int draws, alarms, alone;
	} part[] = {
		{{50, 50, NULL_NORMAL}, 200, 10, 17},    {{200, 200, NULL_NORMAL}, 200, 10, 17},
		{{5000, 50, NULL_LOGNORMAL}, 20, 1, 4},  {{1000, 1000, NULL_WHOLE}, 40, 2, 6},
		{{2000, 200, NULL_FEW_TEXTS}, 40, 2, 6}, {{4000, 1000, NULL_MANY_TEXTS}, 20, 1, 4},
	};

	(void)state;
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		const struct method *method[NULL_METHODS];
		const struct finding_methods all = {
			method, null_methods(method, part[i].window.shape), NAN};
		int alarms[NULL_METHODS + 1] = {0}, alone[NULL_METHODS + 1] = {0};

		assert_int_equal(all.n, null_is_text(part[i].window.shape) ? 7 : 11);
		for (int draw = 0; draw < part[i].draws; draw++) {
			struct findings f = {NULL, 0, 0};

			null_find(&f, &part[i].window, (uint64_t)draw, &all);
			for (size_t k = 0; k <= all.n; k++) {
				struct finding_methods m = {&method[k], 1, NAN};

				if (k == all.n)
					m = all;
				alarms[k] += (null_verdict(&f, &all, &m, true) & NULL_DRIFT) > 0;
				alone[k] += (null_verdict(&f, &all, &m, false) & NULL_DRIFT) > 0;
			}
			findings_release(&f);
		}
		for (size_t k = 0; k <= all.n; k++)
			if (alarms[k] > part[i].alarms || alone[k] > part[i].alone)
				fail_msg("%s: %d, alone %d of %d windows of %d rows",
					 k < all.n ? method[k]->name : "all", alarms[k], alone[k],
					 part[i].draws, (int)part[i].window.m);
	}
}

/* What is expected under no change is the mean of what comes, of rare categories as well. */
static void
test_expectation(void **state)
{
	static const struct null_window window[] = {{4000, 1000, NULL_MANY_TEXTS},
						    {1000, 1000, NULL_FEW_TEXTS},
						    {3000, 40, NULL_MANY_TEXTS},
						    {500, 500, NULL_NORMAL}};
	static const char *const names[] = {"psi", "js", "hellinger", "kl", "cramers_v"};
	const struct method *method[5];
	const struct finding_methods methods = {method, 5, NAN};

	(void)state;
	for (size_t i = 0; i < 5; i++)
		method[i] = distance_method(names[i]);
	for (size_t i = 0; i < sizeof window / sizeof *window; i++) {
		/* js and two others are roots: of their squares the mean is known. */
		double sum[5] = {0}, expected[5] = {0};
		struct findings f = {NULL, 0, 0};

		for (uint64_t draw = 0; draw < 10; draw++)
			null_find(&f, &window[i], draw, &methods);
		for (size_t k = 0; k < f.n; k++)
			for (size_t m = 0; m < 5; m++) {
				const struct distance_result *r = &f.of[k].result;
				bool root = m == 1 || m == 2 || m == 4;

				if (f.of[k].method != method[m]->name)
					continue;
				sum[m] += root ? r->statistic * r->statistic : r->statistic;
				expected[m] += root ? r->expected * r->expected : r->expected;
			}
		for (size_t m = 0; m < 5; m++)
			assert_close(sum[m], expected[m], 0.07);
		findings_release(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_are_adjusted_together),
		cmocka_unit_test(test_variants_stand_apart),
		cmocka_unit_test(test_drift_needs_both),
		cmocka_unit_test(test_untestable_column),
		cmocka_unit_test(test_false_alarms),
		cmocka_unit_test(test_expectation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
