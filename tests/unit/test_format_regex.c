/* format_regex: lines by a pattern's named groups. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format_rows.h"
#include "utf8.h"

extern const struct format format_regex;

#define WANT FORMAT_ROWS_PATHS_OF

static void
named_groups_are_the_columns(void **state)
{
	static const struct format_options options[] = {
		{.pattern = "^(?<ip>\\S+) \"(?<request>[^\"]*)\"(?: (?<ms>\\d+))?"},
		{.pattern = "^(?<ip>\\S+) \"(?<request>[^\"]*)\"(?: (?<ms>\\d+))?", .no_jit = true},
	};

	(void)state;
	for (int i = 0; i < 2; i++)
		format_rows_check(&format_regex, &options[i],
				  "1.2.3.4 \"GET /\" 17\n\n5.6.7.8 \"\"\r\nnonsense\nx \"\xff\" 3",
				  WANT("ms", ".request", "ip", "ms"),
				  "row 17|GET /|1.2.3.4|17\nblank\n"
				  "row <missing>|<missing>|5.6.7.8|<missing>\n"
				  "reject no_match @0: the pattern does not match\n"
				  "row 3|" UTF8_REPLACEMENT "|x|3\n");
}

static void
limits_are_told_from_no_match(void **state)
{
	static const struct format_options o = {.pattern = "(?<x>a+)+[bc]"};

	(void)state;
	format_rows_check(&format_regex, &o,
			  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\nab\nx\n", WANT("x"),
			  "reject regex_limit @0: the pattern hit the match limit\nrow a\n"
			  "reject no_match @0: the pattern does not match\n");
}

static void
patterns_without_use_are_refused(void **state)
{
	static const struct {
		struct format_options options;
		const char *message;
	} cases[] = {
		{{.pattern = NULL}, "regex needs a pattern, which mlparse takes by -e"},
		{{.pattern = "a(b)"},
		 "-e: the pattern names no group: (?<name>...) makes a column"},
		{{.pattern = "(?<a>"}, "-e: missing closing parenthesis at byte 6: (?<a> <-- here"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct complaint c;

		assert_null(format_regex.new(&cases[i].options, &c));
		assert_string_equal(c.text, cases[i].message);
	}
	format_regex.free(NULL);
}

static void
unknown_groups_are_missing_columns(void **state)
{
	static const struct format_options o = {.pattern = "(?<status>\\d+) (?<path>\\S*)"};
	struct format_rows f;

	(void)state;
	format_rows_init(&f, &format_regex, &o);
	assert_int_equal(format_rows_bind(&f, WANT("statsu", "path")), STATUS_MISSING);
	assert_string_equal(f.c.text,
			    "no column 'statsu'; did you mean 'status'? there are: status, path");
	format_rows_release(&f);
}

static void
invalid_text_is_counted_or_refused(void **state)
{
	static const struct format_options o = {.pattern = "(?<x>a.)$"},
					   reject = {.pattern = "(?<x>a.)$",
						     .json.utf8_reject = true};
	struct format_rows f;

	(void)state;
	format_rows_init(&f, &format_regex, &o);
	assert_int_equal(format_rows_survey(&f, "\xff ab\n"), 0);
	assert_int_equal(format_rows_bind(&f, WANT("x")), 0);
	format_rows_file(&f, "\xff a\xe4\n", 100);
	assert_string_equal(format_rows_said(&f), "row a" UTF8_REPLACEMENT "\n");
	assert_int_equal(format_regex.counts(f.state)->replaced, 2);
	format_rows_release(&f);
	format_rows_check(&format_regex, &reject, "a\xe4\nab\n", WANT("x"),
			  "reject utf8 @1: invalid UTF-8\nrow ab\n");
}

static void
surveys_groups(void **state)
{
	static const struct format_options o = {.pattern = "(?<n>\\d+)(?<word>[a-z]+)?"};
	struct format_rows f;

	(void)state;
	format_rows_init(&f, &format_regex, &o);
	assert_int_equal(format_rows_survey(&f, "1\n\n2ab\n-\n"), 0);
	assert_int_equal(f.survey.records, 2);
	assert_int_equal(survey_n(&f.survey), 2);
	assert_int_equal(f.survey.field[0].numbers, 2);
	assert_int_equal(f.survey.field[1].missing, 1);
	assert_int_equal(f.survey.field[1].texts, 1);
	format_rows_release(&f);
	assert_true(format_regex.hidden);
	assert_int_equal(format_regex.probe(STR("1\n")), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(named_groups_are_the_columns),
		cmocka_unit_test(limits_are_told_from_no_match),
		cmocka_unit_test(patterns_without_use_are_refused),
		cmocka_unit_test(unknown_groups_are_missing_columns),
		cmocka_unit_test(invalid_text_is_counted_or_refused),
		cmocka_unit_test(surveys_groups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
