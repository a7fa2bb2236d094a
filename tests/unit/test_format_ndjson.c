#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "format.h"
#include "padded.h"

static const struct format *
ndjson(void)
{
	return format_find(STR("ndjson"));
}

/* Reads all of TEXT; a line of OUT for each record. */
static void
read_all(const char *text, const char *path, const struct format_options *o, struct buf *out)
{
	struct str block = padded(str_of(text)), rest = block;
	struct complaint c;
	void *state = ndjson()->new (o, &c);
	struct path p;
	const struct path *wanted = &p;

	assert_int_equal(path_parse(&p, str_of(path), &c), 0);
	assert_int_equal(ndjson()->bind(state, &wanted, 1, &c), 0);
	buf_clear(out);
	while (rest.n) {
		struct format_record r = {.used = 0};
		struct value v;

		switch (ndjson()->next(state, rest, true, &v, &r)) {
		case FORMAT_ROW:
			buf_addf(out, "row %.*s", (int)v.text.n, v.text.p);
			break;
		case FORMAT_BLANK:
			buf_addf(out, "blank");
			break;
		case FORMAT_REJECT:
			buf_addf(out, "%s %zu", reject_reason_name(r.reason), r.offset);
			break;
		default:
			fail();
		}
		buf_addf(out, " [%.*s] %d\n", (int)r.line.n, r.line.p, (int)r.lines);
		assert_in_range(r.used, 1, rest.n);
		rest = STR_N(rest.p + r.used, rest.n - r.used);
	}
	path_release(&p);
	ndjson()->free(state);
	padded_free(block);
}

static void
test_records(void **state)
{
	static const struct {
		const char *text, *records;
	} c[] = {
		{"{\"a\":1}\n\n{\"a\":2}\r\n{\"a\":3}",
		 "row 1 [{\"a\":1}] 1\nblank [] 1\nrow 2 [{\"a\":2}] 1\nrow 3 [{\"a\":3}] 0\n"},
		{"{\"a\":\n{\"a\":2}\ntext\n",
		 "syntax 5 [{\"a\":] 1\nrow 2 [{\"a\":2}] 1\nsyntax 0 [text] 1\n"},
		/* RFC 7464. */
		{"\x1E{\"a\":1}\n\x1E{\"a\":\n",
		 "row 1 [\x1E{\"a\":1}] 1\nsyntax 6 [\x1E{\"a\":] 1\n"},
		/* Several on a line; only if all of it is sound. */
		{"{\"a\":1}{\"a\":2} {\"a\":3} \r\n{\"a\":4}\n",
		 "row 1 [{\"a\":1}] 0\nrow 2 [{\"a\":2} ] 0\nrow 3 [{\"a\":3} ] 1\n"
		 "row 4 [{\"a\":4}] 1\n"},
		{"{\"a\":1}{\"a\":x}{\"a\":3}", "row 1 [{\"a\":1}] 0\nsyntax 5 [{\"a\":x}] 0\n"
						"row 3 [{\"a\":3}] 0\n"},
		{"{\"a\":1}{\"a\":2\n", "syntax 7 [{\"a\":1}{\"a\":2] 1\n"},
		{"{\"a\":1} 2\n", "syntax 8 [{\"a\":1} 2] 1\n"},
	};
	const struct format_options o = {.delimiter = 0};
	struct buf out;

	(void)state;
	buf_init(&out, 10000);
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		read_all(c[i].text, ".a", &o, &out);
		assert_true(str_eq(buf_str(&out), str_of(c[i].records)));
	}
	buf_release(&out);
}

static void
test_reasons(void **state)
{
	const struct format_options o = {.json = {.utf8_reject = true}};
	char deep[2 * JSON_DEPTH_MAX + 3];
	struct buf out;

	(void)state;
	buf_init(&out, 10000);
	memset(deep, '[', sizeof deep);
	memset(deep + JSON_DEPTH_MAX + 1, ']', JSON_DEPTH_MAX + 1);
	deep[2 * JSON_DEPTH_MAX + 2] = '\0';
	read_all(deep, ".a", &o, &out);
	assert_true(str_starts(buf_str(&out), STR("depth 512 ")));
	read_all("{\"a\":\"\xFF\"}", ".a", &o, &out);
	assert_true(str_starts(buf_str(&out), STR("utf8 6 ")));
	buf_release(&out);
}

static void
test_more(void **state)
{
	const struct format_options o = {.delimiter = 0};
	struct complaint c;
	struct format_record r;
	struct str torn = padded(STR("{\"a\":1}"));
	void *format = ndjson()->new (&o, &c);

	(void)state;
	assert_int_equal(ndjson()->next(format, torn, false, NULL, &r), FORMAT_MORE);
	assert_int_equal(ndjson()->next(format, torn, true, NULL, &r), FORMAT_ROW);
	ndjson()->free(format);
	padded_free(torn);
}

static void
test_probe(void **state)
{
	(void)state;
	assert_int_equal(ndjson()->probe(STR("{\"a\":1}\n\n \r\n{\"b\":2} \r\n")), 100);
	assert_int_equal(ndjson()->probe(STR("INFO start\n{\"b\":2}\n{\"b\":\n{}\n")), 50);
	assert_int_equal(ndjson()->probe(STR("[\n{\"a\":1},\n{\"a\":2},\n{\"a\":3}]\n")), 0);
	assert_int_equal(ndjson()->probe(STR("[1,2]\n")), 0);
	assert_int_equal(ndjson()->probe(STR("")), 0);
	assert_int_equal(ndjson()->probe(STR("\x1E{\"a\":1}\n")), 100);
}

static void
show_survey(const struct survey *s, struct buf *out)
{
	for (size_t i = 0; i < survey_n(s); i++) {
		const struct survey_field *f = &s->field[i];

		buf_addf(out, "%.*s %.*s %u: %d %d %d\n", (int)f->path.n, f->path.p, (int)f->key.n,
			 f->key.p, f->depth, (int)f->count, (int)f->compounds, (int)f->arrays);
	}
}

static void
test_survey(void **state)
{
	static const char text[] =
		"{\"a\":1,\"m\":{\"x y\":\"v\",\"n\":{\"k\":null}},\"l\":[{\"z\":1}]}\n"
		"not json\n"
		"{\"a\":\"\\u00e9\",\"m\":{}}{\"a\":2}\n"
		"{\"q\\\"\":true}";
	static const char expected[] = ".a a 1: 3 0 0\n"
				       ".m m 1: 2 2 0\n"
				       ".m.\"x y\" x y 2: 1 0 0\n"
				       ".m.n n 2: 1 1 0\n"
				       ".m.n.k k 3: 1 0 0\n"
				       ".l l 1: 1 1 1\n"
				       ".\"q\\\"\" q\" 1: 1 0 0\n";
	const struct format_options o = {.delimiter = 0};
	struct complaint c;
	struct str sample = padded(str_of(text));
	void *format = ndjson()->new (&o, &c);
	struct survey survey;
	struct buf out;

	(void)state;
	buf_init(&out, 10000);
	survey_init(&survey);
	assert_int_equal(ndjson()->survey(format, sample, &survey), 0);
	assert_int_equal(survey.records, 4);
	show_survey(&survey, &out);
	assert_true(str_eq(buf_str(&out), str_of(expected)));
	survey_release(&survey);
	ndjson()->free(format);
	padded_free(sample);
	buf_release(&out);
}

/* Objects below SURVEY_DEPTH are not looked into. */
static void
test_survey_depth(void **state)
{
	const struct format_options o = {.delimiter = 0};
	struct complaint c;
	char text[10 * SURVEY_DEPTH];
	void *format = ndjson()->new (&o, &c);
	struct survey survey;
	struct str sample;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < SURVEY_DEPTH + 1; i++, n += 5)
		memcpy(text + n, "{\"a\":", 5);
	text[n++] = '1';
	for (int i = 0; i < SURVEY_DEPTH + 1; i++)
		text[n++] = '}';
	sample = padded(STR_N(text, n));
	survey_init(&survey);
	assert_int_equal(ndjson()->survey(format, sample, &survey), 0);
	assert_int_equal(survey_n(&survey), SURVEY_DEPTH);
	assert_int_equal(survey.field[SURVEY_DEPTH - 1].depth, SURVEY_DEPTH);
	survey_release(&survey);
	ndjson()->free(format);
	padded_free(sample);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records), cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_more),    cmocka_unit_test(test_probe),
		cmocka_unit_test(test_survey),  cmocka_unit_test(test_survey_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
