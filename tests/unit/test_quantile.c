/*
 * quantile: R type 7 (numpy.quantile's default), and the change to a sketch on the
 * count alone.
 */
#include "state_text.h"

#include <float.h>
#include <stdlib.h>

#include "quantile.h"

static struct buf
saved(struct quantile *q)
{
	struct buf b;

	buf_init(&b, 1 << 24);
	assert_int_equal(quantile_save(q, &b), 0);
	return b;
}

/* numpy.quantile(x, p), NumPy 2.4 */
static void
test_type_7(void **state)
{
	static const double y[] = {3.5, -1.25, 7, 0.1, 1e10, -2e-5, 8.25};
	static const double cases[][3] = {
		/* p, of ((i * 37) % 101) / 10 for i < 1000, of y */
		{0, 0, -1.25},
		{0.01, 0.099, -1.1750012},
		{0.1, 1, -0.500012},
		{0.25, 2.5, 0.04999},
		{0.3, 3, 0.079996},
		{0.5, 5, 3.5},
		{0.77, 7.7, 7.775},
		{0.95, 9.505, 7000000002.474993},
		{0.99, 9.901, 9400000000.495},
		{1, 10, 1e10},
	};
	struct quantile q, s;

	(void)state;
	quantile_init(&q, QUANTILE_BOUND);
	quantile_init(&s, SIZE_MAX);
	for (int i = 0; i < 1000; i++)
		quantile_add(&q, (double)(i * 37 % 101) / 10);
	for (size_t i = 0; i < sizeof y / sizeof *y; i++)
		quantile_add(&s, y[i]);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_close(quantile_value(&q, cases[i][0]), cases[i][1], 1e-14);
		assert_close(quantile_value(&s, cases[i][0]), cases[i][2], 1e-14);
	}
	quantile_release(&q);
	quantile_release(&s);
}

static void
test_small_sizes(void **state)
{
	struct quantile q;

	(void)state;
	quantile_init(&q, 3);
	assert_true(isnan(quantile_value(&q, 0.5)));
	assert_int_equal(quantile_n(&q), 0);
	quantile_add(&q, -0.0);
	assert_bits(quantile_value(&q, 0), 0.0);
	assert_bits(quantile_value(&q, 0.99), 0.0);
	quantile_add(&q, 8);
	assert_bits(quantile_value(&q, 0.25), 2);
	quantile_add(&q, -4);
	assert_bits(quantile_value(&q, 0.25), -2);
	assert_true(quantile_is_exact(&q));
	quantile_add(&q, 8);
	assert_false(quantile_is_exact(&q));
	assert_int_equal(quantile_n(&q), 4);
	quantile_release(&q);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
test_sort_agrees_with_qsort(void **state)
{
	static const size_t sizes[] = {0, 1, 2, 63, 64, 65, 100, 1000, 5000};
	double x[5000], y[5000];
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (size_t round = 0; round < 5 * sizeof sizes / sizeof *sizes; round++) {
		size_t n = sizes[round / 5];

		for (size_t i = 0; i < n; i++)
			y[i] = x[i] = (round % 5 == 0   ? any_double(&r)
				       : round % 5 == 1 ? awkward_double(&r)
				       : round % 5 == 2 ? (double)rng_below(&r, 3)
				       : round % 5 == 3 ? 7
							: rng_double(&r) - 0.5) +
				      0.0;
		quantile_sort(x, n);
		qsort(y, n, sizeof *y, by_value);
		for (size_t i = 0; i < n; i++)
			assert_bits(x[i], y[i]);
	}
}

enum { SHARDS = 5, VALUES = 300 };

/* Deals VALUES to shards and merges these through their texts, pairs first. */
static void
check_merge(struct rng *r, size_t bound)
{
	struct quantile all, merged, back, shard[SHARDS];
	size_t order[SHARDS];
	struct buf a, b;

	quantile_init(&all, bound);
	quantile_init(&merged, bound);
	quantile_init(&back, bound);
	for (size_t i = 0; i < SHARDS; i++)
		quantile_init(&shard[i], bound);
	for (int i = 0; i < VALUES; i++) {
		double x = awkward_double(r);

		quantile_add(&all, x);
		quantile_add(&shard[rng_below(r, SHARDS - 1)], x);
	}
	shuffled(r, order, SHARDS);
	quantile_merge(&shard[order[0]], &shard[order[1]]);
	quantile_release(&shard[order[1]]);
	for (size_t i = 0; i < SHARDS; i++) {
		a = saved(&shard[order[i]]);
		assert_int_equal(quantile_load(&back, buf_str(&a)), 0);
		quantile_merge(&merged, &back);
		b = saved(&back);
		assert_same_text(&a, &b);
	}
	assert_int_equal(quantile_is_exact(&merged), bound >= VALUES);
	for (int p = 0; p <= 20; p++)
		assert_bits(quantile_value(&merged, p / 20.0), quantile_value(&all, p / 20.0));
	a = saved(&all);
	b = saved(&merged);
	assert_same_text(&a, &b);
	for (size_t i = 0; i < SHARDS; i++)
		quantile_release(&shard[i]);
	quantile_release(&all);
	quantile_release(&merged);
	quantile_release(&back);
}

static void
test_merges_in_any_order(void **state)
{
	static const size_t bounds[] = {0, 10, 80, 299, 300, SIZE_MAX};
	struct rng r;

	(void)state;
	rng_seed(&r, 4);
	for (size_t i = 0; i < 60; i++)
		check_merge(&r, bounds[i % 6]);
}

static void
test_past_the_bound(void **state)
{
	struct quantile exact, q;
	struct rng r;

	(void)state;
	rng_seed(&r, 5);
	quantile_init(&exact, SIZE_MAX);
	quantile_init(&q, QUANTILE_BOUND);
	for (int i = 0; i < QUANTILE_BOUND + 1; i++) {
		double x = exp(rng_double(&r) * 10);

		assert_true(quantile_is_exact(&q));
		quantile_add(&q, x);
		quantile_add(&exact, x);
	}
	assert_false(quantile_is_exact(&q));
	assert_true(quantile_is_exact(&exact));
	for (int p = 0; p <= 100; p++)
		assert_close(quantile_value(&q, p / 100.0), quantile_value(&exact, p / 100.0),
			     0.005);
	quantile_release(&q);
	quantile_release(&exact);
}

static void
test_text(void **state)
{
	struct quantile q;
	struct buf b;

	(void)state;
	quantile_init(&q, 4);
	b = saved(&q);
	assert_text(&b, "x");
	buf_release(&b);
	quantile_add(&q, 2);
	quantile_add(&q, 1);
	quantile_add(&q, 2);
	b = saved(&q);
	assert_text(&b, "xbff0000000000000.10000000000000.0.");
	buf_release(&b);
	quantile_release(&q);
}

static void
test_refuses_other_texts(void **state)
{
	static const char *const texts[] = {
		"",
		"y",
		"x1",
		"x1 .",
		"xA.",
		"x01.",
		"xbff0000000000000",                   /* cut */
		"xfff0000000000000.",                  /* infinity */
		"x7fffffffffffffff.",                  /* -0 */
		"xbff0000000000000.ffffffffffffffff.", /* wraps */
		"xbff0000000000000..",
		"xbff0000000000000.s0",
		"s",
		"s0",
		/* a sketch of two values where two are held exactly */
		"s2/3ff0000000000000/3ff0000000000000/0//117ba:2.",
	};
	struct quantile q;

	(void)state;
	quantile_init(&q, 2);
	assert_int_equal(quantile_load(&q, STR("s3/3ff0000000000000/3ff0000000000000/0//117ba:3.")),
			 0);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_int_equal(quantile_load(&q, str_of(texts[i])), STATUS_DAMAGED);
		assert_true(quantile_is_exact(&q) && quantile_n(&q) == 0);
	}
	/* Values written under a larger bound become what one pass would have. */
	assert_int_equal(quantile_load(&q, STR("xbff0000000000000.0.0.")), 0);
	assert_false(quantile_is_exact(&q));
	assert_int_equal(quantile_n(&q), 3);
	quantile_release(&q);
}

static bool
reload(struct str text, struct buf *out)
{
	struct quantile x;
	bool taken;

	quantile_init(&x, SIZE_MAX);
	taken = quantile_load(&x, text) == 0 && quantile_save(&x, out) == 0;
	quantile_release(&x);
	return taken;
}

static void
test_takes_no_second_spelling(void **state)
{
	struct quantile x;
	struct buf text;

	(void)state;
	quantile_init(&x, SIZE_MAX);
	quantile_add(&x, 0.1);
	quantile_add(&x, -3);
	quantile_add(&x, -3);
	text = saved(&x);
	quantile_release(&x);
	check_mutants(&text, reload);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_type_7),
		cmocka_unit_test(test_small_sizes),
		cmocka_unit_test(test_sort_agrees_with_qsort),
		cmocka_unit_test(test_merges_in_any_order),
		cmocka_unit_test(test_past_the_bound),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_refuses_other_texts),
		cmocka_unit_test(test_takes_no_second_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
