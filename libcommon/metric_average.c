/*
 * Figures of one class against the rest, averaged over classes: those that labels or
 * predictions have, as scikit-learn takes them.  All sums are exact, so the numbering
 * of the classes does not show.
 */
#include <math.h>
#include <stdlib.h>

#include "metric_state.h"
#include "xalloc.h"

static const char one_class[] = "one class only";

static enum task_average
average_of(const struct task *t)
{
	if (t->average != AVERAGE_AUTO)
		return t->average;
	return t->kind == TASK_BINARY ? AVERAGE_BINARY : AVERAGE_MACRO;
}

/* A weighted mean under way. */
struct mean {
	struct sum total, weight;
	const char *note; /* about a part of it */
};

static struct mean
mean_of_nothing(void)
{
	struct mean m = {.note = NULL};

	sum_init(&m.total);
	sum_init(&m.weight);
	return m;
}

static void
mean_add(struct mean *m, double x, double weight)
{
	sum_add_product(&m->total, x, weight);
	sum_add(&m->weight, weight);
}

/* The answer, or none because of EMPTY; M is done with. */
static struct metric_result
mean_result(struct mean *m, const char *empty)
{
	struct metric_result r = metric_number(sum_value(&m->total) / sum_value(&m->weight), empty);

	if (!isnan(r.number))
		r.why = m->note;
	sum_release(&m->total);
	sum_release(&m->weight);
	return r;
}

static struct metric_result
ratio_result(struct metric_ratio ratio, const char *zero, const char *empty)
{
	if (!(ratio.of > 0) && zero)
		return (struct metric_result){.number = 0, .why = zero};
	return metric_share(ratio.hits, ratio.of, empty);
}

static struct metric_ratio
pooled(const struct confusion *c, const struct confusion_rates *each,
       struct metric_ratio (*ratio)(struct confusion_rates r, double parameter), double parameter)
{
	struct sum cell[4];
	double x[4];

	for (int i = 0; i < 4; i++)
		sum_init(&cell[i]);
	for (uint32_t k = 0; k < c->classes; k++) {
		if (!confusion_has(c, k))
			continue;
		sum_add(&cell[0], each[k].tp);
		sum_add(&cell[1], each[k].fp);
		sum_add(&cell[2], each[k].fn);
		sum_add(&cell[3], each[k].tn);
	}
	for (int i = 0; i < 4; i++) {
		x[i] = sum_value(&cell[i]);
		sum_release(&cell[i]);
	}
	return ratio((struct confusion_rates){x[0], x[1], x[2], x[3]}, parameter);
}

static struct metric_result
over_classes(const struct confusion *c, const struct metric_result *of_class,
	     const struct confusion_rates *each, bool by_support, const char *empty)
{
	struct mean mean = mean_of_nothing();

	for (uint32_t k = 0; k < c->classes; k++) {
		if (!confusion_has(c, k) || isnan(of_class[k].number))
			continue;
		mean_add(&mean, of_class[k].number, by_support ? each[k].tp + each[k].fn : 1);
		if (of_class[k].why)
			mean.note = of_class[k].why;
	}
	return mean_result(&mean, empty);
}

struct metric_result
metric_average(const struct metric_call *call, struct metric_state *s,
	       struct metric_ratio (*ratio)(struct confusion_rates r, double parameter),
	       const char *zero, const char *empty)
{
	enum task_average average = average_of(call->plan->task);
	const struct confusion *c = &s->confusion;
	struct confusion_rates *each;
	struct metric_result *of_class, r;

	if (!(confusion_total(c) > 0))
		return metric_none(metric_why_nothing(call, s));
	if (average == AVERAGE_BINARY)
		return ratio_result(ratio(confusion_one(c, 1), call->parameter), zero, empty);
	each = xcalloc(c->classes, sizeof *each);
	of_class = xcalloc(c->classes, sizeof *of_class);
	confusion_each(c, each);
	for (uint32_t k = 0; k < c->classes; k++)
		of_class[k] = ratio_result(ratio(each[k], call->parameter), zero, empty);
	if (average == AVERAGE_MICRO)
		r = ratio_result(pooled(c, each, ratio, call->parameter), zero, empty);
	else
		r = over_classes(c, of_class, each, average == AVERAGE_WEIGHTED, empty);
	free(each);
	free(of_class);
	return r;
}

struct metric_result
metric_cell(const struct metric_call *call, struct metric_state *s, uint32_t label, uint32_t pred)
{
	if (!(confusion_total(&s->confusion) > 0))
		return metric_none(metric_why_nothing(call, s));
	return metric_number(confusion_cell(&s->confusion, label, pred), NULL);
}

struct metric_result
metric_of_matrix(const struct metric_call *call, struct metric_state *s,
		 double (*figure)(const struct confusion *c), const char *why)
{
	if (!(confusion_total(&s->confusion) > 0))
		return metric_none(metric_why_nothing(call, s));
	return metric_number(figure(&s->confusion), why);
}

static struct metric_result
pooled_roc(const struct metric_plan *p, struct metric_state *s, double (*figure)(struct roc *r))
{
	struct roc *all = roc_new(p->exact ? SIZE_MAX : ROC_BOUND, p->weighted);
	struct metric_result r;

	for (size_t k = 0; k < p->slots->rocs; k++)
		roc_merge(all, s->roc[k]);
	r = metric_number(figure(all), one_class);
	roc_free(all);
	return r;
}

static struct metric_result
over_rocs(const struct metric_plan *p, struct metric_state *s, double (*figure)(struct roc *r),
	  bool by_support)
{
	struct mean mean = mean_of_nothing();

	for (size_t k = 0; k < p->slots->rocs; k++) {
		double x = figure(s->roc[k]);

		if (isnan(x))
			mean.note = "classes that no label or every label has are left out";
		else
			mean_add(&mean, x, by_support ? roc_positives(s->roc[k]) : 1);
	}
	return mean_result(&mean, one_class);
}

static struct metric_result
of_one_roc(struct roc *roc, double (*figure)(struct roc *r))
{
	struct metric_result r = metric_number(figure(roc), one_class);

	if (!isnan(r.number) && roc_error(roc) > 0)
		r.why = "scores are rounded down to 1/65536: too many different ones";
	return r;
}

struct metric_result
metric_of_roc(const struct metric_call *call, struct metric_state *s,
	      double (*figure)(struct roc *r))
{
	const struct metric_plan *p = call->plan;
	enum task_average average = average_of(p->task);
	struct roc *first = p->slots->rocs ? s->roc[0] : NULL;

	if (!first || roc_is_empty(first))
		return metric_none(metric_why_nothing(call, s));
	if (p->task->kind == TASK_BINARY)
		return of_one_roc(first, figure);
	if (average == AVERAGE_MICRO)
		return pooled_roc(p, s, figure);
	return over_rocs(p, s, figure, average == AVERAGE_WEIGHTED);
}
