/* plan and plan_value: from the fields of a record to the values of columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "json.h"
#include "number.h"
#include "plan.h"
#include "plan_value.h"
#include "rng.h"

/* A plan over JSON lines, as scan makes one. */
struct fixture {
	struct path_columns columns;
	struct plan *plan;
	struct json *json;
	struct value source[32];
};

static void
open_plan(struct fixture *f, const char *columns, const struct plan_options *o)
{
	const struct json_options json = {.validate = false};
	const struct plan_options none = {.times = NULL};
	const struct path *const *path;
	struct complaint c;
	size_t n;

	assert_int_equal(path_columns_parse(&f->columns, str_of(columns), &c), 0);
	f->plan = plan_new(&f->columns, o ? o : &none, &c);
	assert_non_null(f->plan);
	path = plan_paths(f->plan, &n);
	assert_true(n <= 32);
	f->json = json_new(path, n, &json);
}

static void
close_plan(struct fixture *f)
{
	plan_free(f->plan);
	json_free(f->json);
	path_columns_release(&f->columns);
}

static enum plan_result
row(struct fixture *f, const char *line)
{
	static char padded[4096];
	size_t n = strlen(line);

	memset(padded, 0, sizeof padded);
	memcpy(padded, line, n);
	assert_int_equal(json_find(f->json, STR_N(padded, n), f->source), 0);
	return plan_row(f->plan, f->source);
}

/* The row as name=value words; missing values are left out. */
static void
assert_row(struct fixture *f, const char *expected)
{
	char text[2048] = "";
	size_t n, at = 0;
	const struct plan_column *column = plan_columns(f->plan, &n);
	const struct value *value = plan_values(f->plan);

	for (size_t i = 0; i < n; i++)
		if (value[i].kind != VALUE_MISSING)
			at += (size_t)snprintf(text + at, sizeof text - at, "%s%.*s=%.*s",
					       at ? " " : "", (int)column[i].name.n,
					       column[i].name.p, (int)value[i].text.n,
					       value[i].text.p);
	assert_string_equal(text, expected);
}

static void
columns_stand_in_schema_order(void **state)
{
	struct fixture f;

	(void)state;
	open_plan(&f, "region=.r label=.l c_x=.x p_a=.pa score=.s model:=fraud ts=.t", NULL);
	assert_int_equal(row(&f, "{\"r\":\"eu\",\"l\":1,\"x\":\"y\",\"pa\":0.25,\"s\":0.5,"
				 "\"t\":1700000000.25}"),
			 PLAN_ROW);
	assert_row(&f, "ts=2023-11-14T22:13:20.250000Z model=fraud score=0.5 label=1 region=eu "
		       "p_a=0.25 c_x=y");
	assert_int_equal(plan_ts(f.plan), INT64_C(1700000000250000));
	close_plan(&f);
}

static void
terms_functions_and_units(void **state)
{
	struct fixture f;

	(void)state;
	open_plan(&f,
		  "a=.x//.y best=argmax(.p) top=max(.p) n=len(.t) m=len(.p) "
		  "latency_ms=.d*1000 u=.us/1e6 w=.us*0.3",
		  NULL);
	row(&f, "{\"y\":\"second\",\"p\":{\"cat\":0.1,\"dog\":0.7,\"eel\":0.7},"
		"\"t\":\"na\\u00efve\",\"d\":0.0326206348836422,\"us\":1234567}");
	assert_row(&f, "latency_ms=32.6206348836422 a=second best=dog top=0.7 n=5 m=3 u=1.234567 "
		       "w=370370.1");
	row(&f, "{\"x\":null,\"p\":[0.5,0.25],\"t\":12,\"d\":\"1.5e-3\",\"us\":\"x\"}");
	close_plan(&f);
}

static void
units_move_the_point_exactly(void **state)
{
	static const struct {
		const char *text;
		double by;
		bool divides;
		const char *expected;
	} row[] = {
		{"0.1", 1000, false, "100"},
		{"1e-3", 1000, false, "1"},
		{"2.5E+2", 1e6, true, "0.00025"},
		{"-7", 10, true, "-0.7"},
		{"0.30000000000000004", 10, false, "3.0000000000000004"},
		{"123", 3, true, "41"},
		{"5", 0.001, false, "0.005"},
		{"1e-00000003", 1000, false, "1"},
		{"1E+002", 10, true, "10"},
	};
	struct plan_scratch s;

	(void)state;
	plan_scratch_init(&s);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct plan_scale scale = plan_scale_of(row[i].by, row[i].divides);
		struct value v = {str_of(row[i].text), VALUE_NUMBER};

		assert_int_equal(plan_number(&v, &scale, false, &s), PLAN_NUMBER);
		assert_true(str_eq(v.text, str_of(row[i].expected)));
	}
	plan_scratch_release(&s);
}

/* Moving the point in the text is what reading, multiplying and writing exactly gives. */
static void
shifts_are_exact(void **state)
{
	struct plan_scratch s;
	struct rng g;

	(void)state;
	rng_seed(&g, 1);
	plan_scratch_init(&s);
	for (int i = 0; i < 50000; i++) {
		int shift = (int)rng_below(&g, 19) - 9;
		struct plan_scale scale = {.on = true, .decimal = true, .shift = shift};
		uint64_t whole = rng_below(&g, 3) ? rng_below(&g, 1000) : rng_below(&g, 1u << 30);
		int digits = (int)rng_below(&g, 12);
		char text[80], expected[NUMBER_TEXT_MAX];
		size_t n = (size_t)snprintf(text, sizeof text, "%s%llu",
					    rng_below(&g, 4) ? "" : "-", (unsigned long long)whole);
		struct value v;
		size_t exact;
		double x;

		if (digits)
			n += (size_t)snprintf(text + n, sizeof text - n, ".%0*llu", digits,
					      (unsigned long long)rng_below(&g, 1u << digits));
		v = (struct value){STR_N(text, n), VALUE_NUMBER};
		assert_int_equal(plan_number(&v, &scale, false, &s), PLAN_NUMBER);
		exact = n + (size_t)snprintf(text + n, sizeof text - n, "e%d", shift);
		assert_int_equal(number_parse(STR_N(text, exact), &x), 0);
		assert_true(str_eq(v.text, STR_N(expected, number_print(x, expected))));
		plan_scratch_clear(&s);
	}
	plan_scratch_release(&s);
}

static void
numbers_are_made_canonical_or_refused(void **state)
{
	static const struct {
		const char *text;
		enum value_kind kind;
		enum plan_number result;
		const char *expected;
	} row[] = {
		{"0.50", VALUE_NUMBER, PLAN_NUMBER, "0.50"},
		{".5", VALUE_TEXT, PLAN_NUMBER, "0.5"},
		{"+1", VALUE_TEXT, PLAN_NUMBER, "1"},
		{"007", VALUE_TEXT, PLAN_NUMBER, "7"},
		{"nan", VALUE_TEXT, PLAN_NO_NUMBER, ""},
		{"-", VALUE_TEXT, PLAN_NO_NUMBER, ""},
		{"high", VALUE_TEXT, PLAN_NOT_A_NUMBER, NULL},
		{"true", VALUE_BOOL, PLAN_NOT_A_NUMBER, NULL},
		{"1e400", VALUE_NUMBER, PLAN_TOO_LARGE, NULL},
		{"1e400", VALUE_TEXT, PLAN_TOO_LARGE, NULL},
		{"1.207716998s", VALUE_TEXT, PLAN_NUMBER, "1207.716998"},
		{"11.232786ms", VALUE_TEXT, PLAN_NUMBER, "11.232786"},
		{"686.203\xC2\xB5s", VALUE_TEXT, PLAN_NUMBER, "0.686203"},
		{"500ns", VALUE_TEXT, PLAN_NUMBER, "0.0005"},
		{"1m2s", VALUE_TEXT, PLAN_NOT_A_NUMBER, NULL},
	};
	const struct plan_scale none = {.on = false};
	struct plan_scratch s;

	(void)state;
	plan_scratch_init(&s);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct value v = {str_of(row[i].text), row[i].kind};

		assert_int_equal(plan_number(&v, &none, true, &s), row[i].result);
		if (row[i].expected)
			assert_true(str_eq(v.text, str_of(row[i].expected)));
	}
	plan_scratch_release(&s);
}

static void
bad_values_refuse_the_row(void **state)
{
	struct fixture f;
	const char *message;

	(void)state;
	open_plan(&f, "ts=.t score=.s", NULL);
	assert_int_equal(row(&f, "{\"t\":\"soon\",\"s\":1}"), PLAN_REJECT);
	assert_int_equal(plan_reason(f.plan, &message), REJECT_TIME);
	assert_string_equal(message, "ts: not a time 'soon'");
	assert_int_equal(row(&f, "{\"t\":\"2024-05-30\",\"s\":\"high\"}"), PLAN_REJECT);
	assert_int_equal(plan_reason(f.plan, &message), REJECT_NUMBER);
	assert_string_equal(message, "score: not a number 'high'");
	assert_int_equal(row(&f, "{\"t\":\"2024-05-30\",\"s\":1e999}"), PLAN_REJECT);
	assert_int_equal(row(&f, "{\"t\":null,\"s\":NaN}"), PLAN_ROW);
	assert_row(&f, "");
	close_plan(&f);
}

static void
spreads_become_columns_by_kind(void **state)
{
	struct fixture f;
	size_t n;

	(void)state;
	open_plan(&f, "pred=.y f=.features p=.scores", NULL);
	assert_int_equal(row(&f, "{\"y\":\"b\",\"features\":{\"age\":7,\"odd key\":\"x\"},"
				 "\"scores\":{\"a\":0.25,\"b\":0.75}}"),
			 PLAN_GREW);
	plan_settle(f.plan);
	assert_int_equal(row(&f, "{\"y\":\"b\",\"features\":{\"age\":7,\"odd key\":\"x\"},"
				 "\"scores\":{\"a\":0.25,\"b\":0.75}}"),
			 PLAN_ROW);
	assert_row(&f, "pred=b p_a=0.25 p_b=0.75 f_age=7 c_odd_key=x");
	/* Another order, a key gone, a new one, and one that changed its kind. */
	assert_int_equal(
		row(&f, "{\"features\":{\"odd_key\":true,\"age\":\"seven\",\"odd key\":1}}"),
		PLAN_GREW);
	assert_row(&f, "c_odd_key_2=true c_age=seven f_odd_key=1");
	plan_columns(f.plan, &n);
	assert_int_equal(n, 8);
	assert_int_equal(row(&f, "{\"y\":1}"), PLAN_ROW);
	assert_row(&f, "pred=1");
	/* Decoded texts outlive the walk that decoded them. */
	assert_int_equal(
		row(&f, "{\"features\":{\"odd key\":\"\\u0061\\u0062\",\"age\":\"\\u0063d\"}}"),
		PLAN_ROW);
	assert_row(&f, "c_odd_key=ab c_age=cd");
	close_plan(&f);
}

static void
arrays_spread_by_index(void **state)
{
	struct fixture f;

	(void)state;
	open_plan(&f, "f=.features[]", NULL);
	assert_int_equal(row(&f, "{\"features\":[1,null,3]}"), PLAN_GREW);
	assert_row(&f, "f_0=1 f_2=3");
	close_plan(&f);
}

static void
as_is_changes_nothing(void **state)
{
	const struct plan_options o = {.as_is = true};
	struct fixture f;

	(void)state;
	open_plan(&f, "ts=.t score=.s", &o);
	assert_int_equal(row(&f, "{\"t\":\"2024-05-30T00:00:01Z\",\"s\":\"+.5\"}"), PLAN_ROW);
	assert_row(&f, "ts=2024-05-30T00:00:01Z score=+.5");
	assert_int_equal(plan_ts(f.plan), INT64_C(1717027201000000));
	close_plan(&f);
}

static void
na_and_utf8(void **state)
{
	const struct plan_options o = {.na = "NULL", .check_utf8 = true};
	const struct plan_options strict = {.check_utf8 = true, .utf8_reject = true};
	const struct value bad[] = {{STR("a\xff z"), VALUE_TEXT}, {STR("NULL"), VALUE_TEXT}};
	struct fixture f;
	struct plan_counts counts;

	(void)state;
	open_plan(&f, "a=.a b=.b", &o);
	assert_int_equal(plan_row(f.plan, bad), PLAN_ROW);
	assert_row(&f, "a=a\xEF\xBF\xBD z");
	plan_counts(f.plan, &counts);
	assert_int_equal(counts.replaced, 1);
	close_plan(&f);
	open_plan(&f, "a=.a b=.b", &strict);
	assert_int_equal(plan_row(f.plan, bad), PLAN_REJECT);
	close_plan(&f);
}

/* Sources that need nothing are the values themselves; times are told, or refused, alike. */
static void
texts_are_taken_as_they_are(void **state)
{
	static const char *const times[] = {"2024-05-01T00:00:01Z", "",          "soon", "nan",
					    "99999-01-01",          "1714521601"};
	const struct plan_options as_is = {.as_is = true, .flat = true, .check_utf8 = true};
	const struct plan_options na = {.as_is = true, .flat = true, .na = "soon"};

	(void)state;
	for (size_t i = 0; i < 2 * sizeof times / sizeof *times; i++) {
		const char *time = times[i / 2];
		const struct value source[3] = {{str_of(time), *time ? VALUE_TEXT : VALUE_MISSING},
						{STR_INIT("x\xff"), VALUE_TEXT},
						{{NULL, 0}, VALUE_MISSING}};
		struct fixture one, two;
		enum plan_result got;
		struct plan_counts a, b;
		const char *why, *reason;
		size_t n;

		open_plan(&one, "ts=.t\nmodel=.m\nscore=.s", i % 2 ? &na : &as_is);
		open_plan(&two, "ts=.t\nmodel=.m\nscore=.s", i % 2 ? &na : &as_is);
		got = plan_row(one.plan, source);
		assert_int_equal(plan_row_of_texts(two.plan, source), got);
		assert_true(plan_ts(one.plan) == plan_ts(two.plan));
		plan_counts(one.plan, &a);
		plan_counts(two.plan, &b);
		assert_int_equal(a.na, b.na);
		if (got == PLAN_REJECT) {
			assert_int_equal(plan_reason(one.plan, &why),
					 plan_reason(two.plan, &reason));
			assert_string_equal(why, reason);
		}
		plan_columns(one.plan, &n);
		for (size_t k = 0; got != PLAN_REJECT && k < n; k++) {
			const struct value *x = plan_values(one.plan) + k;
			const struct value *y = plan_values(two.plan) + k;

			assert_int_equal(x->kind, y->kind);
			assert_true(str_eq(x->text, y->text));
		}
		for (size_t k = 0; got != PLAN_REJECT && k < n; k++)
			assert_int_equal(plan_found(one.plan, &one.columns.column[k]),
					 plan_found(two.plan, &two.columns.column[k]));
		close_plan(&one);
		close_plan(&two);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_stand_in_schema_order),
		cmocka_unit_test(terms_functions_and_units),
		cmocka_unit_test(units_move_the_point_exactly),
		cmocka_unit_test(shifts_are_exact),
		cmocka_unit_test(numbers_are_made_canonical_or_refused),
		cmocka_unit_test(bad_values_refuse_the_row),
		cmocka_unit_test(spreads_become_columns_by_kind),
		cmocka_unit_test(arrays_spread_by_index),
		cmocka_unit_test(as_is_changes_nothing),
		cmocka_unit_test(na_and_utf8),
		cmocka_unit_test(texts_are_taken_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
