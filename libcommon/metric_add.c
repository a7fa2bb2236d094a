/*
 * One row into the accumulators.  Each number of a row is computed in double as
 * scikit-learn does; from there on sums are exact.
 *
 * Log loss: probabilities are cut to [eps, 1 - eps], eps = 2^-52 (that of double),
 * and those of several classes divided by their sum.  The logarithm is the C
 * library's.
 */
#include <float.h>
#include <math.h>

#include "metric_state.h"

/* Not fmin and fmax, which are calls; no score that comes here is NaN. */
static inline double
cut(double probability)
{
	if (probability < DBL_EPSILON)
		return DBL_EPSILON;
	return probability > 1 - DBL_EPSILON ? 1 - DBL_EPSILON : probability;
}

void
metric_add_number(struct metric_state *s, size_t i, double v, double weight)
{
	if (isfinite(v))
		moments_add(&s->moments[i], v, weight);
	else
		s->beyond++;
}

/* VALUE of each moments whose use is in USES. */
static void
add_each(const struct metric_plan *p, struct metric_state *s, const struct sample *x, unsigned uses,
	 double (*value)(const struct metric_plan *p, const struct metric_slot *slot,
			 const struct sample *x))
{
	const struct metric_slot *slot = p->slots->slot[HOLDER_MOMENTS];

	for (size_t i = 0; i < p->slots->n[HOLDER_MOMENTS]; i++)
		if (slot[i].use & uses)
			metric_add_number(s, i, value(p, &slot[i], x), x->weight);
}

static void
add_binary(const struct metric_plan *p, struct metric_state *s, const struct sample *x)
{
	if (p->slots->rocs)
		roc_add(s->roc[0], x->score, x->label, x->weight);
	if (!(p->uses & (USES_PROBABILITY | USES_CALIBRATION)))
		return;
	if (!(x->score >= 0 && x->score <= 1)) {
		s->improper++;
		return;
	}
	if (p->slots->log_loss != SIZE_MAX)
		moments_add(&s->moments[p->slots->log_loss],
			    -log(x->label ? cut(x->score) : 1 - cut(x->score)), x->weight);
	if (p->slots->brier != SIZE_MAX)
		moments_add(&s->moments[p->slots->brier],
			    (x->score - x->label) * (x->score - x->label), x->weight);
	for (size_t i = 0; i < p->slots->n[HOLDER_CALIBRATION]; i++)
		calibration_add(&s->calibration[i], x->score, x->label, x->weight);
}

/* A class without a p_* column was given the probability 0. */
static double
true_probability(const struct metric_plan *p, const struct sample *x)
{
	return x->label < p->task->scored ? x->p[x->label] : 0;
}

static double
log_loss(const struct metric_plan *p, const struct sample *x)
{
	struct sum all;
	double loss;

	sum_init(&all);
	for (uint32_t k = 0; k < p->task->scored; k++)
		sum_add(&all, cut(x->p[k]));
	loss = -log(cut(true_probability(p, x)) / sum_value(&all));
	sum_release(&all);
	return loss;
}

static double
brier(const struct metric_plan *p, const struct sample *x)
{
	struct sum squares;
	double total;

	sum_init(&squares);
	for (uint32_t k = 0; k < p->task->scored; k++) {
		double off = x->p[k] - (k == x->label);

		sum_add_product(&squares, off, off);
	}
	if (x->label >= p->task->scored)
		sum_add(&squares, 1);
	total = sum_value(&squares);
	sum_release(&squares);
	return total;
}

/* Ties go to the class that comes later in order, as scikit-learn's do. */
static double
top_k(const struct metric_plan *p, const struct metric_slot *slot, const struct sample *x)
{
	const uint32_t *rank = p->slots->rank;
	uint32_t before = 0;

	if (x->label >= p->task->scored)
		return 0;
	for (uint32_t k = 0; k < p->task->scored; k++)
		before += x->p[k] > x->p[x->label] ||
			  (x->p[k] == x->p[x->label] && rank[k] > rank[x->label]);
	return before < slot->parameter;
}

static double
multiclass_loss(const struct metric_plan *p, const struct metric_slot *slot, const struct sample *x)
{
	switch (slot->use) {
	case USES_BRIER:
		return brier(p, x);
	case USES_TOP_K:
		return top_k(p, slot, x);
	default:
		return log_loss(p, x);
	}
}

static void
add_multiclass(const struct metric_plan *p, struct metric_state *s, const struct sample *x)
{
	bool proper = true;

	for (uint32_t k = 0; k < p->task->scored; k++)
		proper &= x->p[k] >= 0 && x->p[k] <= 1;
	for (uint32_t k = 0; k < p->slots->rocs; k++)
		roc_add(s->roc[k], x->p[k], x->label == k, x->weight);
	add_each(p, s, x, USES_TOP_K, multiclass_loss);
	if (proper)
		add_each(p, s, x, USES_PROBABILITY, multiclass_loss);
	else
		s->improper += (p->uses & USES_PROBABILITY) != 0;
}

static bool
has_all_p(const struct metric_plan *p, const struct sample *x)
{
	for (uint32_t k = 0; x->p && k < p->task->scored; k++)
		if (isnan(x->p[k]))
			return false;
	return x->p && p->task->scored;
}

void
metric_add_scores(const struct metric_plan *p, struct metric_state *s, const struct sample *x)
{
	if (x->label == CLASS_NONE)
		return;
	s->labelled++;
	/* Classes of a task are below the matrix's bound. */
	if ((p->uses & USES_CONFUSION) && x->pred != CLASS_NONE)
		(void)confusion_add(&s->confusion, x->label, x->pred, x->weight);
	if (p->task->kind == TASK_BINARY && !isnan(x->score))
		add_binary(p, s, x);
	else if (p->task->kind == TASK_MULTICLASS && has_all_p(p, x))
		add_multiclass(p, s, x);
}

static double
regression_value(const struct metric_plan *p, const struct metric_slot *slot,
		 const struct sample *x)
{
	double error = x->yhat - x->y, size = fabs(error);

	(void)p;
	switch (slot->use) {
	case USES_LABEL:
		return x->y;
	case USES_ABSOLUTE:
		return size;
	case USES_PERCENT:
		return size / fmax(fabs(x->y), DBL_EPSILON);
	case USES_SYMMETRIC:
		return size > 0 ? size / (fabs(x->y) / 2 + fabs(x->yhat) / 2) : 0;
	case USES_PINBALL:
		return error <= 0 ? slot->parameter * size : (1 - slot->parameter) * size;
	default:
		return error;
	}
}

void
metric_add_errors(const struct metric_plan *p, struct metric_state *s, const struct sample *x)
{
	double error = x->yhat - x->y;

	s->labelled += isnan(x->y) ? 0 : 1;
	if (isnan(error))
		return;
	if (isinf(error)) {
		s->beyond++;
		return;
	}
	add_each(p, s, x, USES_ERRORS, regression_value);
	for (size_t i = 0; i < p->slots->n[HOLDER_QUANTILE]; i++)
		if (p->slots->slot[HOLDER_QUANTILE][i].use == USES_ABSOLUTE_QUANTILE)
			quantile_add(&s->quantile[i], fabs(error));
}
