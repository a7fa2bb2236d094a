#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rng.h"
#include "tsv.h"

static void
test_cases(void **state)
{
	static const struct {
		struct str plain, escaped;
	} c[] = {
		{STR(""), STR("")},
		{STR("plain text \"quoted\""), STR("plain text \"quoted\"")},
		{STR("a\tb"), STR("a\\tb")},
		{STR("\t\n\r\\"), STR("\\t\\n\\r\\\\")},
		{STR("C:\\temp\\new"), STR("C:\\\\temp\\\\new")},
		{STR("12345678\n90"), STR("12345678\\n90")},
		{STR("\x1f\x10\x0f\x0b"), STR("\x1f\x10\x0f\x0b")},
		{STR("\xff\x80"), STR("\xff\x80")},
	};
	struct buf out, back;

	(void)state;
	buf_init(&out, 1000);
	buf_init(&back, 1000);
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		buf_clear(&out);
		assert_int_equal(tsv_escape(c[i].plain, &out), 0);
		assert_true(str_eq(buf_str(&out), c[i].escaped));
		assert_true(str_eq(tsv_unescape(c[i].escaped, &back), c[i].plain));
	}
	buf_release(&out);
	buf_release(&back);
}

static void
test_nul(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	assert_int_equal(tsv_escape(STR("a\0b\0"), &out), 0);
	assert_true(str_eq(buf_str(&out), STR("a\uFFFDb\uFFFD")));
	buf_release(&out);
}

static void
test_other_pairs(void **state)
{
	struct buf scratch;
	struct str s = STR("no escapes");

	(void)state;
	buf_init(&scratch, 100);
	assert_true(str_eq(tsv_unescape(STR("\\N\\x41\\"), &scratch), STR("\\N\\x41\\")));
	assert_true(str_eq(tsv_unescape(STR("\\\\t\\"), &scratch), STR("\\t\\")));
	assert_ptr_equal(tsv_unescape(s, &scratch).p, s.p);
	buf_release(&scratch);
}

static void
test_limit(void **state)
{
	char tabs[200] = {0};
	struct buf out;

	(void)state;
	memset(tabs, '\t', sizeof tabs);
	buf_init(&out, 256);
	assert_int_equal(tsv_escape(STR_N(tabs, 2), &out), 0);
	assert_int_equal(tsv_escape(STR_N(tabs, sizeof tabs), &out), STATUS_LIMIT);
	assert_int_equal(out.n, 4);
	tabs[0] = '\\';
	out.n = 200;
	assert_null(tsv_unescape(STR_N(tabs, sizeof tabs), &out).p);
	buf_release(&out);
}

static void
test_round_trip(void **state)
{
	static const char often[] = "\t\n\r\\tnr\"a \x01\xC3\xA9";
	struct rng r;
	struct buf out, back;

	(void)state;
	rng_seed(&r, 2);
	buf_init(&out, 400);
	buf_init(&back, 400);
	for (int i = 0; i < 200000; i++) {
		char p[100];
		struct str s = STR_N(p, (size_t)rng_below(&r, sizeof p));

		for (size_t j = 0; j < s.n; j++)
			p[j] = rng_below(&r, 8) ? 'x' : often[rng_below(&r, sizeof often - 1)];
		buf_clear(&out);
		buf_clear(&back);
		assert_int_equal(tsv_escape(s, &out), 0);
		assert_null(memchr(out.n ? out.p : "", '\t', out.n));
		assert_null(memchr(out.n ? out.p : "", '\n', out.n));
		assert_null(memchr(out.n ? out.p : "", '\r', out.n));
		assert_true(str_eq(tsv_unescape(buf_str(&out), &back), s));
	}
	buf_release(&out);
	buf_release(&back);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),       cmocka_unit_test(test_nul),
		cmocka_unit_test(test_other_pairs), cmocka_unit_test(test_limit),
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
