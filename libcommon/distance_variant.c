#include "distance_variant.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

bool
distance_raw(const struct distribution *reference, const struct distribution *current,
	     struct distance_result *r)
{
	distance_clear(r);
	if (!distance_possible(reference, current, true, r))
		return false;
	if (reference->kind == DISTRIBUTION_NUMBERS && !(reference->exact && current->exact))
		r->reason = "needs all values: a profile has ranges";
	return !r->reason;
}

void
distance_limit(struct distance_result *r, double statistic, double limit)
{
	r->statistic = r->effect = statistic;
	r->threshold = limit;
	r->alarm = statistic >= limit;
}

void
distance_limit_p(struct distance_result *r, double statistic, double p_value, double limit)
{
	r->statistic = r->effect = statistic;
	r->p_value = p_value;
	r->threshold = limit;
	r->alarm = p_value < limit;
}

void
distance_evidently_bins(struct bins *b, const struct distribution *reference,
			const struct distribution *current)
{
	const struct moments *r = &reference->moments, *c = &current->moments;
	double min, max;

	if (reference->kind == DISTRIBUTION_CATEGORIES || reference->cells <= 20) {
		bins_each(b, reference, current);
		return;
	}
	min = fmin(r->min, c->min);
	max = fmax(r->max, c->max);
	bins_equal(b, reference, current, min, max,
		   bins_sturges((double)(reference->n + current->n), min, max));
}

/* The bins that the reference has nothing in become one, the last, if there are any. */
static void
join_new(struct bins *b)
{
	size_t n = 0;
	uint64_t rest = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->bin[i].reference)
			b->bin[n++] = b->bin[i];
		else
			rest += b->bin[i].current;
	if (rest)
		b->bin[n++] = (struct bin){0, rest};
	b->n = n;
}

void
distance_nannyml_bins(struct bins *b, const struct distribution *reference,
		      const struct distribution *current)
{
	double values = (double)reference->cells;

	if (reference->kind == DISTRIBUTION_CATEGORIES ||
	    !(values > 50 || values / (double)reference->n > 0.1)) {
		bins_each(b, reference, current);
		join_new(b);
		return;
	}
	bins_equal(b, reference, current, reference->moments.min, reference->moments.max,
		   bins_doane(reference));
	if (b->outside)
		bins_add(b, 0, b->outside);
}

static double
least_share(const struct bins *b, bool current, double n)
{
	double least = 1;

	for (size_t i = 0; i < b->n; i++) {
		uint64_t k = current ? b->bin[i].current : b->bin[i].reference;

		if (k)
			least = fmin(least, (double)k / n);
	}
	return least;
}

static double *
filled_shares(const struct bins *b, bool current)
{
	double *share = xcalloc(b->n, sizeof *share);
	double n = (double)(current ? b->current : b->reference);
	double least = least_share(b, current, n), fill = least <= 0.0001 ? least / 1e6 : 0.0001;

	for (size_t i = 0; i < b->n; i++) {
		uint64_t k = current ? b->bin[i].current : b->bin[i].reference;

		share[i] = k ? (double)k / n : fill;
	}
	return share;
}

static double
total(const double *x, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++)
		s += x[i];
	return s;
}

double
distance_evidently_sum(const struct distribution *reference, const struct distribution *current,
		       double (*term)(double reference, double current), bool normalise)
{
	double *r, *c, s = 0, n, m;
	struct bins b;

	distance_evidently_bins(&b, reference, current);
	r = filled_shares(&b, false);
	c = filled_shares(&b, true);
	n = normalise ? total(r, b.n) : 1;
	m = normalise ? total(c, b.n) : 1;
	for (size_t i = 0; i < b.n; i++)
		s += term(r[i] / n, c[i] / m);
	free(r);
	free(c);
	bins_release(&b);
	return s;
}

double
distance_sum(const struct bins *b, double (*term)(double reference, double current))
{
	double n = (double)b->reference, m = (double)b->current, s = 0;

	for (size_t i = 0; i < b->n; i++)
		s += term((double)b->bin[i].reference / n, (double)b->bin[i].current / m);
	return s;
}

void
distance_by_tool(const struct distribution *reference, const struct distribution *current,
		 const struct distance_tool *tool, struct distance_result *r)
{
	struct bins b;

	if (!distance_raw(reference, current, r))
		return;
	tool->bin(&b, reference, current);
	distance_limit(r, tool->finish(distance_sum(&b, tool->term)), tool->limit);
	bins_release(&b);
}
