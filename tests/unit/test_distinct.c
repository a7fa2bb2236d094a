/*
 * distinct: exact to the bound, then within a few standard errors (0.8 %).
 */
#include "state_text.h"

#include <inttypes.h>

#include "distinct.h"

static void
add_number(struct distinct *d, uint64_t x)
{
	char text[24];
	int n = snprintf(text, sizeof text, "user-%" PRIu64, x);

	distinct_add(d, STR_N(text, (size_t)n));
}

static struct buf
saved(const struct distinct *d)
{
	struct buf b;

	buf_init(&b, 1 << 24);
	assert_int_equal(distinct_save(d, &b), 0);
	return b;
}

static void
assert_same(const struct distinct *x, const struct distinct *y)
{
	struct buf a = saved(x), b = saved(y);

	assert_int_equal(distinct_value(x), distinct_value(y));
	assert_same_text(&a, &b);
}

static void
test_exact_to_the_bound(void **state)
{
	struct distinct d;

	(void)state;
	distinct_init(&d);
	assert_int_equal(distinct_value(&d), 0);
	for (uint64_t i = 0; i < DISTINCT_BOUND; i++) {
		add_number(&d, i);
		add_number(&d, i / 2);
		if (i % 1000 == 0)
			assert_int_equal(distinct_value(&d), i + 1);
	}
	assert_true(distinct_is_exact(&d));
	assert_int_equal(distinct_value(&d), DISTINCT_BOUND);
	add_number(&d, DISTINCT_BOUND);
	assert_false(distinct_is_exact(&d));
	assert_close((double)distinct_value(&d), DISTINCT_BOUND + 1, 0.02);
	distinct_release(&d);
}

static void
test_estimates(void **state)
{
	struct distinct d;

	(void)state;
	distinct_init(&d);
	for (uint64_t i = 0; i < 1000000; i++) {
		add_number(&d, i);
		if (i == 99999 || i == 299999 || i == 999999)
			assert_close((double)distinct_value(&d), (double)i + 1, 0.02);
	}
	distinct_release(&d);
}

static void
test_bytes_are_the_value(void **state)
{
	struct distinct d;

	(void)state;
	distinct_init(&d);
	distinct_add(&d, STR(""));
	distinct_add(&d, STR("a"));
	distinct_add(&d, STR("a\0"));
	distinct_add(&d, STR("A"));
	distinct_add(&d, STR("a"));
	assert_int_equal(distinct_value(&d), 4);
	distinct_release(&d);
}

enum { SHARDS = 3 };

static void
check_merge(struct rng *r, uint64_t values)
{
	struct distinct all, merged, back, shard[SHARDS];
	size_t order[SHARDS];

	distinct_init(&all);
	distinct_init(&merged);
	distinct_init(&back);
	for (size_t i = 0; i < SHARDS; i++)
		distinct_init(&shard[i]);
	for (uint64_t i = 0; i < values; i++) {
		uint64_t x = rng_below(r, values);

		add_number(&all, x);
		add_number(&shard[rng_below(r, SHARDS)], x);
	}
	shuffled(r, order, SHARDS);
	for (size_t i = 0; i < SHARDS; i++) {
		struct buf text = saved(&shard[order[i]]);

		assert_int_equal(distinct_load(&back, buf_str(&text)), 0);
		assert_same(&back, &shard[order[i]]);
		distinct_merge(&merged, &back);
		buf_release(&text);
	}
	assert_same(&merged, &all);
	for (size_t i = 0; i < SHARDS; i++)
		distinct_release(&shard[i]);
	distinct_release(&all);
	distinct_release(&merged);
	distinct_release(&back);
}

/* All exact; exact shards of an estimate; estimates. */
static void
test_merges_in_any_order(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (int i = 0; i < 20; i++)
		check_merge(&r, 300);
	check_merge(&r, 110000);
	check_merge(&r, 110000);
	check_merge(&r, 300000);
}

static void
test_refuses_other_texts(void **state)
{
	static const char *const texts[] = {
		"",   "z", "x1", "x1.0.", "x0.0.", "x01.", "xA.", "xffffffffffffffff.1.",
		"x.", "r", "r0", "x1. ",
	};
	char reg[1 + (1 << DISTINCT_P) + 1];
	struct distinct d;

	(void)state;
	distinct_init(&d);
	assert_int_equal(distinct_load(&d, STR("x0.1.fffffffffffffffe.")), 0);
	assert_int_equal(distinct_value(&d), 3);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_int_equal(distinct_load(&d, str_of(texts[i])), STATUS_DAMAGED);
		assert_int_equal(distinct_value(&d), 0);
	}
	memset(reg, 'p', sizeof reg);
	reg[0] = 'r';
	assert_int_equal(distinct_load(&d, STR_N(reg, sizeof reg - 1)), 0);
	assert_int_equal(distinct_value(&d), UINT64_MAX);
	assert_int_equal(distinct_load(&d, STR_N(reg, sizeof reg)), STATUS_DAMAGED);
	assert_int_equal(distinct_load(&d, STR_N(reg, sizeof reg - 2)), STATUS_DAMAGED);
	reg[7] = 'q';
	assert_int_equal(distinct_load(&d, STR_N(reg, sizeof reg - 1)), STATUS_DAMAGED);
	distinct_release(&d);
}

/* One hash more than the exact stage ever holds. */
static void
test_refuses_too_many_hashes(void **state)
{
	struct distinct d;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	assert_int_equal(buf_addc(&b, 'x'), 0);
	for (int i = 0; i < DISTINCT_BOUND; i++)
		assert_int_equal(buf_adds(&b, "1."), 0);
	distinct_init(&d);
	assert_int_equal(distinct_load(&d, buf_str(&b)), 0);
	assert_int_equal(distinct_value(&d), DISTINCT_BOUND);
	assert_int_equal(buf_adds(&b, "1."), 0);
	assert_int_equal(distinct_load(&d, buf_str(&b)), STATUS_DAMAGED);
	distinct_release(&d);
	buf_release(&b);
}

static bool
reload(struct str text, struct buf *out)
{
	struct distinct x;
	bool taken;

	distinct_init(&x);
	taken = distinct_load(&x, text) == 0 && distinct_save(&x, out) == 0;
	distinct_release(&x);
	return taken;
}

static void
test_takes_no_second_spelling(void **state)
{
	struct distinct x;
	struct buf text;

	(void)state;
	distinct_init(&x);
	distinct_add(&x, STR("a"));
	distinct_add(&x, STR("b"));
	distinct_add(&x, STR("c"));
	text = saved(&x);
	distinct_release(&x);
	check_mutants(&text, reload);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exact_to_the_bound),
		cmocka_unit_test(test_estimates),
		cmocka_unit_test(test_bytes_are_the_value),
		cmocka_unit_test(test_merges_in_any_order),
		cmocka_unit_test(test_refuses_other_texts),
		cmocka_unit_test(test_refuses_too_many_hashes),
		cmocka_unit_test(test_takes_no_second_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
