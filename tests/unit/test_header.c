/* header: names of flat fields and the paths that mean them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "header.h"

static void
a_path_means_a_flat_name(void **state)
{
	static const char *const cases[][2] = {
		{"score", "score"},    {".score", "score"},         {".a.b", "a.b"},
		{".a[0].b", "a[0].b"}, {".\"odd key\"", "odd key"},
	};
	struct complaint c;
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct path path;

		buf_clear(&out);
		assert_int_equal(path_parse(&path, str_of(cases[i][0]), &c), 0);
		assert_int_equal(header_flat_name(&path, &out), 0);
		assert_true(str_eq(buf_str(&out), str_of(cases[i][1])));
		path_release(&path);
	}
	buf_release(&out);
}

static void
a_refused_header_leaves_the_old_one(void **state)
{
	const struct str good[] = {STR("a"), STR("b")}, bad[] = {STR("x"), STR("y"), STR("x")};
	struct complaint c;
	struct header h;

	(void)state;
	header_init(&h);
	assert_int_equal(header_set(&h, good, 2, &c), 0);
	assert_int_equal(header_set(&h, bad, 3, &c), STATUS_SYNTAX);
	assert_string_equal(c.text, "two columns are named 'x'");
	assert_int_equal(header_n(&h), 2);
	assert_int_equal(header_find(&h, STR("b")), 1);
	assert_int_equal(header_find(&h, STR("x")), HEADER_NONE);
	header_release(&h);
}

static void
binds_raw_names_before_legal_forms(void **state)
{
	const struct str name[] = {STR("a b"), STR("a_b"), STR("c d")};
	static const char *const text[] = {"a_b", "c_d", "nope", "neither", "\"a b\""};
	enum { PATHS = sizeof text / sizeof text[0] };
	struct path path[PATHS];
	const struct path *paths[PATHS];
	uint32_t number[PATHS];
	struct complaint c;
	struct header h;

	(void)state;
	header_init(&h);
	assert_int_equal(header_set(&h, name, 3, &c), 0);
	for (size_t i = 0; i < PATHS; i++) {
		assert_int_equal(path_parse(&path[i], str_of(text[i]), &c), 0);
		paths[i] = &path[i];
	}
	assert_int_equal(header_bind(&h, paths, PATHS, number, &c), STATUS_MISSING);
	assert_string_equal(c.text, "no column 'nope'; there are: a b, a_b, c d");
	assert_int_equal(number[0], 1);
	assert_int_equal(number[1], 2);
	assert_int_equal(number[2], HEADER_NONE);
	assert_int_equal(number[3], HEADER_NONE);
	assert_int_equal(number[4], 0);
	assert_int_equal(header_bind(&h, paths, 2, number, &c), 0);
	for (size_t i = 0; i < PATHS; i++)
		path_release(&path[i]);
	header_release(&h);
}

static void
surveyed_paths_read_back(void **state)
{
	const struct str names[] = {STR("plain"), STR("odd key"), STR("q\"\\q"), STR("a.b"),
				    STR("1st"),   STR(".dot"),    STR("[0]"),    STR("")};
	enum { NAMES = sizeof names / sizeof names[0] };
	struct survey survey;

	(void)state;
	survey_init(&survey);
	for (size_t i = 0; i < NAMES; i++)
		header_survey(&survey, names[i], (struct value){STR("1"), VALUE_TEXT});
	assert_int_equal(survey_n(&survey), NAMES);
	for (size_t i = 0; i < NAMES; i++) {
		struct complaint c;
		struct path path;
		struct buf flat;

		assert_true(str_eq(survey.field[i].key, names[i]));
		assert_int_equal(path_parse(&path, survey.field[i].path, &c), 0);
		buf_init(&flat, 100);
		assert_int_equal(header_flat_name(&path, &flat), 0);
		assert_true(str_eq(buf_str(&flat), names[i]));
		buf_release(&flat);
		path_release(&path);
	}
	survey_release(&survey);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_means_a_flat_name),
		cmocka_unit_test(a_refused_header_leaves_the_old_one),
		cmocka_unit_test(binds_raw_names_before_legal_forms),
		cmocka_unit_test(surveyed_paths_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
