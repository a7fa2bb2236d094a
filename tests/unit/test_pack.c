#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pack.h"

static void
fill(struct pack *p)
{
	pack_init(p);
	pack_u8(p, 0xfe);
	pack_u16(p, 0x1234);
	pack_u32(p, 0x89abcdef);
	pack_u64(p, UINT64_MAX - 1);
	pack_double(p, -0.1);
	pack_text(p, STR("p99"));
}

static void
take(struct unpack *u)
{
	unpack_u8(u);
	unpack_u16(u);
	unpack_u32(u);
	unpack_u64(u);
	unpack_double(u);
	unpack_text(u);
}

static void
test_round_trip(void **state)
{
	struct pack p;
	struct unpack u;

	(void)state;
	fill(&p);
	unpack_init(&u, buf_str(&p.bytes));
	assert_int_equal(unpack_u8(&u), 0xfe);
	assert_int_equal(unpack_u16(&u), 0x1234);
	assert_int_equal(unpack_u32(&u), 0x89abcdef);
	assert_true(unpack_u64(&u) == UINT64_MAX - 1);
	assert_true(unpack_double(&u) == -0.1);
	assert_true(str_eq(unpack_text(&u), STR("p99")));
	assert_true(unpack_done(&u));
	assert_int_equal(u.offset, p.bytes.n);
	pack_release(&p);
}

static void
test_little_endian(void **state)
{
	struct pack p;

	(void)state;
	pack_init(&p);
	pack_u32(&p, 0x01020304);
	assert_memory_equal(p.bytes.p, "\4\3\2\1", 4);
	pack_release(&p);
}

static void
test_every_truncation_is_bad(void **state)
{
	struct pack p;

	(void)state;
	fill(&p);
	for (size_t n = 0; n < p.bytes.n; n++) {
		struct unpack u;

		unpack_init(&u, STR_N(p.bytes.p, n));
		take(&u);
		assert_true(u.bad);
		assert_false(unpack_done(&u));
	}
	pack_release(&p);
}

static void
test_refusals(void **state)
{
	const double bad[] = {NAN, INFINITY, -INFINITY};
	struct unpack u;
	struct pack p;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		pack_init(&p);
		pack_double(&p, bad[i]);
		unpack_init(&u, buf_str(&p.bytes));
		assert_true(unpack_double(&u) == 0);
		assert_true(u.bad);
		pack_release(&p);
	}
	pack_init(&p);
	pack_u64(&p, 3);
	pack_u64(&p, 0);
	unpack_init(&u, buf_str(&p.bytes));
	assert_int_equal(unpack_count(&u, 8), 0);
	assert_true(u.bad);
	unpack_init(&u, buf_str(&p.bytes));
	assert_int_equal(unpack_count(&u, 2), 3);
	assert_false(unpack_done(&u));
	pack_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_little_endian),
		cmocka_unit_test(test_every_truncation_is_bad),
		cmocka_unit_test(test_refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
