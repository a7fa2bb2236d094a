/*
 * fdr: values of statsmodels.stats.multitest.multipletests(p, method="fdr_bh") and of R's
 * p.adjust(p, "BH").
 */
#include "state_text.h"

#include "fdr.h"

static void
test_known(void **state)
{
	double p[] = {0.01, 0.04, NAN, 0.03, 0.005, 0.5};

	(void)state;
	fdr_adjust(p, 6);
	assert_close(p[0], 0.025, 1e-15);
	assert_close(p[1], 0.05, 1e-15);
	assert_true(isnan(p[2]));
	assert_close(p[3], 0.05, 1e-15);
	assert_close(p[4], 0.025, 1e-15);
	assert_close(p[5], 0.5, 1e-15);
}

static void
test_edges(void **state)
{
	double one[] = {0.2}, none[] = {NAN, NAN}, same[] = {1, 1, 1};

	(void)state;
	fdr_adjust(one, 0);
	fdr_adjust(one, 1);
	assert_bits(one[0], 0.2);
	fdr_adjust(none, 2);
	assert_true(isnan(none[0]) && isnan(none[1]));
	fdr_adjust(same, 3);
	assert_bits(same[0], 1);
	assert_bits(same[2], 1);
}

/* Never less than the p-value, never more than Bonferroni's, in the order of the values. */
static void
test_bounds(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (int round = 0; round < 200; round++) {
		size_t n = 1 + rng_below(&r, 40);
		double p[40], q[40];

		for (size_t i = 0; i < n; i++)
			p[i] = q[i] = rng_double(&r) * (rng_below(&r, 2) ? 1 : 1e-3);
		fdr_adjust(q, n);
		for (size_t i = 0; i < n; i++) {
			assert_true(q[i] >= p[i] && q[i] <= 1 && q[i] <= p[i] * (double)n);
			for (size_t j = 0; j < n; j++)
				assert_true(p[i] > p[j] || q[i] <= q[j]);
		}
	}
}

/* With nothing changed, anything is found in at most 5 % of the families. */
static void
test_promise(void **state)
{
	struct rng r;
	int found = 0;

	(void)state;
	rng_seed(&r, 2);
	for (int round = 0; round < 4000; round++) {
		double p[20], least = 1;

		for (int i = 0; i < 20; i++)
			p[i] = rng_double(&r);
		fdr_adjust(p, 20);
		for (int i = 0; i < 20; i++)
			least = p[i] < least ? p[i] : least;
		found += least <= 0.05;
	}
	/* 5 % and three standard errors. */
	assert_in_range(found, 150, 242);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_promise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
