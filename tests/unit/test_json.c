#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "json_case.h"

static const struct json_options plain;

/* What json_find makes of LINE as one text: "text", 12, true, -, NaN, {..}. */
static void
show(const struct json_case *c, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < c->n; i++) {
		const struct value *v = &c->value[i];

		buf_adds(out, i ? " " : "");
		if (v->kind == VALUE_MISSING)
			buf_adds(out, "-");
		buf_adds(out, v->kind == VALUE_TEXT ? "\"" : "");
		buf_add(out, v->text.p, v->text.n);
		buf_adds(out, v->kind == VALUE_TEXT ? "\"" : "");
	}
}

static void
check_with(const struct json_options *o, const char *paths, struct str line, const char *expected)
{
	struct json_case c;
	struct buf out;

	buf_init(&out, 10000);
	json_case_init(&c, paths, o);
	/* Twice: the second time the keys are known. */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(json_case_find(&c, line), 0);
		show(&c, &out);
		assert_true(str_eq(buf_str(&out), str_of(expected)));
	}
	json_case_release(&c);
	buf_release(&out);
}

static void
check(const char *paths, const char *line, const char *expected)
{
	check_with(&plain, paths, str_of(line), expected);
}

static void
test_paths(void **state)
{
	static const char line[] = "{\"a\":{\"b\":[1,\"two\",[3],{\"c\":4}],\"odd.key\":true},"
				   "\"n\":null,\"e\":{},\"l\":[]}";

	(void)state;
	check(".a.b[0] .a.b[1] .a.b[2][0] .a.b[3].c", line, "1 \"two\" 3 4");
	check(".a.b[-1].c .a.b[-4] .a.b[-3] .a.b[-5]", line, "4 1 \"two\" -");
	check(".a.b[-2][0] .a.b[-2][-1] .a.b[-2][1]", line, "3 3 -");
	check(".a.\"odd.key\" .n .e .l", line, "true - {} []");
	check(".a.b .a.b[2] .a.b[3]", line, "[1,\"two\",[3],{\"c\":4}] [3] {\"c\":4}");
	check(".x .a.x .a.b.c .a[0] .a.b[4] .l[0] .l[-1]", line, "- - - - - - -");
	check("n a", line, "- {\"b\":[1,\"two\",[3],{\"c\":4}],\"odd.key\":true}");
	check(".a.b[0] .a.b[0] .a.b[-1].c .a.b[-1].c", line, "1 1 4 4");
	check("[1] [-1].a [0]", "[7, 8, {\"a\": 9}]", "8 9 7");
	check(".a", "[{\"a\":1}]", "-");
}

static void
test_blanks(void **state)
{
	(void)state;
	check(".a .b[1] .c", " { \"a\" : 1 , \"b\" : [ 2 , \"x\" ] , \"c\" :\t{ } } \r",
	      "1 \"x\" { }");
	check(".a .b", "\t{\"a\"\t:\r1\n,\n\"b\":\n\"x\"\n}", "1 \"x\"");
}

static void
test_kinds(void **state)
{
	struct json_case c;

	(void)state;
	json_case_init(&c, ".a .b .c .d .e .f .g", &plain);
	assert_int_equal(json_case_find(&c, STR("{\"a\":\"\",\"b\":-0.5e+10,\"c\":false,\"d\":null,"
						"\"e\":[],\"f\":-Infinity}")),
			 0);
	assert_int_equal(c.value[0].kind, VALUE_TEXT);
	assert_non_null(c.value[0].text.p);
	assert_int_equal(c.value[1].kind, VALUE_NUMBER);
	assert_int_equal(c.value[2].kind, VALUE_BOOL);
	assert_int_equal(c.value[3].kind, VALUE_MISSING);
	assert_int_equal(c.value[4].kind, VALUE_COMPOUND);
	assert_int_equal(c.value[5].kind, VALUE_NAN);
	assert_int_equal(c.value[6].kind, VALUE_MISSING);
	assert_int_equal(json_counts(c.json)->nans, 1);
	json_case_release(&c);
}

static void
test_strings(void **state)
{
	(void)state;
	check(".a .b",
	      "{\"a\":\"\\\"\\\\\\/"
	      "\\b\\f\\n\\r\\t\",\"b\":\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"}",
	      "\"\"\\/\b\f\n\r\t\" \"A\u00E9\u20AC\U0001F600\"");
	check(".a", "{\"a\":\"caf\u00E9 \\\\\"}", "\"caf\u00E9 \\\"");
	check(".a", "{\"a\":\"x\\u0000y\"}", "\"x\uFFFDy\"");
	check(".a .b .c", "{\"a\":\"\\ud800\",\"b\":\"\\udc00x\",\"c\":\"\\ud800\\u0041\"}",
	      "\"\uFFFD\" \"\uFFFDx\" \"\uFFFDA\"");
	check(".a .b", "{\"a\":\"\\ud800\\ue000\",\"b\":\"\\ud800\\ud800\\udc00\"}",
	      "\"\uFFFD\uE000\" \"\uFFFD\U00010000\"");
	check_with(&plain, ".a", STR("{\"a\":\"x\xFFy\xE2\x82\"}"), "\"x\uFFFDy\uFFFD\"");
	check_with(&plain, ".a", STR("{\"a\":[\"x\xFF\"]}"), "[\"x\uFFFD\"]");
	check(".\"a\\\"b\" .c", "{\"a\\\"b\":1,\"\\u0063\":2}", "1 2");
	check(".b", "{\"a\\\\\":{\"b\":0},\"x\\\"b\":1,\"b\":2}", "2");
}

/* More keys than are remembered: one that gave way is not taken for another. */
static void
test_many_keys(void **state)
{
	struct json_case c;
	char line[64];

	(void)state;
	json_case_init(&c, ".k0", &plain);
	assert_int_equal(json_case_find(&c, STR("{\"k0\":7}")), 0);
	for (int i = 0; i < 50000; i++) {
		/* Each key three times, then the first one three times, so that both are learned.
		 */
		int key = i / 3 % 2 ? 0 : i / 6;
		size_t n = (size_t)snprintf(line, sizeof line, "{\"k%d\":%d}", key, i);

		assert_int_equal(json_case_find(&c, STR_N(line, n)), 0);
		assert_int_equal(c.value[0].kind, key ? VALUE_MISSING : VALUE_NUMBER);
	}
	json_case_release(&c);
}

static void
test_counts(void **state)
{
	struct json_case c;
	const struct json_counts *n;

	(void)state;
	json_case_init(&c, ".a .b", &plain);
	n = json_counts(c.json);
	assert_int_equal(json_case_find(&c, STR("{\"a\":\"\\u0000\\ud800\xFF\",\"b\":NaN}")), 0);
	assert_int_equal(n->nuls, 1);
	assert_int_equal(n->replaced, 2);
	assert_int_equal(n->nans, 1);
	/* Nothing of a line that is refused is counted. */
	assert_int_equal(json_case_find(&c, STR("{\"a\":\"\\u0000\",\"b\":NaN")), STATUS_SYNTAX);
	assert_int_equal(n->nuls, 1);
	assert_int_equal(n->nans, 1);
	json_case_release(&c);
}

static void
test_duplicates(void **state)
{
	static const struct json_options first = {.duplicate = JSON_FIRST};
	static const struct json_options error = {.duplicate = JSON_ERROR};
	static const char line[] =
		"{\"id\":\"x\",\"m\":{\"a\":1,\"b\":2},\"m\":{\"b\":\"\\u0033\"},"
		"\"id\":\"y\",\"z\":0,\"z\":1}";
	struct json_case c;

	(void)state;
	/* Python 3.11: json.loads(line) has m = {'b': '3'}. */
	check(".id .m.a .m.b .m", line, "\"y\" - \"3\" {\"b\":\"\\u0033\"}");
	check_with(&first, ".id .m.a .m.b .m", str_of(line), "\"x\" 1 2 {\"a\":1,\"b\":2}");
	json_case_init(&c, ".id .m.b", &plain);
	assert_int_equal(json_case_find(&c, str_of(line)), 0);
	assert_int_equal(json_counts(c.json)->duplicates, 2);
	json_case_release(&c);
	json_case_init(&c, ".id", &error);
	assert_int_equal(json_case_find(&c, str_of(line)), STATUS_SYNTAX);
	json_case_release(&c);
	json_case_init(&c, ".q", &error);
	assert_int_equal(json_case_find(&c, str_of(line)), 0);
	json_case_release(&c);
}

static void
test_dotted_keys(void **state)
{
	(void)state;
	check(".log.level", "{\"log.level\":\"warn\",\"log\":{\"logger\":\"x\"}}", "\"warn\"");
	check(".log.level", "{\"log\":{\"level\":\"info\"},\"log.level\":\"warn\"}", "\"info\"");
	check(".log.level", "{\"log.level\":\"warn\",\"log\":{\"level\":\"info\"}}", "\"info\"");
	check(".attributes.http.status[0]", "{\"attributes\":{\"http.status\":[200]}}", "200");
	check(".a.b.c", "{\"a.b\":{\"c\":1}}", "1");
	check(".a.b.c .\"a.b\".c", "{\"a.b.c\":1,\"a.b\":{\"c\":2}}", "2 2");
	check(".a.b .a.\"b.c\"", "{\"a\":{},\"a.b.c\":1}", "- 1");
}

static void
test_numbers(void **state)
{
	static const char *const good[] = {
		"0",
		"-0",
		"7",
		"12345678",
		"123456789",
		"1234567890123456",
		"12345678901234567",
		"-1234567890123456",
		"0.5",
		"-0.5",
		"1.25",
		"1234567.8",
		"12345678.9",
		"1234567890123.45",
		"12345678901234.567",
		"1e5",
		"1E+5",
		"-1.5e-300",
		"1e400",
		"5e-324",
		"18446744073709551616",
		"0.00000000000000000000000000001",
	};
	static const char *const bad[] = {
		"01",
		"-01",
		"00",
		".5",
		"5.",
		"-",
		"+1",
		"1_000",
		"0x10",
		"1e",
		"1e+",
		"1.e5",
		"--1",
		"1.2.3",
		"-.5",
		"1-2",
		"1/2",
		"nan",
		"inf",
		"-NaN",
		"+Infinity",
		"tru",
		"True",
		"nul",
		"nulls",
		"00.5",
		"1234567.",
		"12345678.",
		"123456789012345.",
		"a",
		"1a",
		"'x'",
	};
	struct json_case c;
	char line[100];

	(void)state;
	json_case_init(&c, ".a .b[1]", &plain);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		size_t n = (size_t)snprintf(line, sizeof line, "{\"a\":%s,\"b\":[0,%s]}", good[i],
					    good[i]);

		assert_int_equal(json_case_find(&c, STR_N(line, n)), 0);
		assert_true(str_eq(c.value[0].text, str_of(good[i])));
		assert_true(str_eq(c.value[1].text, str_of(good[i])));
		assert_int_equal(c.value[0].kind, VALUE_NUMBER);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		size_t n = (size_t)snprintf(line, sizeof line, "{\"a\":%s}", bad[i]), at;

		assert_int_equal(json_case_find(&c, STR_N(line, n)), STATUS_SYNTAX);
		assert_string_equal(json_error(c.json, &at), "neither a number nor another value");
		assert_int_equal(at, 5);
		assert_int_equal(c.value[0].kind, VALUE_MISSING);
		/* Nobody asked for it. */
		n = (size_t)snprintf(line, sizeof line, "{\"x\":%s}", bad[i]);
		assert_int_equal(json_case_find(&c, STR_N(line, n)), 0);
	}
	json_case_release(&c);
}

static void
test_refused(void **state)
{
	static const struct {
		const char *line;
		size_t at;
		const char *why;
	} c[] = {
		{"{\"a\":1", 6, "an object that is not closed"},
		{"{\"a\":1,", 7, "an object that is not closed"},
		{"{\"a\":[1", 7, "an array that is not closed"},
		{"{\"a\":\"x", 5, "a string that is not closed"},
		{"{\"a\":tru", 8, "an object that is not closed"},
		{"{\"a\":", 5, "the line ends where a value must be"},
		{"{\"a\"", 4, "expected ':' after the key"},
		{"{\"a", 1, "a string that is not closed"},
		{"{", 1, "an object that is not closed"},
		{"{\"a\":1}}", 7, "bytes behind the value"},
		{"{\"a\":1} x", 8, "bytes behind the value"},
		{"{\"a\":1},", 7, "bytes behind the value"},
		{"{\"a\":1}{\"a\":1}", 7, "bytes behind the value"},
		{"{\"a\":1]", 6, "expected ',' or '}'"},
		{"{\"a\":[1}", 7, "expected ',' or ']'"},
		{"{\"a\":1,}", 7, "expected a key in quotes"},
		{"{\"a\":[1,]}", 8, "expected a value"},
		{"{\"a\":[,1]}", 6, "expected a value"},
		{"{\"a\":[1,,2]}", 8, "expected a value"},
		{"{,\"a\":1}", 1, "expected a key in quotes"},
		{"{\"a\" 1}", 5, "expected ':' after the key"},
		{"{\"a\":1 2}", 7, "expected ',' or '}'"},
		{"{\"a\":\"x\"\"y\"}", 8, "expected ',' or '}'"},
		{"{\"a\":1 \"b\":2}", 7, "expected ',' or '}'"},
		{"{\"a\":\"b\":1,\"c\"}", 8, "expected ',' or '}'"},
		{"{\"a\"}", 4, "expected ':' after the key"},
		{"{\"a\",\"b\":1}", 4, "expected ':' after the key"},
		{"{a:1}", 1, "expected a key in quotes"},
		{"{1:1}", 1, "expected a key in quotes"},
		{"{[1]:1}", 1, "expected a key in quotes"},
		{"{\"a\"::1}", 5, "expected a value"},
		{"{\"a\":}", 5, "expected a value"},
		{"[\"a\":1]", 4, "expected ',' or ']'"},
		{"[1,\"a\":1]", 6, "expected ',' or ']'"},
		{"{\"a\":\"x\ty\"}", 7, "a control byte in a string"},
		{"{\"x\":\"\x01\"}", 6, "a control byte in a string"},
		{"{\"x\":\\n}", 5, "expected a value"},
		{"{\"x\":\u00E9}", 5, "expected a value"},
		{"\u00A0{}", 0, "expected a value"},
		{"\"a\"", 0, "neither an object nor an array"},
		{"12", 0, "neither an object nor an array"},
		{"\"a\":1", 3, "bytes behind the value"},
		{",", 0, "expected a value"},
		{"]", 0, "expected a value"},
		{"{\"a\":\"\\q\"}", 6, "an escape that does not exist"},
		{"{\"a\":\"xx\\u12G4\"}", 8, "an escape that does not exist"},
		{"{\"a\":\"\\u12\"}", 6, "an escape that does not exist"},
	};
	struct json_case find;

	(void)state;
	json_case_init(&find, ".a", &plain);
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		size_t at;

		assert_int_equal(json_case_find(&find, str_of(c[i].line)), STATUS_SYNTAX);
		assert_string_equal(json_error(find.json, &at), c[i].why);
		assert_int_equal(at, c[i].at);
		assert_int_equal(find.value[0].kind, VALUE_MISSING);
	}
	assert_int_equal(json_case_find(&find, STR("{\"x\":\"a\0b\"}")), STATUS_SYNTAX);
	assert_int_equal(json_case_find(&find, STR("{\"x\":\0}")), STATUS_SYNTAX);
	assert_int_equal(json_case_find(&find, STR("")), STATUS_MISSING);
	assert_int_equal(json_case_find(&find, STR(" \t\r\n")), STATUS_MISSING);
	json_case_release(&find);
}

static void
test_options(void **state)
{
	static const struct json_options strict = {.validate = true};
	static const struct json_options reject = {.utf8_reject = true};
	static const char *const invalid[] = {
		"{\"x\":01}",      "{\"x\":NaN}",      "{\"a\":NaN}",
		"{\"x\":\"\\q\"}", "{\"x\":\"\xFF\"}", "{\"\xFF\":1}",
	};
	struct json_case c;

	(void)state;
	json_case_init(&c, ".a", &strict);
	for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++)
		assert_int_equal(json_case_find(&c, str_of(invalid[i])), STATUS_SYNTAX);
	assert_int_equal(json_case_find(&c, STR("{\"a\":1,\"x\":[1e5,null,\"\\u00e9\"]}")), 0);
	json_case_release(&c);
	json_case_init(&c, ".a", &reject);
	assert_int_equal(json_case_find(&c, STR("{\"a\":\"\xFF\"}")), STATUS_DAMAGED);
	assert_int_equal(json_case_find(&c, STR("{\"a\":[\"\xFF\"]}")), STATUS_DAMAGED);
	assert_int_equal(json_case_find(&c, STR("{\"a\":\"\\ud800\"}")), STATUS_DAMAGED);
	assert_int_equal(json_case_find(&c, STR("{\"x\":\"\xFF\",\"a\":\"\u00E9\"}")), 0);
	assert_int_equal(json_counts(c.json)->replaced, 0);
	json_case_release(&c);
}

static void
test_depth(void **state)
{
	static const struct json_options validate = {.validate = true};
	char line[2 * JSON_DEPTH_MAX + 20];
	struct json_case c;
	size_t at;

	(void)state;
	memset(line, '[', JSON_DEPTH_MAX);
	memset(line + JSON_DEPTH_MAX, ']', JSON_DEPTH_MAX + 1);
	json_case_init(&c, ".a", &validate);
	assert_int_equal(json_case_find(&c, STR_N(line, 2 * JSON_DEPTH_MAX)), 0);
	memset(line, '[', JSON_DEPTH_MAX + 1);
	memset(line + JSON_DEPTH_MAX + 1, ']', JSON_DEPTH_MAX + 1);
	assert_int_equal(json_case_find(&c, STR_N(line, 2 * JSON_DEPTH_MAX + 2)), STATUS_LIMIT);
	json_error(c.json, &at);
	assert_int_equal(at, JSON_DEPTH_MAX);
	json_case_release(&c);
}

static void
test_lines(void **state)
{
	struct str text =
		padded(STR("{\"a\":1}\n\n{\"a\":\"x\n{\"a\":2}\r\n[\n{\"a\":\"\u00E9\\n\"}"));
	static const struct {
		int status;
		size_t n;
	} line[] = {{0, 7}, {STATUS_MISSING, 0}, {STATUS_SYNTAX, 7},
		    {0, 8}, {STATUS_SYNTAX, 1},  {0, 12}};
	struct json_case c;
	size_t at = 0;

	(void)state;
	json_case_init(&c, ".a", &plain);
	for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
		size_t n;

		assert_int_equal(
			json_find_line(c.json, STR_N(text.p + at, text.n - at), c.value, &n),
			line[i].status);
		assert_int_equal(n, line[i].n);
		at += n + 1;
	}
	assert_int_equal(at, text.n + 1);
	assert_true(str_eq(c.value[0].text, STR("\u00E9\n")));
	padded_free(text);
	json_case_release(&c);
}

static void
test_walk(void **state)
{
	static const struct {
		const char *compound, *members;
	} c[] = {
		{"{}", ""},
		{"[ ]", ""},
		{"{\"a\":1, \"b\\n\" : \"x\\ty\" ,\"c\":{\"d\":[1,\"]\"]},\"e\":null}",
		 "a=1;b\n=x\ty;c={\"d\":[1,\"]\"]};e=;"},
		{"[1,\"a\\\"b\",[2,3],NaN]", "0=1;1=a\"b;2=[2,3];3=NaN;"},
	};
	struct buf scratch, out;

	(void)state;
	buf_init(&scratch, 1000);
	buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		struct str text = padded(str_of(c[i].compound)), key;
		struct json_walk w;
		struct value v;
		int status;

		buf_clear(&out);
		assert_int_equal(json_walk_start(&w, text), 0);
		while ((status = json_walk_next(&w, &scratch, &key, &v)) == 1) {
			buf_add(&out, key.p, key.n);
			buf_addc(&out, '=');
			buf_add(&out, v.text.p, v.text.n);
			buf_addc(&out, ';');
		}
		assert_int_equal(status, 0);
		assert_true(str_eq(buf_str(&out), str_of(c[i].members)));
		padded_free(text);
	}
	buf_release(&scratch);
	buf_release(&out);
}

/* Compounds that are none, though find would not hand them out; and a scratch too small. */
static void
test_walk_refused(void **state)
{
	static const char *const text[] = {
		"{1:2}",       "{\"a\"}",   "{\"a\" 1}",   "{\"a\":}",   "{\"a\":\"}", "{\"a}",
		"{\"a\":1 2}", "{\"a\":x}", "{\"\\x\":1}", "{\"a\":[1}", "[\"\\n\"]",  "[,]",
	};
	struct buf scratch;
	struct json_walk w;
	struct value v;
	struct str key;

	(void)state;
	assert_int_equal(json_walk_start(&w, STR("")), STATUS_SYNTAX);
	assert_int_equal(json_walk_start(&w, STR("{")), STATUS_SYNTAX);
	assert_int_equal(json_walk_start(&w, STR("\"a\"")), STATUS_SYNTAX);
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		struct str t = padded(str_of(text[i]));
		int status;

		buf_init(&scratch, 1);
		assert_int_equal(json_walk_start(&w, t), 0);
		while ((status = json_walk_next(&w, &scratch, &key, &v)) == 1)
			;
		if (status >= 0 && i != 9)
			fail_msg("%s: %d", text[i], status);
		buf_release(&scratch);
		padded_free(t);
	}
}

static void
test_quote(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	assert_int_equal(json_quote(STR("a\"\\/\b\f\n\r\t\x01\x1f\x7f\0 \u00E9\u2028\xFF"), &out),
			 0);
	assert_true(str_eq(
		buf_str(&out),
		STR("\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u0000 \u00E9\u2028\uFFFD\"")));
	assert_true(json_valid(buf_str(&out)));
	buf_release(&out);
	buf_init(&out, 10);
	assert_int_equal(json_quote(STR("ab"), &out), STATUS_LIMIT);
	assert_int_equal(out.n, 0);
	buf_release(&out);
}

static void
test_prefix(void **state)
{
	(void)state;
	assert_int_equal(json_prefix(STR("{\"a\":1} {\"b\"")), 8);
	assert_int_equal(json_prefix(STR("[]")), 2);
	assert_int_equal(json_prefix(STR("{\"a\":1")), 0);
	assert_int_equal(json_prefix(STR("1 2")), 0);
	assert_int_equal(json_prefix(STR("")), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),        cmocka_unit_test(test_blanks),
		cmocka_unit_test(test_kinds),        cmocka_unit_test(test_strings),
		cmocka_unit_test(test_counts),       cmocka_unit_test(test_duplicates),
		cmocka_unit_test(test_dotted_keys),  cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_refused),      cmocka_unit_test(test_options),
		cmocka_unit_test(test_depth),        cmocka_unit_test(test_many_keys),
		cmocka_unit_test(test_lines),        cmocka_unit_test(test_walk),
		cmocka_unit_test(test_walk_refused), cmocka_unit_test(test_quote),
		cmocka_unit_test(test_prefix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
