/*
 * A row's own columns into their accumulators.  A value is read as a number once,
 * however many metrics take it.
 */
#include <math.h>

#include "metric_state.h"
#include "number.h"

/* NaN when V is missing or counted as left out. */
static double
read_number(struct metric_state *s, size_t column, const struct sample *row)
{
	const struct value *v = row->column[column];
	double x;

	if (row->known && !isnan(row->known[column]))
		return row->known[column];
	if (task_number(*v, &x) == 0)
		return x;
	if (str_case_eq(v->text, STR("true")))
		return 1;
	if (str_case_eq(v->text, STR("false")))
		return 0;
	s->left_out[column]++;
	return NAN;
}

/* The number of column C to what takes it. */
static inline void
add_number(const struct metric_plan *p, struct metric_state *s, size_t c, const struct sample *x)
{
	size_t moments = p->slots->moments[c], quantile = p->slots->quantile[c];
	double number;

	if (moments == SIZE_MAX && quantile == SIZE_MAX)
		return;
	number = read_number(s, c, x);
	if (isnan(number))
		return;
	if (moments != SIZE_MAX)
		metric_add_number(s, moments, number, x->weight);
	if (quantile != SIZE_MAX)
		quantile_add(&s->quantile[quantile], number);
}

static void
add_condition(const struct metric_plan *p, struct metric_state *s, size_t i, const struct sample *x)
{
	const struct metric_slot *slot = &p->slots->slot[HOLDER_MOMENTS][i];
	int holds = where_test(&p->call[slot->call].where, *x->column[slot->column]);

	if (holds < 0)
		s->limited++;
	else
		metric_add_number(s, i, holds, x->weight);
}

static bool
is_missing(const struct value *v)
{
	return v->kind == VALUE_MISSING || v->kind == VALUE_NAN || !v->text.p;
}

static void
add_texts(const struct metric_plan *p, struct metric_state *s, const struct value *const *column)
{
	const struct metric_slots *slots = p->slots;

	for (size_t i = 0; i < slots->n[HOLDER_MISSING]; i++)
		s->missing[i] += is_missing(column[slots->slot[HOLDER_MISSING][i].column]);
	for (size_t i = 0; i < slots->n[HOLDER_DISTINCT]; i++) {
		const struct value *v = column[slots->slot[HOLDER_DISTINCT][i].column];

		if (!is_missing(v))
			distinct_add(&s->distinct[i], v->text);
	}
	for (size_t i = 0; i < slots->n[HOLDER_TALLY]; i++) {
		const struct value *v = column[slots->slot[HOLDER_TALLY][i].column];

		if (!is_missing(v))
			tally_add(&s->tally[i], v->text, 1);
	}
}

void
metric_add_columns(const struct metric_plan *p, struct metric_state *s, const struct sample *x)
{
	for (size_t c = 0; c < p->columns; c++)
		add_number(p, s, c, x);
	for (size_t i = 0; (p->uses & USES_RATE) && i < p->slots->n[HOLDER_MOMENTS]; i++)
		if (p->slots->slot[HOLDER_MOMENTS][i].use == USES_RATE)
			add_condition(p, s, i, x);
	if (p->uses & (USES_MISSING | USES_DISTINCT | USES_TALLY))
		add_texts(p, s, x->column);
}
