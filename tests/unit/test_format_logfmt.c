/* format_logfmt: wanted keys of lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format_rows.h"

extern const struct format format_logfmt;

static const struct format_options no_options;

#define WANT FORMAT_ROWS_PATHS_OF

static void
fills_wanted_keys(void **state)
{
	(void)state;
	format_rows_check(
		&format_logfmt, &no_options,
		"ts=1 id=a v=2\n  \n\nv=\"x \\\"y\\\"\" other=\"\\n\" id=b\r\nid= v=\"\" flag\n"
		"goroutine 1 [running]:\nflag",
		WANT("v", "id", "flag", "v"),
		"row 2|a|<missing>|2\nblank\nblank\n"
		"row x \"y\"|b|<missing>|x \"y\"\nrow |<missing>|true!|\n"
		"reject syntax @0: no key=value pair\n"
		"row <missing>|<missing>|true!|<missing>\n");
}

/* What the line before had in the same place is no more than a guess. */
static void
keys_may_change_places(void **state)
{
	(void)state;
	format_rows_check(&format_logfmt, &no_options,
			  "a=1 ab=2 c=3\nab=4 a=5 c=6\na ab=7 c\n  a=8   ab c=\"9 9\"\n"
			  "c=10 b=0 a=11 ab=12 d=0\na=13 ab=14 c=15\na=16 ab==\na=17 ab='x y' c\n",
			  WANT("a", "ab", "c"),
			  "row 1|2|3\nrow 5|4|6\nrow true!|7|true!\nrow 8|true!|9 9\n"
			  "row 11|12|10\nrow 13|14|15\n"
			  "reject syntax @8: an = in the middle of a value\n"
			  "row 17|x y|true!\n");
}

static void
refuses_broken_lines_with_their_offset(void **state)
{
	(void)state;
	format_rows_check(&format_logfmt, &no_options,
			  "v=1 msg=\"open\nv=2\nv=3 a==b\nv=4 x=\"\\q\"\n", WANT("v"),
			  "reject syntax @8: a quote that is never closed\nrow 2\n"
			  "reject syntax @6: an = in the middle of a value\n"
			  "reject syntax @7: an invalid escape\n");
}

static void
one_key_twice_follows_the_option(void **state)
{
	static const char text[] = "v=1 x=0 v=2 x=1\nv=3\n";
	static const struct {
		enum json_duplicate duplicate;
		const char *said;
		unsigned count;
	} cases[] = {
		{JSON_LAST, "row 2\nrow 3\n", 1},
		{JSON_FIRST, "row 1\nrow 3\n", 1},
		{JSON_ERROR, "reject syntax @8: a key that comes twice\nrow 3\n", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct format_options o = {.json.duplicate = cases[i].duplicate};
		struct format_rows f;

		format_rows_init(&f, &format_logfmt, &o);
		assert_int_equal(format_rows_bind(&f, WANT("v")), 0);
		format_rows_file(&f, text, 100);
		assert_string_equal(format_rows_said(&f), cases[i].said);
		assert_int_equal(format_logfmt.counts(f.state)->duplicates, cases[i].count);
		format_rows_release(&f);
	}
}

static void
keys_with_points_are_found_by_both_spellings(void **state)
{
	(void)state;
	format_rows_check(&format_logfmt, &no_options, "model.name=m http.status=200\n",
			  WANT(".model.name", "model.name", "status", ".http.status"),
			  "row m|m|<missing>|200\n");
}

static void
many_keys_are_found_too(void **state)
{
	enum { KEYS = 200 };
	struct path path[KEYS];
	const struct path *paths[KEYS];
	struct value value[KEYS];
	struct format_record record;
	struct complaint c;
	struct buf text;
	struct str s;
	void *l;

	(void)state;
	buf_init(&text, 1 << 14);
	for (int i = KEYS - 1; i >= 0; i--)
		buf_addf(&text, "other%d=x key%d=%d ", i, i, i);
	for (int i = 0; i < KEYS; i++) {
		char name[16];

		snprintf(name, sizeof name, "key%d", i);
		assert_int_equal(path_parse(&path[i], str_of(name), &c), 0);
		paths[i] = &path[i];
	}
	l = format_logfmt.new(&no_options, &c);
	assert_int_equal(format_logfmt.bind(l, paths, KEYS, &c), 0);
	s = padded(buf_str(&text));
	assert_int_equal(format_logfmt.next(l, s, true, value, &record), FORMAT_ROW);
	for (int i = 0; i < KEYS; i++) {
		char digits[16];

		snprintf(digits, sizeof digits, "%d", i);
		assert_true(str_eq(value[i].text, str_of(digits)));
		path_release(&path[i]);
	}
	format_logfmt.free(l);
	padded_free(s);
	buf_release(&text);
}

/* Several values with escapes in one line share the scratch: none may move. */
static void
decoded_values_stay(void **state)
{
	struct format_rows f;
	struct buf line;

	(void)state;
	format_rows_init(&f, &format_logfmt, &no_options);
	assert_int_equal(format_rows_bind(&f, WANT("a", "b", "c")), 0);
	buf_init(&line, 1 << 12);
	buf_adds(&line, "a=\"\\t1\" b=\"\\t2");
	for (int i = 0; i < 600; i++)
		buf_addc(&line, 'y');
	buf_adds(&line, "\" c=\"\\t3\"");
	buf_addc(&line, '\0');
	format_rows_file(&f, line.p, 4096);
	assert_memory_equal(f.said, "row \t1|\t2yyy", 12);
	assert_string_equal(strrchr(f.said, '|'), "|\t3\n");
	buf_release(&line);
	format_rows_release(&f);
}

static void
surveys_pairs(void **state)
{
	struct format_rows f;

	(void)state;
	format_rows_init(&f, &format_logfmt, &no_options);
	assert_int_equal(format_rows_survey(&f, "a=1 b.c=x flag\n\na=2.5 b.c=\n"), 0);
	assert_int_equal(f.survey.records, 2);
	assert_int_equal(survey_n(&f.survey), 3);
	assert_int_equal(f.survey.field[0].numbers, 2);
	assert_true(str_eq(f.survey.field[1].key, STR("b.c")));
	assert_int_equal(f.survey.field[1].texts, 1);
	assert_int_equal(f.survey.field[1].missing, 1);
	assert_int_equal(f.survey.field[2].bools, 1);
	format_rows_release(&f);
}

static void
probe_knows_its_own(void **state)
{
	static const struct {
		const char *text;
		int percent;
	} cases[] = {
		{"time=\"2015-03-26\" level=info msg=\"A group\" size=10\n\nat=info x\n", 50},
		{"a=1\nb=2\n", 100},
		{"{\"a\":1}\n", 0},
		{"the error was code=5 in main\n", 0},
		{"a=\"open\n", 0},
		{"", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str s = padded(str_of(cases[i].text));

		assert_int_equal(format_logfmt.probe(s), cases[i].percent);
		padded_free(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_wanted_keys),
		cmocka_unit_test(keys_may_change_places),
		cmocka_unit_test(refuses_broken_lines_with_their_offset),
		cmocka_unit_test(one_key_twice_follows_the_option),
		cmocka_unit_test(keys_with_points_are_found_by_both_spellings),
		cmocka_unit_test(many_keys_are_found_too),
		cmocka_unit_test(decoded_values_stay),
		cmocka_unit_test(surveys_pairs),
		cmocka_unit_test(probe_knows_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
