#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "feature.h"

static const char *const windows[] = {"ts", "model", "ts_end", "id", "n", "f1", "late", "partial"};

static void
name_columns(struct plan_column *column, const char *const *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		column[i] = (struct plan_column){.name = str_of(name[i])};
}

static struct value
text_value(const char *text)
{
	return (struct value){str_of(text), *text ? VALUE_TEXT : VALUE_MISSING};
}

/* The names that take part, joined by blanks. */
static void
chosen(const struct features *f, const char *wanted)
{
	struct buf text;

	buf_init(&text, BUF_CAP_MAX);
	for (size_t i = 0; i < f->n; i++)
		buf_addf(&text, "%s%.*s", i ? " " : "", (int)f->feature[i].name.n,
			 f->feature[i].name.p);
	buf_addc(&text, '\0');
	assert_string_equal(text.p, wanted);
	buf_release(&text);
}

static int
choose(struct features *f, const char *features, const char *categorical, struct complaint *c)
{
	const struct str group = STR("model");
	const struct features_request r = {features, categorical, &group, 1};
	struct plan_column column[8];

	name_columns(column, windows, 8);
	features_init(f);
	return features_choose(f, &r, column, 8, c);
}

static void
test_default(void **state)
{
	struct features f;
	struct complaint c;

	(void)state;
	assert_int_equal(choose(&f, NULL, NULL, &c), 0);
	chosen(&f, "n f1");
	assert_int_equal(f.feature[1].at, 5);
	features_release(&f);
}

static void
test_named(void **state)
{
	struct features f;
	struct complaint c;

	(void)state;
	assert_int_equal(choose(&f, " f1 ,late,f1", "n,f1", &c), 0);
	chosen(&f, "f1 late");
	assert_true(f.feature[0].category && f.feature[0].named && !f.feature[1].category);
	features_release(&f);
	assert_int_equal(choose(&f, "n,f2", NULL, &c), STATUS_MISSING);
	assert_non_null(strstr(c.text, "did you mean 'f1'?"));
	features_release(&f);
	assert_int_equal(choose(&f, "model", NULL, &c), STATUS_USAGE);
	features_release(&f);
	assert_int_equal(choose(&f, "n,", NULL, &c), STATUS_SYNTAX);
	features_release(&f);
	assert_int_equal(choose(&f, NULL, "m", &c), STATUS_MISSING);
	features_release(&f);
}

/* Sees ROWS values: ODD of them are TEXT, the others numbers or missing by turns. */
static enum feature_kind
kind_of(const char *name, size_t rows, size_t odd, const char *text)
{
	const struct features_request r = {NULL, NULL, NULL, 0};
	struct plan_column column[1];
	enum feature_kind kind = FEATURE_TIME;
	struct features f;
	struct complaint c;

	name_columns(column, &name, 1);
	features_init(&f);
	assert_int_equal(features_choose(&f, &r, column, 1, &c), 0);
	for (size_t i = 0; i < 2 * rows; i++) {
		struct value v = text_value(i % 2 ? "" : i / 2 < odd ? text : "-1.5e3");

		features_see(&f, &v);
	}
	features_settle(&f);
	if (f.n)
		kind = f.feature[0].kind;
	features_release(&f);
	return kind;
}

/* 99 of 100 of the values that are there. */
static void
test_kind(void **state)
{
	(void)state;
	assert_int_equal(kind_of("x", 0, 0, ""), FEATURE_NUMBER);
	assert_int_equal(kind_of("x", 100, 1, "red"), FEATURE_NUMBER);
	assert_int_equal(kind_of("x", 100, 2, "red"), FEATURE_CATEGORY);
	assert_int_equal(kind_of("x", 99, 1, "red"), FEATURE_CATEGORY);
	assert_int_equal(kind_of("x", 100, 50, "nan"), FEATURE_NUMBER);
	assert_int_equal(kind_of("x", 100, 2, "1e999"), FEATURE_CATEGORY);
	assert_int_equal(kind_of("c_x", 100, 0, ""), FEATURE_CATEGORY);
	assert_int_equal(kind_of("version", 100, 0, ""), FEATURE_CATEGORY);
	assert_int_equal(kind_of("seen", 100, 100, "2024-05-30T21:46:03Z"), FEATURE_TIME);
	assert_int_equal(kind_of("seen", 100, 100, "2024-05-30"), FEATURE_TIME);
	assert_int_equal(kind_of("seen", 100, 98, "2024-05-30"), FEATURE_CATEGORY);
	assert_int_equal(kind_of("seen", 100, 100, "2024-13-30"), FEATURE_CATEGORY);
}

static void
test_numbers(void **state)
{
	static const char *const text[] = {"1.5", "", "-", "red", "1e999", " 7 ", "0x10"};
	const double wanted[] = {1.5, NAN, NAN, NAN, NAN, 7, NAN};
	const bool good[] = {true, true, true, false, false, true, false};
	struct features f;
	struct value v[7];
	double x[7];

	(void)state;
	features_init(&f);
	for (size_t i = 0; i < 7; i++) {
		features_add(&f, str_of(text[i]), FEATURE_NUMBER);
		f.feature[i].at = i;
		v[i] = text_value(text[i]);
		assert_int_equal(feature_number(&v[i], &x[i]), good[i]);
	}
	assert_int_equal(features_numbers(&f, v, x), 3);
	for (size_t i = 0; i < 7; i++)
		assert_true(isnan(wanted[i]) ? isnan(x[i]) : x[i] == wanted[i]);
	v[0].kind = VALUE_NAN;
	assert_true(feature_number(&v[0], &x[0]) && isnan(x[0]));
	features_release(&f);
}

static void
test_bind(void **state)
{
	static const char *const other[] = {"f1", "latency_ms", "n"};
	struct plan_column column[3];
	struct features f;
	struct complaint c;

	(void)state;
	name_columns(column, other, 3);
	assert_int_equal(choose(&f, NULL, NULL, &c), 0);
	assert_int_equal(features_bind(&f, column, 3, &c), 0);
	assert_int_equal(f.feature[0].at, 2);
	assert_int_equal(f.feature[1].at, 0);
	assert_int_equal(features_bind(&f, column, 2, &c), STATUS_MISSING);
	assert_string_equal(c.text, "no column 'n'; there are: f1, latency_ms");
	assert_int_equal(features_bind(&f, column + 1, 1, &c), STATUS_MISSING);
	assert_string_equal(c.text, "no columns n, f1; there are: latency_ms");
	features_settle(&f);
	features_keep(&f, FEATURE_CATEGORY);
	assert_int_equal(f.n, 0);
	features_release(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_default), cmocka_unit_test(test_named),
		cmocka_unit_test(test_kind),    cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_bind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
