/* iforest_deal, iforest_bags: fair by themselves, even together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "iforest_bags.h"
#include "iforest_deal.h"

enum { COLUMNS = 7, TREES = 100, LEVELS = IFOREST_DEAL_LEVELS };

static void
deal_all(struct iforest_cut cut[TREES][LEVELS], size_t columns, uint64_t seed)
{
	struct iforest_deal d;
	struct rng r;

	rng_seed(&r, seed);
	iforest_deal_init(&d, columns, TREES);
	for (size_t i = 0; i < TREES; i++)
		iforest_deal_next(&d, &r, cut[i]);
	iforest_deal_release(&d);
}

/* 14 steps of 7 columns are a deck of 98: each is dealt once, the next deck twice. */
static void
test_even(void **state)
{
	static struct iforest_cut cut[TREES][LEVELS];

	(void)state;
	deal_all(cut, COLUMNS, 1);
	for (size_t l = 0; l < LEVELS; l++) {
		unsigned times[COLUMNS * 14] = {0};

		for (size_t i = 0; i < 98; i++) {
			size_t step = (size_t)(cut[i][l].at * 14);

			assert_true(cut[i][l].column < COLUMNS);
			assert_true(cut[i][l].at >= 0 && cut[i][l].at <= 1);
			times[cut[i][l].column * 14 + step]++;
		}
		for (size_t k = 0; k < COLUMNS * 14; k++)
			assert_int_equal(times[k], 1);
	}
}

/* Of one tree, over seeds: any column, any tenth of it, whatever the level above was dealt. */
static void
test_fair(void **state)
{
	static struct iforest_cut cut[TREES][LEVELS];
	static unsigned times[3][30], pairs[3][3];
	enum { SEEDS = 9000 };

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		deal_all(cut, 3, seed);
		for (size_t k = 0; k < 3; k++) {
			const struct iforest_cut *c = &cut[49 * k][2 * k];

			times[k][c->column * 10 + (size_t)(c->at * 10)]++;
		}
		pairs[cut[5][0].column][cut[5][1].column]++;
	}
	/* Binomial: 300 and 1000, within five standard deviations. */
	for (size_t k = 0; k < 3; k++)
		for (size_t i = 0; i < 30; i++)
			assert_in_range(times[k][i], 300 - 86, 300 + 86);
	for (size_t i = 0; i < 9; i++)
		assert_in_range(pairs[i / 3][i % 3], 1000 - 150, 1000 + 150);
}

/* More columns than trees: none comes twice. */
static void
test_many_columns(void **state)
{
	static struct iforest_cut cut[TREES][LEVELS];
	static unsigned times[1000];

	(void)state;
	deal_all(cut, 1000, 2);
	for (size_t i = 0; i < TREES; i++)
		assert_int_equal(times[cut[i][3].column]++, 0);
}

static void
check_bags(size_t rows, size_t take, size_t trees, unsigned least, unsigned most)
{
	unsigned *in = calloc(rows, sizeof *in);
	uint32_t *row = calloc(take, sizeof *row);
	struct iforest_bags b;

	assert_true(in && row);
	iforest_bags_init(&b, rows, take, 3);
	for (size_t i = 0; i < trees; i++) {
		size_t *seen = calloc(rows, sizeof *seen);

		assert_non_null(seen);
		iforest_bags_next(&b, row);
		for (size_t k = 0; k < take; k++) {
			assert_true(row[k] < rows && !seen[row[k]]++);
			in[row[k]]++;
		}
		free(seen);
	}
	for (size_t k = 0; k < rows; k++)
		assert_in_range(in[k], least, most);
	iforest_bags_release(&b);
	free(in);
	free(row);
}

/* No row is in many more bags than another; none of them is in all. */
static void
test_bags(void **state)
{
	(void)state;
	check_bags(1000, 250, 100, 25, 25);
	check_bags(1000, 500, 100, 50, 50);
	check_bags(300, 200, 99, 66, 66);
	check_bags(300, 256, 70, 58, 65);
	check_bags(1, 1, 5, 5, 5);
	check_bags(2, 1, 10, 5, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_even),
		cmocka_unit_test(test_fair),
		cmocka_unit_test(test_many_columns),
		cmocka_unit_test(test_bags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
