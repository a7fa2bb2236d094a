/*
 * What NannyML makes of large references (drift/univariate/methods.py): both distribution
 * functions are known at the upper edges of 10,000 bins of equal width over the reference,
 * that of the input beyond the reference exactly.  For Wasserstein's distance what lies below
 * the reference counts as one row more than it is, if there is any.
 */
#include <math.h>

#include "distance_variant.h"

static uint64_t
rows_below(const struct distribution *d, double x)
{
	uint64_t n = 0;

	for (size_t i = 0; i < d->cells && d->cell[i].low / 2 + d->cell[i].high / 2 < x; i++)
		n += d->cell[i].count;
	return n;
}

/* The integral of G below MIN and of 1 - G above MAX. */
static double
outside(const struct distribution *current, double min, double max)
{
	double s = 0;

	for (size_t i = 0; i < current->cells; i++) {
		const struct distribution_cell *c = &current->cell[i];
		double x = c->low / 2 + c->high / 2;

		s += (double)c->count * fmax(fmax(min - x, x - max), 0);
	}
	return s / (double)current->n;
}

/* Gaps between both distribution functions at the upper edges of the bins. */
struct gaps {
	double most, all;
};

/* BELOW of the current is before the first edge. */
static struct gaps
gaps_of(const struct bins *b, double n, double m, double below)
{
	struct gaps g = {0, 0};
	double r = 0, c = 0;

	for (size_t i = 0; i < b->n; i++) {
		double gap;

		r += (double)b->bin[i].reference;
		c += (double)b->bin[i].current;
		gap = fabs(r / n - (c / m + below));
		g.most = fmax(g.most, gap);
		g.all += gap;
	}
	return g;
}

/* The largest share of D in a cell that is no point, or beyond one. */
static double
largest_wide(const struct distribution *d)
{
	uint64_t most = 0;

	for (size_t i = 0; i < d->cells; i++)
		if (d->cell[i].low < d->cell[i].high && d->cell[i].count > most)
			most = d->cell[i].count;
	return ((double)most + (double)d->blurred) / (double)d->n;
}

static bool
is_estimated(const struct distribution *reference)
{
	return reference->n >= DISTANCE_ESTIMATED &&
	       isfinite(reference->moments.max - reference->moments.min);
}

void
distance_estimate_ks(const struct distribution *reference, const struct distribution *current,
		     struct distance_result *r)
{
	double min = reference->moments.min, max = reference->moments.max;
	double n = (double)reference->n, m = (double)current->n;
	struct bins b;

	/* The bins of a constant reference have no width, and the figure is exact. */
	if (!is_estimated(reference) || min == max) {
		distance_limit(r, distance_ks(reference, current), NAN);
		r->error = distance_ks_error(reference, current);
		return;
	}
	bins_equal(&b, reference, current, min, max, DISTANCE_ESTIMATED);
	distance_limit(r, gaps_of(&b, n, m, (double)rows_below(current, min) / m).most, NAN);
	bins_release(&b);
	r->error = largest_wide(reference) + largest_wide(current);
}

void
distance_estimate_wasserstein(const struct distribution *reference,
			      const struct distribution *current, struct distance_result *r)
{
	double min = reference->moments.min, max = reference->moments.max;
	double n = (double)reference->n, m = (double)current->n, width, below, all;
	struct bins b;

	r->error = distance_wasserstein_error(reference, current);
	if (!is_estimated(reference)) {
		distance_limit(r, distance_wasserstein(reference, current), NAN);
		return;
	}
	if (min == max) { /* as numpy.histogram widens it */
		min -= 0.5;
		max += 0.5;
	}
	width = (max - min) / DISTANCE_ESTIMATED;
	below = (double)rows_below(current, min);
	bins_equal(&b, reference, current, min, max, DISTANCE_ESTIMATED);
	all = gaps_of(&b, n, m, below > 0 ? (below + 1) / m : 0).all;
	bins_release(&b);
	distance_limit(r, all * width + outside(current, min, max), NAN);
	r->error += (reference->exact ? 0 : width) + (current->exact ? 0 : width);
}
