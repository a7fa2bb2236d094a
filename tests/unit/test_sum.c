/*
 * sum: exact in any order.  The values of tests/data/sums come from exact
 * fractions (tests/oracle/sums.py); random integers are summed a second time in
 * 128 bits.
 */
#include "state_text.h"

#include <float.h>
#include <stdlib.h>

#include "sum.h"

static struct buf
saved(const struct sum *s)
{
	struct buf b;

	buf_init(&b, 1 << 16);
	assert_int_equal(sum_save(s, &b), 0);
	return b;
}

static void
assert_same(const struct sum *a, const struct sum *b)
{
	struct buf x = saved(a), y = saved(b);

	assert_same_text(&x, &y);
}

static void
add_all(struct sum *s, const double *x, int n)
{
	sum_init(s);
	for (int i = 0; i < n; i++)
		sum_add(s, x[i]);
}

static void
test_oracle_sums(void **state)
{
	FILE *in = fopen("tests/data/sums/sums.txt", "r");
	double x[BITS_LINE_MAX];
	int n, lines = 0;

	(void)state;
	assert_non_null(in);
	while ((n = bits_line(in, x)) > 0) {
		struct sum s;

		add_all(&s, x + 1, n - 1);
		assert_bits(sum_value(&s), x[0]);
		sum_release(&s);
		lines++;
	}
	assert_true(lines > 50);
	fclose(in);
}

static void
test_oracle_products(void **state)
{
	FILE *in = fopen("tests/data/sums/products.txt", "r");
	double x[BITS_LINE_MAX];
	int n, lines = 0;

	(void)state;
	assert_non_null(in);
	while ((n = bits_line(in, x)) > 0) {
		struct sum s, t;

		sum_init(&s);
		sum_init(&t);
		for (int i = 1; i + 1 < n; i += 2) {
			sum_add_product(&s, x[i], x[i + 1]);
			sum_add_product3(&t, x[i], x[i + 1], 1);
		}
		assert_bits(sum_value(&s), x[0]);
		assert_same(&s, &t);
		sum_release(&s);
		sum_release(&t);
		lines++;
	}
	assert_true(lines > 30);
	fclose(in);
}

static void
test_integers_in_128_bits(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 7);
	for (int round = 0; round < 50; round++) {
		__int128 exact = 0;
		struct sum s;

		sum_init(&s);
		for (int i = 0; i < 1000; i++) {
			int64_t m = (int64_t)(rng_next(&r) >> 11) - ((int64_t)1 << 52);
			int shift = (int)rng_below(&r, 60);

			exact += (__int128)m * ((__int128)1 << shift);
			sum_add(&s, ldexp((double)m, shift));
		}
		assert_bits(sum_value(&s), (double)exact);
		sum_release(&s);
	}
}

/* Splits at random, adds the parts in any order, merges as a random tree. */
static void
sum_of_parts(struct rng *r, const double *x, int n, struct sum *out)
{
	sum_init(out);
	if (n < 4) {
		for (int i = n - 1; i >= 0; i--)
			sum_add(out, x[i]);
	} else {
		int cut = 1 + (int)rng_below(r, (uint64_t)n - 1);
		bool swap = rng_next(r) & 1;
		struct sum b;

		sum_of_parts(r, swap ? x + cut : x, swap ? n - cut : cut, out);
		sum_of_parts(r, swap ? x : x + cut, swap ? cut : n - cut, &b);
		sum_merge(out, &b);
		sum_release(&b);
	}
}

static void
test_any_split_any_order(void **state)
{
	double x[200];
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (int round = 0; round < 60; round++) {
		struct sum once, parts, back;
		struct buf text;

		for (int i = 0; i < 200; i++)
			x[i] = round % 3 == 0   ? any_double(&r)
			       : round % 3 == 1 ? rng_double(&r) - 0.5
						: ldexp((double)rng_below(&r, 9) - 4, -1074);
		add_all(&once, x, 200);
		sum_of_parts(&r, x, 200, &parts);
		assert_same(&once, &parts);
		assert_bits(sum_value(&once), sum_value(&parts));
		text = saved(&once);
		sum_init(&back);
		assert_int_equal(sum_load(&back, buf_str(&text)), 0);
		assert_same(&once, &back);
		buf_release(&text);
		sum_release(&once);
		sum_release(&parts);
		sum_release(&back);
	}
}

static void
test_cancels_to_plus_zero(void **state)
{
	struct rng r;
	struct sum s;

	(void)state;
	rng_seed(&r, 3);
	sum_init(&s);
	assert_bits(sum_value(&s), 0.0);
	sum_add(&s, -0.0);
	assert_bits(sum_value(&s), 0.0);
	for (int i = 0; i < 100; i++) {
		double x = any_double(&r), y = any_double(&r);

		sum_add(&s, x);
		sum_add_product(&s, x, y);
		sum_add_product(&s, y, -x);
		sum_add(&s, -x);
		assert_bits(sum_value(&s), 0.0);
	}
	sum_release(&s);
}

static void
test_times_is_repeated_adding(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 4);
	for (int round = 0; round < 200; round++) {
		double x = any_double(&r);
		uint64_t count = rng_below(&r, 50);
		struct sum a, b;

		sum_init(&a);
		sum_init(&b);
		sum_add_times(&a, x, count);
		for (uint64_t i = 0; i < count; i++)
			sum_add(&b, x);
		assert_same(&a, &b);
		sum_release(&a);
		sum_release(&b);
	}
}

static void
test_largest_count(void **state)
{
	struct sum s;
	int exponent;

	(void)state;
	sum_init(&s);
	for (int i = 0; i < 3; i++)
		sum_add_times(&s, -DBL_MAX, UINT64_MAX);
	sum_add_product3(&s, DBL_MAX, DBL_MAX, DBL_MAX);
	assert_true(sum_value(&s) > DBL_MAX);
	assert_true(sum_scaled(&s, &exponent) < 1);
	assert_int_equal(exponent, 3072);
	sum_add_product3(&s, -DBL_MAX, DBL_MAX, DBL_MAX);
	for (int i = 0; i < 3; i++)
		sum_add_times(&s, DBL_MAX, UINT64_MAX);
	assert_bits(sum_value(&s), 0.0);
	sum_release(&s);
}

/* Doubling by merges passes 2^29 adds and the top limb's 2^61. */
static void
test_carries_of_many_adds(void **state)
{
	struct sum s, copy;

	(void)state;
	sum_init(&s);
	for (int i = 0; i < 1000; i++)
		sum_add(&s, -0.1);
	for (int i = 0; i < 300; i++) {
		sum_init(&copy);
		sum_merge(&copy, &s);
		sum_merge(&s, &copy);
		sum_release(&copy);
	}
	/* float(1000 * Fraction(-0.1)) * 2**300 */
	assert_bits(sum_value(&s), ldexp(-100.00000000000000555, 300));
	sum_release(&s);
}

static void
test_scaled_beyond_double(void **state)
{
	struct sum s;
	int exponent;

	(void)state;
	sum_init(&s);
	assert_bits(sum_scaled(&s, &exponent), 0.0);
	assert_int_equal(exponent, 0);
	sum_add_product(&s, 0x1p1000, -0x1.8p1000);
	assert_true(isinf(sum_value(&s)));
	assert_bits(sum_scaled(&s, &exponent), -0.75);
	assert_int_equal(exponent, 2001);
	sum_release(&s);
	sum_add_product(&s, 0x1p-1074, 0x1p-1074);
	assert_bits(sum_value(&s), 0.0);
	assert_bits(sum_scaled(&s, &exponent), 0.5);
	assert_int_equal(exponent, -2147);
	sum_release(&s);
}

/* (n + 1) (n - 1) - n n = -1, whatever n loses as a double. */
static void
test_cross_does_not_cancel(void **state)
{
	struct sum a, b, c;
	int exponent;

	(void)state;
	sum_init(&a);
	sum_init(&b);
	sum_init(&c);
	sum_add(&a, 0x1p1000);
	sum_merge(&b, &a);
	sum_merge(&c, &a);
	sum_add(&a, 1);
	sum_add(&b, -1);
	assert_bits(sum_cross(&a, &b, &c, &c, &exponent), -0.5);
	assert_int_equal(exponent, 1);
	assert_bits(sum_cross(&c, &c, &a, &b, &exponent), 0.5);
	assert_bits(sum_cross(&a, &b, &b, &a, &exponent), 0.0);
	assert_int_equal(exponent, 0);
	sum_release(&a);
	sum_release(&b);
	sum_release(&c);
}

static void
test_text(void **state)
{
	static const struct {
		double x;
		const char *text;
	} cases[] = {
		{0, "0"},
		{1, "1:0"},
		{-0.5, "-8:-4"},
		{16, "1:4"},
		{255.0625, "ff1:-4"},
		{0x1p-1074, "4:-1076"},
		{0x1p1023, "8:1020"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sum s;
		struct buf b;

		sum_init(&s);
		sum_add(&s, cases[i].x);
		b = saved(&s);
		assert_text(&b, cases[i].text);
		sum_release(&s);
		buf_release(&b);
	}
}

static void
test_refuses_other_texts(void **state)
{
	static const char *const texts[] = {
		"",          "-",          "-0",    "00",   "0:0",   "1",    "1:",      ":0",
		"1:1",       "1:-2",       "10:0",  "01:0", "1:00",  "1:04", "1:+4",    "1:-0",
		"A:0",       "1:4 ",       " 1:4",  "1:4:", "--1:0", "g:0",  "1:-3236", "1:3308",
		"1:9999999", "1:-9999999", "1.0:0", "0 ",   "1:4x",
	};
	char digits[4000];
	struct sum s;

	(void)state;
	sum_init(&s);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		sum_add(&s, 1);
		assert_int_equal(sum_load(&s, str_of(texts[i])), STATUS_DAMAGED);
		assert_bits(sum_value(&s), 0.0);
	}
	memset(digits, '1', sizeof digits);
	memcpy(digits + sizeof digits - 2, ":0", 2);
	assert_int_equal(sum_load(&s, STR_N(digits, sizeof digits)), STATUS_DAMAGED);
	assert_int_equal(sum_load(&s, STR("1:-3232")), 0);
	assert_int_equal(sum_load(&s, STR("1:3292")), 0);
	sum_release(&s);
}

static void
test_save_minds_the_cap(void **state)
{
	struct sum s;

	(void)state;
	sum_init(&s);
	sum_add(&s, -0.1);
	for (size_t cap = 0; cap < 15; cap++) {
		struct buf b;

		buf_init(&b, cap);
		assert_int_equal(sum_save(&s, &b), STATUS_LIMIT);
		buf_release(&b);
	}
	sum_release(&s);
}

static bool
reload(struct str text, struct buf *out)
{
	struct sum x;
	bool taken;

	sum_init(&x);
	taken = sum_load(&x, text) == 0 && sum_save(&x, out) == 0;
	sum_release(&x);
	return taken;
}

static void
test_takes_no_second_spelling(void **state)
{
	struct sum x;
	struct buf text;

	(void)state;
	sum_init(&x);
	sum_add(&x, 0.1);
	sum_add(&x, 1e-30);
	text = saved(&x);
	sum_release(&x);
	check_mutants(&text, reload);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_oracle_sums),
		cmocka_unit_test(test_oracle_products),
		cmocka_unit_test(test_integers_in_128_bits),
		cmocka_unit_test(test_any_split_any_order),
		cmocka_unit_test(test_cancels_to_plus_zero),
		cmocka_unit_test(test_times_is_repeated_adding),
		cmocka_unit_test(test_largest_count),
		cmocka_unit_test(test_carries_of_many_adds),
		cmocka_unit_test(test_scaled_beyond_double),
		cmocka_unit_test(test_cross_does_not_cancel),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_refuses_other_texts),
		cmocka_unit_test(test_save_minds_the_cap),
		cmocka_unit_test(test_takes_no_second_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
