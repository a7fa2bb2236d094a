#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rng.h"
#include "utf8.h"

/* Whether the N bytes at P are one character of N bytes. */
static bool
one(const unsigned char *p, size_t n)
{
	return utf8_valid(STR_N((const char *)p, n)) &&
	       utf8_valid_prefix(STR_N((const char *)p, n - 1)) < n - (n > 1);
}

static void
test_counts(void **state)
{
	/* RFC 3629: 128, 1920 and 63488 - 2048 characters of one to three bytes. */
	unsigned char b[4];
	size_t found[5] = {0};

	(void)state;
	for (unsigned i = 0; i < 1u << 24; i++) {
		b[0] = (unsigned char)i;
		b[1] = (unsigned char)(i >> 8);
		b[2] = (unsigned char)(i >> 16);
		found[1] += i < 256 && one(b, 1);
		found[2] += i < 65536 && b[0] >= 0x80 && one(b, 2);
		found[3] += b[0] >= 0xE0 && one(b, 3);
	}
	/* Of the leads F0-F4, 256 pairs are valid; 64 third bytes, 2 of the fourth. */
	for (unsigned i = 0; i < 1u << 21; i++) {
		static const unsigned char fourth[] = {0x7F, 0x80, 0xBF, 0xC0};

		b[0] = (unsigned char)(0xF0 + (i & 7));
		b[1] = (unsigned char)(i >> 3);
		b[2] = (unsigned char)(i >> 11);
		b[3] = fourth[i >> 19];
		found[4] += one(b, 4);
	}
	assert_int_equal(found[1], 128);
	assert_int_equal(found[2], 1920);
	assert_int_equal(found[3], 61440);
	assert_int_equal(found[4], 256 * 64 * 2);
}

static void
test_encode(void **state)
{
	char last[4] = {0};
	size_t last_n = 1;

	(void)state;
	for (uint32_t code = 1; code < 0x110000; code++) {
		char p[4];
		size_t n;

		if (code == 0xD800)
			code = 0xE000;
		n = utf8_encode(code, p);
		assert_true(utf8_valid(STR_N(p, n)));
		/* Byte order is code point order, so no two are alike. */
		assert_true(str_cmp(STR_N(last, last_n), STR_N(p, n)) < 0);
		memcpy(last, p, sizeof p);
		last_n = n;
	}
	assert_memory_equal(last, "\xF4\x8F\xBF\xBF", 4);
}

static void
test_replace(void **state)
{
	/* Python 3.11: b.decode("utf-8", "replace") */
	static const struct {
		struct str in, out;
		size_t n;
	} c[] = {
		{STR(""), STR(""), 0},
		{STR("a\0b"), STR("a\0b"), 0},
		{STR("\xf0\x80\x80"
		     "a"),
		 STR("\uFFFD\uFFFD\uFFFD"
		     "a"),
		 3},
		{STR("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf"
		     "A"),
		 STR("\uFFFD\uFFFD\uFFFD\uFFFD"
		     "A"),
		 4},
		{STR("\xed\xa0\x80"), STR("\uFFFD\uFFFD\uFFFD"), 3},
		{STR("\xc0\xaf"), STR("\uFFFD\uFFFD"), 2},
		{STR("\xf4\x90\x80\x80"), STR("\uFFFD\uFFFD\uFFFD\uFFFD"), 4},
		{STR("\xe2\x82"), STR("\uFFFD"), 1},
		{STR("abcdefgh\xffijklmnopq\xc3"), STR("abcdefgh\uFFFDijklmnopq\uFFFD"), 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		struct buf out;

		buf_init(&out, 3 * c[i].in.n);
		assert_int_equal(utf8_replace(c[i].in, &out), c[i].n);
		assert_true(str_eq(buf_str(&out), c[i].out));
		buf_release(&out);
	}
}

/* Bytes that often make valid and nearly valid text. */
static size_t
random_text(struct rng *r, char *p, size_t max)
{
	static const unsigned char often[] = {0xE2, 0x80, 0xA8, 0xF0, 0x9F, 0x98, 0xC3, 0xED, 0xBF};
	size_t n = (size_t)rng_below(r, max + 1);

	for (size_t i = 0; i < n; i++)
		p[i] = (char)(rng_below(r, 3) ? often[rng_below(r, sizeof often)] : rng_next(r));
	return n;
}

static void
test_random(void **state)
{
	struct rng r;
	struct buf out;

	(void)state;
	rng_seed(&r, 1);
	buf_init(&out, 300);
	for (int i = 0; i < 200000; i++) {
		char p[100], shown[400];
		struct str s = STR_N(p, random_text(&r, p, sizeof p));
		size_t n, room = (size_t)rng_below(&r, sizeof shown);

		buf_clear(&out);
		n = utf8_replace(s, &out);
		assert_true(utf8_valid(buf_str(&out)));
		assert_true((n == 0) == utf8_valid(s));
		assert_true(n || str_eq(buf_str(&out), s));
		n = utf8_escape(s, shown, room);
		assert_true(n <= room);
		assert_true(utf8_valid(STR_N(shown, n)));
		for (size_t j = 0; j < n; j++)
			assert_true((unsigned char)shown[j] >= 0x20 && shown[j] != 0x7F);
	}
	buf_release(&out);
}

static void
test_escape(void **state)
{
	static const struct {
		struct str in;
		size_t room;
		const char *out;
	} c[] = {
		{STR("plain \\ text \u00E9"), 80, "plain \\ text \u00E9"},
		{STR("\t\n\r\0\x1B[31m\x7F"), 80, "\\t\\n\\r\\x00\\x1B[31m\\x7F"},
		{STR("\xC2\x9B"), 80, "\\xC2\\x9B"},
		{STR("\u202E\u2028\u2066\u200F"), 80,
		 "\\xE2\\x80\\xAE\\xE2\\x80\\xA8\\xE2\\x81\\xA6\\xE2\\x80\\x8F"},
		{STR("\xFF\xE2\x82"), 80, "\\xFF\\xE2\\x82"},
		{STR("ab\u00E9"), 3, "ab"},
		{STR("ab\u00E9"), 4, "ab\u00E9"},
		{STR("ab\x01"), 5, "ab"},
		{STR("ab"), 0, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		char out[80];
		size_t n = utf8_escape(c[i].in, out, c[i].room);

		assert_true(str_eq(STR_N(out, n), str_of(c[i].out)));
	}
}

static void
test_width(void **state)
{
	(void)state;
	assert_int_equal(utf8_width(STR("")), 0);
	assert_int_equal(utf8_width(STR("model")), 5);
	assert_int_equal(utf8_width(STR("caf\u00E9")), 4);
	assert_int_equal(utf8_width(STR("cafe\u0301")), 4);
	assert_int_equal(utf8_width(STR("\u6A21\u578B")), 4);
	assert_int_equal(utf8_width(STR("\uAC00\uD7A3\uAC01")), 6);
	assert_int_equal(utf8_width(STR("\U0001F600")), 2);
	assert_int_equal(utf8_width(STR("a\u200Bb")), 2);
	assert_int_equal(utf8_width(STR("a\xFF"
					"b")),
			 3);
	assert_int_equal(utf8_width(STR("\u0300\u02FF\u0370\U000E01EF\U000E01F0")), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),  cmocka_unit_test(test_encode),
		cmocka_unit_test(test_replace), cmocka_unit_test(test_random),
		cmocka_unit_test(test_escape),  cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
