/*
 * moments: exact sums, so no cancellation and no order.  tests/data/sums/moments.txt
 * comes from exact fractions (tests/oracle/sums.py).
 */
#include "state_text.h"

#include "moments.h"

/* Within one and a half units of the last place. */
#define NEAR 3.4e-16

static void
test_oracle(void **state)
{
	FILE *in = fopen("tests/data/sums/moments.txt", "r");
	double x[BITS_LINE_MAX];
	int n, lines = 0;

	(void)state;
	assert_non_null(in);
	while ((n = bits_line(in, x)) > 0) {
		struct moments m;

		moments_init(&m, false);
		for (int i = 3; i < n; i++)
			moments_add(&m, x[i], 1);
		assert_bits(moments_mean(&m), x[0]);
		if (isinf(x[1]))
			assert_bits(moments_variance(&m, false), x[1]);
		else
			assert_close(moments_variance(&m, false), x[1], NEAR);
		assert_close(moments_sd(&m), x[2], NEAR);
		moments_release(&m);
		lines++;
	}
	assert_int_equal(lines, 9);
	fclose(in);
}

static void
test_nothing_and_one_row(void **state)
{
	struct moments m;

	(void)state;
	moments_init(&m, false);
	assert_true(isnan(m.min) && isnan(m.max));
	assert_true(isnan(moments_sum(&m)) && isnan(moments_mean(&m)));
	assert_true(isnan(moments_sd(&m)) && isnan(moments_variance(&m, true)));
	assert_true(isnan(moments_error(&m)));
	assert_bits(moments_weight(&m), 0);
	moments_add(&m, -0.0, 1);
	assert_bits(m.min, 0.0);
	assert_bits(moments_mean(&m), 0.0);
	assert_bits(moments_variance(&m, true), 0.0);
	assert_true(isnan(moments_sd(&m)) && isnan(moments_error(&m)));
	moments_release(&m);
}

static void
test_equal_values_have_no_spread(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 11);
	for (int round = 0; round < 300; round++) {
		double x = ldexp(rng_double(&r) - 0.5, (int)rng_below(&r, 2000) - 1000);
		uint64_t n = 2 + rng_below(&r, 100);
		struct moments m;

		moments_init(&m, false);
		for (uint64_t i = 0; i < n; i++)
			moments_add(&m, x, 1);
		assert_bits(moments_mean(&m), x);
		assert_bits(moments_sd(&m), 0.0);
		assert_bits(m.min, x);
		assert_bits(m.max, x);
		moments_release(&m);
	}
}

static void
test_known_column(void **state)
{
	static const double x[] = {2, 4, 4, 4, 5, 5, 7, 9};
	struct moments m;

	(void)state;
	moments_init(&m, false);
	for (size_t i = 0; i < 8; i++)
		moments_add(&m, x[i], 1);
	assert_bits(moments_sum(&m), 40);
	assert_bits(moments_mean(&m), 5);
	assert_bits(moments_variance(&m, true), 4);                /* statistics.pvariance */
	assert_close(moments_sd(&m), 2.138089935299395, NEAR);     /* statistics.stdev */
	assert_close(moments_error(&m), 0.7559289460184544, NEAR); /* scipy.stats.sem */
	assert_bits(m.min, 2);
	assert_bits(m.max, 9);
	moments_release(&m);
}

/* A weight is a number of rows. */
static void
test_weights_are_frequencies(void **state)
{
	struct moments rows, weighted;
	struct rng r;

	(void)state;
	rng_seed(&r, 2);
	moments_init(&rows, false);
	moments_init(&weighted, true);
	for (int i = 0; i < 200; i++) {
		double x = ldexp(rng_double(&r), (int)rng_below(&r, 20));
		unsigned w = (unsigned)rng_below(&r, 4);

		moments_add(&weighted, x, w);
		for (unsigned j = 0; j < w; j++)
			moments_add(&rows, x, 0.5 /* not weighted: not looked at */);
	}
	assert_true(weighted.n < rows.n);
	assert_bits(moments_weight(&weighted), moments_weight(&rows));
	assert_bits(moments_sum(&weighted), moments_sum(&rows));
	assert_bits(moments_mean(&weighted), moments_mean(&rows));
	assert_bits(moments_sd(&weighted), moments_sd(&rows));
	assert_bits(moments_variance(&weighted, true), moments_variance(&rows, true));
	assert_bits(moments_error(&weighted), moments_error(&rows));
	assert_bits(weighted.min, rows.min);
	assert_bits(weighted.max, rows.max);
	moments_release(&rows);
	moments_release(&weighted);
}

static struct buf
saved(const struct moments *m)
{
	struct buf b;

	buf_init(&b, 1 << 16);
	assert_int_equal(moments_save(m, &b), 0);
	return b;
}

static void
assert_same(const struct moments *a, const struct moments *b)
{
	struct buf x = saved(a), y = saved(b);

	assert_same_text(&x, &y);
}

enum { SHARDS = 5 };

/* Deals 100 values to shards, merges these through their texts in a random order. */
static void
check_merge(struct rng *r, bool weighted)
{
	struct moments all, shard[SHARDS], merged, back;
	size_t order[SHARDS];

	moments_init(&all, weighted);
	moments_init(&merged, weighted);
	moments_init(&back, weighted);
	for (size_t i = 0; i < SHARDS; i++)
		moments_init(&shard[i], weighted);
	for (int i = 0; i < 100; i++) {
		double x = awkward_double(r);
		double w = rng_next(r) & 1 ? rng_double(r) : 2;

		moments_add(&all, x, w);
		moments_add(&shard[rng_below(r, SHARDS - 1)], x, w); /* the last stays empty */
	}
	shuffled(r, order, SHARDS);
	for (size_t i = 0; i < SHARDS; i++) {
		struct buf text = saved(&shard[order[i]]);

		assert_int_equal(moments_load(&back, buf_str(&text)), 0);
		assert_same(&back, &shard[order[i]]);
		moments_merge(&merged, &back);
		buf_release(&text);
	}
	assert_same(&merged, &all);
	assert_bits(moments_sd(&merged), moments_sd(&all));
	for (size_t i = 0; i < SHARDS; i++)
		moments_release(&shard[i]);
	moments_release(&all);
	moments_release(&merged);
	moments_release(&back);
}

static void
test_merges_in_any_order(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 9);
	for (int round = 0; round < 40; round++)
		check_merge(&r, round & 1);
}

static void
test_refuses_other_texts(void **state)
{
	/* n, min, max, sum, sum of squares[, weight] of {1, 1} is the first that is sound */
	static const char *const texts[] = {
		"",
		"0/",
		"1",
		"02/3ff0000000000000/3ff0000000000000/2:0/2:0",
		"2/3ff0000000000000/3ff0000000000000/2:0",
		"2/3ff0000000000000/3ff0000000000000/2:0/2:0/",
		"2/3ff0000000000000/3ff0000000000000/2:0/2:0/2:0",
		"2/7ff0000000000000/3ff0000000000000/2:0/2:0",
		"2/3ff0000000000000/8000000000000000/2:0/2:0",
		"2/4000000000000000/3ff0000000000000/2:0/2:0",
		"2/3ff0000000000000/3ff0000000000000/4:0/2:0",
		"2/3ff0000000000000/3ff0000000000000/2:0/-2:0",
		"2 /3ff0000000000000/3ff0000000000000/2:0/2:0",
	};
	struct moments m;

	(void)state;
	moments_init(&m, false);
	assert_int_equal(moments_load(&m, STR("2/3ff0000000000000/3ff0000000000000/2:0/2:0")), 0);
	assert_bits(moments_mean(&m), 1);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_int_equal(moments_load(&m, str_of(texts[i])), STATUS_DAMAGED);
		assert_true(m.n == 0 && isnan(moments_mean(&m)));
	}
	moments_release(&m);
	moments_init(&m, true);
	assert_int_equal(moments_load(&m, STR("2/3ff0000000000000/3ff0000000000000/2:0/2:0")),
			 STATUS_DAMAGED);
	assert_int_equal(moments_load(&m, STR("2/3ff0000000000000/3ff0000000000000/2:0/2:0/2:0")),
			 0);
	moments_release(&m);
}

static bool
reload(struct str text, struct buf *out)
{
	struct moments x;
	bool taken;

	moments_init(&x, true);
	taken = moments_load(&x, text) == 0 && moments_save(&x, out) == 0;
	moments_release(&x);
	return taken;
}

static void
test_takes_no_second_spelling(void **state)
{
	struct moments x;
	struct buf text;

	(void)state;
	moments_init(&x, true);
	moments_add(&x, 0.1, 2);
	moments_add(&x, -3, 0.5);
	text = saved(&x);
	moments_release(&x);
	check_mutants(&text, reload);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_oracle),
		cmocka_unit_test(test_nothing_and_one_row),
		cmocka_unit_test(test_equal_values_have_no_spread),
		cmocka_unit_test(test_known_column),
		cmocka_unit_test(test_weights_are_frequencies),
		cmocka_unit_test(test_merges_in_any_order),
		cmocka_unit_test(test_refuses_other_texts),
		cmocka_unit_test(test_takes_no_second_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
