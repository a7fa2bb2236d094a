/*
 * Which accumulators a plan's states hold: one for each different thing that its
 * metrics look at, however many of them do.
 */
#include <stdlib.h>

#include "hash.h"
#include "metric_state.h"
#include "xalloc.h"

/* What tells accumulators of one use apart. */
static const struct {
	unsigned use;
	enum metric_holder holder;
	bool by_column, by_parameter, by_condition;
} uses[] = {
	{USES_LOG_LOSS, HOLDER_MOMENTS, false, false, false},
	{USES_BRIER, HOLDER_MOMENTS, false, false, false},
	{USES_TOP_K, HOLDER_MOMENTS, false, true, false},
	{USES_ERROR, HOLDER_MOMENTS, false, false, false},
	{USES_ABSOLUTE, HOLDER_MOMENTS, false, false, false},
	{USES_PERCENT, HOLDER_MOMENTS, false, false, false},
	{USES_SYMMETRIC, HOLDER_MOMENTS, false, false, false},
	{USES_LABEL, HOLDER_MOMENTS, false, false, false},
	{USES_PINBALL, HOLDER_MOMENTS, false, true, false},
	{USES_COLUMN, HOLDER_MOMENTS, true, false, false},
	{USES_RATE, HOLDER_MOMENTS, true, false, true},
	{USES_ABSOLUTE_QUANTILE, HOLDER_QUANTILE, false, false, false},
	{USES_QUANTILE, HOLDER_QUANTILE, true, false, false},
	{USES_DISTINCT, HOLDER_DISTINCT, true, false, false},
	{USES_TALLY, HOLDER_TALLY, true, false, false},
	{USES_MISSING, HOLDER_MISSING, true, false, false},
	{USES_CALIBRATION, HOLDER_CALIBRATION, false, true, false},
};
enum { USES = sizeof uses / sizeof *uses };

static size_t
kind_of(unsigned use)
{
	size_t i = 0;

	while (i < USES && uses[i].use != use)
		i++;
	return i;
}

enum metric_holder
metric_holder_of(unsigned use)
{
	size_t kind = kind_of(use);

	return kind < USES ? uses[kind].holder : HOLDER_NONE;
}

static bool
fits(const struct metric_plan *p, const struct metric_slot *slot, const struct metric_call *call,
     size_t kind)
{
	const struct metric_call *first = &p->call[slot->call];

	return slot->use == uses[kind].use &&
	       (!uses[kind].by_column || slot->column == call->column) &&
	       (!uses[kind].by_parameter || slot->parameter == call->parameter) &&
	       (!uses[kind].by_condition || str_eq(first->asked, call->asked));
}

size_t
metric_slot_of(const struct metric_call *call, unsigned use)
{
	const struct metric_slots *s = call->plan->slots;
	size_t kind = kind_of(use);

	if (kind == USES)
		return SIZE_MAX;
	for (size_t i = 0; i < s->n[uses[kind].holder]; i++)
		if (fits(call->plan, &s->slot[uses[kind].holder][i], call, kind))
			return i;
	return SIZE_MAX;
}

static void
add_slot(struct metric_plan *p, size_t call, size_t kind)
{
	struct metric_slots *s = p->slots;
	enum metric_holder holder = uses[kind].holder;
	size_t n = s->n[holder];

	s->slot[holder] = xrealloc(s->slot[holder], n + 1, sizeof *s->slot[holder]);
	s->slot[holder][n] = (struct metric_slot){
		.use = uses[kind].use,
		.column = uses[kind].by_column ? p->call[call].column : -1,
		.parameter = uses[kind].by_parameter ? p->call[call].parameter : 0,
		.call = call,
	};
	s->n[holder]++;
}

/* Where the classes with p_* stand in order: ties of top_k go by it. */
static uint32_t *
ranks(const struct task *task)
{
	uint32_t *order = task_class_order(task), *rank = xcalloc(task->scored + 1, sizeof *rank);

	for (uint32_t i = 0; i < task->classes.n; i++)
		if (order[i] < task->scored)
			rank[order[i]] = i;
	free(order);
	return rank;
}

static void
describe(const struct metric_plan *p, const struct metric_slot *slot, struct buf *out)
{
	const struct metric_call *call = &p->call[slot->call];

	buf_addf(out, "%x %a ", slot->use, slot->parameter);
	if (slot->column >= 0)
		buf_add(out, p->column[slot->column].p, p->column[slot->column].n);
	if (slot->use == USES_RATE)
		buf_add(out, call->asked.p, call->asked.n);
	buf_addc(out, '\n');
}

/* All that must be equal for two states to be of one kind, in 64 bits. */
static uint64_t
fingerprint(const struct metric_plan *p)
{
	const struct task *t = p->task;
	struct buf text;
	uint64_t print;

	buf_init(&text, BUF_CAP_MAX);
	buf_addf(&text, "1 %d %x %d %d %a %d\n", (int)t->kind, p->uses, p->weighted, p->exact,
		 t->threshold, t->threshold_given);
	for (size_t h = 0; h < HOLDERS; h++)
		for (size_t i = 0; i < p->slots->n[h]; i++)
			describe(p, &p->slots->slot[h][i], &text);
	print = hash_stable(buf_str(&text));
	buf_release(&text);
	return print;
}

/* By column the place of what USE makes of its numbers. */
static size_t *
takers(const struct metric_plan *p, enum metric_holder holder, unsigned use)
{
	size_t *taker = xcalloc(p->columns + 1, sizeof *taker);

	for (size_t c = 0; c < p->columns; c++)
		taker[c] = SIZE_MAX;
	for (size_t i = 0; i < p->slots->n[holder]; i++)
		if (p->slots->slot[holder][i].use == use)
			taker[p->slots->slot[holder][i].column] = i;
	return taker;
}

/* The first moments of USE. */
static size_t
moments_of(const struct metric_slots *s, unsigned use)
{
	for (size_t i = 0; i < s->n[HOLDER_MOMENTS]; i++)
		if (s->slot[HOLDER_MOMENTS][i].use == use)
			return i;
	return SIZE_MAX;
}

void
metric_slots_init(struct metric_plan *p)
{
	struct metric_slots *s = p->slots;

	for (size_t i = 0; i < p->n; i++) {
		p->uses |= p->call[i].metric->uses;
		for (size_t kind = 0; kind < USES; kind++)
			if ((p->call[i].metric->uses & uses[kind].use) &&
			    metric_slot_of(&p->call[i], uses[kind].use) == SIZE_MAX)
				add_slot(p, i, kind);
	}
	s->log_loss = moments_of(s, USES_LOG_LOSS);
	s->brier = moments_of(s, USES_BRIER);
	if (p->uses & USES_ROC)
		s->rocs = p->task->kind == TASK_BINARY ? 1 : p->task->scored;
	s->moments = takers(p, HOLDER_MOMENTS, USES_COLUMN);
	s->quantile = takers(p, HOLDER_QUANTILE, USES_QUANTILE);
	s->rank = ranks(p->task);
	s->print = fingerprint(p);
}

/* True if a metric looks at the squares of moments I. */
static bool
needs_squares(const struct metric_plan *p, size_t i)
{
	unsigned use = p->slots->slot[HOLDER_MOMENTS][i].use;

	for (size_t k = 0; k < p->n; k++)
		if (p->call[k].metric->squares && (p->call[k].metric->uses & use) &&
		    metric_slot_of(&p->call[k], use) == i)
			return true;
	return false;
}

void
metric_plan_lean(struct metric_plan *p)
{
	for (size_t i = 0; i < p->slots->n[HOLDER_MOMENTS]; i++)
		p->slots->slot[HOLDER_MOMENTS][i].lean = !needs_squares(p, i);
}

void
metric_slots_release(struct metric_plan *p)
{
	for (size_t h = 0; h < HOLDERS; h++)
		free(p->slots->slot[h]);
	free(p->slots->moments);
	free(p->slots->quantile);
	free(p->slots->rank);
	map_release(&p->slots->texts);
	free(p->slots);
}
