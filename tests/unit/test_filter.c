/* filter: time range, conditions and samples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "filter.h"

static const struct plan_column columns[] = {{.name = STR_INIT("ts"), .time = true},
					     {.name = STR_INIT("id"), .text = true},
					     {.name = STR_INIT("status")}};

enum { COLUMNS = 3 };

static int
keeps(struct filter *f, int64_t ts, const char *id, const char *status)
{
	const struct value value[COLUMNS] = {
		{STR("unused"), VALUE_TEXT},
		{id ? str_of(id) : (struct str){NULL, 0}, id ? VALUE_TEXT : VALUE_MISSING},
		{status ? str_of(status) : (struct str){NULL, 0},
		 status ? VALUE_NUMBER : VALUE_MISSING}};
	const struct row row = {.value = value, .ts = ts, .raw = STR("raw")};

	return filter_keeps(f, &row);
}

static void
an_open_filter_keeps_all(void **state)
{
	struct filter f;
	struct complaint c;

	(void)state;
	filter_init(&f);
	assert_int_equal(filter_bind(&f, columns, COLUMNS, &c), 0);
	assert_true(keeps(&f, TIMESTAMP_NONE, NULL, NULL));
	filter_release(&f);
}

static void
the_range_is_half_open(void **state)
{
	struct filter f;
	struct complaint c;

	(void)state;
	filter_init(&f);
	f.since = 10;
	f.until = 20;
	assert_int_equal(filter_bind(&f, columns, COLUMNS, &c), 0);
	assert_false(keeps(&f, 9, "a", "1"));
	assert_true(keeps(&f, 10, "a", "1"));
	assert_true(keeps(&f, 19, "a", "1"));
	assert_false(keeps(&f, 20, "a", "1"));
	assert_false(keeps(&f, TIMESTAMP_NONE, "a", "1"));
	assert_int_equal(filter_bind(&f, columns + 1, COLUMNS - 1, &c), STATUS_MISSING);
	assert_non_null(strstr(c.text, "no column 'ts'"));
	filter_release(&f);
}

static void
all_conditions_must_hold(void **state)
{
	struct filter f;
	struct complaint c;
	struct str *name;
	size_t n;

	(void)state;
	filter_init(&f);
	assert_int_equal(filter_add(&f, STR("status>=500"), &c), 0);
	assert_int_equal(filter_add(&f, STR("id!=b"), &c), 0);
	name = filter_names(&f, &n);
	assert_int_equal(n, 2);
	assert_true(str_eq(name[0], STR("status")) && str_eq(name[1], STR("id")));
	free(name);
	assert_int_equal(filter_bind(&f, columns, COLUMNS, &c), 0);
	assert_true(keeps(&f, 0, "a", "503"));
	assert_false(keeps(&f, 0, "b", "503"));
	assert_false(keeps(&f, 0, "a", "200"));
	assert_false(keeps(&f, 0, "a", NULL));
	assert_true(keeps(&f, 0, NULL, "503"));
	filter_release(&f);
}

static void
faults_of_conditions_are_told(void **state)
{
	struct filter f;
	struct complaint c;

	(void)state;
	filter_init(&f);
	assert_true(filter_add(&f, STR("status"), &c) < 0);
	assert_int_equal(filter_add(&f, STR("staus=1"), &c), 0);
	assert_int_equal(filter_bind(&f, columns, COLUMNS, &c), STATUS_MISSING);
	assert_non_null(strstr(c.text, "did you mean 'status'?"));
	filter_release(&f);
}

static void
a_pattern_at_its_limit_is_neither_yes_nor_no(void **state)
{
	struct filter f;
	struct complaint c;

	(void)state;
	filter_init(&f);
	assert_int_equal(filter_add(&f, STR("id~^(a+)+$"), &c), 0);
	assert_int_equal(filter_bind(&f, columns, COLUMNS, &c), 0);
	assert_int_equal(keeps(&f, 0, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", NULL),
			 STATUS_LIMIT);
	assert_int_equal(keeps(&f, 0, "aaaa", NULL), 1);
	assert_int_equal(keeps(&f, 0, "b", NULL), 0);
	filter_release(&f);
}

/* The share is kept, the same ids every time, and a smaller share is a part of it. */
static void
samples_are_stable_and_nested(void **state)
{
	struct filter tenth, half;
	struct complaint c;
	unsigned kept_tenth = 0, kept_half = 0;
	char id[16];

	(void)state;
	filter_init(&tenth);
	filter_init(&half);
	tenth.sample = 0.1;
	half.sample = 0.5;
	assert_int_equal(filter_bind(&tenth, columns, COLUMNS, &c), 0);
	assert_int_equal(filter_bind(&half, columns, COLUMNS, &c), 0);
	for (int i = 0; i < 10000; i++) {
		bool in_tenth, in_half;

		snprintf(id, sizeof id, "r%d", i);
		in_tenth = keeps(&tenth, 0, id, NULL);
		in_half = keeps(&half, 0, id, NULL);
		assert_true(in_half || !in_tenth);
		assert_int_equal(in_tenth, keeps(&tenth, 99, id, "1"));
		kept_tenth += in_tenth;
		kept_half += in_half;
	}
	assert_in_range(kept_tenth, 900, 1100);
	assert_in_range(kept_half, 4800, 5200);
	/* Without an id the raw record decides: all alike here. */
	assert_int_equal(keeps(&half, 0, NULL, "1"), keeps(&half, 1, NULL, "2"));
	filter_release(&tenth);
	filter_release(&half);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_open_filter_keeps_all),
		cmocka_unit_test(a_pattern_at_its_limit_is_neither_yes_nor_no),
		cmocka_unit_test(the_range_is_half_open),
		cmocka_unit_test(all_conditions_must_hold),
		cmocka_unit_test(faults_of_conditions_are_told),
		cmocka_unit_test(samples_are_stable_and_nested),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
