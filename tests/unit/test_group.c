/*
 * group: one number for one tuple of values, whatever bytes they have.
 */
#include "state_text.h"

#include <stdlib.h>

#include "group.h"

static uint32_t
add(struct group *g, const struct str *texts, size_t n, bool *added)
{
	struct value value[4];
	const struct value *values[4];

	for (size_t i = 0; i < n; i++) {
		value[i] = (struct value){texts[i], texts[i].p ? VALUE_TEXT : VALUE_MISSING};
		values[i] = &value[i];
	}
	return group_of(g, values, n, added);
}

static uint32_t
add_1(struct group *g, struct str text)
{
	bool added;

	return add(g, &text, 1, &added);
}

static uint32_t
add_2(struct group *g, struct str a, struct str b)
{
	const struct str texts[] = {a, b};
	bool added;

	return add(g, texts, 2, &added);
}

static void
test_numbers_in_order_of_arrival(void **state)
{
	const struct str a = STR("fraud"), b = STR("churn");
	struct group g;
	bool added;

	(void)state;
	group_init(&g, 100);
	assert_int_equal(add(&g, &a, 1, &added), 1);
	assert_true(added);
	assert_int_equal(add(&g, &a, 1, &added), 1);
	assert_false(added);
	assert_int_equal(add(&g, &b, 1, &added), 2);
	assert_true(added);
	assert_int_equal(add(&g, &a, 1, &added), 1);
	assert_false(added);
	assert_int_equal(group_n(&g), 2);
	assert_int_equal(g.other, 0);
	group_release(&g);
}

static void
test_values_and_order(void **state)
{
	struct group g;
	uint32_t *order;

	(void)state;
	group_init(&g, 100);
	assert_int_equal(add_2(&g, STR("b"), STR("x")), 1);
	assert_int_equal(add_2(&g, STR("a\t"), STR("")), 2);
	assert_int_equal(add_2(&g, STR("a"), STR("y\\")), 3);
	assert_int_equal(add_2(&g, STR_N(NULL, 0), STR("z")), 4);
	assert_true(str_eq(group_value(&g, 1, 0), STR("b")));
	assert_true(str_eq(group_value(&g, 1, 1), STR("x")));
	assert_true(str_eq(group_value(&g, 2, 0), STR("a\\t")));
	assert_true(str_eq(group_value(&g, 2, 1), STR("")));
	assert_true(str_eq(group_value(&g, 3, 1), STR("y\\\\")));
	assert_true(str_eq(group_value(&g, 4, 0), STR("")));
	order = group_sorted(&g);
	assert_int_equal(order[0], 4);
	assert_int_equal(order[1], 3);
	assert_int_equal(order[2], 2);
	assert_int_equal(order[3], 1);
	free(order);
	group_release(&g);
}

/* Each pair follows the other directly, where only the last key is looked at. */
static void
test_no_values_are_confused(void **state)
{
	static const struct str pairs[][2] = {
		{STR("a"), STR("b")},     {STR("a\tb"), STR("")},    {STR(""), STR("a\tb")},
		{STR("a\\tb"), STR("")},  {STR("ab"), STR("")},      {STR("a"), STR("")},
		{STR(""), STR("a")},      {STR("a\\"), STR("tb")},   {STR(""), STR("")},
		{STR("a\nb"), STR("\r")}, {STR("a\\nb"), STR("\r")}, {STR("a\\nb"), STR("\\r")},
		{STR("\\\\"), STR("\\")}, {STR("\\"), STR("\\\\")},  {STR("a\t"), STR("b")},
		{STR("a"), STR("\tb")},   {STR("a"), STR("b\t")},    {STR("A"), STR("b")},
	};
	enum { N = sizeof pairs / sizeof *pairs };
	struct group g;

	(void)state;
	group_init(&g, 100);
	for (size_t i = 0; i < N; i++)
		assert_int_equal(add_2(&g, pairs[i][0], pairs[i][1]), i + 1);
	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < N; j++) {
			assert_int_equal(add_2(&g, pairs[i][0], pairs[i][1]), i + 1);
			assert_int_equal(add_2(&g, pairs[j][0], pairs[j][1]), j + 1);
		}
	assert_int_equal(group_n(&g), N);
	group_release(&g);
}

static void
test_missing_is_empty(void **state)
{
	struct value nan = {STR("NaN"), VALUE_NAN}, none = {{NULL, 0}, VALUE_MISSING},
		     empty = {STR(""), VALUE_TEXT}, number = {STR("1"), VALUE_NUMBER};
	const struct value *const one[] = {&nan, &none, &empty, &number};
	struct group g;
	bool added;

	(void)state;
	group_init(&g, 100);
	assert_int_equal(group_of(&g, &one[0], 1, &added), 1);
	assert_int_equal(group_of(&g, &one[1], 1, &added), 1);
	assert_int_equal(group_of(&g, &one[2], 1, &added), 1);
	assert_int_equal(group_of(&g, &one[3], 1, &added), 2);
	group_release(&g);
}

static void
test_no_columns_are_one_group(void **state)
{
	struct group g;
	bool added;

	(void)state;
	group_init(&g, 100);
	assert_int_equal(group_of(&g, NULL, 0, &added), 1);
	assert_true(added);
	assert_int_equal(group_of(&g, NULL, 0, &added), 1);
	assert_false(added);
	assert_int_equal(group_n(&g), 1);
	group_release(&g);
}

static void
test_past_the_maximum(void **state)
{
	struct group g;

	(void)state;
	group_init(&g, 2);
	assert_int_equal(add_1(&g, STR("a")), 1);
	assert_int_equal(add_1(&g, STR("b")), 2);
	assert_int_equal(add_1(&g, STR("c")), GROUP_OTHER);
	assert_int_equal(add_1(&g, STR("c")), GROUP_OTHER);
	assert_int_equal(add_1(&g, STR("d")), GROUP_OTHER);
	assert_int_equal(add_1(&g, STR("a")), 1);
	assert_int_equal(g.other, 3);
	assert_int_equal(group_n(&g), 2);
	group_release(&g);
}

/* A second, plain way to number tuples: search all that were seen. */
static void
test_against_a_list(void **state)
{
	enum { ROWS = 4000 };
	char(*seen)[4] = calloc(ROWS, sizeof *seen);
	uint32_t n = 0;
	struct group g;
	struct rng r;

	(void)state;
	assert_non_null(seen);
	rng_seed(&r, 1);
	group_init(&g, ROWS);
	for (int i = 0; i < ROWS; i++) {
		static const char bytes[] = "ab\t\\n\r\nt";
		char row[4];
		uint32_t k = 0;

		for (int j = 0; j < 4; j++)
			row[j] = bytes[rng_below(&r, sizeof bytes - 1)];
		while (k < n && memcmp(seen[k], row, 4) != 0)
			k++;
		if (k == n)
			memcpy(seen[n++], row, 4);
		assert_int_equal(add_2(&g, STR_N(row, 2), STR_N(row + 2, 2)), k + 1);
	}
	assert_int_equal(group_n(&g), n);
	group_release(&g);
	free(seen);
}

/* Texts of one column that differ in a byte anywhere, of all lengths. */
static void
test_one_column_against_a_list(void **state)
{
	enum { ROWS = 20000, LONGEST = 20 };
	static char seen[ROWS][LONGEST + 1];
	uint32_t n = 0;
	struct group g;
	struct rng r;

	(void)state;
	rng_seed(&r, 2);
	group_init(&g, ROWS);
	for (int i = 0; i < ROWS; i++) {
		char row[LONGEST + 1] = "aaaaaaaaaaaaaaaaaaaa";
		size_t length = rng_below(&r, LONGEST + 1);
		uint32_t k = 0;

		if (length)
			row[rng_below(&r, length)] = "ab\\c"[rng_below(&r, 4)];
		row[length] = '\0';
		while (k < n && strcmp(seen[k], row) != 0)
			k++;
		if (k == n)
			memcpy(seen[n++], row, sizeof row);
		assert_int_equal(add_1(&g, str_of(row)), k + 1);
	}
	assert_int_equal(group_n(&g), n);
	assert_true(n > 500);
	group_release(&g);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_in_order_of_arrival),
		cmocka_unit_test(test_values_and_order),
		cmocka_unit_test(test_no_values_are_confused),
		cmocka_unit_test(test_missing_is_empty),
		cmocka_unit_test(test_no_columns_are_one_group),
		cmocka_unit_test(test_past_the_maximum),
		cmocka_unit_test(test_against_a_list),
		cmocka_unit_test(test_one_column_against_a_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
