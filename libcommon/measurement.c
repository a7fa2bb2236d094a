#include "measurement.h"

#include <math.h>
#include <stdlib.h>

#include "measurement_parts.h"
#include "number.h"
#include "xalloc.h"

/* The metrics of a view or of -m, and those that the conditions ask about. */
static int
choose_metrics(struct measurement *m, struct complaint *c)
{
	const struct measurement_options *o = m->options;

	if (measurement_conditions(m, c) < 0)
		return STATUS_SYNTAX;
	if (o->view) {
		buf_adds(&m->metrics, o->view->metrics);
		if (o->view->by_parts)
			buf_addf(&m->metrics, "%llu", (unsigned long long)o->parts);
	} else if (o->evaluation.metrics)
		buf_adds(&m->metrics, o->evaluation.metrics);
	else if (o->conditions)
		buf_adds(&m->metrics, "default");
	verdict_metrics(&m->verdict, &m->metrics);
	buf_addc(&m->metrics, '\0');
	return 0;
}

static int
check_view(const struct measurement *m, struct complaint *c)
{
	const struct view *view = m->options->view;

	if (!view || (view->tasks & TASK_BIT(m->evaluation.task.kind)))
		return 0;
	return complain(c, STATUS_USAGE, 0, "--%s has no meaning for this task", view->name);
}

static int
evaluate(struct measurement *m, struct scan *scan, const struct str *extra, size_t n,
	 struct complaint *c)
{
	struct evaluation_options o = m->options->evaluation;
	struct str *all = xcalloc(n + 1, sizeof *all);
	int status;

	for (size_t i = 0; i < n; i++)
		all[i] = extra[i];
	if (m->options->compare)
		all[n++] = str_of(m->options->compare);
	o.metrics = m->metrics.p;
	o.extra = all;
	o.extras = n;
	status = evaluation_init(&m->evaluation, scan, &o, c);
	free(all);
	return status;
}

/* Passes the reason for an empty cell, or a note on a value, on as one text. */
static void
tell_remark(void *arg, struct str group, struct str metric, bool has_value, const char *why)
{
	struct measurement *m = arg;
	struct buf text;

	buf_init(&text, BUF_CAP_MAX);
	buf_addf(&text, "%.*s: %.*s%s: %s", (int)group.n, group.p, (int)metric.n, metric.p,
		 has_value ? "" : " has no value", why);
	m->options->remark(m->options->arg, buf_str(&text));
	buf_release(&text);
}

static void
view_prefix(void *arg, struct record_writer *w)
{
	const struct measurement *m = arg;

	(void)w;
	results_prefix(&m->results, m->row);
}

void
measurement_open(struct measurement *m)
{
	const struct measurement_options *o = m->options;
	struct evaluation *e = &m->evaluation;

	scoreboard_init(&m->board, &e->plan, o->max_groups);
	if (o->compare)
		compare_init(&m->compare, e, &o->evaluation, o->compare, o->max_groups);
	m->opened = true;
	m->results = (struct results){.plan = &e->plan,
				      .board = &m->board,
				      .group = e->group,
				      .groups = e->groups,
				      .level = o->level,
				      .compare = o->compare ? &m->compare : NULL,
				      .compare_name = o->compare,
				      .remark = o->remark ? tell_remark : NULL,
				      .arg = m};
	m->job = (struct view_job){.plan = &e->plan,
				   .parts = o->parts,
				   .best = o->best,
				   .group = e->group,
				   .groups = e->groups,
				   .prefix = view_prefix,
				   .arg = m};
}

void
measurement_start(struct measurement *m, const struct measurement_options *o)
{
	*m = (struct measurement){.options = o};
	verdict_init(&m->verdict);
	m->verdict.empty_passes = o->empty_passes;
	buf_init(&m->metrics, BUF_CAP_MAX);
	buf_init(&m->plan, BUF_CAP_MAX);
}

int
measurement_conditions(struct measurement *m, struct complaint *c)
{
	const struct measurement_options *o = m->options;
	int status = 0;

	for (size_t i = 0; i < o->conditions && status == 0; i++)
		status = verdict_add(&m->verdict, str_of(o->condition[i]), c);
	return status;
}

int
measurement_init(struct measurement *m, const struct measurement_options *o, struct scan *scan,
		 const struct str *extra, size_t n, struct complaint *c)
{
	int status;

	measurement_start(m, o);
	status = choose_metrics(m, c);
	if (status == 0)
		status = evaluate(m, scan, extra, n, c);
	if (status == 0)
		status = verdict_bind(&m->verdict, &m->evaluation.plan, c);
	if (status == 0)
		status = check_view(m, c);
	if (status == 0)
		measurement_open(m);
	return status;
}

void
measurement_release(struct measurement *m)
{
	if (m->opened && m->options->compare)
		compare_release(&m->compare);
	if (m->opened)
		scoreboard_release(&m->board);
	evaluation_release(&m->evaluation);
	verdict_release(&m->verdict);
	buf_release(&m->metrics);
	buf_release(&m->plan);
	m->opened = false;
}

struct str
measurement_reason(const struct measurement *m)
{
	return buf_str(&m->evaluation.reason);
}

int
measurement_add(struct measurement *m, const struct row *row)
{
	struct evaluation *e = &m->evaluation;
	struct sample x;
	int complete = 1;

	m->refused = &e->sampler;
	if (evaluation_row(e, row, &x) < 0)
		return STATUS_RANGE;
	if (m->options->compare) {
		m->refused = &m->compare.other;
		complete = compare_row(&m->compare, e, row, &x);
	}
	if (complete < 0)
		return STATUS_RANGE;
	if (complete)
		metric_state_add(&e->plan, scoreboard_state(&m->board, e->group_value, e->groups),
				 &x);
	return 0;
}

uint64_t
measurement_other(const struct measurement *m)
{
	return m->opened ? m->board.groups.other : 0;
}

/* Says which group a condition holds for, and at which value. */
static void
tell_failed(struct measurement *m, const struct verdict_condition *condition,
	    struct metric_result r)
{
	struct str name = m->evaluation.plan.call[condition->call].name;
	char value[NUMBER_TEXT_MAX];
	struct buf text;

	buf_init(&text, BUF_CAP_MAX);
	results_name(&m->results, m->row, &text);
	buf_addf(&text, ": %.*s ", (int)name.n, name.p);
	if (isfinite(r.number))
		buf_addf(&text, "is %.*s", (int)number_print(r.number, value), value);
	else
		buf_addf(&text, "has no value (%s)",
			 r.text.p ? "a text"
			 : r.why  ? r.why
				  : "no rows");
	buf_addf(&text, ", so '%.*s' holds", (int)condition->text.n, condition->text.p);
	m->options->failed(m->options->arg, buf_str(&text));
	buf_release(&text);
}

static void
judge(struct measurement *m)
{
	for (size_t i = 0; i < m->verdict.n; i++) {
		const struct verdict_condition *condition = &m->verdict.condition[i];
		struct metric_result r =
			metric_value(&m->evaluation.plan, condition->call, m->row->state);

		if (!verdict_fails(&m->verdict, i, r))
			continue;
		m->failed = true;
		tell_failed(m, condition, r);
	}
}

bool
measurement_without_rows(const struct measurement_options *o)
{
	struct buf text;

	if (o->empty_passes)
		return false;
	for (size_t i = 0; i < o->conditions; i++) {
		buf_init(&text, BUF_CAP_MAX);
		buf_addf(&text, "no rows, so '%s' holds", o->condition[i]);
		o->failed(o->arg, buf_str(&text));
		buf_release(&text);
	}
	return o->conditions > 0;
}

void
measurement_write(struct measurement *m, struct record_writer *w)
{
	const struct view *view = m->options->view;
	bool grouped = m->evaluation.groups > 0, totals = m->options->totals;
	size_t n, n_second = 0;
	struct scoreboard_row *rows = scoreboard_rows(&m->board, grouped, totals, &n);
	struct scoreboard_row *second = NULL;

	if (m->options->compare)
		second = scoreboard_rows(&m->compare.board, grouped, totals, &n_second);
	m->results.writer = m->job.writer = w;
	if (view)
		view->columns(&m->job);
	else
		results_columns(&m->results);
	for (size_t i = 0; i < n; i++) {
		m->row = &rows[i];
		if (view)
			view->rows(&m->job, rows[i].state);
		else
			results_row(&m->results, &rows[i], second ? &second[i] : NULL);
		judge(m);
	}
	if (n == 0 && measurement_without_rows(m->options))
		m->failed = true;
	scoreboard_rows_free(&m->board, rows, n);
	if (second)
		scoreboard_rows_free(&m->compare.board, second, n_second);
}
