/*
 * evaluation - what is measured as a text and back.  Sections end with ':', the members
 * of a list with '/'.  Of a binary task the positive class is named and not the negative
 * one, which a part of a log may not have met yet: states know it where it matters.
 */
#include <math.h>
#include <stdlib.h>

#include "evaluation.h"
#include "token.h"
#include "xalloc.h"

enum section { TASK, AVERAGE, THRESHOLD, ACCURACY, CLASSES, GROUPS, METRICS, COLUMNS, SECTIONS };

enum { WEIGHTED = 1, EXACT = 2, CLASSES_MAX = 1 << 16 };

static const char *const meaning[SECTIONS] = {
	[TASK] = "the task",           [AVERAGE] = "how classes are averaged",
	[THRESHOLD] = "the threshold", [ACCURACY] = "--weight or --exact",
	[CLASSES] = "the classes",     [GROUPS] = "the columns of -g",
	[METRICS] = "the metrics",     [COLUMNS] = "the columns that metrics are of",
};

static const char *const task_names[] = {
	[TASK_AUTO] = "auto",
	[TASK_NONE] = "none",
	[TASK_BINARY] = "binary",
	[TASK_MULTICLASS] = "multiclass",
	[TASK_REGRESSION] = "regression",
};

static int
put_name(struct buf *out, struct str name)
{
	int status = token_put_text(out, name);

	return status == 0 ? buf_addc(out, '/') : status;
}

static int
put_names(struct buf *out, const struct str *name, size_t n)
{
	int status = 0;

	for (size_t i = 0; i < n && status == 0; i++)
		status = put_name(out, name[i]);
	return status == 0 ? buf_addc(out, ':') : status;
}

static int
put_number(struct buf *out, uint64_t x, char end)
{
	int status = token_put_hex(out, x);

	return status == 0 ? buf_addc(out, end) : status;
}

static int
put_threshold(struct buf *out, const struct task *t)
{
	int status = t->threshold_given ? token_put_double(out, t->threshold + 0.0) : 0;

	return status == 0 ? buf_addc(out, ':') : status;
}

static int
put_classes(struct buf *out, const struct task *t)
{
	int status = put_number(out, t->scored, '/');

	if (status == 0 && t->kind == TASK_BINARY)
		status = put_name(out, task_class_name(t, 1));
	for (uint32_t k = 0; t->kind == TASK_MULTICLASS && k < t->scored && status == 0; k++)
		status = put_name(out, task_class_name(t, k));
	return status == 0 ? buf_addc(out, ':') : status;
}

static int
put_metrics(struct buf *out, const struct metric_plan *p)
{
	int status = 0;

	for (size_t i = 0; i < p->n && status == 0; i++)
		status = put_name(out, p->call[i].asked);
	return status == 0 ? buf_addc(out, ':') : status;
}

int
evaluation_save(const struct evaluation *e, struct buf *out)
{
	const struct metric_plan *p = &e->plan;
	uint64_t flags = (p->weighted ? WEIGHTED : 0) | (p->exact ? EXACT : 0);
	int status = buf_addf(out, "%s:%u:", task_names[e->task.kind], (unsigned)e->task.average);

	if (status == 0)
		status = put_threshold(out, &e->task);
	if (status == 0)
		status = put_number(out, flags, ':');
	if (status == 0)
		status = put_classes(out, &e->task);
	if (status == 0)
		status = put_names(out, e->group, e->groups);
	if (status == 0)
		status = put_metrics(out, p);
	return status == 0 ? put_names(out, p->column, p->columns) : status;
}

const char *
evaluation_difference(struct str a, struct str b)
{
	for (int i = 0; i < SECTIONS; i++)
		if (!str_eq(token_until(&a, ':'), token_until(&b, ':')))
			return meaning[i];
	return str_eq(a, b) ? NULL : "their form";
}

/* The names of a section, decoded one behind the other in TEXT. */
struct name_list {
	struct buf *text;
	struct str *name;
	size_t n;
};

/* False when the section is none.  TEXT does not move: it has room for all. */
static bool
take_names(struct str section, struct name_list *list)
{
	size_t room = 0;

	while (section.n) {
		size_t start = list->text->n;

		if (!token_take_text(&section, list->text) || !token_take(&section, '/'))
			return false;
		GROW(list->name, list->n + 1, room);
		list->name[list->n++] = STR_N(list->text->p + start, list->text->n - start);
	}
	return true;
}

static bool
take_kind(struct str section, enum task_kind *kind)
{
	for (size_t i = TASK_NONE; i <= TASK_REGRESSION; i++)
		if (str_eq(section, str_of(task_names[i]))) {
			*kind = (enum task_kind)i;
			return true;
		}
	return false;
}

static bool
take_average(struct str section, enum task_average *average)
{
	uint64_t x;

	if (!token_take_hex(&section, &x) || section.n || x > AVERAGE_WEIGHTED)
		return false;
	*average = (enum task_average)x;
	return true;
}

static bool
take_threshold(struct str section, struct task *t)
{
	t->threshold_given = section.n > 0;
	return !section.n || (token_take_double(&section, &t->threshold) && !section.n);
}

static bool
take_classes(struct str section, struct task *t, struct buf *text)
{
	struct name_list list = {.text = text};
	uint64_t scored;
	bool good = token_take_hex(&section, &scored) && scored <= CLASSES_MAX &&
		    token_take(&section, '/') && take_names(section, &list);

	if (good && t->kind == TASK_BINARY) {
		good = list.n == 1 && scored <= 2;
		map_add(&t->classes, STR(""), NULL);
		t->negative_open = true;
	} else if (good) {
		good = list.n == (t->kind == TASK_MULTICLASS ? scored : 0);
	}
	for (size_t i = 0; good && i < list.n; i++)
		map_add(&t->classes, list.name[i], &good);
	t->scored = (uint32_t)scored;
	free(list.name);
	return good;
}

static int
take_plan(struct evaluation *e, struct str metrics, struct str columns, uint64_t flags,
	  struct complaint *c)
{
	struct name_list metric = {.text = &e->names}, column = {.text = &e->names};
	struct buf list;
	int status = STATUS_DAMAGED;

	buf_init(&list, BUF_CAP_MAX);
	if (take_names(metrics, &metric) && take_names(columns, &column)) {
		for (size_t i = 0; i < metric.n; i++)
			buf_addf(&list, "%s%.*s", i ? "," : "", (int)metric.name[i].n,
				 metric.name[i].p);
		status = metric_plan_init(&e->plan, buf_str(&list), &e->task, column.name, column.n,
					  flags & WEIGHTED, flags & EXACT, c);
		e->planned = status == 0;
	}
	buf_release(&list);
	free(metric.name);
	free(column.name);
	return status;
}

static bool
take_task(struct evaluation *e, const struct str *section, uint64_t *flags)
{
	struct str accuracy = section[ACCURACY];
	struct name_list group = {.text = &e->names};
	bool good = take_kind(section[TASK], &e->task.kind) &&
		    take_average(section[AVERAGE], &e->task.average) &&
		    take_threshold(section[THRESHOLD], &e->task) &&
		    token_take_hex(&accuracy, flags) && !accuracy.n &&
		    *flags <= (WEIGHTED | EXACT) &&
		    take_classes(section[CLASSES], &e->task, &e->names) &&
		    take_names(section[GROUPS], &group);

	e->group = group.name;
	e->groups = group.n;
	return good;
}

int
evaluation_load(struct evaluation *e, struct str text, struct complaint *c)
{
	struct str section[SECTIONS];
	uint64_t flags;
	int status = STATUS_DAMAGED;

	*e = (struct evaluation){.groups = 0};
	task_init(&e->task);
	buf_init(&e->reason, BUF_CAP_MAX);
	buf_init(&e->names, BUF_CAP_MAX);
	/* Nothing is longer when decoded, so that names stay where they are. */
	if (buf_reserve(&e->names, text.n + 1) < 0)
		return STATUS_LIMIT;
	for (size_t i = 0; i < SECTIONS; i++)
		section[i] = token_until(&text, ':');
	/* What was measured could be measured: the columns were there. */
	e->task.has_label = e->task.has_pred = e->task.has_score = true;
	complain(c, STATUS_DAMAGED, 0, "damaged: what was measured cannot be read");
	if (!text.n && take_task(e, section, &flags))
		status = take_plan(e, section[METRICS], section[COLUMNS], flags, c);
	return status;
}
