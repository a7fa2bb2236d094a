/* format_csv and format_tsv: headers, ragged rows, values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format_rows.h"
#include "rng.h"

extern const struct format format_csv, format_tsv;

static const struct format_options no_options;

#define WANT FORMAT_ROWS_PATHS_OF

static void
fills_wanted_columns_in_the_order_asked_for(void **state)
{
	(void)state;
	format_rows_check(&format_tsv, &no_options,
			  "ts\tid\tscore\tnote\n1\tx\t0.5\tn\n2\t\t\ty\r\n3\ta\\tb\tc\\\\d\t\\q",
			  WANT("score", "id", "score", "note"),
			  "names\nrow 0.5|x|0.5|n\nrow <missing>|<missing>|<missing>|y\n"
			  "row c\\d|a\tb|c\\d|\\q\n");
	format_rows_check(&format_csv, &no_options,
			  "ts,id,score\n1,x,0.5\n2,,\n3,\"\",\"a,\"\"b\"\"\nc\"\n4,x\\ty,\r\n",
			  WANT("score", "id"),
			  "names\nrow 0.5|x\nrow <missing>|<missing>\nrow a,\"b\"\nc|\n"
			  "row <missing>|x\\ty\n");
}

static void
refuses_ragged_rows_and_counts_fields(void **state)
{
	(void)state;
	format_rows_check(&format_tsv, &no_options, "a\tb\tc\n1\t2\t3\n1\t2\n\n1\n1\t2\t3\t4\n",
			  WANT("c"),
			  "names\nrow 3\nreject fields @0: found 2 fields, expected 3\nblank\n"
			  "reject fields @0: found 1 field, expected 3\n"
			  "reject fields @0: found 4 fields, expected 3\n");
	format_rows_check(&format_csv, &no_options, "a,b\n1,2\n\"x\",2,3\n\n3,4\n", WANT("b"),
			  "names\nrow 2\nreject fields @0: found 3 fields, expected 2\nblank\n"
			  "row 4\n");
}

static void
an_open_quote_costs_its_line_only(void **state)
{
	(void)state;
	format_rows_check(
		&format_csv, &no_options, "a,b\n1,2\n3,\"x\n5,6\n7,\"y\"z\n8,9\n", WANT("a", "b"),
		"names\nrow 1|2\nreject unclosed @2: a quote that is never closed\nrow 5|6\n"
		"reject syntax @5: bytes behind a closing quote\nrow 8|9\n");
}

static void
a_column_of_its_own_may_be_empty(void **state)
{
	(void)state;
	format_rows_check(&format_tsv, &no_options, "x\n1\n\n2\n", WANT("x"),
			  "names\nrow 1\nrow <missing>\nrow 2\n");
	format_rows_check(&format_csv, &no_options, "x\n1\n\n2\n", WANT("x"),
			  "names\nrow 1\nblank\nrow 2\n");
}

static void
headers_met_again_are_no_rows(void **state)
{
	static const char text[] = "ts\tid\tv\n1\ta\t2\nts\tid\tv\n2\tid\tts\nid\tv\tts\nb\t3\t4\n"
				   "v\tid\tts\tnew\n5\tc\t6\tn\nv\tid\tts\n7\td\t8\tid\n";

	(void)state;
	format_rows_check(&format_tsv, &no_options, text, WANT("ts", "id", "v"),
			  "names\nrow 1|a|2\nnames\nrow 2|id|ts\nnames\nrow 4|b|3\nheader\n"
			  "row 6|c|5\nreject fields @0: found 3 fields, expected 4\n"
			  "row 8|d|7\n");
}

static void
every_file_may_bring_its_header(void **state)
{
	struct format_rows f;

	(void)state;
	format_rows_init(&f, &format_csv, &no_options);
	assert_int_equal(format_rows_survey(&f, "id,score\n1,2\n"), 0);
	assert_int_equal(format_rows_bind(&f, WANT("score")), 0);
	format_rows_file(&f, "id,score\n1,2\n", 4);
	format_rows_file(&f, "3,4\n", 4);
	format_rows_file(&f, "score,id\n5,6\n", 4);
	format_rows_file(&f, "Model Name,score\nx,7\n", 4);
	assert_string_equal(format_rows_said(&f),
			    "names\nrow 2\nrow 4\nnames\nrow 5\nheader\nrow 7\n");
	format_rows_file(&f, "time,prob\n1,0.5\n", 100);
	assert_string_equal(format_rows_said(&f), "header\nrow <missing>\n");
	assert_string_equal(f.c.text, "no column 'score'; there are: time, prob");
	format_rows_release(&f);
}

static void
columns_are_found_by_raw_and_by_legal_name(void **state)
{
	struct format_rows f;

	(void)state;
	format_rows_init(&f, &format_csv, &no_options);
	assert_int_equal(format_rows_survey(&f, "odd key,odd_key,a.b,9th\n"), 0);
	assert_int_equal(
		format_rows_bind(&f, WANT("odd_key", "\"odd key\"", ".a.b", "_9th", "a_b")), 0);
	format_rows_file(&f, "odd key,odd_key,a.b,9th\n1,2,3,4\n", 100);
	assert_string_equal(format_rows_said(&f), "names\nrow 2|1|3|4|3\n");
	format_rows_release(&f);
}

static void
a_missing_column_is_named_and_the_others_bound(void **state)
{
	struct format_rows f;

	(void)state;
	format_rows_init(&f, &format_tsv, &no_options);
	assert_int_equal(format_rows_survey(&f, "ts\tscore\n"), 0);
	assert_int_equal(format_rows_bind(&f, WANT("scor", "ts")), STATUS_MISSING);
	assert_string_equal(f.c.text,
			    "no column 'scor'; did you mean 'score'? there are: ts, score");
	format_rows_file(&f, "ts\tscore\n1\t2\n", 100);
	assert_string_equal(format_rows_said(&f), "names\nrow <missing>|1\n");
	format_rows_release(&f);
}

static void
a_header_with_one_name_twice_is_refused(void **state)
{
	struct format_rows f;

	(void)state;
	format_rows_init(&f, &format_csv, &no_options);
	assert_int_equal(format_rows_survey(&f, "a,b,a\n1,2,3\n"), STATUS_SYNTAX);
	assert_int_equal(format_rows_bind(&f, WANT("a")), 0);
	format_rows_file(&f, "a,b,a\nb,a\n1,2\n", 100);
	assert_string_equal(format_rows_said(&f),
			    "reject syntax @0: two columns are named 'a'\nheader\nrow 2\n");
	format_rows_release(&f);
}

static void
surveys_fields_and_their_kinds(void **state)
{
	struct format_rows f;

	(void)state;
	format_rows_init(&f, &format_csv, &no_options);
	assert_int_equal(format_rows_survey(&f, "id;odd key\n1;x\n;y\n3;\"\"\n1;2;3\n"), 0);
	assert_int_equal(survey_n(&f.survey), 2);
	assert_int_equal(f.survey.records, 3);
	assert_int_equal(f.survey.field[0].numbers, 2);
	assert_int_equal(f.survey.field[0].missing, 1);
	assert_true(str_eq(f.survey.field[1].path, STR("\"odd key\"")));
	assert_true(str_eq(f.survey.field[1].key, STR("odd key")));
	assert_int_equal(f.survey.field[1].texts, 2);
	format_rows_release(&f);
	format_rows_init(&f, &format_tsv, &no_options);
	assert_int_equal(format_rows_survey(&f, "\nts\tid\n"), 0);
	assert_int_equal(survey_n(&f.survey), 2);
	assert_int_equal(f.survey.records, 0);
	format_rows_release(&f);
}

static void
probes_tell_tables_from_other_logs(void **state)
{
	static const struct {
		const char *text;
		int csv, tsv;
	} cases[] = {
		{"a,b\n1,2\n3,4\n", 100, 0},
		{"a;b\n1,5;2\n3,5;4\n", 100, 0},
		{"a|b|c\n1|2|3\n\n", 100, 0},
		{"a\tb\n1,0\t2\n3\t4\n5\n", 0, 75},
		{"a,b\n\"x\ny\",2\n3\n3,4\n", 75, 0},
		/* Cut within a quoted field, as a sample may be. */
		{"a,b\n1,2\n2,\"x\ny\nz\nx\n", 100, 0},
		{"a,b\n1,2\n2,\"x\ny\nz\nx", 33, 0},
		{"one\n1\n2\n", 0, 0},
		{"{\"a\":1,\"b\":2}\n{\"a\":1,\"b\":2}\n", 0, 0},
		{"2024-05-30 21:46:03,625 INFO up\n2024-05-30 21:46:04,626 INFO on\n", 0, 0},
		{"level=info msg=\"a, b\"\nlevel=info msg=\"c, d\"\n", 0, 0},
		{"1.2.3.4 - - [x] \"GET /, HTTP\"\n", 0, 0},
		{"", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str s = padded(str_of(cases[i].text));

		if (format_csv.probe(s) != cases[i].csv || format_tsv.probe(s) != cases[i].tsv)
			fail_msg("%s: %d %d", cases[i].text, format_csv.probe(s),
				 format_tsv.probe(s));
		padded_free(s);
	}
}

static void
a_delimiter_given_is_kept(void **state)
{
	static const struct format_options semicolon = {.delimiter = ';'},
					   quote = {.delimiter = '"'};
	struct complaint c;

	(void)state;
	format_rows_check(&format_csv, &semicolon, "a,b;c\n1,5;2\n", WANT("\"a,b\"", "c"),
			  "names\nrow 1,5|2\n");
	assert_null(format_csv.new(&quote, &c));
	format_csv.free(NULL);
}

enum { COLUMNS = 5 };

/* A field of up to 19 bytes; HARD: with backslashes among them. */
static size_t
random_field(struct rng *r, char *p, bool hard)
{
	static const char easy[] = "abc019.-_ ", hard_ones[] = "a\\\"nt'r\\";
	size_t n = rng_below(r, 20);

	for (size_t i = 0; i < n; i++)
		p[i] = hard ? hard_ones[rng_below(r, sizeof hard_ones - 1)]
			    : easy[rng_below(r, sizeof easy - 1)];
	return n;
}

/* Rows with escapes among rows without: the quick way and the slow one must agree. */
static void
wanting_less_changes_nothing(void **state)
{
	static const char *const name[] = {"a", "b", "c", "d", "e"};
	struct rng r;

	(void)state;
	rng_seed(&r, 4);
	for (int round = 0; round < 300; round++) {
		struct format_rows all, few;
		char text[2048];
		const char *const *wanted = WANT("d", "b");
		size_t n = (size_t)snprintf(text, sizeof text, "a\tb\tc\td\te\n");
		struct value whole[COLUMNS], part[2];
		struct format_record one, two;
		struct str s, rest;

		for (int row = 0; row < 10; row++)
			for (int i = 0; i < COLUMNS; i++) {
				n += random_field(&r, text + n, row % 3 == 0);
				text[n++] = i + 1 < COLUMNS ? '\t' : '\n';
			}
		format_rows_init(&all, &format_tsv, &no_options);
		format_rows_init(&few, &format_tsv, &no_options);
		rest = s = padded(STR_N(text, n));
		assert_int_equal(all.format->survey(all.state, s, &all.survey), 0);
		assert_int_equal(few.format->survey(few.state, s, &few.survey), 0);
		assert_int_equal(
			format_rows_bind(&all, WANT(name[0], name[1], name[2], name[3], name[4])),
			0);
		assert_int_equal(format_rows_bind(&few, wanted), 0);
		while (rest.n) {
			enum format_result got =
				all.format->next(all.state, rest, true, whole, &one);

			assert_int_equal(few.format->next(few.state, rest, true, part, &two), got);
			assert_int_equal(one.used, two.used);
			if (got == FORMAT_ROW) {
				assert_true(str_eq(part[0].text, whole[3].text));
				assert_true(str_eq(part[1].text, whole[1].text));
			}
			rest.p += one.used;
			rest.n -= one.used;
		}
		format_rows_release(&all);
		format_rows_release(&few);
		padded_free(s);
	}
}

static size_t
count_line_feeds(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* Whatever the bytes: every one is used once, and the blocks' sizes change nothing. */
static void
any_text_is_cut_alike_by_any_blocks(void **state)
{
	static const char letters[] = "a,b\n\"\t\\\r1\n,\"";
	static const size_t steps[] = {1, 3, 1000};
	struct rng r;

	(void)state;
	rng_seed(&r, 8);
	for (int round = 0; round < 1000; round++) {
		char text[100] = "a,b\n", first[FORMAT_ROWS_ROOM];
		size_t n = 4 + rng_below(&r, 70);

		for (size_t i = 4; i < n; i++)
			text[i] = letters[rng_below(&r, sizeof letters - 1)];
		text[n] = '\0';
		for (int i = 0; i < 3; i++) {
			struct format_rows f;

			format_rows_init(&f, round % 4 ? &format_csv : &format_tsv, &no_options);
			format_rows_survey(&f, "a,b\n1,2\n");
			if (format_rows_bind(&f, WANT("b", "a")) < 0)
				assert_int_equal(round % 4, 0);
			format_rows_file(&f, text, steps[i]);
			if (i == 0)
				memcpy(first, f.said, sizeof first);
			assert_string_equal(f.said, first);
			assert_int_equal(f.lines, count_line_feeds(text));
			format_rows_release(&f);
		}
	}
}

enum { RUN_PATHS = 3, RUN_ROWS = 64 };

/* Rows of LETTERS, mostly of three fields, under a header of three names. */
static struct str
random_rows(struct rng *r, const char *letters, char delimiter, size_t rows)
{
	static char text[16384];
	size_t n = 0;

	for (size_t row = 0; row < rows; row++)
		for (size_t field = 0, fields = rng_below(r, 20) ? 3 : 2 + rng_below(r, 3);
		     field < fields; field++) {
			for (size_t k = rng_below(r, 8); k > 0; k--)
				text[n++] = letters[rng_below(r, strlen(letters))];
			text[n++] = field + 1 < fields ? delimiter : '\n';
		}
	return padded(STR_N(text, n));
}

/* What run() tells of is what next() would have, record by record. */
static size_t
check_run(struct format_rows *f, struct str *rest)
{
	struct value value[RUN_PATHS], copy[RUN_ROWS][RUN_PATHS];
	uint32_t line[RUN_ROWS], used[RUN_ROWS];
	struct format_record one;
	struct format_run run;

	f->format->run(f->state, *rest, &run);
	assert_true(run.n <= RUN_ROWS);
	for (size_t i = 0; i < run.n; i++) {
		memcpy(copy[i], run.value + i * RUN_PATHS, sizeof copy[i]);
		line[i] = run.line[i];
		used[i] = run.used[i];
	}
	for (size_t i = 0; i < run.n + 1 && rest->n; i++) {
		enum format_result got = f->format->next(f->state, *rest, true, value, &one);

		if (i < run.n) {
			assert_int_equal(got, FORMAT_ROW);
			assert_int_equal(one.used, used[i]);
			assert_int_equal(one.line.n, line[i]);
			assert_int_equal(one.lines, 1);
		}
		for (size_t k = 0; i < run.n && k < RUN_PATHS; k++) {
			assert_int_equal(value[k].kind, copy[i][k].kind);
			assert_true(str_eq(value[k].text, copy[i][k].text));
		}
		rest->p += one.used;
		rest->n -= one.used;
	}
	return run.n;
}

static void
runs_are_the_rows_that_come_one_by_one(void **state)
{
	static const char *const letters[] = {"0123456789", "abc0123#\r", "abc01\\\"\r", "a\"\\",
					      "0\xc3\xa9"};
	static const struct format_options marks = {.end_marks = true};
	size_t rows = 0;
	struct rng r;

	(void)state;
	rng_seed(&r, 31);
	for (int round = 0; round < 1000; round++) {
		bool tsv = round % 2;
		struct str s = random_rows(&r, letters[round % 5], tsv ? '\t' : ',',
					   1 + rng_below(&r, 200));
		struct str rest = s;
		struct format_rows f;

		format_rows_init(&f, tsv ? &format_tsv : &format_csv, &marks);
		format_rows_survey(&f, tsv ? "a\tb\tc\n" : "a,b,c\n");
		assert_int_equal(format_rows_bind(&f, WANT("c", "a", "c")), 0);
		while (rest.n)
			rows += check_run(&f, &rest);
		format_rows_release(&f);
		padded_free(s);
	}
	assert_true(rows > 50000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_wanted_columns_in_the_order_asked_for),
		cmocka_unit_test(refuses_ragged_rows_and_counts_fields),
		cmocka_unit_test(an_open_quote_costs_its_line_only),
		cmocka_unit_test(a_column_of_its_own_may_be_empty),
		cmocka_unit_test(headers_met_again_are_no_rows),
		cmocka_unit_test(every_file_may_bring_its_header),
		cmocka_unit_test(columns_are_found_by_raw_and_by_legal_name),
		cmocka_unit_test(a_missing_column_is_named_and_the_others_bound),
		cmocka_unit_test(a_header_with_one_name_twice_is_refused),
		cmocka_unit_test(surveys_fields_and_their_kinds),
		cmocka_unit_test(probes_tell_tables_from_other_logs),
		cmocka_unit_test(a_delimiter_given_is_kept),
		cmocka_unit_test(wanting_less_changes_nothing),
		cmocka_unit_test(any_text_is_cut_alike_by_any_blocks),
		cmocka_unit_test(runs_are_the_rows_that_come_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
