#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "path.h"
#include "rng.h"

static void
assert_key(const struct path *p, size_t i, const char *key)
{
	assert_true(i < p->n);
	assert_non_null(p->step[i].key.p);
	assert_true(str_eq(p->step[i].key, str_of(key)));
}

static void
assert_index(const struct path *p, size_t i, int index)
{
	assert_true(i < p->n);
	assert_null(p->step[i].key.p);
	assert_int_equal(p->step[i].index, index);
}

static void
test_path(void **state)
{
	struct complaint c;
	struct path p;

	(void)state;
	assert_int_equal(path_parse(&p, STR(".a.b[0][-2].@c-d"), &c), 0);
	assert_int_equal(p.n, 5);
	assert_false(p.bare);
	assert_key(&p, 0, "a");
	assert_key(&p, 1, "b");
	assert_index(&p, 2, 0);
	assert_index(&p, 3, -2);
	assert_key(&p, 4, "@c-d");
	path_release(&p);
	assert_int_equal(path_parse(&p, STR(".\"odd \\\"key\\\\.\\n\"[2147483647].\"\""), &c), 0);
	assert_int_equal(p.n, 3);
	assert_key(&p, 0, "odd \"key\\.\\n");
	assert_index(&p, 1, INT32_MAX);
	assert_key(&p, 2, "");
	path_release(&p);
	assert_int_equal(path_parse(&p, STR(".[3].\u00E9"), &c), 0);
	assert_index(&p, 0, 3);
	assert_key(&p, 1, "\u00E9");
	path_release(&p);
	assert_int_equal(path_parse(&p, STR("event.name"), &c), 0);
	assert_true(p.bare);
	assert_int_equal(p.n, 1);
	assert_key(&p, 0, "event.name");
	path_release(&p);
	assert_int_equal(path_parse(&p, STR("\"Latency (ms)\""), &c), 0);
	assert_true(p.bare);
	assert_key(&p, 0, "Latency (ms)");
	path_release(&p);
}

static void
test_path_refused(void **state)
{
	static const struct {
		const char *text;
		size_t offset;
		const char *message;
	} c[] = {
		{"", 0, "expected a path such as .a.b[0], or a name"},
		{".", 1, "expected a key after '.'"},
		{".a.", 3, "expected a key after '.'"},
		{".a..b", 3, "expected a key after '.'"},
		{".a[", 3, "expected an index, a whole number"},
		{".a[x]", 3, "expected an index, a whole number"},
		{".a[-]", 4, "expected an index, a whole number"},
		{".a[1", 4, "expected ']' after the index"},
		{".a[1.5]", 4, "expected ']' after the index"},
		{".a[-0]", 6, "there is no index -0; the last is -1"},
		{".a[99999999999]", 12, "the index is too large"},
		{".\"a", 1, "a \" that is not closed"},
		{".a b", 2, "bytes behind the path"},
		{".a[]", 2, "bytes behind the path"},
		{"a[0]", 1, "a path into JSON begins with '.'"},
		{".[]", 1, "expected an index, a whole number"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		struct complaint why;
		struct path p;

		assert_int_equal(path_parse(&p, str_of(c[i].text), &why), STATUS_SYNTAX);
		assert_string_equal(why.text, c[i].message);
		assert_int_equal(why.offset, c[i].offset);
	}
}

static void
test_columns(void **state)
{
	static const char text[] = "# what the fraud log has\n"
				   "ts=.timestamp\tmodel=.model.name//.model\r\n"
				   "latency_ms=.duration_s*1000 x=y/1e6 #rest\n"
				   "pred=argmax(.probs) n=len(.\"a b\")//bytes";
	struct path_columns pc;
	struct complaint c;

	(void)state;
	assert_int_equal(path_columns_parse(&pc, str_of(text), &c), 0);
	assert_int_equal(pc.n, 6);
	assert_false(pc.automatic);
	assert_true(str_eq(pc.column[1].name, STR("model")));
	assert_int_equal(pc.column[1].n, 2);
	assert_key(&pc.column[1].term[0].path, 1, "name");
	assert_key(&pc.column[1].term[1].path, 0, "model");
	assert_true(pc.column[2].scaled);
	assert_false(pc.column[2].scale_divides);
	assert_true(pc.column[2].scale_by == 1000);
	assert_true(pc.column[3].scale_divides);
	assert_true(pc.column[3].scale_by == 1e6);
	assert_true(pc.column[3].term[0].path.bare);
	assert_int_equal(pc.column[4].term[0].function, PATH_ARGMAX);
	assert_int_equal(pc.column[5].term[0].function, PATH_LEN);
	assert_key(&pc.column[5].term[0].path, 0, "a b");
	assert_int_equal(pc.column[5].term[1].function, PATH_VALUE);
	path_columns_release(&pc);
}

static void
test_literals_and_spreads(void **state)
{
	static const char text[] =
		"model:=fraud-v3 'note:=two ''quoted'' # words' empty:= q:=\"x\" "
		"f=.features[] p=.probs//.scores[] auto c:=plain 'z=.\"a b\"'";
	static const char *const literal[] = {"fraud-v3", "two 'quoted' # words", "", "\"x\""};
	struct path_columns pc;
	struct complaint c;

	(void)state;
	assert_int_equal(path_columns_parse(&pc, str_of(text), &c), 0);
	assert_true(pc.automatic);
	assert_int_equal(pc.n, 8);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(pc.column[i].n, 0);
		assert_true(str_eq(pc.column[i].literal, str_of(literal[i])));
	}
	assert_true(pc.column[4].spread);
	assert_true(pc.column[5].spread);
	assert_int_equal(pc.column[5].n, 2);
	assert_false(pc.column[6].spread);
	assert_true(str_eq(pc.column[6].literal, STR("plain")));
	assert_key(&pc.column[7].term[0].path, 0, "a b");
	path_columns_release(&pc);
	assert_int_equal(path_columns_parse(&pc, STR(" \n# nothing\n"), &c), 0);
	assert_int_equal(pc.n, 0);
	path_columns_release(&pc);
}

static void
test_columns_refused(void **state)
{
	static const struct {
		const char *text;
		size_t offset;
		const char *message;
	} c[] = {
		{"a=.x .b", 5, "expected NAME=SOURCE, such as score=.output.score"},
		{"a=.x // .b", 5, "no blanks around '//', '*' and '/'"},
		{"=.x", 0, "expected a column's name before '='"},
		{"1a=.x", 0, "a column's name is letters, digits and _, a digit not first"},
		{"a-b=.x", 1, "a column's name is letters, digits and _, a digit not first"},
		{"a=.x b=.y a=.z", 10, "column 'a' is given twice"},
		{"a=", 2, "expected a path such as .a.b[0], or a name"},
		{"a=.x,b=.y", 4, "columns are separated by blanks, not by ','"},
		{"a=.x*", 5, "expected a number to the end of the column"},
		{"a=.x*2//.y", 5, "expected a number to the end of the column"},
		{"a=.x*1e999", 5, "expected a number to the end of the column"},
		{"a=.x/0", 5, "division by zero"},
		{"a=.x//", 6, "expected a path such as .a.b[0], or a name"},
		{"a=.x)", 4, "expected '//', '*', '/' or a blank after the path"},
		{"a=.x[]", 4, "[] only stands in f=, p= and c=, which spread into columns"},
		{"f=max(.x)", 0, "f=, p= and c= take no function"},
		{"f=.x*2", 4, "f=, p= and c= take paths to objects or arrays, nothing else"},
		{"a=max(.x", 8, "expected ')' after the path"},
		{"a=mex(.x)", 2,
		 "no function 'mex'; did you mean 'max'? there are: argmax, max, len"},
		{"b=.y 'a=.x", 5, "a ' that is not closed"},
		{"a=.x b:=\xc3\xa4\xff", 10, "a text that is not UTF-8"},
		{"b=.y a=.\"x y", 8, "a \" that is not closed"},
		{"b=.y 'a=.'\"x\"'['", 16, "expected an index, a whole number"},
		{"a234567890123456789012345678901234567890123456789012345678901234=.x", 63,
		 "a column's name has at most 63 bytes"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		struct complaint why;
		struct path_columns pc;

		assert_int_equal(path_columns_parse(&pc, str_of(c[i].text), &why), STATUS_SYNTAX);
		assert_string_equal(why.text, c[i].message);
		assert_int_equal(why.offset, c[i].offset);
	}
}

/* Garbage is refused with a place inside the text or read; it never crashes. */
static void
test_garbage(void **state)
{
	static const char often[] = "abfpc=.:[]()\"'\\/*-01 \t\n#,";
	struct rng r;
	size_t accepted = 0;

	(void)state;
	rng_seed(&r, 3);
	for (int i = 0; i < 300000; i++) {
		char p[24];
		struct str s = STR_N(p, (size_t)rng_below(&r, sizeof p));
		struct path_columns pc;
		struct complaint c = {.text = ""};

		for (size_t j = 0; j < s.n; j++)
			p[j] = rng_below(&r, 50) ? often[rng_below(&r, sizeof often - 1)]
						 : (char)rng_next(&r);
		if (path_columns_parse(&pc, s, &c) == 0) {
			accepted++;
			path_columns_release(&pc);
		} else {
			assert_true(c.text[0]);
			assert_true(c.offset <= s.n);
		}
	}
	assert_true(accepted > 1000);
}

/* A quoted name reads back as one bare name, whatever its bytes (but NUL). */
static void
test_quote(void **state)
{
	struct rng rng;
	struct path_columns columns;
	struct complaint c;
	struct buf text;
	char name[16];

	(void)state;
	rng_seed(&rng, 7);
	buf_init(&text, BUF_CAP_MAX);
	for (int i = 0; i < 20000; i++) {
		size_t n = 1 + rng_below(&rng, sizeof name);

		for (size_t k = 0; k < n; k++)
			name[k] = "ab1_ .'\"\\=[]()#/\t\n\xc3\xbf"[rng_below(&rng, 19)];
		buf_clear(&text);
		assert_int_equal(buf_adds(&text, "x="), 0);
		assert_int_equal(path_quote(STR_N(name, n), &text), 0);
		assert_int_equal(path_columns_parse(&columns, buf_str(&text), &c), 0);
		assert_int_equal(columns.n, 1);
		assert_true(columns.column[0].term[0].path.bare);
		assert_true(str_eq(columns.column[0].term[0].path.step[0].key, STR_N(name, n)));
		path_columns_release(&columns);
	}
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_path_refused),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_literals_and_spreads),
		cmocka_unit_test(test_columns_refused),
		cmocka_unit_test(test_garbage),
		cmocka_unit_test(test_quote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
