/*
 * ahead: one wrong stamp moves nothing, a gap moves all.
 */
#include "state_text.h"

#include "ahead.h"

struct log {
	struct buf text; /* "+5 -9 ": accepted and refused times, in order */
	struct ahead a;
};

static void
note(struct log *l, const char *sign, const struct row *row)
{
	/* What was copied must be what was put. */
	assert_memory_equal(row->value[0].text.p, "value", 5);
	assert_null(row->value[1].text.p);
	assert_memory_equal(row->raw.p, "raw", 3);
	buf_addf(&l->text, "%s%lld ", sign, (long long)row->ts);
}

static void
accept(void *arg, const struct row *row)
{
	note(arg, "+", row);
}

static void
refuse(void *arg, const struct row *row)
{
	note(arg, "-", row);
}

static void
put(struct log *l, int64_t ts)
{
	char value_text[] = "value", raw[] = "raw";
	const struct value value[2] = {{{value_text, 5}, VALUE_TEXT}, {{NULL, 0}, VALUE_MISSING}};
	struct row row = {.value = value, .ts = ts, .raw = {raw, 3}};

	ahead_put(&l->a, &row, 2);
	/* The caller's bytes are gone. */
	memset(value_text, 'x', 5);
	memset(raw, 'x', 3);
}

/* Puts the N times, at most 10 ahead, and holds what comes out against EXPECTED. */
static void
check(const int64_t *ts, size_t n, const char *expected)
{
	struct log l;

	buf_init(&l.text, 1 << 16);
	ahead_init(&l.a, 10, accept, refuse, &l);
	for (size_t i = 0; i < n; i++)
		put(&l, ts[i]);
	ahead_finish(&l.a);
	assert_text(&l.text, expected);
	ahead_release(&l.a);
	buf_release(&l.text);
}

#define CHECK(expected, ...)                                                                       \
	check((const int64_t[]){__VA_ARGS__},                                                      \
	      sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t), (expected))

static void
test_one_wrong_stamp(void **state)
{
	(void)state;
	CHECK("+1 +2 +3 +4 +5 +6 +7 +8 +9 -900 +10 +11 ", 1, 2, 3, 4, 5, 6, 7, 8, 9, 900, 10, 11);
	/* At the very start, and among the first rows. */
	CHECK("-900 +1 +2 +3 +4 +5 +6 +7 +8 +9 ", 900, 1, 2, 3, 4, 5, 6, 7, 8, 9);
	CHECK("+1 -900 -901 +2 +3 ", 1, 900, 901, 2, 3);
}

static void
test_as_far_as_allowed(void **state)
{
	(void)state;
	CHECK("+1 +11 +21 +5 ", 1, 11, 21, 5);
	CHECK("+1 -13 +2 ", 1, 13, 2);
}

static void
test_a_gap(void **state)
{
	(void)state;
	/* Eight rows behind it, or the end of the log. */
	CHECK("+1 +2 +3 +4 +5 +6 +7 +8 +100 +101 +102 +103 +104 +105 +106 +107 +108 ", 1, 2, 3, 4,
	      5, 6, 7, 8, 100, 101, 102, 103, 104, 105, 106, 107, 108);
	CHECK("+1 +2 +100 +101 ", 1, 2, 100, 101);
	CHECK("+0 +100 +200 +300 +400 +500 +600 +700 +800 +900 +1000 ", 0, 100, 200, 300, 400, 500,
	      600, 700, 800, 900, 1000);
	check(NULL, 0, "");
}

static void
test_a_stamp_long_ago(void **state)
{
	(void)state;
	CHECK("+-900 +1 +2 +3 +4 +5 +6 +7 +8 +9 ", -900, 1, 2, 3, 4, 5, 6, 7, 8, 9);
	CHECK("+1 +2 +-900 +3 ", 1, 2, -900, 3);
}

static void
test_resume(void **state)
{
	struct log l;

	(void)state;
	buf_init(&l.text, 1 << 16);
	ahead_init(&l.a, 10, accept, refuse, &l);
	ahead_resume(&l.a, 100);
	put(&l, 105);
	assert_text(&l.text, "+105 ");
	put(&l, 500);
	put(&l, 106);
	assert_text(&l.text, "+105 -500 +106 ");
	put(&l, 600);
	ahead_release(&l.a);
	buf_release(&l.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_wrong_stamp), cmocka_unit_test(test_as_far_as_allowed),
		cmocka_unit_test(test_a_gap),           cmocka_unit_test(test_a_stamp_long_ago),
		cmocka_unit_test(test_resume),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
