/*
 * quality: p-values from scipy.stats.chi2_contingency(correction=True), scipy.stats.binom.sf
 * and, for the range, exact counts of orders (Python's math.comb).
 */
#include "state_text.h"

#include <stdlib.h>

#include "number.h"
#include "quality.h"

static struct distribution
numbers(double first, double step, int n)
{
	struct distribution d;

	distribution_init(&d, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < n; i++)
		distribution_add_number(&d, first + i * step);
	distribution_seal(&d);
	return d;
}

/* EACH of the first N of the categories "0", "1", ... */
static struct distribution
categories(int n, int each)
{
	struct distribution d;

	distribution_init(&d, DISTRIBUTION_CATEGORIES);
	for (int i = 0; i < n * each; i++) {
		char text[NUMBER_TEXT_MAX];

		distribution_add_text(&d, STR_N(text, number_print(i % n, text)));
	}
	distribution_seal(&d);
	return d;
}

static void
test_missing(void **state)
{
	struct distribution a = numbers(0, 1, 95), b = numbers(0, 1, 170);
	struct distance_result r;

	(void)state;
	a.missing = 5;
	b.missing = 30;
	assert_true(quality_measure(QUALITY_MISSING, &a, &b, &r));
	assert_close(r.statistic, 0.15, 1e-12);
	assert_close(r.expected, 0.05, 1e-12);
	assert_close(r.effect, 0.1, 1e-12);
	assert_close(r.p_value, 0.018639334741363946, 1e-10);
	assert_true(quality_measure(QUALITY_MISSING, &a, &a, &r));
	assert_bits(r.effect, 0);
	assert_bits(r.p_value, 1);
	distribution_release(&b);
	b = numbers(0, 1, 0);
	assert_false(quality_measure(QUALITY_MISSING, &a, &b, &r));
	b.missing = 50;
	assert_true(quality_measure(QUALITY_MISSING, &a, &b, &r));
	assert_bits(r.statistic, 1);
	assert_true(r.p_value < 1e-20);
	distribution_release(&a);
	distribution_release(&b);
}

static void
test_type(void **state)
{
	struct distribution a = numbers(0, 1, 95), b = numbers(0, 1, 170), c = categories(3, 9);
	struct distance_result r;

	(void)state;
	a.odd = 5;
	b.odd = 30;
	assert_true(quality_measure(QUALITY_TYPE, &a, &b, &r));
	assert_close(r.p_value, 0.018639334741363946, 1e-10);
	assert_false(quality_measure(QUALITY_TYPE, &c, &c, &r));
	distribution_release(&a);
	distribution_release(&b);
	distribution_release(&c);
}

static void
test_new_category(void **state)
{
	struct distribution a = categories(50, 2), b = categories(55, 1), c = categories(40, 2);
	struct distance_result r;

	(void)state;
	assert_true(quality_measure(QUALITY_NEW_CATEGORY, &a, &c, &r));
	assert_bits(r.statistic, 0);
	assert_bits(r.p_value, 1);
	/* Two values that came once: binom.sf(8, 84, (3 + 2 * 3 ** 0.5) / 101). */
	distribution_release(&a);
	a = categories(49, 2);
	tally_add(&a.tally, STR("once"), 1);
	tally_add(&a.tally, STR("too"), 1);
	a.n += 2;
	distribution_release(&b);
	b = categories(37, 2);
	tally_add(&b.tally, STR("new"), 9);
	tally_add(&b.tally, STR("once"), 1);
	b.n += 10;
	assert_true(quality_measure(QUALITY_NEW_CATEGORY, &a, &b, &r));
	assert_close(r.statistic, 9 / 84.0, 1e-12);
	assert_close(r.expected, 0.02, 1e-12);
	assert_close(r.effect, 9 / 84.0 - 0.02, 1e-12);
	assert_close(r.p_value, 0.0884516431675007, 1e-10);
	distribution_release(&a);
	distribution_release(&b);
	distribution_release(&c);
}

static void
test_range(void **state)
{
	struct distribution a = numbers(0, 1, 10), b = numbers(7.5, 0.5, 8),
			    none = numbers(0, 0, 0);
	struct distance_result r;

	(void)state;
	/* 9.5, 10, 10.5 and 11 are above 9: one fewer is wanted. */
	distribution_release(&b);
	b = numbers(7, 0.5, 8);
	assert_true(quality_measure(QUALITY_RANGE, &a, &b, &r));
	assert_close(r.statistic, 3 / 8.0, 1e-12);
	assert_close(r.expected, 2 / 11.0, 1e-12);
	assert_close(r.p_value, 0.20588235294117646, 1e-12);
	distribution_release(&a);
	distribution_release(&b);
	a = numbers(0, 1, 100);
	b = numbers(-4.5, 1, 50);
	assert_true(quality_measure(QUALITY_RANGE, &a, &b, &r));
	assert_close(r.p_value, 0.015931082636214948, 1e-12);
	assert_true(quality_measure(QUALITY_RANGE, &a, &a, &r));
	assert_bits(r.p_value, 1);
	assert_false(quality_measure(QUALITY_RANGE, &a, &none, &r));
	assert_false(quality_measure(QUALITY_RANGE, &none, &a, &r));
	distribution_release(&a);
	distribution_release(&b);
	distribution_release(&none);
}

/* With nothing changed a p-value of at most 5 % comes in at most 5 % of the draws. */
static void
test_promise(void **state)
{
	static const int sizes[] = {50, 200};
	struct rng r;

	(void)state;
	rng_seed(&r, 3);
	for (int k = 0; k < 2; k++) {
		int found[QUALITIES] = {0};

		for (int round = 0; round < 1000; round++) {
			struct distribution d[2], t[2];

			for (int side = 0; side < 2; side++) {
				distribution_init(&d[side], DISTRIBUTION_NUMBERS);
				distribution_init(&t[side], DISTRIBUTION_CATEGORIES);
				for (int i = 0; i < sizes[k]; i++) {
					char text[NUMBER_TEXT_MAX];
					double u = rng_double(&r);
					size_t n = number_print(floor(1 / (u + 1e-9)), text);

					distribution_add_number(&d[side], rng_double(&r));
					distribution_add_text(&t[side], STR_N(text, n));
					d[side].missing += rng_below(&r, 10) == 0;
					d[side].odd += rng_below(&r, 100) == 0;
				}
				distribution_seal(&d[side]);
				distribution_seal(&t[side]);
			}
			for (enum quality q = 0; q < QUALITIES; q++) {
				bool texts = q == QUALITY_NEW_CATEGORY;
				struct distance_result result;

				assert_true(quality_measure(q, texts ? &t[0] : &d[0],
							    texts ? &t[1] : &d[1], &result));
				found[q] += result.p_value <= 0.05;
			}
			for (int side = 0; side < 2; side++) {
				distribution_release(&d[side]);
				distribution_release(&t[side]);
			}
		}
		/* 5 % and three standard errors. */
		for (enum quality q = 0; q < QUALITIES; q++)
			if (found[q] > 70)
				fail_msg("%s: %d of 1000", quality_name(q), found[q]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_missing),      cmocka_unit_test(test_type),
		cmocka_unit_test(test_new_category), cmocka_unit_test(test_range),
		cmocka_unit_test(test_promise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
