/* str: slices of bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rng.h"
#include "str.h"

static int
sign(int x)
{
	return (x > 0) - (x < 0);
}

static void
order_is_that_of_bytes_then_of_length(void **state)
{
	/* Oracle: Python's sorted() of bytes objects. */
	static const struct str sorted[] = {STR(""),     STR("\0"),   STR("\0\0"), STR("A"),
					    STR("a"),    STR("aa"),   STR("ab"),   STR("b"),
					    STR("\x7f"), STR("\x80"), STR("\xff")};
	const int n = sizeof sorted / sizeof sorted[0];

	(void)state;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++) {
			assert_int_equal(sign(str_cmp(sorted[i], sorted[j])), sign(i - j));
			assert_int_equal(str_eq(sorted[i], sorted[j]), i == j);
		}
	assert_int_equal(str_cmp((struct str){NULL, 0}, STR("")), 0);
}

static void
case_is_that_of_ascii_only(void **state)
{
	(void)state;
	assert_true(str_case_eq(STR("NaN"), STR("nan")));
	assert_true(str_case_eq(STR("[\0Z"), STR("[\0z")));
	assert_false(str_case_eq(STR("[@"), STR("{`")));
	assert_false(str_case_eq(STR("\xc4"), STR("\xe4")));
	assert_false(str_case_eq(STR("a"), STR("ab")));
	assert_true(str_case_eq(STR(""), (struct str){NULL, 0}));
}

static void
starts_with_any_of_its_prefixes(void **state)
{
	const struct str s = STR("ab\0cd");

	(void)state;
	for (size_t n = 0; n <= s.n; n++)
		assert_true(str_starts(s, STR_N(s.p, n)));
	assert_false(str_starts(s, STR("ab\0cde")));
	assert_false(str_starts(s, STR("b")));
	assert_true(str_starts((struct str){NULL, 0}, STR("")));
}

static void
trims_blanks_and_tabs_only(void **state)
{
	(void)state;
	assert_true(str_eq(str_trim(STR(" \t a b\t ")), STR("a b")));
	assert_true(str_eq(str_trim(STR("\r\na\n")), STR("\r\na\n")));
	assert_true(str_eq(str_trim(STR("  \t")), STR("")));
	assert_true(str_eq(str_trim(STR("")), STR("")));
}

static void
finds_the_name_that_was_meant(void **state)
{
	static const struct str name[] = {STR("accuracy"), STR("recall"), STR("precision"),
					  STR("f1"), STR("ts")};
	static const struct {
		struct str typed;
		int meant;
	} row[] = {
		{STR("acuracy"), 0}, {STR("ACCURACY"), 0}, {STR("accuarcy"), 0},
		{STR("recal"), 1},   {STR("precison"), 2}, {STR("f2"), 3},
		{STR("st"), 4},      {STR("zebra"), -1},   {STR("xyz"), -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		assert_int_equal(str_nearest(row[i].typed, name, 5), row[i].meant);
	assert_int_equal(str_nearest(STR("a"), name, 0), -1);
}

static void
one_typing_error_is_forgiven(void **state)
{
	static const struct str name[] = {STR("latency_ms"), STR("prediction"),
					  STR("model_version")};
	struct rng r;

	(void)state;
	rng_seed(&r, 7);
	for (int i = 0; i < 3000; i++) {
		size_t which = rng_below(&r, 3);
		char typed[16];
		size_t n = name[which].n, at = rng_below(&r, (uint32_t)n - 1);

		memcpy(typed, name[which].p, n);
		switch (rng_below(&r, 3)) {
		case 0:
			typed[at] = (char)('a' + rng_below(&r, 26));
			break;
		case 1:
			memmove(typed + at, typed + at + 1, n - at - 1);
			n--;
			break;
		default:
			typed[at] = name[which].p[at + 1];
			typed[at + 1] = name[which].p[at];
		}
		assert_int_equal(str_nearest(STR_N(typed, n), name, 3), which);
	}
}

static void
long_texts_are_never_near(void **state)
{
	char text[200];
	struct str name = {text, 100};

	(void)state;
	memset(text, 'x', sizeof text);
	assert_int_equal(str_nearest(STR_N(text, 101), &name, 1), -1);
	assert_int_equal(str_nearest(STR("x"), &(struct str){text, 101}, 1), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_is_that_of_bytes_then_of_length),
		cmocka_unit_test(case_is_that_of_ascii_only),
		cmocka_unit_test(starts_with_any_of_its_prefixes),
		cmocka_unit_test(trims_blanks_and_tabs_only),
		cmocka_unit_test(finds_the_name_that_was_meant),
		cmocka_unit_test(one_typing_error_is_forgiven),
		cmocka_unit_test(long_texts_are_never_near),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
