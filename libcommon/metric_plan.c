/*
 * -m to calls: each entry is split into name, number and what stands in parentheses,
 * held against the table, the task and the columns, and given a legal name.
 */
#include <math.h>
#include <stdlib.h>

#include "lookup.h"
#include "metric_name.h"
#include "metric_state.h"
#include "number.h"
#include "schema.h"
#include "xalloc.h"

/* A plan in the making. */
struct draft {
	struct metric_plan *plan;
	const struct str *have;
	size_t n;
	struct complaint *c;
	size_t call_room, column_room;
};

/* What the default set of a log without labels adds, as far as the columns are there. */
static const char *const usual_columns[] = {
	"mean(score)",     "mean(latency_ms)",  "p50(latency_ms)", "p95(latency_ms)",
	"p99(latency_ms)", "rate(status>=500)", "sum(tokens_in)",  "sum(tokens_out)",
};

static const char *const task_names[] = {
	[TASK_AUTO] = "task not yet known",    [TASK_NONE] = "log without labels and predictions",
	[TASK_BINARY] = "binary task",         [TASK_MULTICLASS] = "multiclass task",
	[TASK_REGRESSION] = "regression task",
};

static bool
have_column(const struct draft *d, struct str name)
{
	for (size_t i = 0; i < d->n; i++)
		if (str_eq(d->have[i], name))
			return true;
	return false;
}

/* True if the role, a word of metric.needs, can be read or follows from others. */
static bool
have_role(const struct draft *d, struct str role)
{
	const struct task *t = d->plan->task;

	if (str_eq(role, STR("p_*")))
		return t->scored > 0;
	if (str_eq(role, STR("score")))
		return t->kind == TASK_BINARY && (t->has_score || have_column(d, role));
	if (str_eq(role, STR("label")))
		return t->has_label || have_column(d, role);
	return t->has_pred || have_column(d, role);
}

/* Cuts the next word, up to C, off the front. */
static struct str
next_word(struct str *rest, char c)
{
	const char *end = rest->n ? memchr(rest->p, c, rest->n) : NULL;
	struct str word = {rest->p, end ? (size_t)(end - rest->p) : rest->n};
	size_t step = word.n + (end != NULL);

	*rest = step ? STR_N(rest->p + step, rest->n - step) : *rest;
	return word;
}

static bool
have_one_of(const struct draft *d, struct str alternatives)
{
	while (alternatives.n)
		if (have_role(d, next_word(&alternatives, '|')))
			return true;
	return false;
}

static int
check_needs(const struct draft *d, const struct metric *m, bool aloud)
{
	struct str rest = str_of(m->needs);
	size_t at;

	while (rest.n) {
		struct str word = next_word(&rest, ' '), first = word;
		bool scores = word.n > 1 && word.p[0] == 's';

		if (have_one_of(d, word))
			continue;
		if (!aloud)
			return STATUS_MISSING;
		first = next_word(&word, '|');
		if (str_eq(first, STR("p_*")) || (scores && d->plan->task->kind == TASK_MULTICLASS))
			return complain(d->c, STATUS_MISSING, 0,
					"%s needs columns p_<class> named as labels are", m->name);
		return lookup("column", first, d->have, d->n, &at, d->c);
	}
	return 0;
}

static int
check_meaning(const struct draft *d, const struct metric *m, bool aloud)
{
	const struct metric_plan *p = d->plan;
	int status = 0;

	if (!(m->tasks & TASK_BIT(p->task->kind)))
		return complain(d->c, STATUS_USAGE, 0, "%s has no meaning for a %s", m->shape,
				task_names[p->task->kind]);
	if (p->weighted && !m->weighted)
		return complain(d->c, STATUS_USAGE, 0, "%s has no meaning with weights", m->shape);
	if (m->form == METRIC_PLAIN || m->form == METRIC_PARAMETER)
		status = check_needs(d, m, aloud);
	return status;
}

static int
find_column(struct draft *d, struct str name, int *column)
{
	struct metric_plan *p = d->plan;
	size_t at;

	if (lookup("column", name, d->have, d->n, &at, d->c) < 0)
		return STATUS_MISSING;
	for (size_t i = 0; i < p->columns; i++)
		if (str_eq(p->column[i], name)) {
			*column = (int)i;
			return 0;
		}
	GROW(p->column, p->columns + 1, d->column_room);
	p->column[p->columns] = metric_keep(p, name);
	*column = (int)p->columns++;
	return 0;
}

static bool
is_same(const struct metric_call *a, const struct metric_call *b)
{
	return a->metric == b->metric && a->column == b->column && a->parameter == b->parameter &&
	       (a->metric->form != METRIC_CONDITION ||
		(a->where.op == b->where.op && str_eq(a->where.text, b->where.text)));
}

static bool
is_named(const struct metric_plan *p, struct str name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->call[i].name, name))
			return true;
	return false;
}

/* NAME, or with _2, _3, ... behind it, whatever is not taken. */
static struct str
free_name(struct metric_plan *p, struct str name)
{
	struct buf b;
	struct str kept;

	buf_init(&b, BUF_CAP_MAX);
	buf_add(&b, name.p, name.n);
	for (unsigned again = 2; is_named(p, buf_str(&b)); again++) {
		buf_clear(&b);
		buf_add(&b, name.p, name.n < SCHEMA_NAME_MAX - 8 ? name.n : SCHEMA_NAME_MAX - 8);
		buf_addf(&b, "_%u", again);
	}
	kept = metric_keep(p, buf_str(&b));
	buf_release(&b);
	return kept;
}

/* Takes CALL over, unless it is there already. */
static void
add_call(struct draft *d, struct metric_call *call, bool explicit_parameter)
{
	struct metric_plan *p = d->plan;
	struct buf name;

	buf_init(&name, BUF_CAP_MAX);
	metric_name_of(call, call->column >= 0 ? p->column[call->column] : STR(""),
		       explicit_parameter, &name);
	for (size_t i = 0; i < p->n; i++)
		if (is_same(&p->call[i], call) && str_eq(p->call[i].name, buf_str(&name))) {
			where_release(&call->where);
			buf_release(&name);
			return;
		}
	GROW(p->call, p->n + 1, d->call_room);
	call->name = free_name(p, buf_str(&name));
	p->call[p->n++] = *call;
	buf_release(&name);
}

static int
bad_shape(const struct draft *d, const struct metric *m, struct str asked)
{
	return complain(d->c, STATUS_SYNTAX, 0, "'%.*s' should look like %s", (int)asked.n, asked.p,
			m->shape);
}

static int
read_parameter(const struct draft *d, const struct metric *m, struct str text, double *x)
{
	const struct metric_parameter *allowed = &m->parameter;

	if (number_parse_lax(text, x) < 0 || (allowed->whole && *x != floor(*x)) ||
	    !(*x >= allowed->least && *x <= allowed->most))
		return complain(d->c, STATUS_RANGE, 0,
				"%s takes a %snumber from %g to %g, not '%.*s'", m->shape,
				allowed->whole ? "whole " : "", allowed->least, allowed->most,
				(int)text.n, text.p);
	*x += 0.0; /* -0 is 0 */
	return 0;
}

static int
read_condition(struct draft *d, struct metric_call *call, struct str text)
{
	int status = where_parse(&call->where, metric_keep(d->plan, text), d->c);

	if (status < 0)
		return status;
	status = find_column(d, call->where.name, &call->column);
	if (status < 0)
		where_release(&call->where);
	return status;
}

/* One entry of -m.  What it lacks of the table's form is a complaint. */
static int
add_entry(struct draft *d, struct str asked)
{
	struct metric_entry e;
	struct metric_call call = {.column = -1, .plan = d->plan};
	const struct metric *m;
	int status = metric_entry_read(&e, asked, d->c);

	if (status < 0)
		return status;
	m = e.metric;
	call.metric = m;
	call.asked = metric_keep(d->plan, asked);
	call.parameter = m->parameter.usual;
	status = check_meaning(d, m, true);
	if (status == 0 && e.parameter.p)
		status = m->form == METRIC_PARAMETER || m->form == METRIC_QUANTILE
				 ? read_parameter(d, m, e.parameter, &call.parameter)
				 : bad_shape(d, m, asked);
	if (status < 0)
		return status;
	if ((m->form >= METRIC_COLUMN) != (e.argument.p != NULL) ||
	    (m->form == METRIC_QUANTILE && !e.parameter.p))
		return bad_shape(d, m, asked);
	if (m->form == METRIC_CONDITION)
		status = read_condition(d, &call, e.argument);
	else if (e.argument.p)
		status = find_column(d, e.argument, &call.column);
	if (status == 0)
		add_call(d, &call, e.parameter.p != NULL);
	return status;
}

static void
add_default(struct draft *d)
{
	struct complaint *aloud = d->c, silent;
	const struct metric *m;

	d->c = &silent;
	for (size_t i = 0; (m = metric_at(i)); i++)
		if ((m->in_default & TASK_BIT(d->plan->task->kind)) &&
		    check_meaning(d, m, false) == 0)
			(void)add_entry(d, str_of(m->name));
	for (size_t i = 0; i < sizeof usual_columns / sizeof *usual_columns; i++)
		if (!d->plan->task->has_label)
			(void)add_entry(d, str_of(usual_columns[i]));
	d->c = aloud;
}

static int
add_list(struct draft *d, struct str list)
{
	while (list.n) {
		struct str entry = str_trim(metric_entry_next(&list));
		int status = 0;

		if (entry.n == 0)
			return complain(d->c, STATUS_SYNTAX, 0, "an empty name among the metrics");
		if (str_eq(entry, STR("default")))
			add_default(d);
		else
			status = add_entry(d, entry);
		if (status < 0)
			return status;
	}
	return 0;
}

static int
check_average(const struct draft *d)
{
	const struct task *t = d->plan->task;

	if (t->average == AVERAGE_BINARY && t->kind == TASK_MULTICLASS)
		return complain(d->c, STATUS_USAGE, 0,
				"a binary average of more than two classes has no meaning; "
				"take macro, micro or weighted");
	return 0;
}

enum task_kind
metric_list_task(struct str list)
{
	static const enum task_kind kinds[] = {TASK_BINARY, TASK_MULTICLASS, TASK_REGRESSION};
	unsigned tasks = TASK_ANY;
	struct complaint c;

	while (list.n) {
		struct metric_entry e;

		if (metric_entry_read(&e, str_trim(metric_entry_next(&list)), &c) == 0)
			tasks &= e.metric->tasks;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds && tasks != TASK_ANY; i++)
		if (tasks & TASK_BIT(kinds[i]))
			return kinds[i];
	return TASK_NONE;
}

int
metric_plan_init(struct metric_plan *p, struct str list, struct task *task, const struct str *have,
		 size_t n, bool weighted, bool exact, struct complaint *c)
{
	struct draft d = {.plan = p, .have = have, .n = n, .c = c};
	int status;

	*p = (struct metric_plan){.task = task, .weighted = weighted, .exact = exact};
	p->slots = xcalloc(1, sizeof *p->slots);
	map_init(&p->slots->texts);
	status = check_average(&d);
	if (status == 0 && str_trim(list).n == 0)
		add_default(&d);
	else if (status == 0)
		status = add_list(&d, list);
	if (status == 0)
		metric_slots_init(p);
	else
		metric_plan_release(p);
	return status;
}

void
metric_plan_release(struct metric_plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		where_release(&p->call[i].where);
	free(p->call);
	free(p->column);
	if (p->slots)
		metric_slots_release(p);
	*p = (struct metric_plan){.task = NULL};
}

struct str
metric_keep(struct metric_plan *p, struct str s)
{
	struct map *texts = &p->slots->texts;

	return map_key(texts, map_add(texts, s, NULL));
}
