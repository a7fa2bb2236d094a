/*
 * metric_fixture.h - a task and a plan for tests: columns label, pred, score, x, t and
 * (of three classes) p_a, p_b, p_c.
 */
#ifndef ML_METRIC_FIXTURE_H
#define ML_METRIC_FIXTURE_H

#include <math.h>

#include "metric.h"
#include "rng.h"

struct fixture {
	struct task task;
	struct metric_plan plan;
};

static const struct str fixture_columns[] = {{"label", 5}, {"pred", 4}, {"score", 5}, {"x", 1},
					     {"t", 1},     {"p_a", 3},  {"p_b", 3},   {"p_c", 3}};

static inline struct value
fixture_value(const char *s)
{
	return (struct value){str_of(s), *s ? VALUE_TEXT : VALUE_MISSING};
}

/* The task of KIND: positive 1, classes a, b and c, or numbers. */
static inline void
fixture_task(struct task *t, enum task_kind kind)
{
	static const struct str p[] = {{"a", 1}, {"b", 1}, {"c", 1}};
	const char *of_kind[][2] = {[TASK_NONE] = {"", ""},
				    [TASK_BINARY] = {"0", "1"},
				    [TASK_MULTICLASS] = {"a", "b"},
				    [TASK_REGRESSION] = {"0.5", "2.5"}};
	const struct value v[2] = {fixture_value(of_kind[kind][0]),
				   fixture_value(of_kind[kind][1])};
	struct complaint c;
	struct buf reason;

	task_init(t);
	buf_init(&reason, BUF_CAP_MAX);
	assert_int_equal(task_guess(t, v, v, 2, kind == TASK_BINARY, p,
				    kind == TASK_MULTICLASS ? 3 : 0, &reason, &c),
			 0);
	assert_int_equal(t->kind, kind);
	buf_release(&reason);
}

/* metric_plan_init with what KIND has; the columns p_* come last. */
static inline int
fixture_plan(struct fixture *f, enum task_kind kind, const char *list, bool weighted,
	     struct complaint *c)
{
	return metric_plan_init(&f->plan, str_of(list), &f->task, fixture_columns,
				kind == TASK_MULTICLASS ? 8 : 5, weighted, false, c);
}

static inline void
fixture_init(struct fixture *f, enum task_kind kind, const char *list, bool weighted)
{
	struct complaint c;

	fixture_task(&f->task, kind);
	if (fixture_plan(f, kind, list, weighted, &c) < 0)
		fail_msg("%s: %s", list, c.text);
}

static inline void
fixture_release(struct fixture *f)
{
	metric_plan_release(&f->plan);
	task_release(&f->task);
}

/* Every metric that has a meaning, in the form that -m takes. */
static inline void
fixture_all(struct buf *list, enum task_kind kind, bool weighted)
{
	static const char *const tails[] = {[METRIC_PLAIN] = "",
					    [METRIC_PARAMETER] = "",
					    [METRIC_COLUMN] = "(x)",
					    [METRIC_QUANTILE] = "99.5(x)",
					    [METRIC_CONDITION] = "(x>=2)"};
	const struct metric *m;

	buf_adds(list, "rate(t~^[bc]),mode(t),median(t)");
	if (weighted) {
		buf_clear(list);
		buf_adds(list, "rate(t~^[bc]),distinct(t)");
	}
	for (size_t i = 0; (m = metric_at(i)); i++)
		if ((m->tasks & TASK_BIT(kind)) && (m->weighted || !weighted))
			buf_addf(list, ",%s%s", m->name, tails[m->form]);
}

/* A row with everything, often missing. */
struct fixture_row {
	struct sample sample;
	double p[3];
	struct value column[4];
	const struct value *at[4];
};

/* Values of the plan's columns x and t, by the plan's numbers of them. */
static inline void
fixture_random_columns(struct fixture *f, struct fixture_row *r, struct rng *rng)
{
	static const char *const x[] = {"",      "1",      "2",   "3",    "-0",
					"1e300", "5e-324", "2.5", "junk", "true"};
	static const char *const t[] = {"", "a", "b", "c", "7", "a b,;"};

	for (size_t i = 0; i < f->plan.columns; i++) {
		r->column[i] = fixture_value(f->plan.column[i].p[0] == 'x' ? x[rng_below(rng, 10)]
									   : t[rng_below(rng, 6)]);
		r->at[i] = &r->column[i];
	}
	r->sample.column = r->at;
}

/* For a plan whose own columns are x and t. */
static inline void
fixture_random_row(struct fixture *f, struct fixture_row *r, struct rng *rng)
{
	uint32_t classes = f->task.kind == TASK_BINARY ? 2 : 3;
	double total = 0;

	r->sample = sample_empty();
	if (rng_below(rng, 10))
		r->sample.label = (uint32_t)rng_below(rng, classes);
	if (rng_below(rng, 10))
		r->sample.pred = (uint32_t)rng_below(rng, classes);
	if (rng_below(rng, 10))
		r->sample.score = (double)rng_below(rng, 200) / 199;
	if (rng_below(rng, 10))
		r->sample.y = ldexp(rng_double(rng) - 0.5, (int)rng_below(rng, 80) - 40);
	if (rng_below(rng, 10))
		r->sample.yhat = r->sample.y + rng_double(rng);
	r->sample.weight = f->plan.weighted ? (double)rng_below(rng, 9) / 4 : 1;
	for (int k = 0; k < 3; k++)
		total += r->p[k] = rng_double(rng);
	for (int k = 0; k < 3; k++)
		r->p[k] /= total;
	r->sample.p = f->task.scored && rng_below(rng, 10) ? r->p : NULL;
	fixture_random_columns(f, r, rng);
}

#endif
