/* logfmt: pairs as go-logfmt/logfmt decodes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "logfmt.h"
#include "padded.h"
#include "rng.h"
#include "utf8.h"

enum { KNOWN = 4 };

/* Appends the pairs that have the keys from KNOWN[*I] on; *I is then behind them. */
static size_t
add_run(struct logfmt *l, const struct logfmt_key *known, size_t *i, char *out, size_t room)
{
	struct str value[KNOWN];
	size_t got = logfmt_run(l, known + *i, KNOWN - *i, value), n = 0;

	for (size_t k = 0; k < got; k++, ++*i)
		n += (size_t)snprintf(out + n, room - n, "{%.*s:%.*s}", (int)known[*i].n,
				      known[*i].text, (int)value[k].n, value[k].p);
	return n;
}

/*
 * The pairs of LINE as {key:value}, bare keys as {key}, then the fault, if there is
 * one, as !OFFSET.  KNOWN, unless NULL, are keys that are tried first.
 */
static void
decode_by(struct str text, bool portable, const struct logfmt_key *known, char *out, size_t room)
{
	size_t i = 0;
	struct str line = padded(text);
	struct logfmt l;
	struct buf scratch;
	struct str key, value;
	enum logfmt_form form;
	size_t n = 0;
	int got;

	buf_init(&scratch, 1 << 16);
	assert_int_equal(buf_reserve(&scratch, line.n), 0);
	logfmt_start(&l, line);
	l.portable = portable;
	out[0] = '\0';
	for (;; i++) {
		if (known && i < KNOWN)
			n += add_run(&l, known, &i, out + n, room - n);
		got = logfmt_next(&l, &scratch, &key, &value, &form);
		if (got != 1)
			break;
		if (form == LOGFMT_BARE)
			assert_true(str_eq(value, STR("true")));
		n += (size_t)snprintf(out + n, room - n, "{%.*s%s%.*s}", (int)key.n, key.p,
				      form == LOGFMT_BARE ? "" : ":",
				      form == LOGFMT_BARE ? 0 : (int)value.n, value.p);
	}
	if (got < 0) {
		assert_int_equal(got, STATUS_SYNTAX);
		assert_non_null(l.error);
		assert_true(l.offset <= line.n);
		snprintf(out + n, room - n, "!%zu", l.offset);
	}
	buf_release(&scratch);
	padded_free(line);
}

static void
decode(struct str text, bool portable, char *out, size_t room)
{
	decode_by(text, portable, NULL, out, room);
}

struct logfmt_case {
	const char *line, *pairs;
};

static void
check(const struct logfmt_case *cases, size_t n)
{
	char got[512];

	for (size_t i = 0; i < 2 * n; i++) {
		const struct logfmt_case *k = &cases[i / 2];

		decode(str_of(k->line), i % 2, got, sizeof got);
		if (strcmp(got, k->pairs) != 0)
			fail_msg("%s -> %s", k->line, got);
	}
}

/* TestDecoder_scan of go-logfmt/logfmt, a line each. */
static void
decodes_what_go_logfmt_does(void **state)
{
	static const struct logfmt_case cases[] = {
		{"", ""},
		{"x= ", "{x:}"},
		{"y=", "{y:}"},
		{"y", "{y}"},
		{"y=f", "{y:f}"},
		{"y=\"\\tf\"", "{y:\tf}"},
		{"y='t\tf'", "{y:t\tf}"},
		{"a=1 b=\"bar\" \xc6\x92=2h3s r=\"esc\\t\" d x=sf   ",
		 "{a:1}{b:bar}{\xc6\x92:2h3s}{r:esc\t}{d}{x:sf}"},
		{"y=f  ", "{y:f}"},
		{"\x1e y=g", "{y:g}"},
		{"y= d y=g", "{y:}{d}{y:g}"},
		{"y=\"f\\n\"y=g", "{y:f\n}{y:g}"},
	};

	(void)state;
	check(cases, sizeof cases / sizeof cases[0]);
}

/* TestDecoder_errors; the offsets are where the fault begins. */
static void
refuses_what_go_logfmt_does(void **state)
{
	static const struct logfmt_case cases[] = {
		{"=bar", "!0"},     {"\"k\"=bar", "!0"},    {"k\"ey=bar", "!1"},
		{"k=b\"ar", "!3"},  {"k=b =ar", "{k:b}!4"}, {"a==", "!2"},
		{"k=b=ar", "!3"},   {"a=\"1", "!2"},        {"a=\"1\\", "!2"},
		{"a=\"\\t1", "!2"}, {"a=\"\\u1\"", "!3"},   {"a\xef\xbf\xbd=bar", "!1"},
		{"\x80=bar", "!0"}, {"\x80", "!0"},
	};

	(void)state;
	check(cases, sizeof cases / sizeof cases[0]);
}

static void
decodes_the_rest(void **state)
{
	static const struct logfmt_case cases[] = {
		{"a\x7f=\x7f", "{a\x7f:\x7f}"},
		{"a==b", "!2"},
		{"=\"x\"", "!0"},
		{"a=\\x", "{a:\\x}"},
		{"a=\"\\x\"", "!3"},
		{"a=\"\"", "{a:}"},
		{"foo=bar a=14 baz=\"hello kitty\" cool%story=bro f %^asdf",
		 "{foo:bar}{a:14}{baz:hello kitty}{cool%story:bro}{f}{%^asdf}"},
		{"a=\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "{a:\"\\/\b\f\n\r\t}"},
		{"a=\"\\u00e4\\uD83D\\uDE00\"", "{a:\xc3\xa4\xf0\x9f\x98\x80}"},
		{"a=\"\\ud83dx\\ude00\\ud83d\\u0041\"",
		 "{a:" UTF8_REPLACEMENT "x" UTF8_REPLACEMENT UTF8_REPLACEMENT "A}"},
		{"a=don't b='x y' c='open d=e'f", "{a:don't}{b:x y}{c:'open}{d:e'f}"},
		{"it's=1", "{it's:1}"},
		{"a='", "{a:'}"},
		{"a=''", "{a:}"},
		{"a=\xff", "{a:\xff}"},
		{"a=1\tb=2\r", "{a:1}{b:2}"},
	};

	(void)state;
	check(cases, sizeof cases / sizeof cases[0]);
}

static void
nul_is_a_blank_outside_quotes_and_data_inside(void **state)
{
	char got[64];
	struct logfmt l;
	struct buf scratch;
	struct str line, key, value;
	enum logfmt_form form;

	(void)state;
	decode(STR("a=1\0b=2"), false, got, sizeof got);
	assert_string_equal(got, "{a:1}{b:2}");
	buf_init(&scratch, 100);
	line = padded(STR("a=\"1\0\\u0000\""));
	logfmt_start(&l, line);
	assert_int_equal(logfmt_next(&l, &scratch, &key, &value, &form), 1);
	assert_true(str_eq(value, STR("1\0\0")));
	buf_release(&scratch);
	padded_free(line);
}

static void
counts_lone_surrogates(void **state)
{
	struct logfmt l;
	struct buf scratch;
	struct str line = padded(STR("a=\"\\ud800\" b=\"\\udc00\\ud83d\\ude00\"")), key, value;
	enum logfmt_form form;

	(void)state;
	buf_init(&scratch, 100);
	logfmt_start(&l, line);
	assert_int_equal(logfmt_next(&l, &scratch, &key, &value, &form), 1);
	assert_int_equal(logfmt_next(&l, &scratch, &key, &value, &form), 1);
	assert_int_equal(logfmt_next(&l, &scratch, &key, &value, &form), 0);
	assert_int_equal(l.replaced, 2);
	buf_release(&scratch);
	padded_free(line);
}

/* Lines of what matters: an answer always, the same from both codes. */
static void
any_line_has_one_answer(void **state)
{
	static const char letters[] = "abcdefgh ==\"\"''\\\\untd8\t\x80\xc3\xa4";
	struct rng r;

	(void)state;
	rng_seed(&r, 5);
	for (int round = 0; round < 50000; round++) {
		char line[60], one[512], two[512];
		size_t n = rng_below(&r, sizeof line);

		for (size_t i = 0; i < n; i++)
			line[i] = letters[rng_below(&r, sizeof letters - 1)];
		decode(STR_N(line, n), false, one, sizeof one);
		decode(STR_N(line, n), true, two, sizeof two);
		assert_string_equal(one, two);
	}
}

/* What is known of another line changes nothing. */
static void
runs_are_pairs(void **state)
{
	static const char *const piece[] = {
		"a", "key=", "=", "\"", "'", " ", "\t", " ", "\xc3\xa4", "x.5", "0123456789abcdef",
		"\\"};
	static const char value[] = "0123456789012345678901234567890123456789012345678901234567"
				    "89012345678901234567890123456789";
	static const char *const name[KNOWN] = {"a", "fifteen_letters", "sixteen__letters", "b"};
	struct logfmt_key known[KNOWN];
	struct rng r;
	size_t runs = 0;

	(void)state;
	rng_seed(&r, 7);
	for (size_t i = 0; i < KNOWN; i++) {
		known[i].n = (uint32_t)strlen(name[i]);
		snprintf(known[i].text, sizeof known[i].text, "%s=", name[i]);
	}
	for (int round = 0; round < 50000; round++) {
		char line[512], one[1024], two[1024];
		size_t n = 0;

		for (size_t i = 0; i < KNOWN; i++) {
			const char *odd = piece[rng_below(&r, sizeof piece / sizeof *piece)];

			n += (size_t)snprintf(line + n, sizeof line - n, "%s%s%.*s%s", name[i],
					      rng_below(&r, 20) ? "=" : odd, (int)rng_below(&r, 90),
					      rng_below(&r, 9) ? value : "many words",
					      rng_below(&r, 20) ? " " : odd);
		}
		decode(STR_N(line, n), rng_below(&r, 2), one, sizeof one);
		decode_by(STR_N(line, n), false, known, two, sizeof two);
		assert_string_equal(one, two);
		runs += one[0] == '{';
	}
	assert_true(runs > 10000);
}

/* A value that is quoted as logfmt writers do comes back. */
static void
quoted_values_read_back(void **state)
{
	static const char letters[] = "ab =\"\\\n\t'\x80";
	struct rng r;
	struct buf line, scratch;

	(void)state;
	rng_seed(&r, 6);
	buf_init(&line, 1 << 12);
	buf_init(&scratch, 1 << 12);
	for (int round = 0; round < 10000; round++) {
		char text[32];
		size_t n = rng_below(&r, sizeof text);
		struct logfmt l;
		struct str s, key, value;
		enum logfmt_form form;

		buf_clear(&line);
		buf_clear(&scratch);
		buf_adds(&line, "k=\"");
		for (size_t i = 0; i < n; i++) {
			text[i] = letters[rng_below(&r, sizeof letters - 1)];
			if (text[i] == '\n')
				buf_adds(&line, "\\n");
			else if (text[i] == '"' || text[i] == '\\')
				buf_addf(&line, "\\%c", text[i]);
			else
				buf_addc(&line, text[i]);
		}
		buf_adds(&line, "\" z=1");
		s = padded(buf_str(&line));
		logfmt_start(&l, s);
		assert_int_equal(logfmt_next(&l, &scratch, &key, &value, &form), 1);
		assert_int_equal(form, LOGFMT_QUOTED);
		assert_true(str_eq(value, STR_N(text, n)));
		assert_int_equal(logfmt_next(&l, &scratch, &key, &value, &form), 1);
		assert_true(str_eq(key, STR("z")));
		padded_free(s);
	}
	buf_release(&line);
	buf_release(&scratch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_what_go_logfmt_does),
		cmocka_unit_test(refuses_what_go_logfmt_does),
		cmocka_unit_test(decodes_the_rest),
		cmocka_unit_test(nul_is_a_blank_outside_quotes_and_data_inside),
		cmocka_unit_test(counts_lone_surrogates),
		cmocka_unit_test(any_line_has_one_answer),
		cmocka_unit_test(runs_are_pairs),
		cmocka_unit_test(quoted_values_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
