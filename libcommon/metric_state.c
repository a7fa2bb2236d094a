#include "metric_state.h"

#include <stdlib.h>

#include "xalloc.h"

static size_t
count(const struct metric_plan *p, enum metric_holder holder)
{
	return p->slots->n[holder];
}

static void *
several(size_t n, size_t size)
{
	return n ? xcalloc(n, size) : NULL;
}

static void
open_tables(const struct metric_plan *p, struct metric_state *s)
{
	s->quantile = several(count(p, HOLDER_QUANTILE), sizeof *s->quantile);
	for (size_t i = 0; i < count(p, HOLDER_QUANTILE); i++)
		quantile_init(&s->quantile[i], p->exact ? SIZE_MAX : QUANTILE_BOUND);
	s->distinct = several(count(p, HOLDER_DISTINCT), sizeof *s->distinct);
	for (size_t i = 0; i < count(p, HOLDER_DISTINCT); i++)
		distinct_init(&s->distinct[i]);
	s->tally = several(count(p, HOLDER_TALLY), sizeof *s->tally);
	for (size_t i = 0; i < count(p, HOLDER_TALLY); i++)
		tally_init(&s->tally[i]);
	s->calibration = several(count(p, HOLDER_CALIBRATION), sizeof *s->calibration);
	for (size_t i = 0; i < count(p, HOLDER_CALIBRATION); i++)
		calibration_init(&s->calibration[i],
				 (uint32_t)p->slots->slot[HOLDER_CALIBRATION][i].parameter,
				 p->weighted);
}

struct metric_state *
metric_state_new(const struct metric_plan *p)
{
	struct metric_state *s = xcalloc(1, sizeof *s);

	s->plan = p;
	confusion_init(&s->confusion, p->weighted);
	s->left_out = several(p->columns, sizeof *s->left_out);
	s->missing = several(count(p, HOLDER_MISSING), sizeof *s->missing);
	s->moments = several(count(p, HOLDER_MOMENTS), sizeof *s->moments);
	for (size_t i = 0; i < count(p, HOLDER_MOMENTS); i++) {
		moments_init(&s->moments[i], p->weighted);
		s->moments[i].lean = p->slots->slot[HOLDER_MOMENTS][i].lean;
	}
	s->roc = several(p->slots->rocs, sizeof *s->roc);
	for (size_t i = 0; i < p->slots->rocs; i++)
		s->roc[i] = roc_new(p->exact ? SIZE_MAX : ROC_BOUND, p->weighted);
	open_tables(p, s);
	return s;
}

static void
close_tables(const struct metric_plan *p, struct metric_state *s)
{
	for (size_t i = 0; i < count(p, HOLDER_QUANTILE); i++)
		quantile_release(&s->quantile[i]);
	for (size_t i = 0; i < count(p, HOLDER_DISTINCT); i++)
		distinct_release(&s->distinct[i]);
	for (size_t i = 0; i < count(p, HOLDER_TALLY); i++)
		tally_release(&s->tally[i]);
	for (size_t i = 0; i < count(p, HOLDER_CALIBRATION); i++)
		calibration_release(&s->calibration[i]);
	free(s->quantile);
	free(s->distinct);
	free(s->tally);
	free(s->calibration);
}

void
metric_state_free(const struct metric_plan *p, struct metric_state *s)
{
	if (!s)
		return;
	confusion_release(&s->confusion);
	for (size_t i = 0; i < count(p, HOLDER_MOMENTS); i++)
		moments_release(&s->moments[i]);
	for (size_t i = 0; i < p->slots->rocs; i++)
		roc_free(s->roc[i]);
	close_tables(p, s);
	free(s->left_out);
	free(s->missing);
	free(s->moments);
	free(s->roc);
	free(s);
}

void
metric_state_add(const struct metric_plan *p, struct metric_state *s, const struct sample *x)
{
	struct sample completed;

	s->rows++;
	if (task_completes(p->task, x)) {
		completed = *x;
		task_complete(p->task, &completed);
		x = &completed;
	}
	if (p->task->kind == TASK_REGRESSION)
		metric_add_errors(p, s, x);
	else if (p->task->kind == TASK_BINARY || p->task->kind == TASK_MULTICLASS)
		metric_add_scores(p, s, x);
	if (p->columns)
		metric_add_columns(p, s, x);
}

static void
merge_tables(const struct metric_plan *p, struct metric_state *into,
	     const struct metric_state *from)
{
	for (size_t i = 0; i < count(p, HOLDER_QUANTILE); i++)
		quantile_merge(&into->quantile[i], &from->quantile[i]);
	for (size_t i = 0; i < count(p, HOLDER_DISTINCT); i++)
		distinct_merge(&into->distinct[i], &from->distinct[i]);
	for (size_t i = 0; i < count(p, HOLDER_TALLY); i++)
		tally_merge(&into->tally[i], &from->tally[i]);
	for (size_t i = 0; i < count(p, HOLDER_CALIBRATION); i++)
		calibration_merge(&into->calibration[i], &from->calibration[i]);
}

void
metric_state_merge(const struct metric_plan *p, struct metric_state *into,
		   struct metric_state *from)
{
	into->rows += from->rows;
	into->labelled += from->labelled;
	into->improper += from->improper;
	into->beyond += from->beyond;
	into->limited += from->limited;
	for (size_t i = 0; i < p->columns; i++)
		into->left_out[i] += from->left_out[i];
	for (size_t i = 0; i < count(p, HOLDER_MISSING); i++)
		into->missing[i] += from->missing[i];
	confusion_merge(&into->confusion, &from->confusion);
	for (size_t i = 0; i < count(p, HOLDER_MOMENTS); i++)
		moments_merge(&into->moments[i], &from->moments[i]);
	for (size_t i = 0; i < p->slots->rocs; i++)
		roc_merge(into->roc[i], from->roc[i]);
	merge_tables(p, into, from);
}

struct confusion *
metric_state_confusion(struct metric_state *s)
{
	return s->plan->uses & USES_CONFUSION ? &s->confusion : NULL;
}

struct roc *
metric_state_roc(struct metric_state *s)
{
	return s->plan->slots->rocs && s->plan->task->kind == TASK_BINARY ? s->roc[0] : NULL;
}

struct calibration *
metric_state_calibration(struct metric_state *s, uint32_t bins)
{
	for (size_t i = 0; i < count(s->plan, HOLDER_CALIBRATION); i++)
		if (s->calibration[i].bins == bins)
			return &s->calibration[i];
	return NULL;
}
