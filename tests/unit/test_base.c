/* hash, map, rng: the base that everything else stands on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "hash.h"
#include "map.h"
#include "rng.h"

/* Oracle: PYTHONHASHSEED=0 python3.11 -c 'print(hex(hash(b"a") % 2**64))' and so on. */
static void
hash_is_siphash_1_3(void **state)
{
	static const char bytes[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
	const struct hash_key zero = {0, 0};

	(void)state;
	assert_int_equal(hash_keyed(&zero, STR("a")), UINT64_C(0x407448d2b89b1813));
	assert_int_equal(hash_keyed(&zero, STR("abcdefg")), UINT64_C(0x6db12aae9070f506));
	assert_int_equal(hash_keyed(&zero, STR("abcdefgh")), UINT64_C(0x3f7b849c0b8e35ea));
	assert_int_equal(hash_keyed(&zero, STR_N(bytes, 15)), UINT64_C(0xf30eb725bb91c9ea));
	assert_int_not_equal(hash_stable(STR("a")), hash_keyed(&zero, STR("a")));
}

static void
map_numbers_keys_in_order_of_arrival(void **state)
{
	struct map m;
	char key[16];
	bool added;

	(void)state;
	map_init(&m);
	assert_int_equal(map_find(&m, STR("x")), MAP_NONE);
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < 20000; i++) {
			int n = snprintf(key, sizeof key, "k%d", i);

			assert_int_equal(map_add(&m, STR_N(key, (size_t)n), &added), i);
			assert_int_equal(added, pass == 0);
			assert_int_equal(map_find(&m, STR_N(key, (size_t)n)), i);
			assert_true(str_eq(map_key(&m, (uint32_t)i), STR_N(key, (size_t)n)));
		}
	assert_int_equal(map_find(&m, STR("k20000")), MAP_NONE);
	map_release(&m);
}

static void
map_takes_any_bytes_and_sorts_them(void **state)
{
	static const uint32_t expected[] = {2, 3, 1, 0, 4};
	struct map m;
	uint32_t *order;

	(void)state;
	map_init(&m);
	map_add(&m, STR("b"), NULL);
	map_add(&m, STR("a\0b"), NULL);
	map_add(&m, STR(""), NULL);
	map_add(&m, STR("a"), NULL);
	map_add(&m, STR("\xff"), NULL);
	order = map_sorted(&m);
	assert_memory_equal(order, expected, sizeof expected);
	free(order);
	map_release(&m);
}

static void
rng_repeats_and_is_uniform(void **state)
{
	struct rng a, b;
	unsigned count[10] = {0};
	double mean = 0;

	(void)state;
	rng_seed(&a, 1);
	rng_seed(&b, 1);
	for (int i = 0; i < 100; i++)
		assert_int_equal(rng_next(&a), rng_next(&b));
	for (int i = 0; i < 100000; i++) {
		double u = rng_double(&a);

		assert_true(u >= 0 && u < 1);
		mean += u / 100000;
		count[rng_below(&a, 10)]++;
	}
	assert_true(mean > 0.495 && mean < 0.505);
	for (int i = 0; i < 10; i++)
		assert_in_range(count[i], 9600, 10400);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hash_is_siphash_1_3),
		cmocka_unit_test(map_numbers_keys_in_order_of_arrival),
		cmocka_unit_test(map_takes_any_bytes_and_sorts_them),
		cmocka_unit_test(rng_repeats_and_is_uniform),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
