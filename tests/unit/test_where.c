/* where: conditions on a value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "where.h"

static int
holds(const char *condition, struct value v)
{
	struct complaint c;
	struct where w;
	int answer;

	if (where_parse(&w, str_of(condition), &c) < 0)
		fail_msg("%s: %s", condition, c.text);
	answer = where_test(&w, v);
	where_release(&w);
	return answer;
}

static struct value
text(const char *s)
{
	return (struct value){str_of(s), VALUE_TEXT};
}

static void
parses_name_sign_and_value(void **state)
{
	static const struct {
		const char *condition, *name;
		enum where_op op;
		const char *value;
	} cases[] = {
		{"a=b", "a", WHERE_EQ, "b"},        {"a==b", "a", WHERE_EQ, "b"},
		{"a!=b", "a", WHERE_NE, "b"},       {"a<b", "a", WHERE_LT, "b"},
		{"a<=b", "a", WHERE_LE, "b"},       {"a>b", "a", WHERE_GT, "b"},
		{"a>=b", "a", WHERE_GE, "b"},       {"a~b", "a", WHERE_MATCH, "b"},
		{"a!~b", "a", WHERE_NO_MATCH, "b"}, {" a  >=  b c ", "a", WHERE_GE, "b c"},
		{"a=b=c", "a", WHERE_EQ, "b=c"},    {"a~^b!=$", "a", WHERE_MATCH, "^b!=$"},
		{"a=", "a", WHERE_EQ, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct complaint c;
		struct where w;

		assert_int_equal(where_parse(&w, str_of(cases[i].condition), &c), 0);
		assert_true(str_eq(w.name, str_of(cases[i].name)));
		assert_int_equal(w.op, cases[i].op);
		assert_true(str_eq(w.text, str_of(cases[i].value)));
		where_release(&w);
	}
}

static void
refuses_what_is_no_condition(void **state)
{
	static const struct {
		const char *condition;
		size_t offset;
		const char *message;
	} cases[] = {
		{"status", 0, "no comparison in 'status': one of = != < <= > >= ~ !~"},
		{"", 0, "no comparison in '': one of = != < <= > >= ~ !~"},
		{" =5", 1, "no name before '='"},
		{"a>", 2, "nothing to compare 'a' with"},
		{"a!b", 0, "no comparison in 'a!b': one of = != < <= > >= ~ !~"},
		{"a ~ (b", 6, "missing closing parenthesis"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct complaint c;
		struct where w;

		assert_int_equal(where_parse(&w, str_of(cases[i].condition), &c), STATUS_SYNTAX);
		assert_string_equal(c.text, cases[i].message);
		assert_int_equal(c.offset, cases[i].offset);
		where_release(&w);
	}
}

static void
compares_numbers_as_numbers(void **state)
{
	(void)state;
	assert_int_equal(holds("x<10", text("9")), 1);
	assert_int_equal(holds("x=1", text("1.0")), 1);
	assert_int_equal(holds("x!=1", text("1e0")), 0);
	assert_int_equal(holds("x>.5", text(" +0.7 ")), 1);
	assert_int_equal(holds("x>=500", text("500")), 1);
	assert_int_equal(holds("x<=500", text("501")), 0);
	assert_int_equal(holds("x>1e308", text("1e400")), 1);
	assert_int_equal(holds("x<0", text("-1e400")), 1);
	assert_int_equal(holds("x=0", text("-0")), 1);
	assert_int_equal(holds("x<10", (struct value){STR("9"), VALUE_NUMBER}), 1);
}

static void
compares_texts_by_bytes(void **state)
{
	(void)state;
	assert_int_equal(holds("x=abc", text("abc")), 1);
	assert_int_equal(holds("x=abc", text("ABC")), 0);
	assert_int_equal(holds("x<abd", text("abc")), 1);
	assert_int_equal(holds("x<10", text("9a")), 0);
	assert_int_equal(holds("x!=5", text("five")), 1);
	assert_int_equal(holds("ts>=2024-05-30", text("2024-05-30T00:00:00Z")), 1);
	assert_int_equal(holds("x=true", (struct value){STR("true"), VALUE_BOOL}), 1);
}

/* Doubles take neighbours beyond 2^53 for equal; ids must not be. */
static void
long_numbers_are_equal_only_digit_by_digit(void **state)
{
	(void)state;
	assert_int_equal(holds("id=12345678901234567890", text("12345678901234567890")), 1);
	assert_int_equal(holds("id=12345678901234567890", text("12345678901234567891")), 0);
	assert_int_equal(holds("id!=12345678901234567890", text("12345678901234567891")), 1);
	assert_int_equal(holds("id<=12345678901234567890", text("12345678901234567891")), 1);
	assert_int_equal(holds("id=9007199254740991", text("9007199254740991.0")), 1);
}

static void
missing_satisfies_only_inequality(void **state)
{
	static const char *const yes[] = {"x!=a", "x!=1", "x!~a", "x="};
	static const char *const no[] = {"x=a", "x<a", "x<=1", "x>-1", "x>=a", "x~a", "x~", "x!="};
	const struct value missing[] = {
		{{NULL, 0}, VALUE_MISSING}, {STR("NaN"), VALUE_NAN}, {STR(""), VALUE_TEXT}};

	(void)state;
	for (size_t m = 0; m < 3; m++) {
		for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
			assert_int_equal(holds(yes[i], missing[m]), 1);
		for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
			assert_int_equal(holds(no[i], missing[m]), 0);
	}
	assert_int_equal(holds("x=", text("a")), 0);
	assert_int_equal(holds("x!=", text("a")), 1);
}

static void
patterns_match_anywhere(void **state)
{
	(void)state;
	assert_int_equal(holds("m~raud", text("fraud-v3")), 1);
	assert_int_equal(holds("m~^raud", text("fraud-v3")), 0);
	assert_int_equal(holds("m!~v[12]$", text("fraud-v3")), 1);
	assert_int_equal(holds("m!~v3", text("fraud-v3")), 0);
	assert_int_equal(holds("m~(?i)FRAUD", text("fraud")), 1);
}

static void
a_pattern_at_its_limit_says_neither(void **state)
{
	char long_text[40001];

	(void)state;
	memset(long_text, 'a', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	assert_int_equal(holds("m~(a+)+[bc]", text(long_text)), STATUS_LIMIT);
	assert_int_equal(holds("m!~(a+)+[bc]", text(long_text)), STATUS_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_name_sign_and_value),
		cmocka_unit_test(refuses_what_is_no_condition),
		cmocka_unit_test(compares_numbers_as_numbers),
		cmocka_unit_test(compares_texts_by_bytes),
		cmocka_unit_test(long_numbers_are_equal_only_digit_by_digit),
		cmocka_unit_test(missing_satisfies_only_inequality),
		cmocka_unit_test(patterns_match_anywhere),
		cmocka_unit_test(a_pattern_at_its_limit_says_neither),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
