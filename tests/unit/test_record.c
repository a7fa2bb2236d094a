/* record: rows as TSV, CSV, NDJSON and tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "capture.h"
#include "csv.h"
#include "json.h"
#include "record.h"
#include "rng.h"
#include "timestamp.h"
#include "tsv.h"
#include "utf8.h"

static char text[1 << 20];

/* A writer whose output is read back when it ends. */
struct sheet {
	struct capture capture;
	struct output o;
	struct record_writer *w;
};

static void
sheet_open(struct sheet *s, const struct record_options *options)
{
	capture_start(&s->capture, STDOUT_FILENO);
	output_init(&s->o, STDOUT_FILENO);
	s->w = record_writer_new(&s->o, options);
}

static const char *
sheet_close(struct sheet *s, uint64_t rejects, bool damaged)
{
	int status = record_finish(s->w, rejects, damaged);

	record_writer_free(s->w);
	status |= output_finish(&s->o);
	output_release(&s->o);
	capture_end(&s->capture, text, sizeof text);
	assert_int_equal(status, 0);
	return text;
}

static struct value
text_value(struct str s)
{
	return (struct value){s, VALUE_TEXT};
}

/* One row of each kind of value, and one cut short. */
static const char *
sample_sheet(const struct record_options *options)
{
	const struct str name[] = {STR("ts"),    STR("id"), STR("score"), STR("note"),
				   STR("flags"), STR("ok"), STR("deep"),  STR("n")};
	const bool is_text[] = {false, true, false, false, false, false, false, false};
	struct sheet s;

	sheet_open(&s, options);
	record_columns(s.w, name, is_text, 8);
	record_time(s.w, INT64_C(1717105563625000));
	record_text(s.w, STR("007"));
	record_number(s.w, 0.1);
	record_text(s.w, STR("a\tb\\c, \"d\""));
	record_value(s.w, text_value(STR("12.50")));
	record_value(s.w, (struct value){STR("true"), VALUE_BOOL});
	record_value(s.w, (struct value){STR("{\"a\": [1, 2]}"), VALUE_COMPOUND});
	record_uint(s.w, UINT64_MAX);
	record_end(s.w);
	record_time(s.w, TIMESTAMP_NONE);
	record_value(s.w, (struct value){STR("8"), VALUE_NUMBER});
	record_number(s.w, 0.0 / 0.0);
	record_text(s.w, STR(""));
	record_end(s.w);
	assert_int_equal(record_rows(s.w), 2);
	return sheet_close(&s, 3, true);
}

static void
tsv_is_mlrec(void **state)
{
	(void)state;
	assert_string_equal(
		sample_sheet(&(struct record_options){.format = RECORD_TSV}),
		"ts\tid\tscore\tnote\tflags\tok\tdeep\tn\n"
		"2024-05-30T21:46:03.625000Z\t007\t0.1\ta\\tb\\\\c, \"d\"\t12.50\ttrue\t"
		"{\"a\": [1, 2]}\t18446744073709551615\n"
		"\t8\t\t\t\t\t\t\n");
	assert_non_null(strstr(sample_sheet(&(struct record_options){
				       .format = RECORD_TSV, .na = "NA", .end_mark = true}),
			       "\nNA\t8\tNA\t\tNA\tNA\tNA\tNA\n"
			       "#end\trows=2\trejects=3\tstatus=damaged\n"));
}

static void
csv_is_rfc_4180(void **state)
{
	(void)state;
	assert_string_equal(
		sample_sheet(&(struct record_options){.format = RECORD_CSV, .end_mark = true}),
		"ts,id,score,note,flags,ok,deep,n\n"
		"2024-05-30T21:46:03.625000Z,007,0.1,\"a\tb\\c, \"\"d\"\"\",12.50,true,"
		"\"{\"\"a\"\": [1, 2]}\",18446744073709551615\n"
		",8,,\"\",,,,\n");
}

static void
ndjson_is_typed(void **state)
{
	(void)state;
	assert_string_equal(
		sample_sheet(&(struct record_options){.format = RECORD_NDJSON, .na = "NA"}),
		"{\"ts\":\"2024-05-30T21:46:03.625000Z\",\"id\":\"007\",\"score\":0.1,"
		"\"note\":\"a\\tb\\\\c, \\\"d\\\"\",\"flags\":12.50,\"ok\":true,"
		"\"deep\":{\"a\": [1, 2]},\"n\":18446744073709551615}\n"
		"{\"ts\":null,\"id\":\"8\",\"score\":null,\"note\":\"\",\"flags\":null,"
		"\"ok\":null,\"deep\":null,\"n\":null}\n");
}

static void
ndjson_never_passes_on_what_is_no_json(void **state)
{
	const struct str name[] = {STR("x")};
	static const struct {
		struct value v;
		const char *out;
	} row[] = {
		{{STR("{\"a\":nope}"), VALUE_COMPOUND}, "\"{\\\"a\\\":nope}\""},
		{{STR("01"), VALUE_TEXT}, "\"01\""},
		{{STR("+1"), VALUE_TEXT}, "\"+1\""},
		{{STR("1e400"), VALUE_TEXT}, "1e400"},
		{{STR("-0"), VALUE_NUMBER}, "-0"},
		{{STR("nan"), VALUE_TEXT}, "\"nan\""},
		{{STR("NaN"), VALUE_NAN}, "null"},
		{{STR("true"), VALUE_TEXT}, "\"true\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct sheet s;
		char expected[100];

		sheet_open(&s, &(struct record_options){.format = RECORD_NDJSON});
		record_columns(s.w, name, NULL, 1);
		record_value(s.w, row[i].v);
		record_end(s.w);
		snprintf(expected, sizeof expected, "{\"x\":%s}\n", row[i].out);
		assert_string_equal(sheet_close(&s, 0, false), expected);
	}
}

static void
columns_may_come_late(void **state)
{
	static const char *const expected[] = {
		[RECORD_TSV] = "a\tb\n1\tx\na\tb\tc\n2\ty\tz\n#end\trows=2\trejects=0\tstatus=ok\n",
		[RECORD_CSV] = "a,b\n1,x\na,b,c\n2,y,z\n",
		[RECORD_NDJSON] =
			"{\"a\":\"1\",\"b\":\"x\"}\n{\"a\":\"2\",\"b\":\"y\",\"c\":\"z\"}\n",
		[RECORD_TABLE] = "a  b\n1  x\na  b  c\n2  y  z\n",
	};
	const struct str name[] = {STR("a"), STR("b"), STR("c")};
	const bool is_text[] = {true, false, false};

	(void)state;
	for (int f = RECORD_TSV; f <= RECORD_TABLE; f++) {
		struct sheet s;

		sheet_open(&s, &(struct record_options){.format = (enum record_format)f,
							.end_mark = true});
		record_columns(s.w, name, is_text, 2);
		record_text(s.w, STR("1"));
		record_text(s.w, STR("x"));
		record_text(s.w, STR("behind the last column"));
		record_end(s.w);
		record_columns(s.w, name, is_text, 3);
		record_values(s.w,
			      (const struct value[]){{STR("2"), VALUE_NUMBER},
						     {STR("y"), VALUE_TEXT},
						     {STR("z"), VALUE_TEXT},
						     {STR("behind"), VALUE_TEXT}},
			      4);
		record_end(s.w);
		assert_string_equal(sheet_close(&s, 0, false), expected[f]);
	}
}

static void
a_row_may_come_in_pieces(void **state)
{
	const struct str name[] = {STR("a"), STR("b"), STR("c")};
	struct sheet s;

	(void)state;
	sheet_open(&s, &(struct record_options){.format = RECORD_TSV});
	record_columns(s.w, name, NULL, 3);
	record_text(s.w, STR("1"));
	record_values(s.w, (const struct value[]){{STR("2"), VALUE_NUMBER}, {STR("x"), VALUE_TEXT}},
		      2);
	record_end(s.w);
	record_values(s.w, (const struct value[]){{STR("3"), VALUE_NUMBER}}, 0);
	record_values(s.w, (const struct value[]){{STR("3"), VALUE_NUMBER}}, 1);
	record_values(s.w, (const struct value[]){{STR("y\t"), VALUE_TEXT}}, 1);
	record_end(s.w);
	assert_string_equal(sheet_close(&s, 0, false), "a\tb\tc\n1\t2\tx\n3\ty\\t\t\n");
}

static void
an_empty_only_column_is_no_blank_line_of_csv(void **state)
{
	const struct str name[] = {STR("x")};
	struct sheet s;

	(void)state;
	sheet_open(&s, &(struct record_options){.format = RECORD_CSV});
	record_columns(s.w, name, NULL, 1);
	record_end(s.w);
	assert_string_equal(sheet_close(&s, 0, false), "x\n\"\"\n");
}

static void
a_table_is_aligned_by_what_is_seen(void **state)
{
	const struct str name[] = {STR("model"), STR("n"), STR("empty"), STR("mixed"), STR("id")};
	const bool is_text[] = {false, false, false, false, true};
	struct sheet s;

	(void)state;
	sheet_open(&s, &(struct record_options){.format = RECORD_TABLE});
	record_columns(s.w, name, is_text, 5);
	/* "é" and the two Chinese characters: 2 and 6 bytes, 1 and 4 columns. */
	record_values(s.w,
		      (const struct value[]){{STR("caf\xc3\xa9"), VALUE_TEXT},
					     {STR("-12.5"), VALUE_NUMBER},
					     {{NULL, 0}, VALUE_MISSING},
					     {STR("1"), VALUE_TEXT},
					     {STR("1"), VALUE_TEXT}},
		      5);
	record_end(s.w);
	record_values(s.w,
		      (const struct value[]){{STR("\xe6\x97\xa5\xe6\x9c\xac"
						  "abc\n"),
					      VALUE_TEXT},
					     {STR("12345678.125"), VALUE_TEXT},
					     {{NULL, 0}, VALUE_MISSING},
					     {STR("x"), VALUE_TEXT},
					     {STR("12"), VALUE_TEXT}},
		      5);
	record_end(s.w);
	record_end(s.w);
	assert_string_equal(sheet_close(&s, 0, false),
			    "model                 n  empty  mixed  id\n"
			    "caf\xc3\xa9              -12.5         1      1\n"
			    "\xe6\x97\xa5\xe6\x9c\xac"
			    "abc\\n  12345678.125         x      12\n"
			    "\n");
}

static void
a_table_streams_after_its_first_rows(void **state)
{
	const struct str name[] = {STR("x"), STR("y")};
	struct sheet s;
	const char *p;
	size_t lines = 0;

	(void)state;
	sheet_open(&s, &(struct record_options){.format = RECORD_TABLE, .colour = true});
	record_columns(s.w, name, NULL, 2);
	for (unsigned i = 0; i < RECORD_TABLE_ROWS + 2; i++) {
		assert_int_equal(s.o.n + s.o.written != 0, i >= RECORD_TABLE_ROWS);
		record_uint(s.w, i < RECORD_TABLE_ROWS ? 7 : 123456);
		record_text(s.w, STR("z"));
		record_end(s.w);
	}
	p = sheet_close(&s, 0, false);
	assert_int_equal(strncmp(p, "\033[1mx  y\033[0m\n7  z\n", 18), 0);
	for (const char *lf = p; (lf = strchr(lf, '\n')); lf++)
		lines++;
	assert_int_equal(lines, RECORD_TABLE_ROWS + 3);
	assert_non_null(strstr(p, "\n123456  z\n123456  z\n"));
}

static void
a_table_of_no_rows_has_its_header(void **state)
{
	const struct str name[] = {STR("x"), STR("yy")};
	struct sheet s;

	(void)state;
	sheet_open(&s, &(struct record_options){.format = RECORD_TABLE});
	record_columns(s.w, name, NULL, 2);
	assert_string_equal(sheet_close(&s, 0, false), "x  yy\n");
	sheet_open(&s, &(struct record_options){.format = RECORD_TABLE});
	assert_string_equal(sheet_close(&s, 0, false), "");
}

/* Every byte that a terminal obeys, and the letters around them, in one field. */
static struct str
naughty(char *p)
{
	char *start = p;

	for (int c = 1; c < 0x80; c++)
		*p++ = (char)c;
	for (uint32_t c = 0x80; c < 0x100; c++)
		p += utf8_encode(c, p);
	for (uint32_t c = 0x2000; c < 0x2080; c++)
		p += utf8_encode(c, p);
	p += utf8_encode(0x1f600, p);
	return STR_N(start, (size_t)(p - start));
}

static void
no_control_reaches_a_terminal(void **state)
{
	const struct str name[] = {STR("a"), STR("b")};
	char bytes[2048], escaped[8192];
	struct str field = naughty(bytes);

	(void)state;
	for (int f = RECORD_TSV; f <= RECORD_TABLE; f++) {
		struct sheet s;
		struct str out;
		size_t lf = 0;

		sheet_open(&s, &(struct record_options){.format = (enum record_format)f,
							.terminal = true});
		record_columns(s.w, name, NULL, 2);
		record_text(s.w, field);
		record_text(s.w, STR("\x7f"));
		record_end(s.w);
		out = str_of(sheet_close(&s, 0, false));
		/* Nothing is left for utf8_escape but the tab and the LFs that are ours. */
		for (size_t i = 0; i < out.n; i++)
			lf += out.p[i] == '\n' || (f == RECORD_TSV && out.p[i] == '\t');
		assert_int_equal(utf8_escape(out, escaped, sizeof escaped), out.n + lf);
		assert_int_equal(lf, f == RECORD_TSV ? 4 : f == RECORD_NDJSON ? 1 : 2);
		if (f == RECORD_NDJSON)
			assert_true(json_valid(STR_N(out.p, out.n - 1)));
	}
}

/* Any text: lengths around the steps of the copy, specials in every place. */
static struct str
any_text(struct rng *r, char *p)
{
	static const char *const piece[] = {
		"\t",   "\n",   "\r",   "\\",       "\"",           ",",
		"\\t",  "\\\\", "'",    "\xc3\xa9", "\xe2\x80\xa8", "\xf0\x9f\x98\x80",
		"\x01", "\x0b", "\x0e", "\x1f",     "\x7f",         " ",
		"#",    "="};
	size_t n = rng_below(r, 40), used = 0;
	bool plain = rng_below(r, 3) == 0;

	while (used < n) {
		const char *s = piece[rng_below(r, sizeof piece / sizeof piece[0])];

		if (plain || rng_below(r, 12)) {
			p[used++] = (char)('a' + rng_below(r, 26));
			continue;
		}
		memcpy(p + used, s, strlen(s));
		used += strlen(s);
	}
	return STR_N(p, used);
}

enum { FIELDS = 5, ROWS = 2000 };

struct book {
	char bytes[ROWS][FIELDS][48];
	struct str field[ROWS][FIELDS];
};

static struct book *
write_book(enum record_format format, struct str *out)
{
	const struct str name[FIELDS] = {STR("a"), STR("b"), STR("c"), STR("d"), STR("e")};
	const bool is_text[FIELDS] = {true, true, true, true, true};
	struct book *book = malloc(sizeof *book);
	struct sheet s;
	struct rng r;

	assert_non_null(book);
	rng_seed(&r, 11);
	sheet_open(&s, &(struct record_options){.format = format});
	record_columns(s.w, name, is_text, FIELDS);
	for (int i = 0; i < ROWS; i++) {
		for (int j = 0; j < FIELDS; j++) {
			book->field[i][j] = any_text(&r, book->bytes[i][j]);
			record_text(s.w, book->field[i][j]);
		}
		record_end(s.w);
	}
	*out = str_of(sheet_close(&s, 0, false));
	return book;
}

/* Oracle: splitting by hand, and the escapes of design.md undone by the reader. */
static void
any_text_survives_tsv(void **state)
{
	struct str all;
	struct book *book = write_book(RECORD_TSV, &all);
	const char *p = strchr(all.p, '\n') + 1;
	struct buf scratch;

	(void)state;
	buf_init(&scratch, BUF_CAP_MAX);
	for (int i = 0; i < ROWS; i++)
		for (int j = 0; j < FIELDS; j++) {
			size_t n = strcspn(p, "\t\n");

			buf_clear(&scratch);
			assert_true(str_eq(tsv_unescape(STR_N(p, n), &scratch), book->field[i][j]));
			assert_int_equal(p[n], j == FIELDS - 1 ? '\n' : '\t');
			p += n + 1;
		}
	assert_int_equal(*p, '\0');
	buf_release(&scratch);
	free(book);
}

static void
any_text_survives_csv(void **state)
{
	struct str all;
	struct book *book = write_book(RECORD_CSV, &all);
	struct csv csv;
	size_t used;

	(void)state;
	csv_init(&csv, ',', false);
	for (int i = -1; i < ROWS; i++) {
		assert_int_equal(csv_record(&csv, all, true, &used), CSV_RECORD);
		assert_int_equal(csv.n, FIELDS);
		for (int j = 0; i >= 0 && j < FIELDS; j++)
			assert_true(str_eq(csv.field[j], book->field[i][j]));
		all = STR_N(all.p + used, all.n - used);
	}
	assert_int_equal(all.n, 0);
	csv_release(&csv);
	free(book);
}

static void
any_text_survives_ndjson(void **state)
{
	struct str all;
	struct book *book = write_book(RECORD_NDJSON, &all);
	struct buf scratch;

	(void)state;
	buf_init(&scratch, BUF_CAP_MAX);
	for (int i = 0; i < ROWS; i++) {
		size_t n = strcspn(all.p, "\n");
		struct json_walk walk;
		struct value v;
		struct str key;

		assert_true(json_valid(STR_N(all.p, n)));
		assert_int_equal(json_walk_start(&walk, STR_N(all.p, n)), 0);
		for (int j = 0; j < FIELDS; j++) {
			buf_clear(&scratch);
			assert_int_equal(json_walk_next(&walk, &scratch, &key, &v), 1);
			assert_int_equal(key.n, 1);
			assert_int_equal(key.p[0], 'a' + j);
			assert_int_equal(v.kind, VALUE_TEXT);
			assert_true(str_eq(v.text, book->field[i][j]));
		}
		assert_int_equal(json_walk_next(&walk, &scratch, &key, &v), 0);
		all = STR_N(all.p + n + 1, all.n - n - 1);
	}
	assert_int_equal(all.n, 0);
	buf_release(&scratch);
	free(book);
}

/* A NUL cannot stand in TSV; a long field passes the room that was reserved. */
static void
nul_and_long_fields(void **state)
{
	const struct str name[] = {STR("x"), STR("y")};
	static char many[100000];
	struct sheet s;
	const char *p;

	(void)state;
	memset(many, '\n', sizeof many);
	sheet_open(&s, &(struct record_options){.format = RECORD_TSV});
	record_columns(s.w, name, NULL, 2);
	record_text(s.w, STR("a\0b"));
	record_text(s.w, STR_N(many, sizeof many));
	record_end(s.w);
	p = sheet_close(&s, 0, false);
	assert_int_equal(strncmp(p,
				 "x\ty\na\xef\xbf\xbd"
				 "b\t\\n\\n",
				 14),
			 0);
	assert_int_equal(strlen(p), 4 + 6 + 2 * sizeof many + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tsv_is_mlrec),
		cmocka_unit_test(csv_is_rfc_4180),
		cmocka_unit_test(ndjson_is_typed),
		cmocka_unit_test(ndjson_never_passes_on_what_is_no_json),
		cmocka_unit_test(columns_may_come_late),
		cmocka_unit_test(a_row_may_come_in_pieces),
		cmocka_unit_test(an_empty_only_column_is_no_blank_line_of_csv),
		cmocka_unit_test(a_table_is_aligned_by_what_is_seen),
		cmocka_unit_test(a_table_streams_after_its_first_rows),
		cmocka_unit_test(a_table_of_no_rows_has_its_header),
		cmocka_unit_test(no_control_reaches_a_terminal),
		cmocka_unit_test(any_text_survives_tsv),
		cmocka_unit_test(any_text_survives_csv),
		cmocka_unit_test(any_text_survives_ndjson),
		cmocka_unit_test(nul_and_long_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
