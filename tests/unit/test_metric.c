/*
 * metric: the whole table, what plans take and call things, and that states merge,
 * are saved and loaded without a trace.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "metric_fixture.h"
#include "schema.h"
#include "xalloc.h"

static const enum task_kind kinds[] = {TASK_NONE, TASK_BINARY, TASK_MULTICLASS, TASK_REGRESSION};
enum { KINDS = sizeof kinds / sizeof *kinds, PARTS = 3 };

static void
test_table(void **state)
{
	const struct metric *m;

	(void)state;
	for (size_t i = 0; (m = metric_at(i)); i++) {
		assert_ptr_equal(metric_find(str_of(m->name)), m);
		assert_true(str_starts(str_of(m->shape), str_of(m->name)));
		assert_true(schema_name_ok(str_of(m->name)));
		assert_true(strlen(m->summary) > 3 && strlen(m->summary) <= 72);
		assert_true(*m->range && m->tasks && m->uses && m->value);
		assert_int_equal(m->in_default & ~m->tasks, 0);
		assert_true(*m->needs || m->uses == USES_COUNTS);
		assert_true(m->form < METRIC_COLUMN || str_eq(str_of(m->needs), STR("x")));
		assert_true(m->parameter.most >= m->parameter.least);
	}
	assert_null(metric_find(STR("")));
	assert_null(metric_find(STR("accurac")));
}

/* Of nothing a metric has no answer and says why, or it counts 0. */
static void
test_empty(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++)
		for (int weighted = 0; weighted < 2; weighted++) {
			struct buf list;
			struct fixture f;
			struct metric_state *s;

			buf_init(&list, BUF_CAP_MAX);
			fixture_all(&list, kinds[k], weighted);
			buf_addc(&list, '\0');
			fixture_init(&f, kinds[k], list.p, weighted);
			s = metric_state_new(&f.plan);
			for (size_t i = 0; i < f.plan.n; i++) {
				struct metric_result r = metric_value(&f.plan, i, s);
				struct interval v = metric_interval(&f.plan, i, s, 0.95);

				assert_null(r.text.p);
				assert_true(r.number == 0 || (isnan(r.number) && r.why));
				assert_true(isnan(v.lo) && isnan(v.hi));
			}
			metric_state_free(&f.plan, s);
			fixture_release(&f);
			buf_release(&list);
		}
}

static void
assert_same_text(const struct metric_plan *p, struct metric_state *a, struct metric_state *b)
{
	struct buf x, y;

	buf_init(&x, BUF_CAP_MAX);
	buf_init(&y, BUF_CAP_MAX);
	assert_int_equal(metric_state_save(p, a, &x), 0);
	assert_int_equal(metric_state_save(p, b, &y), 0);
	if (!str_eq(buf_str(&x), buf_str(&y)))
		fail_msg("%.*s\n%.*s", (int)x.n, x.p, (int)y.n, y.p);
	buf_release(&x);
	buf_release(&y);
}

static void
assert_same_values(const struct metric_plan *p, struct metric_state *a, struct metric_state *b)
{
	for (size_t i = 0; i < p->n; i++) {
		struct metric_result x = metric_value(p, i, a), y = metric_value(p, i, b);

		assert_memory_equal(&x.number, &y.number, sizeof x.number);
		assert_true((x.text.p == NULL) == (y.text.p == NULL));
		assert_true(str_eq(x.text, y.text));
		assert_ptr_equal(x.why, y.why);
	}
}

/* A state loaded from what A is saved as is A, and no other byte is in it. */
static void
assert_survives(const struct metric_plan *p, struct metric_state *a)
{
	struct metric_state *b = metric_state_new(p);
	struct buf text;

	buf_init(&text, BUF_CAP_MAX);
	assert_int_equal(metric_state_save(p, a, &text), 0);
	for (size_t i = 0; i < text.n; i++)
		assert_true(text.p[i] > ' ' && text.p[i] < 127);
	assert_int_equal(metric_state_load(p, b, buf_str(&text)), 0);
	assert_same_text(p, a, b);
	assert_same_values(p, a, b);
	metric_state_free(p, b);
	buf_release(&text);
}

/* One pass, and the same rows dealt to parts that are merged in any order. */
static void
split(enum task_kind kind, bool weighted, struct rng *rng)
{
	struct buf list;
	struct fixture f;
	struct metric_state *all, *part[PARTS];
	struct fixture_row row;
	size_t first = rng_below(rng, PARTS), rows = rng_below(rng, 120);

	buf_init(&list, BUF_CAP_MAX);
	fixture_all(&list, kind, weighted);
	buf_addc(&list, '\0');
	fixture_init(&f, kind, list.p, weighted);
	all = metric_state_new(&f.plan);
	for (size_t k = 0; k < PARTS; k++)
		part[k] = metric_state_new(&f.plan);
	for (size_t i = 0; i < rows; i++) {
		fixture_random_row(&f, &row, rng);
		metric_state_add(&f.plan, all, &row.sample);
		metric_state_add(&f.plan, part[rng_below(rng, PARTS)], &row.sample);
	}
	for (size_t k = 1; k < PARTS; k++)
		metric_state_merge(&f.plan, part[first], part[(first + k) % PARTS]);
	assert_same_text(&f.plan, all, part[first]);
	assert_same_values(&f.plan, all, part[first]);
	assert_survives(&f.plan, all);
	metric_state_free(&f.plan, all);
	for (size_t k = 0; k < PARTS; k++)
		metric_state_free(&f.plan, part[k]);
	fixture_release(&f);
	buf_release(&list);
}

static void
test_split(void **state)
{
	struct rng rng;

	(void)state;
	rng_seed(&rng, 19);
	for (int round = 0; round < 60; round++)
		for (size_t k = 0; k < KINDS; k++)
			split(kinds[k], round % 2, &rng);
}

/* One metric alone, so that squares are left out wherever it does not look at them. */
static void
check_lean(enum task_kind kind, const char *one, bool weighted, struct rng *rng)
{
	struct fixture full, lean;
	struct metric_state *a, *b;
	struct fixture_row row;

	fixture_init(&full, kind, one, weighted);
	fixture_init(&lean, kind, one, weighted);
	metric_plan_lean(&lean.plan);
	a = metric_state_new(&full.plan);
	b = metric_state_new(&lean.plan);
	for (int i = 0; i < 60; i++) {
		fixture_random_row(&full, &row, rng);
		metric_state_add(&full.plan, a, &row.sample);
		metric_state_add(&lean.plan, b, &row.sample);
	}
	for (size_t i = 0; i < full.plan.n; i++) {
		double x = metric_value(&full.plan, i, a).number;
		double y = metric_value(&lean.plan, i, b).number;

		assert_true(x == y || (isnan(x) && isnan(y)));
	}
	metric_state_free(&full.plan, a);
	metric_state_free(&lean.plan, b);
	fixture_release(&full);
	fixture_release(&lean);
}

static void
test_lean(void **state)
{
	struct rng rng;

	(void)state;
	rng_seed(&rng, 41);
	for (size_t k = 0; k < KINDS; k++)
		for (int weighted = 0; weighted < 2; weighted++) {
			struct buf list;
			struct str rest, entry;

			buf_init(&list, BUF_CAP_MAX);
			fixture_all(&list, kinds[k], weighted);
			rest = buf_str(&list);
			while ((entry = metric_entry_next(&rest)).n) {
				char *one = xmemdup0(entry.p, entry.n);

				check_lean(kinds[k], one, weighted, &rng);
				free(one);
			}
			buf_release(&list);
		}
}

/* Shards that met their classes in different orders. */
static void
test_classes_by_name(void **state)
{
	static const char *const names[] = {"zeta", "a b", "10", "9", "\xc3\xa4;,"};
	struct fixture f[2];
	struct metric_state *s[2], *merged;
	struct buf text;

	(void)state;
	buf_init(&text, BUF_CAP_MAX);
	for (int k = 0; k < 2; k++) {
		fixture_init(&f[k], TASK_MULTICLASS, "n,accuracy,f1,kappa,auroc", false);
		s[k] = metric_state_new(&f[k].plan);
		for (int i = 0; i < 25; i++) {
			struct sample x = sample_empty();
			int at = k ? 24 - i : i;

			assert_int_equal(
				task_class(&f[k].task, fixture_value(names[at % 5]), &x.label), 0);
			assert_int_equal(task_class(&f[k].task,
						    fixture_value(names[at * 3 % 7 % 5]), &x.pred),
					 0);
			metric_state_add(&f[k].plan, s[k], &x);
		}
	}
	for (size_t i = 0; i < f[0].plan.n; i++) {
		double x = metric_value(&f[0].plan, i, s[0]).number;
		double y = metric_value(&f[1].plan, i, s[1]).number;

		assert_true(x == y || (isnan(x) && isnan(y)));
	}
	assert_int_equal(metric_state_save(&f[0].plan, s[0], &text), 0);
	merged = metric_state_new(&f[1].plan);
	assert_int_equal(metric_state_load(&f[1].plan, merged, buf_str(&text)), 0);
	assert_same_text(&f[1].plan, merged, s[1]);
	metric_state_free(&f[1].plan, merged);
	for (int k = 0; k < 2; k++) {
		metric_state_free(&f[k].plan, s[k]);
		fixture_release(&f[k]);
	}
	buf_release(&text);
}

/* No prefix of a state and no byte changed in it is read past the end or trusted. */
static void
test_load_damaged(void **state)
{
	struct fixture f;
	struct fixture_row row;
	struct metric_state *s, *t;
	struct buf list, text;
	struct rng rng;

	(void)state;
	rng_seed(&rng, 23);
	buf_init(&list, BUF_CAP_MAX);
	buf_init(&text, BUF_CAP_MAX);
	fixture_all(&list, TASK_MULTICLASS, false);
	buf_addc(&list, '\0');
	fixture_init(&f, TASK_MULTICLASS, list.p, false);
	s = metric_state_new(&f.plan);
	t = metric_state_new(&f.plan);
	for (int i = 0; i < 12; i++) {
		fixture_random_row(&f, &row, &rng);
		metric_state_add(&f.plan, s, &row.sample);
	}
	assert_int_equal(metric_state_save(&f.plan, s, &text), 0);
	for (size_t n = 0; n < text.n; n++) {
		char *copy = malloc(text.n);
		int status;

		memcpy(copy, text.p, text.n);
		status = metric_state_load(&f.plan, t, STR_N(copy, n));
		/* only the last part may be a shorter number */
		assert_true(status < 0 || n + 32 > text.n);
		copy[n] = copy[n] == ';' ? ',' : ';';
		assert_true(metric_state_load(&f.plan, t, STR_N(copy, text.n)) < 0);
		free(copy);
	}
	assert_true(metric_value(&f.plan, 0, t).number == 0 ||
		    isnan(metric_value(&f.plan, 0, t).number));
	metric_state_free(&f.plan, s);
	metric_state_free(&f.plan, t);
	fixture_release(&f);
	buf_release(&list);
	buf_release(&text);
}

static void
test_load_of_others(void **state)
{
	struct fixture a, b;
	struct metric_state *s, *t;
	struct buf text;

	(void)state;
	buf_init(&text, BUF_CAP_MAX);
	fixture_init(&a, TASK_BINARY, "n,mean(x)", false);
	fixture_init(&b, TASK_BINARY, "n,mean(score)", false);
	s = metric_state_new(&a.plan);
	t = metric_state_new(&b.plan);
	assert_int_equal(metric_state_save(&a.plan, s, &text), 0);
	assert_int_equal(metric_state_load(&b.plan, t, buf_str(&text)), STATUS_USAGE);
	metric_state_free(&a.plan, s);
	metric_state_free(&b.plan, t);
	fixture_release(&a);
	fixture_release(&b);
	buf_release(&text);
}

static void
test_names(void **state)
{
	static const char *const expected[] = {"n",
					       "p99_9_x",
					       "p50_x",
					       "fbeta_0_5",
					       "fbeta",
					       "ece_20",
					       "mean_x",
					       "rate_x_ge_500",
					       "rate_x_lt_5",
					       "rate_t_eq_a_b",
					       "rate_t_eq_a_b_2",
					       "rate_t_missing",
					       "rate_t_present",
					       "rate_t_like___a__a_b"};
	struct fixture f;

	(void)state;
	fixture_init(&f, TASK_BINARY,
		     "n, p99.9(x) ,p50(x),fbeta@.5,fbeta,ece@20,mean(x),rate(x>=500),rate(x<5),"
		     "rate(t=a b),rate(t=a.b),n,rate(t=),rate(t!=),rate(t~^(a|,a)b)",
		     false);
	assert_int_equal(f.plan.n, sizeof expected / sizeof *expected);
	for (size_t i = 0; i < f.plan.n; i++) {
		assert_true(schema_name_ok(f.plan.call[i].name));
		if (!str_eq(f.plan.call[i].name, str_of(expected[i])))
			fail_msg("%zu: %.*s", i, (int)f.plan.call[i].name.n, f.plan.call[i].name.p);
	}
	assert_true(str_eq(f.plan.call[1].asked, STR("p99.9(x)")));
	fixture_release(&f);
}

static const struct refused {
	enum task_kind kind;
	const char *list;
	bool weighted;
	int status;
	const char *said;
} refused[] = {
	{TASK_BINARY, "acuracy", false, STATUS_MISSING,
	 "no metric 'acuracy'; did you mean 'accuracy'?"},
	{TASK_BINARY, "mean(y)", false, STATUS_MISSING, "no column 'y'"},
	{TASK_BINARY, "rate(status>=500)", false, STATUS_MISSING, "no column 'status'"},
	{TASK_BINARY, "mae", false, STATUS_USAGE, "mae has no meaning for a binary task"},
	{TASK_REGRESSION, "f1", false, STATUS_USAGE, "f1 has no meaning for a regression task"},
	{TASK_NONE, "f1", false, STATUS_USAGE, "f1 has no meaning for a log without labels"},
	{TASK_BINARY, "p50(x)", true, STATUS_USAGE, "p99.9(x) has no meaning with weights"},
	{TASK_BINARY, "mean", false, STATUS_SYNTAX, "'mean' should look like mean(x)"},
	{TASK_BINARY, "p99", false, STATUS_SYNTAX, "'p99' should look like p99.9(x)"},
	{TASK_BINARY, "p(x)", false, STATUS_SYNTAX, "'p(x)' should look like p99.9(x)"},
	{TASK_BINARY, "accuracy(x)", false, STATUS_SYNTAX,
	 "'accuracy(x)' should look like accuracy"},
	{TASK_BINARY, "accuracy@2", false, STATUS_SYNTAX, "'accuracy@2' should look like accuracy"},
	{TASK_BINARY, "mean(x", false, STATUS_SYNTAX, "'mean(x' lacks a closing parenthesis"},
	{TASK_BINARY, "p101(x)", false, STATUS_RANGE, "p99.9(x) takes a number from 0 to 100"},
	{TASK_BINARY, "ece@2.5", false, STATUS_RANGE, "ece@BINS takes a whole number from 1"},
	{TASK_BINARY, "ece@", false, STATUS_RANGE, "ece@BINS takes a whole number"},
	{TASK_BINARY, "fbeta@-1", false, STATUS_RANGE, "fbeta@B takes a number"},
	{TASK_BINARY, "n,,f1", false, STATUS_SYNTAX, "an empty name among the metrics"},
	{TASK_BINARY, "rate(x)", false, STATUS_SYNTAX, ""},
};

static void
test_complaints(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		const struct refused *r = &refused[i];
		struct complaint c = {.text = ""};
		struct fixture f;

		fixture_task(&f.task, r->kind);
		assert_int_equal(fixture_plan(&f, r->kind, r->list, r->weighted, &c), r->status);
		if (!str_starts(str_of(c.text), str_of(r->said)) || !*c.text)
			fail_msg("%s: %s", r->list, c.text);
		task_release(&f.task);
	}
}

static void
test_columns_missing(void **state)
{
	const struct str have[] = {STR("lable"), STR("pred")};
	struct metric_plan plan;
	struct complaint c;
	struct task t;

	(void)state;
	fixture_task(&t, TASK_MULTICLASS);
	t.scored = 0;
	t.has_label = false;
	assert_int_equal(metric_plan_init(&plan, STR("f1"), &t, have, 2, false, false, &c),
			 STATUS_MISSING);
	assert_true(str_starts(str_of(c.text), STR("no column 'label'; did you mean 'lable'?")));
	t.has_label = true; /* seen under another name */
	assert_int_equal(metric_plan_init(&plan, STR("f1"), &t, have, 2, false, false, &c), 0);
	metric_plan_release(&plan);
	assert_int_equal(metric_plan_init(&plan, STR("auroc"), &t, have, 2, false, false, &c),
			 STATUS_MISSING);
	assert_true(str_starts(str_of(c.text), STR("auroc needs columns p_<class>")));
	t.average = AVERAGE_BINARY;
	assert_int_equal(metric_plan_init(&plan, STR("f1"), &t, have, 2, false, false, &c),
			 STATUS_USAGE);
	task_release(&t);
}

static void
assert_default(enum task_kind kind, const char *expected)
{
	struct fixture f;
	struct buf names;

	buf_init(&names, BUF_CAP_MAX);
	fixture_init(&f, kind, "", false);
	for (size_t i = 0; i < f.plan.n; i++)
		buf_addf(&names, "%s%.*s", i ? "," : "", (int)f.plan.call[i].name.n,
			 f.plan.call[i].name.p);
	if (!str_eq(buf_str(&names), str_of(expected)))
		fail_msg("%.*s", (int)names.n, names.p);
	buf_release(&names);
	fixture_release(&f);
}

static void
test_default(void **state)
{
	const struct str have[] = {STR("latency_ms"), STR("status")};
	struct fixture f;
	struct complaint c;

	(void)state;
	assert_default(TASK_BINARY, "n,labelled,accuracy,precision,recall,f1,auroc,log_loss,brier");
	assert_default(TASK_MULTICLASS, "n,labelled,accuracy,balanced_accuracy,precision,recall,f1,"
					"auroc,log_loss");
	assert_default(TASK_REGRESSION, "n,labelled,mae,rmse,medae,mean_error,r2");
	assert_default(TASK_NONE, "n,mean_score");
	fixture_task(&f.task, TASK_NONE);
	assert_int_equal(metric_plan_init(&f.plan, STR("default,sd(latency_ms)"), &f.task, have, 2,
					  false, false, &c),
			 0);
	assert_int_equal(f.plan.n, 7);
	assert_true(str_eq(f.plan.call[5].name, STR("rate_status_ge_500")));
	assert_int_equal(f.plan.columns, 2);
	fixture_release(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),           cmocka_unit_test(test_empty),
		cmocka_unit_test(test_split),           cmocka_unit_test(test_lean),
		cmocka_unit_test(test_classes_by_name), cmocka_unit_test(test_load_damaged),
		cmocka_unit_test(test_load_of_others),  cmocka_unit_test(test_names),
		cmocka_unit_test(test_complaints),      cmocka_unit_test(test_columns_missing),
		cmocka_unit_test(test_default),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
