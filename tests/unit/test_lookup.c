/* lookup and str_nearest: what a person meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lookup.h"

static void
finds_names_and_suggests_the_nearest(void **state)
{
	const struct str name[] = {STR("ts"), STR("score"), STR("latency_ms")};
	struct complaint c;
	size_t at = 9;

	(void)state;
	assert_int_equal(lookup("column", STR("score"), name, 3, &at, &c), 0);
	assert_int_equal(at, 1);
	assert_int_equal(lookup("column", STR("scroe"), name, 3, &at, &c), STATUS_MISSING);
	assert_string_equal(c.text, "no column 'scroe'; did you mean 'score'? "
				    "there are: ts, score, latency_ms");
	assert_int_equal(lookup("metric", STR("zebra"), name, 3, &at, &c), STATUS_MISSING);
	assert_string_equal(c.text, "no metric 'zebra'; there are: ts, score, latency_ms");
}

static void
long_lists_end_in_an_ellipsis(void **state)
{
	struct str name[100];
	struct complaint c;
	size_t at;

	(void)state;
	for (int i = 0; i < 100; i++)
		name[i] = STR("a_rather_long_name");
	assert_int_equal(lookup("column", STR("x"), name, 100, &at, &c), STATUS_MISSING);
	assert_true(strlen(c.text) < sizeof c.text);
	assert_string_equal(c.text + strlen(c.text) - 5, ", ...");
}

static void
nearest_counts_typing_errors(void **state)
{
	const struct str name[] = {STR("accuracy"), STR("auroc"), STR("f1")};

	(void)state;
	assert_int_equal(str_nearest(STR("acuracy"), name, 3), 0);
	assert_int_equal(str_nearest(STR("AUROC"), name, 3), 1);
	assert_int_equal(str_nearest(STR("aurco"), name, 3), 1);
	assert_int_equal(str_nearest(STR("f2"), name, 3), 2);
	assert_int_equal(str_nearest(STR("precision"), name, 3), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_names_and_suggests_the_nearest),
		cmocka_unit_test(long_lists_end_in_an_ellipsis),
		cmocka_unit_test(nearest_counts_typing_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
