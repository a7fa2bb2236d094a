/* buf: growth, the cap, what a refused append leaves behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"

static void
an_empty_buffer_is_an_empty_text(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_non_null(buf_str(&b).p);
	assert_int_equal(buf_str(&b).n, 0);
	assert_int_equal(buf_add(&b, NULL, 0), 0);
	assert_non_null(b.p);
	buf_release(&b);
	assert_null(b.p);
}

static void
takes_any_bytes_in_order(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, BUF_CAP_MAX);
	assert_int_equal(buf_adds(&b, "ab"), 0);
	assert_int_equal(buf_addc(&b, '\0'), 0);
	assert_int_equal(buf_add(&b, "c\nd", 3), 0);
	assert_int_equal(buf_addf(&b, "%d-%s", 42, "x"), 0);
	assert_true(str_eq(buf_str(&b), STR("ab\0c\nd42-x")));
	buf_clear(&b);
	assert_int_equal(b.n, 0);
	assert_int_equal(buf_adds(&b, "again"), 0);
	assert_true(str_eq(buf_str(&b), STR("again")));
	buf_release(&b);
}

static void
grows_by_doubling(void **state)
{
	struct buf b;
	size_t room = 0, moves = 0;

	(void)state;
	buf_init(&b, BUF_CAP_MAX);
	for (int i = 0; i < 1000000; i++) {
		buf_addc(&b, (char)i);
		moves += b.room != room;
		room = b.room;
	}
	assert_int_equal(b.n, 1000000);
	for (int i = 0; i < 1000000; i += 997)
		assert_int_equal((unsigned char)b.p[i], (unsigned char)i);
	assert_true(moves <= 20);
	buf_release(&b);
}

static void
the_cap_refuses_and_keeps_what_was_there(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5);
	assert_int_equal(buf_adds(&b, "abc"), 0);
	assert_int_equal(buf_adds(&b, "def"), STATUS_LIMIT);
	assert_int_equal(buf_addf(&b, "%s", "def"), STATUS_LIMIT);
	assert_int_equal(buf_reserve(&b, SIZE_MAX), STATUS_LIMIT);
	assert_true(str_eq(buf_str(&b), STR("abc")));
	assert_int_equal(buf_adds(&b, "de"), 0);
	assert_int_equal(buf_addc(&b, 'f'), STATUS_LIMIT);
	assert_true(str_eq(buf_str(&b), STR("abcde")));
	buf_release(&b);
}

static void
formatted_text_may_be_long_and_may_fill_the_cap(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 3000);
	assert_int_equal(buf_addf(&b, "%3000d", 7), 0);
	assert_int_equal(b.n, 3000);
	assert_int_equal(b.p[2999], '7');
	assert_int_equal(b.p[0], ' ');
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_buffer_is_an_empty_text),
		cmocka_unit_test(takes_any_bytes_in_order),
		cmocka_unit_test(grows_by_doubling),
		cmocka_unit_test(the_cap_refuses_and_keeps_what_was_there),
		cmocka_unit_test(formatted_text_may_be_long_and_may_fill_the_cap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
