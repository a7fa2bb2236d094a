/* endmark: every form of the line, and every order in which its parts can come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "endmark.h"
#include "rng.h"

static void
what_is_printed_is_parsed(void **state)
{
	static const uint64_t counts[] = {0, 1, 9, 10, 4294967296, UINT64_MAX};
	struct buf b;

	(void)state;
	buf_init(&b, BUF_CAP_MAX);
	for (size_t i = 0; i < 6; i++)
		for (size_t j = 0; j < 12; j++) {
			struct endmark mark = {counts[i], counts[j / 2], j % 2}, back;

			buf_clear(&b);
			assert_int_equal(endmark_print(&mark, &b), 0);
			assert_int_equal(b.p[b.n - 1], '\n');
			assert_int_equal(endmark_parse(STR_N(b.p, b.n - 1), &back), 0);
			assert_true(back.rows == mark.rows && back.rejects == mark.rejects);
			assert_int_equal(back.damaged, mark.damaged);
		}
	buf_release(&b);
}

static void
nothing_else_is_a_mark(void **state)
{
	static const char *const no[] = {
		"",
		"#end",
		"#end\trows=1",
		"#end\trows=\trejects=0\tstatus=ok",
		"#end\trows=01\trejects=0\tstatus=ok",
		"#end\trows=-1\trejects=0\tstatus=ok",
		"#end\trows=1 \trejects=0\tstatus=ok",
		"#end\trows=18446744073709551616\trejects=0\tstatus=ok",
		"#end\trows=1\trejects=0\tstatus=okay",
		"#end\trows=1\trejects=0\tstatus=ok\t",
		"#end\trows=1\trejects=0\tstatus=OK",
		"#end\trejects=0\trows=1\tstatus=ok",
		" #end\trows=1\trejects=0\tstatus=ok",
	};
	struct endmark mark;

	(void)state;
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		assert_int_equal(endmark_parse(str_of(no[i]), &mark), STATUS_SYNTAX);
}

/* Cut short or with one byte changed, it is no mark, or one of other content. */
static void
damage_never_keeps_the_meaning(void **state)
{
	static const char whole[] = "#end\trows=1207\trejects=35\tstatus=damaged";
	char text[sizeof whole];
	struct endmark mark;
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (size_t n = 0; n < sizeof whole - 1; n++)
		assert_int_equal(endmark_parse(STR_N(whole, n), &mark), STATUS_SYNTAX);
	for (int i = 0; i < 100000; i++) {
		size_t at = (size_t)rng_below(&r, sizeof whole - 1);

		memcpy(text, whole, sizeof whole);
		text[at] = (char)(text[at] ^ (1 + (int)rng_below(&r, 255)));
		if (endmark_parse(STR_N(text, sizeof whole - 1), &mark) == 0)
			assert_false(mark.rows == 1207 && mark.rejects == 35);
	}
}

/* H header, h one that adds names, r row, m mark of the rows so far, w another, d damaged. */
static size_t
complaints(const char *stream)
{
	struct endmark_check c = {.rows = 0};
	const char *said = NULL;
	size_t n = 0;

	for (const char *p = stream; *p; p++) {
		const struct endmark mark = {c.rows + (*p == 'w'), 0, *p == 'd'};

		if (*p == 'H' || *p == 'h')
			said = endmark_meet_header(&c, *p == 'h');
		else
			said = *p == 'r' ? endmark_meet_row(&c) : endmark_meet_mark(&c, &mark);
		n += said != NULL;
	}
	return n + (endmark_meet_end(&c) != NULL);
}

static void
orders(void **state)
{
	(void)state;
	assert_int_equal(complaints("Hrrm"), 0);
	assert_int_equal(complaints("Hm"), 0);
	assert_int_equal(complaints("m"), 0);
	assert_int_equal(complaints("HrrmHrm"), 0);
	assert_int_equal(complaints("HrmmHm"), 0);
	assert_int_equal(complaints("HrhrmHm"), 0);
	assert_int_equal(complaints("Hrmhrm"), 0);
	assert_int_equal(complaints(""), 1);
	assert_int_equal(complaints("Hrr"), 1);
	assert_int_equal(complaints("H"), 1);
	assert_int_equal(complaints("HrrHrm"), 1);
	assert_int_equal(complaints("Hrrw"), 1);
	assert_int_equal(complaints("Hrrd"), 1);
	assert_int_equal(complaints("Hrmrr"), 1);
	assert_int_equal(complaints("HrmHr"), 1);
	assert_int_equal(complaints("HrhrwHm"), 1);
}

/* The counts of one stream are nothing to the next one. */
static void
a_lost_row_is_seen_in_any_of_many_streams(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 2);
	for (int i = 0; i < 1000; i++) {
		struct endmark_check c = {.rows = 0};
		size_t streams = 1 + (size_t)rng_below(&r, 6), bad = (size_t)rng_below(&r, streams);
		size_t said = 0;

		for (size_t s = 0; s < streams; s++) {
			struct endmark mark = {1 + rng_below(&r, 9), 0, false};

			said += endmark_meet_header(&c, rng_below(&r, 2)) != NULL;
			for (uint64_t row = s == bad; row < mark.rows; row++)
				said += endmark_meet_row(&c) != NULL;
			said += endmark_meet_mark(&c, &mark) != NULL;
		}
		assert_int_equal(said, 1);
		assert_null(endmark_meet_end(&c));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_printed_is_parsed),
		cmocka_unit_test(nothing_else_is_a_mark),
		cmocka_unit_test(damage_never_keeps_the_meaning),
		cmocka_unit_test(orders),
		cmocka_unit_test(a_lost_row_is_seen_in_any_of_many_streams),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
