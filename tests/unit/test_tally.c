/*
 * tally: mode and entropy of texts, in any order.
 */
#include "state_text.h"

#include "tally.h"

static struct buf
saved(const struct tally *t)
{
	struct buf b;

	buf_init(&b, 1 << 24);
	assert_int_equal(tally_save(t, &b), 0);
	return b;
}

static void
test_nothing(void **state)
{
	struct tally t;
	uint64_t count = 1;

	(void)state;
	tally_init(&t);
	tally_add(&t, STR("a"), 0);
	assert_null(tally_mode(&t, &count).p);
	assert_int_equal(count, 0);
	assert_true(isnan(tally_entropy(&t)));
	assert_true(tally_is_exact(&t));
	tally_release(&t);
}

static void
test_mode_and_entropy(void **state)
{
	struct tally t;
	uint64_t count;

	(void)state;
	tally_init(&t);
	tally_add(&t, STR("zebra"), 500);
	assert_bits(tally_entropy(&t), 0.0);
	tally_add(&t, STR("b"), 300);
	tally_add(&t, STR(""), 150);
	tally_add(&t, STR("a\tb"), 50);
	assert_true(str_eq(tally_mode(&t, &count), STR("zebra")));
	assert_int_equal(count, 500);
	/* scipy.stats.entropy([500, 300, 150, 50], base=2) */
	assert_close(tally_entropy(&t), 1.647730922119161, 1e-15);
	tally_add(&t, STR("b"), 200);
	tally_add(&t, STR("a"), 500);
	assert_true(str_eq(tally_mode(&t, &count), STR("a")));
	tally_release(&t);
}

static void
test_equal_shares(void **state)
{
	struct tally t;

	(void)state;
	tally_init(&t);
	for (char c = 'a'; c < 'a' + 8; c++)
		tally_add(&t, STR_N(&c, 1), 7);
	assert_bits(tally_entropy(&t), 3);
	tally_release(&t);
}

enum { SHARDS = 4 };

static void
test_merges_in_any_order(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (int round = 0; round < 30; round++) {
		struct tally all, merged, back, shard[SHARDS];
		size_t order[SHARDS];
		uint64_t x, y;
		struct buf a, b;

		tally_init(&all);
		tally_init(&merged);
		tally_init(&back);
		for (size_t i = 0; i < SHARDS; i++)
			tally_init(&shard[i]);
		for (int i = 0; i < 300; i++) {
			char text[2] = {(char)rng_next(&r), (char)rng_below(&r, 2)};
			size_t n = rng_below(&r, 3);

			tally_add(&all, STR_N(text, n), 1);
			tally_add(&shard[rng_below(&r, SHARDS - 1)], STR_N(text, n), 1);
		}
		shuffled(&r, order, SHARDS);
		for (size_t i = 0; i < SHARDS; i++) {
			a = saved(&shard[order[i]]);
			assert_int_equal(tally_load(&back, buf_str(&a)), 0);
			tally_merge(&merged, &back);
			b = saved(&back);
			assert_same_text(&a, &b);
		}
		assert_bits(tally_entropy(&merged), tally_entropy(&all));
		assert_true(str_eq(tally_mode(&merged, &x), tally_mode(&all, &y)));
		assert_int_equal(x, y);
		a = saved(&all);
		b = saved(&merged);
		assert_same_text(&a, &b);
		for (size_t i = 0; i < SHARDS; i++)
			tally_release(&shard[i]);
		tally_release(&all);
		tally_release(&merged);
		tally_release(&back);
	}
}

/* One text that is too long stands for too many. */
static void
test_over_the_bound(void **state)
{
	struct buf huge, a, b;
	struct tally t, u, back;
	uint64_t count;

	(void)state;
	buf_init(&huge, TALLY_BYTES);
	assert_int_equal(buf_reserve(&huge, TALLY_BYTES), 0);
	memset(huge.p, 'x', TALLY_BYTES);
	tally_init(&t);
	tally_init(&u);
	tally_init(&back);
	tally_add(&t, STR("a"), 1);
	tally_add(&u, STR_N(huge.p, TALLY_BYTES), 2);
	assert_true(tally_is_exact(&t) && tally_is_exact(&u));
	tally_merge(&t, &u);
	assert_false(tally_is_exact(&t));
	tally_merge(&u, &t);
	assert_false(tally_is_exact(&u));
	assert_null(tally_mode(&t, &count).p);
	assert_true(isnan(tally_entropy(&t)));
	tally_add(&t, STR("b"), 2);
	a = saved(&t);
	b = saved(&u);
	assert_text(&a, "o5");
	assert_text(&b, "o5");
	assert_int_equal(tally_load(&back, buf_str(&a)), 0);
	assert_false(tally_is_exact(&back));
	tally_merge(&back, &u);
	assert_int_equal(back.n, 10);
	buf_release(&a);
	buf_release(&b);
	buf_release(&huge);
	tally_release(&t);
	tally_release(&u);
	tally_release(&back);
}

static void
test_text(void **state)
{
	struct tally t;
	struct buf b;

	(void)state;
	tally_init(&t);
	tally_add(&t, STR("b,c"), 17);
	tally_add(&t, STR("a"), 1);
	tally_add(&t, STR(""), 2);
	b = saved(&t);
	assert_text(&b, "x:2.a:1.b%2cc:11.");
	buf_release(&b);
	tally_release(&t);
}

static void
test_refuses_other_texts(void **state)
{
	static const char *const texts[] = {
		"",
		"a:1.",
		"xa",
		"xa:1",
		"xa:0.",
		"xb:1.a:1.",
		"xa:1.a:1.",
		"xa:01.",
		"x%61:1.",
		"x%2C:1.",
		"x:1.:1.",
		"xa b:1.",
		"o",
		"o0",
		"o1.",
		"o01",
		"xa:20000000000001.",
		"xa:20000000000000.b:1.",
	};
	struct tally t;

	(void)state;
	tally_init(&t);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_int_equal(tally_load(&t, str_of(texts[i])), STATUS_DAMAGED);
		assert_true(tally_is_exact(&t) && t.n == 0);
	}
	assert_int_equal(tally_load(&t, STR("x")), 0);
	assert_int_equal(tally_load(&t, STR("o1")), 0);
	assert_int_equal(tally_load(&t, STR("xa:1.b:2.")), 0);
	assert_int_equal(t.n, 3);
	tally_release(&t);
}

static bool
reload(struct str text, struct buf *out)
{
	struct tally x;
	bool taken;

	tally_init(&x);
	taken = tally_load(&x, text) == 0 && tally_save(&x, out) == 0;
	tally_release(&x);
	return taken;
}

static void
test_takes_no_second_spelling(void **state)
{
	struct tally x;
	struct buf text;

	(void)state;
	tally_init(&x);
	tally_add(&x, STR("a b"), 3);
	tally_add(&x, STR("b"), 20);
	tally_add(&x, STR(""), 1);
	text = saved(&x);
	tally_release(&x);
	check_mutants(&text, reload);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_mode_and_entropy),
		cmocka_unit_test(test_equal_shares),
		cmocka_unit_test(test_merges_in_any_order),
		cmocka_unit_test(test_over_the_bound),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_refuses_other_texts),
		cmocka_unit_test(test_takes_no_second_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
