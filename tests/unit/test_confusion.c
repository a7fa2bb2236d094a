/*
 * confusion: values from tests/oracle/metrics.py (scikit-learn 1.2.1).
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "assert_close.h"
#include "confusion.h"
#include "rng.h"

enum { ROWS = 1000 };

static uint32_t
label_of(unsigned i)
{
	return i * 37 % 101 % 4;
}

static uint32_t
pred_of(unsigned i)
{
	return i * 53 % 97 < 70 ? label_of(i) : i * 29 % 89 % 4;
}

static double
weight_of(unsigned i)
{
	return (i * 7 % 13 + 1) / 8.0;
}

static struct confusion
four_classes(bool weighted)
{
	struct confusion c;

	confusion_init(&c, weighted);
	for (unsigned i = 0; i < ROWS; i++)
		assert_int_equal(confusion_add(&c, label_of(i), pred_of(i), weight_of(i)), 0);
	return c;
}

static void
test_oracle(void **state)
{
	static const double matrix[4][4] = {
		{204, 21, 16, 17}, {19, 196, 18, 15}, {17, 16, 197, 18}, {16, 16, 17, 197}};
	struct confusion c = four_classes(false);

	(void)state;
	for (uint32_t i = 0; i < 4; i++)
		for (uint32_t j = 0; j < 4; j++)
			assert_true(confusion_cell(&c, i, j) == matrix[i][j]);
	assert_true(confusion_total(&c) == ROWS);
	assert_true(confusion_correct(&c) == 794);
	assert_true(confusion_labelled(&c, 0) == 258);
	assert_true(confusion_predicted(&c, 0) == 256);
	/* matthews_corrcoef, cohen_kappa_score, balanced_accuracy_score */
	assert_close(confusion_mcc(&c), 0.7253120622758287);
	assert_close(confusion_kappa(&c), 0.7253091605394608);
	assert_close(confusion_balanced_accuracy(&c), 0.7940470254758811);
	confusion_release(&c);
}

static void
test_weighted_oracle(void **state)
{
	struct confusion c = four_classes(true);

	(void)state;
	assert_close(confusion_correct(&c) / confusion_total(&c), 0.7854285714285715);
	assert_close(confusion_mcc(&c), 0.7138755592499736);
	assert_close(confusion_kappa(&c), 0.713856129126055);
	assert_close(confusion_balanced_accuracy(&c), 0.7855461923820746);
	confusion_release(&c);
}

static void
test_rates_add_up(void **state)
{
	(void)state;
	for (int weighted = 0; weighted < 2; weighted++) {
		struct confusion c = four_classes(weighted);
		struct confusion_rates each[4];

		confusion_each(&c, each);
		for (uint32_t k = 0; k < 4; k++) {
			struct confusion_rates r = confusion_one(&c, k);

			assert_memory_equal(&r, &each[k], sizeof r);
			assert_true(r.tp + r.fn == confusion_labelled(&c, k));
			assert_true(r.tp + r.fp == confusion_predicted(&c, k));
			assert_true(r.tp + r.fp + r.fn + r.tn == confusion_total(&c));
		}
		assert_true(confusion_one(&c, 9).tn == confusion_total(&c));
		confusion_release(&c);
	}
}

static void
test_nothing_and_one_class(void **state)
{
	struct confusion c;

	(void)state;
	confusion_init(&c, false);
	assert_true(isnan(confusion_mcc(&c)));
	assert_true(isnan(confusion_kappa(&c)));
	assert_true(isnan(confusion_balanced_accuracy(&c)));
	assert_true(confusion_total(&c) == 0);
	assert_true(confusion_cell(&c, 3, 3) == 0);
	assert_false(confusion_has(&c, 0));
	assert_int_equal(confusion_add(&c, 5, 5, 1), 0);
	assert_true(confusion_mcc(&c) == 0); /* as scikit-learn */
	assert_true(isnan(confusion_kappa(&c)));
	assert_true(confusion_balanced_accuracy(&c) == 1);
	assert_true(confusion_has(&c, 5));
	assert_false(confusion_has(&c, 4));
	confusion_release(&c);
}

/* Without exact sums the tn here would not be 0. */
static void
test_weights_cancel(void **state)
{
	struct confusion c;

	(void)state;
	confusion_init(&c, true);
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(confusion_add(&c, 1, 1, 0.1), 0);
		assert_int_equal(confusion_add(&c, 1, 0, 0.3), 0);
		assert_int_equal(confusion_add(&c, 0, 1, 1e15), 0);
	}
	assert_true(confusion_one(&c, 1).tn == 0);
	confusion_release(&c);
}

static void
test_perfect_is_one(void **state)
{
	struct confusion c;

	(void)state;
	confusion_init(&c, true);
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(confusion_add(&c, i % 7, i % 7, 0.1 * i), 0);
	assert_true(confusion_mcc(&c) == 1);
	assert_true(confusion_kappa(&c) == 1);
	confusion_release(&c);
}

static void
test_limit(void **state)
{
	struct confusion c;

	(void)state;
	confusion_init(&c, false);
	assert_int_equal(confusion_add(&c, CONFUSION_CLASSES_MAX, 0, 1), STATUS_LIMIT);
	assert_int_equal(confusion_add(&c, 0, UINT32_MAX, 1), STATUS_LIMIT);
	assert_int_equal(confusion_add(&c, CONFUSION_CLASSES_MAX - 1, 0, 1), 0);
	assert_int_equal(c.classes, CONFUSION_CLASSES_MAX);
	confusion_release(&c);
}

static void
assert_same_text(const struct confusion *a, const uint32_t *a_order, const struct confusion *b,
		 const uint32_t *b_order, size_t n)
{
	struct buf x, y;

	buf_init(&x, BUF_CAP_MAX);
	buf_init(&y, BUF_CAP_MAX);
	assert_int_equal(confusion_save(a, a_order, n, &x), 0);
	assert_int_equal(confusion_save(b, b_order, n, &y), 0);
	assert_true(str_eq(buf_str(&x), buf_str(&y)));
	buf_release(&x);
	buf_release(&y);
}

/* Shards that number their classes differently, merged, are one pass. */
static void
test_numbering_and_merge(void **state)
{
	static const uint32_t plain[6] = {0, 1, 2, 3, 4, 5}, mixed[6] = {4, 0, 5, 2, 1, 3};
	struct rng rng;

	(void)state;
	rng_seed(&rng, 7);
	for (int weighted = 0; weighted < 2; weighted++) {
		struct confusion all, part[2], other;

		confusion_init(&all, weighted);
		confusion_init(&part[0], weighted);
		confusion_init(&part[1], weighted);
		confusion_init(&other, weighted);
		for (int i = 0; i < 2000; i++) {
			uint32_t y = (uint32_t)rng_below(&rng, 6), p = (uint32_t)rng_below(&rng, 6);
			double w = ldexp(rng_double(&rng), (int)rng_below(&rng, 60) - 30);

			(void)confusion_add(&all, y, p, w);
			(void)confusion_add(&part[rng_below(&rng, 2)], y, p, w);
			(void)confusion_add(&other, mixed[y], mixed[p], w);
		}
		confusion_merge(&part[1], &part[0]);
		assert_same_text(&all, plain, &part[1], plain, 6);
		assert_same_text(&all, plain, &other, mixed, 6);
		assert_true(confusion_mcc(&all) == confusion_mcc(&other));
		assert_true(confusion_kappa(&all) == confusion_kappa(&part[1]));
		assert_true(confusion_balanced_accuracy(&all) ==
			    confusion_balanced_accuracy(&other));
		confusion_release(&all);
		confusion_release(&part[0]);
		confusion_release(&part[1]);
		confusion_release(&other);
	}
}

static void
test_save_load(void **state)
{
	static const uint32_t order[4] = {2, 0, 3, 1};

	(void)state;
	for (int weighted = 0; weighted < 2; weighted++) {
		struct confusion c = four_classes(weighted), d;
		struct buf text;

		buf_init(&text, BUF_CAP_MAX);
		confusion_init(&d, weighted);
		assert_int_equal(confusion_save(&c, order, 4, &text), 0);
		assert_int_equal(confusion_load(&d, order, 4, buf_str(&text)), 0);
		assert_same_text(&c, order, &d, order, 4);
		/* No text shortened by a few bytes is taken for another state of as many rows. */
		for (size_t n = text.n - 6; n < text.n; n++)
			if (confusion_load(&d, order, 4, STR_N(text.p, n)) == 0)
				assert_true(confusion_total(&d) < confusion_total(&c));
		buf_release(&text);
		confusion_release(&c);
		confusion_release(&d);
	}
}

static void
test_load_damaged(void **state)
{
	static const char *const bad[] = {"0",      "0.0",    "0.0.0",       "0.4.1",
					  "4.0.1",  "0.0.1/", "0.1.1/0.0.1", "0.0.1/0.0.1",
					  "0.0.01", "x.0.1",  "0.0.1.1:0",   "0.0.1//0.1.1",
					  "0.0.g",  "-1.0.1"};
	static const uint32_t order[4] = {0, 1, 2, 3};
	struct confusion c;

	(void)state;
	confusion_init(&c, false);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(confusion_load(&c, order, 4, str_of(bad[i])), STATUS_DAMAGED);
		assert_true(confusion_total(&c) == 0);
	}
	assert_int_equal(confusion_load(&c, order, 4, STR("0.3.1/3.0.ff")), 0);
	assert_true(confusion_total(&c) == 256);
	confusion_release(&c);
}

/* As many rows as no double counts any more. */
static void
test_load_too_many(void **state)
{
	static const uint32_t order[4] = {0, 1, 2, 3};
	struct confusion c;

	(void)state;
	confusion_init(&c, false);
	assert_int_equal(confusion_load(&c, order, 4, STR("0.3.20000000000000")), 0);
	assert_true(confusion_total(&c) == 0x1p53);
	assert_int_equal(confusion_load(&c, order, 4, STR("0.3.20000000000001")), STATUS_DAMAGED);
	assert_int_equal(confusion_load(&c, order, 4, STR("0.3.ffffffffffffffff/1.0.2")),
			 STATUS_DAMAGED);
	assert_int_equal(confusion_load(&c, order, 4, STR("0.3.20000000000000/1.0.1")),
			 STATUS_DAMAGED);
	assert_true(confusion_total(&c) == 0);
	confusion_release(&c);
}

/* Counted in integers or as weights of 1, the figures are the same. */
static void
test_counts_are_weights_of_one(void **state)
{
	enum { CLASSES = 37 };
	struct confusion_rates x[CLASSES], y[CLASSES];
	struct confusion counted, weighed;
	struct rng rng;

	(void)state;
	rng_seed(&rng, 11);
	confusion_init(&counted, false);
	confusion_init(&weighed, true);
	for (int i = 0; i < 3000; i++) {
		uint32_t label = (uint32_t)rng_below(&rng, CLASSES) / 3 * 3;
		uint32_t pred = (uint32_t)rng_below(&rng, CLASSES);

		assert_int_equal(confusion_add(&counted, label, pred, 1), 0);
		assert_int_equal(confusion_add(&weighed, label, pred, 1), 0);
	}
	confusion_each(&counted, x);
	confusion_each(&weighed, y);
	assert_memory_equal(x, y, sizeof x);
	for (uint32_t k = 0; k < CLASSES + 2; k++) {
		struct confusion_rates one = confusion_one(&counted, k);

		*x = confusion_one(&weighed, k);
		assert_memory_equal(&one, x, sizeof one);
		assert_true(confusion_labelled(&counted, k) == confusion_labelled(&weighed, k));
		assert_true(confusion_predicted(&counted, k) == confusion_predicted(&weighed, k));
		assert_int_equal(confusion_has(&counted, k), confusion_has(&weighed, k));
	}
	assert_true(confusion_total(&counted) == confusion_total(&weighed));
	assert_true(confusion_mcc(&counted) == confusion_mcc(&weighed));
	assert_true(confusion_kappa(&counted) == confusion_kappa(&weighed));
	confusion_release(&counted);
	confusion_release(&weighed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_oracle),
		cmocka_unit_test(test_weighted_oracle),
		cmocka_unit_test(test_rates_add_up),
		cmocka_unit_test(test_nothing_and_one_class),
		cmocka_unit_test(test_weights_cancel),
		cmocka_unit_test(test_perfect_is_one),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_numbering_and_merge),
		cmocka_unit_test(test_save_load),
		cmocka_unit_test(test_load_damaged),
		cmocka_unit_test(test_load_too_many),
		cmocka_unit_test(test_counts_are_weights_of_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
