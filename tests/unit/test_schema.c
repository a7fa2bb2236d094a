/* schema: roles and legal names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rng.h"
#include "schema.h"

static void
names_have_roles(void **state)
{
	static const struct {
		const char *name;
		enum role role;
	} cases[] = {
		{"ts", ROLE_TS},
		{"latency_ms", ROLE_LATENCY_MS},
		{"tokens_out", ROLE_TOKENS_OUT},
		{"p_cat", ROLE_P},
		{"f_0", ROLE_F},
		{"c_region", ROLE_C},
		{"region", ROLE_OTHER},
		{"p_", ROLE_OTHER},
		{"f", ROLE_OTHER},
		{"x_y", ROLE_OTHER},
		{"TS", ROLE_OTHER},
		{"", ROLE_OTHER},
		{"ts_end", ROLE_OTHER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(schema_role(str_of(cases[i].name)), cases[i].role);
}

static void
every_known_name_has_its_role(void **state)
{
	(void)state;
	for (int r = 0; r < ROLE_OTHER; r++) {
		struct str name = schema_role_name((enum role)r);

		assert_true(schema_name_ok(name));
		assert_int_equal(schema_role(name), r);
	}
}

static void
no_role_is_both_number_and_text(void **state)
{
	(void)state;
	for (int r = 0; r <= ROLE_C; r++)
		assert_false(schema_is_numeric((enum role)r) && schema_is_text((enum role)r));
	assert_true(schema_is_text(ROLE_ID));
	assert_true(schema_is_numeric(ROLE_SCORE));
	assert_false(schema_is_text(ROLE_LABEL));
	assert_false(schema_is_numeric(ROLE_OTHER));
}

static void
checks_names(void **state)
{
	char longest[SCHEMA_NAME_MAX + 1];

	(void)state;
	memset(longest, 'a', sizeof longest);
	assert_true(schema_name_ok(STR("_")));
	assert_true(schema_name_ok(STR("Az_09")));
	assert_false(schema_name_ok(STR("")));
	assert_false(schema_name_ok(STR("9a")));
	assert_false(schema_name_ok(STR("a-b")));
	assert_false(schema_name_ok(STR("a\0b")));
	assert_false(schema_name_ok(STR("\xc3\xa4")));
	assert_true(schema_name_ok(STR_N(longest, SCHEMA_NAME_MAX)));
	assert_false(schema_name_ok(STR_N(longest, SCHEMA_NAME_MAX + 1)));
}

static void
makes_names_legal(void **state)
{
	static const char *const cases[][2] = {
		{"odd key", "odd_key"}, {"9th", "_9th"}, {"", "_"},
		{"a.b[0]", "a_b_0_"},   {"ok", "ok"},    {"\xc3\xa4", "__"},
	};
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buf_clear(&out);
		assert_int_equal(schema_legal_name(str_of(cases[i][0]), &out), 0);
		assert_true(str_eq(buf_str(&out), str_of(cases[i][1])));
	}
	buf_release(&out);
}

static void
a_made_name_is_always_legal(void **state)
{
	struct rng r;
	struct buf out;
	char name[100];

	(void)state;
	rng_seed(&r, 1);
	buf_init(&out, 1000);
	for (int round = 0; round < 10000; round++) {
		size_t n = rng_below(&r, sizeof name);

		for (size_t i = 0; i < n; i++)
			name[i] = (char)rng_below(&r, round % 2 ? 256 : 128);
		buf_clear(&out);
		assert_int_equal(schema_legal_name(STR_N(name, n), &out), 0);
		assert_true(schema_name_ok(buf_str(&out)));
		if (schema_name_ok(STR_N(name, n)))
			assert_true(str_eq(buf_str(&out), STR_N(name, n)));
	}
	buf_release(&out);
	buf_init(&out, 3);
	assert_int_equal(schema_legal_name(STR("four"), &out), STATUS_LIMIT);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_have_roles),
		cmocka_unit_test(every_known_name_has_its_role),
		cmocka_unit_test(no_role_is_both_number_and_text),
		cmocka_unit_test(checks_names),
		cmocka_unit_test(makes_names_legal),
		cmocka_unit_test(a_made_name_is_always_legal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
