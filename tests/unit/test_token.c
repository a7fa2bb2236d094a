/*
 * token: one spelling for every value, all others refused.
 */
#include "state_text.h"

#include "token.h"

static void
test_hex_round_trip(void **state)
{
	static const uint64_t special[] = {0, 1, 9, 10, 15, 16, 255, UINT64_MAX};
	struct rng r;
	struct buf b;

	(void)state;
	rng_seed(&r, 1);
	buf_init(&b, 64);
	for (size_t i = 0; i < 1000; i++) {
		uint64_t x = i < 8 ? special[i] : rng_next(&r) >> rng_below(&r, 64), y;
		struct str rest;

		buf_clear(&b);
		assert_int_equal(token_put_hex(&b, x), 0);
		assert_int_equal(buf_addc(&b, '.'), 0);
		rest = buf_str(&b);
		assert_true(token_take_hex(&rest, &y));
		assert_int_equal(x, y);
		assert_false(token_take(&rest, ':'));
		assert_true(token_take(&rest, '.'));
		assert_false(token_take(&rest, '.'));
	}
	buf_release(&b);
}

static void
test_hex_refuses(void **state)
{
	static const char *const texts[] = {
		"", "01", "00", "A", "g", " 1", "-1", "+1", "10000000000000000"};
	uint64_t x;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct str rest = str_of(texts[i]);

		assert_false(token_take_hex(&rest, &x));
	}
}

static void
test_count_has_a_bound(void **state)
{
	struct str most = STR("20000000000000"), more = STR("20000000000001");
	uint64_t n;

	(void)state;
	assert_true(token_take_count(&most, &n));
	assert_true(n == TOKEN_COUNT_MAX);
	assert_false(token_take_count(&more, &n));
}

static void
test_double(void **state)
{
	static const char *const refused[] = {"7ff0000000000000", "fff0000000000000",
					      "7ff8000000000000", "8000000000000000", ""};
	struct rng r;
	struct buf b;
	double y;

	(void)state;
	rng_seed(&r, 2);
	buf_init(&b, 64);
	for (int i = 0; i < 1000; i++) {
		double x = any_double(&r);
		struct str rest;

		buf_clear(&b);
		assert_int_equal(token_put_double(&b, x), 0);
		rest = buf_str(&b);
		assert_true(token_take_double(&rest, &y));
		assert_bits(y, x);
	}
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct str rest = str_of(refused[i]);

		assert_false(token_take_double(&rest, &y));
	}
	buf_release(&b);
}

static void
test_text_of_any_bytes(void **state)
{
	struct buf b, back;
	char all[256];
	struct str rest;

	(void)state;
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (char)i;
	buf_init(&b, 4096);
	buf_init(&back, 4096);
	assert_int_equal(token_put_text(&b, STR_N(all, sizeof all)), 0);
	for (size_t i = 0; i < b.n; i++)
		assert_non_null(strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz%_-",
				       b.p[i]));
	rest = buf_str(&b);
	assert_true(token_take_text(&rest, &back));
	assert_int_equal(back.n, sizeof all);
	assert_memory_equal(back.p, all, sizeof all);
	buf_release(&b);
	buf_release(&back);
}

static void
test_text_refuses_other_spellings(void **state)
{
	static const char *const texts[] = {"%", "%2", "%2x", "%2F", "%61", "%g0", "a%"};
	struct buf b;

	(void)state;
	buf_init(&b, 64);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct str rest = str_of(texts[i]);

		assert_false(token_take_text(&rest, &b));
	}
	buf_release(&b);
}

static void
test_until(void **state)
{
	struct str rest = STR("ab/c//"), missing = {NULL, 0};

	(void)state;
	assert_true(str_eq(token_until(&rest, '/'), STR("ab")));
	assert_true(str_eq(token_until(&rest, '/'), STR("c")));
	assert_int_equal(rest.n, 1);
	assert_int_equal(token_until(&rest, '/').n, 0);
	assert_int_equal(rest.n, 0);
	assert_int_equal(token_until(&rest, '/').n, 0);
	assert_int_equal(token_until(&missing, '/').n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hex_round_trip),
		cmocka_unit_test(test_hex_refuses),
		cmocka_unit_test(test_count_has_a_bound),
		cmocka_unit_test(test_double),
		cmocka_unit_test(test_text_of_any_bytes),
		cmocka_unit_test(test_text_refuses_other_spellings),
		cmocka_unit_test(test_until),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
