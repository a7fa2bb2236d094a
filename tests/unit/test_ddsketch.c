/*
 * ddsketch: every answer within 0.5 % of the exact quantile, in any order of merges.
 */
#include "state_text.h"

#include <float.h>
#include <stdlib.h>

#include "ddsketch.h"
#include "quantile.h"

static struct buf
saved(const struct ddsketch *d)
{
	struct buf b;

	buf_init(&b, 1 << 24);
	assert_int_equal(ddsketch_save(d, &b), 0);
	return b;
}

static void
test_nothing(void **state)
{
	struct ddsketch *d = ddsketch_new();
	struct buf b;

	(void)state;
	assert_true(isnan(ddsketch_value(d, 0.5)));
	ddsketch_add(d, 3, 0);
	assert_int_equal(ddsketch_n(d), 0);
	b = saved(d);
	assert_text(&b, "0");
	buf_release(&b);
	ddsketch_free(d);
	ddsketch_free(NULL);
}

/* Neighbours far below and above keep min and max from helping. */
static double
middle_of(double x)
{
	struct ddsketch *d = ddsketch_new();
	double y;

	ddsketch_add(d, -DBL_MAX, 1);
	ddsketch_add(d, x, 1);
	ddsketch_add(d, DBL_MAX, 1);
	y = ddsketch_value(d, 0.5);
	ddsketch_free(d);
	return y;
}

static void
test_every_bucket_keeps_the_error(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (int i = 0; i < 20000; i++) {
		double x = any_double(&r);

		if (fabs(x) >= DBL_MIN)
			assert_close(middle_of(x), x, 0.00496);
		else
			assert_bits(middle_of(x), 0.0);
	}
	assert_close(middle_of(DBL_MIN), DBL_MIN, 0.00496);
	assert_bits(middle_of(0x1p-1074), 0.0);
	assert_bits(middle_of(-0.0), 0.0);
}

/* Bounds are 2^(e + j/70): a step of 0.99 % in the value is the next bucket's. */
static void
test_buckets_of_an_octave(void **state)
{
	double last = 0;
	int buckets = 0;

	(void)state;
	for (int i = 0; i < 7000; i++) {
		double y = middle_of(exp2((i + 0.5) / 7000));

		assert_true(y >= last);
		buckets += y > last;
		last = y;
	}
	assert_int_equal(buckets, 70);
}

static void
test_against_exact_quantiles(void **state)
{
	enum { N = 20000 };
	double *x = calloc(N, sizeof *x);
	struct rng r;

	(void)state;
	assert_non_null(x);
	rng_seed(&r, 2);
	for (int kind = 0; kind < 3; kind++) {
		struct ddsketch *d = ddsketch_new();

		for (size_t i = 0; i < N; i++) {
			double u = rng_double(&r);

			x[i] = kind == 0   ? -log(1 - u) * 100
			       : kind == 1 ? exp(20 * u - 10)
					   : ldexp(u, -3) + (double)rng_below(&r, 3);
			ddsketch_add(d, x[i], 1);
		}
		quantile_sort(x, N);
		for (int p = 0; p <= 1000; p++)
			assert_close(ddsketch_value(d, p / 1000.0),
				     quantile_of_sorted(x, N, p / 1000.0), 0.005);
		assert_bits(ddsketch_value(d, 0), x[0]);
		assert_bits(ddsketch_value(d, 1), x[N - 1]);
		ddsketch_free(d);
	}
	free(x);
}

static void
test_signs_and_zeros(void **state)
{
	struct ddsketch *d = ddsketch_new();

	(void)state;
	ddsketch_add(d, -100, 2);
	ddsketch_add(d, -1, 1);
	ddsketch_add(d, 0, 2);
	ddsketch_add(d, 50, 4);
	assert_int_equal(ddsketch_n(d), 9);
	assert_bits(ddsketch_value(d, 0), -100);
	assert_close(ddsketch_value(d, 1.0 / 8), -100, 0.005);
	assert_close(ddsketch_value(d, 2.0 / 8), -1, 0.005);
	assert_bits(ddsketch_value(d, 3.0 / 8), 0.0);
	assert_bits(ddsketch_value(d, 4.0 / 8), 0.0);
	assert_bits(ddsketch_value(d, 1), 50);
	ddsketch_free(d);
}

static void
test_equal_values_are_themselves(void **state)
{
	struct ddsketch *d = ddsketch_new();

	(void)state;
	ddsketch_add(d, 0.3, 1000000);
	assert_bits(ddsketch_value(d, 0.5), 0.3);
	ddsketch_free(d);
}

static void
test_between(void **state)
{
	(void)state;
	assert_bits(ddsketch_between(1, 3, 0.25), 1.5);
	assert_bits(ddsketch_between(0.1, 0.1, 0.7), 0.1);
	assert_bits(ddsketch_between(-DBL_MAX, DBL_MAX, 0.5), 0.0);
	assert_close(ddsketch_between(-DBL_MAX, DBL_MAX, 0.75), DBL_MAX / 2, 1e-15);
}

enum { SHARDS = 4 };

static void
test_merges_in_any_order(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 3);
	for (int round = 0; round < 30; round++) {
		struct ddsketch *all = ddsketch_new(), *merged = ddsketch_new(), *shard[SHARDS];
		struct buf a, b;
		size_t order[SHARDS];

		for (size_t i = 0; i < SHARDS; i++)
			shard[i] = ddsketch_new();
		for (int i = 0; i < 200; i++) {
			double x = round % 2 ? any_double(&r) : awkward_double(&r);
			uint64_t count = 1 + rng_below(&r, 3);

			ddsketch_add(all, x, count);
			ddsketch_add(shard[rng_below(&r, SHARDS - 1)], x, count);
		}
		shuffled(&r, order, SHARDS);
		for (size_t i = 0; i < SHARDS; i++) {
			struct ddsketch *back = ddsketch_new();

			a = saved(shard[order[i]]);
			assert_int_equal(ddsketch_load(back, buf_str(&a)), 0);
			ddsketch_merge(merged, back);
			b = saved(back);
			assert_same_text(&a, &b);
			ddsketch_free(back);
		}
		a = saved(all);
		b = saved(merged);
		assert_same_text(&a, &b);
		for (size_t i = 0; i < SHARDS; i++)
			ddsketch_free(shard[i]);
		ddsketch_free(all);
		ddsketch_free(merged);
	}
}

/* 1.0 has exponent field 0x3ff = 1023: bucket 1023 * 70 = 0x117ba. */
static void
test_refuses_other_texts(void **state)
{
	static const char *const texts[] = {
		"",
		"00",
		"0/",
		"2",
		"2/3ff0000000000000/3ff0000000000000/0//117ba:2",
		"2/3ff0000000000000/3ff0000000000000/0/117ba:2.",
		"2/3ff0000000000000/3ff0000000000000/0//117ba:1.",
		"2/3ff0000000000000/3ff0000000000000/0//117ba:3.",
		"2/3ff0000000000000/3ff0000000000000/1//117ba:2.",
		"2/3ff0000000000000/3ff0000000000000/3//117ba:2.",
		"2/3ff0000000000000/3ff0000000000000/0//117ba:2./",
		"2/3ff0000000000000/3ff0000000000000/0//117ba:1.0:1.",
		"2/3ff0000000000000/3ff0000000000000/0//117ba:2.1:0.",
		"2/3ff0000000000000/3ff0000000000000/0//117bb:2.",
		"2/3ff0000000000000/3ff0000000000000/0//1:2.",
		"2/3ff0000000000000/3ff0000000000000/0//117ba:1.fffffffffffffff0:1.",
		"2/3ff0000000000000/3ff0000000000000/0//fffffff0:2.",
		"2/bff0000000000000/3ff0000000000000/0//117ba:2.",
		"2/4000000000000000/3ff0000000000000/0//117ba:2.",
		"2/3ff0000000000000/7ff0000000000000/0//117ba:2.",
		"20000000000001/3ff0000000000000/3ff0000000000000/0//117ba:20000000000001.",
	};
	struct ddsketch *d = ddsketch_new();

	(void)state;
	assert_int_equal(ddsketch_load(d, STR("2/3ff0000000000000/3ff0000000000000/0//117ba:2.")),
			 0);
	assert_bits(ddsketch_value(d, 0.5), 1);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_int_equal(ddsketch_load(d, str_of(texts[i])), STATUS_DAMAGED);
		assert_int_equal(ddsketch_n(d), 0);
	}
	ddsketch_free(d);
}

static bool
reload(struct str text, struct buf *out)
{
	struct ddsketch *d = ddsketch_new();
	bool taken = ddsketch_load(d, text) == 0 && ddsketch_save(d, out) == 0;

	ddsketch_free(d);
	return taken;
}

static void
test_takes_no_second_spelling(void **state)
{
	struct ddsketch *d = ddsketch_new();
	struct buf text;

	(void)state;
	ddsketch_add(d, 0.1, 7);
	ddsketch_add(d, -3, 2);
	ddsketch_add(d, -3.5, 20);
	ddsketch_add(d, 0, 1);
	text = saved(d);
	ddsketch_free(d);
	check_mutants(&text, reload);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_every_bucket_keeps_the_error),
		cmocka_unit_test(test_buckets_of_an_octave),
		cmocka_unit_test(test_against_exact_quantiles),
		cmocka_unit_test(test_signs_and_zeros),
		cmocka_unit_test(test_equal_values_are_themselves),
		cmocka_unit_test(test_between),
		cmocka_unit_test(test_merges_in_any_order),
		cmocka_unit_test(test_refuses_other_texts),
		cmocka_unit_test(test_takes_no_second_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
