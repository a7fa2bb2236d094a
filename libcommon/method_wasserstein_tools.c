/*
 * What other tools call Wasserstein or earth mover's distance.
 */
#include "distance_variant.h"
#include "method.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

static void
measure_evidently(const struct distribution *reference, const struct distribution *current,
		  const struct distance_options *o, struct distance_result *result)
{
	double unit;

	(void)o;
	if (!distance_raw(reference, current, result))
		return;
	unit = fmax(sqrt(moments_variance(&reference->moments, true)), 0.001);
	distance_limit(result, distance_wasserstein(reference, current) / unit, 0.1);
	result->error = distance_wasserstein_error(reference, current) / unit;
}

const struct method method_wasserstein_evidently = {
	.name = "wasserstein:evidently",
	.summary = "Wasserstein-1 over the reference's sd, which is taken for 0.001 at least",
	.source = "Evidently, stattests/wasserstein_distance_norm.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, false, measure_evidently),
};

static void
measure_nannyml(const struct distribution *reference, const struct distribution *current,
		const struct distance_options *o, struct distance_result *result)
{
	(void)o;
	if (distance_raw(reference, current, result))
		distance_estimate_wasserstein(reference, current, result);
}

const struct method method_wasserstein_nannyml = {
	.name = "wasserstein:nannyml",
	.summary = "Wasserstein-1 distance in the column's own unit, from 10,000 rows on by as "
		   "many bins",
	.source = "NannyML, drift/univariate/methods.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, false, measure_nannyml),
};

/* The value with so many before it. */
static double
value_at(const struct distribution *d, double before)
{
	size_t i = 0;

	for (double seen = (double)d->cell[0].count; seen <= before && i + 1 < d->cells;)
		seen += (double)d->cell[++i].count;
	return d->cell[i].low;
}

static double
quantile(const struct distribution *d, double p)
{
	double at = (double)(d->n - 1) * p, whole = floor(at), low = value_at(d, whole);

	return low + (at - whole) * (value_at(d, whole + 1) - low);
}

/* The points of D between its quantiles 0.025 and 0.975; OUT's cells are the caller's. */
static void
cut_tails(struct distribution *out, const struct distribution *d)
{
	double low = quantile(d, 0.025), high = quantile(d, 0.975);

	*out = (struct distribution){.kind = DISTRIBUTION_NUMBERS, .exact = true};
	out->cell = xcalloc(d->cells, sizeof *out->cell);
	for (size_t i = 0; i < d->cells; i++) {
		if (d->cell[i].low < low || d->cell[i].low > high)
			continue;
		out->cell[out->cells++] = d->cell[i];
		out->n += d->cell[i].count;
	}
}

static double
scaled_distance(const struct distribution *r, const struct distribution *c)
{
	double min = fmin(r->cell[0].low, c->cell[0].low);
	double max = fmax(r->cell[r->cells - 1].low, c->cell[c->cells - 1].low);

	return max > min ? distance_wasserstein(r, c) / (max - min) : 0;
}

static void
measure_deepchecks(const struct distribution *reference, const struct distribution *current,
		   const struct distance_options *o, struct distance_result *result)
{
	struct distribution r, c;

	(void)o;
	if (!distance_points(reference, current, result))
		return;
	cut_tails(&r, reference);
	cut_tails(&c, current);
	if (r.n && c.n)
		distance_limit(result, scaled_distance(&r, &c), 0.2);
	else
		result->reason = "too few values";
	free(r.cell);
	free(c.cell);
}

const struct method method_emd_deepchecks = {
	.name = "emd:deepchecks",
	.summary = "Wasserstein-1 of the middle 95 % of each side, scaled to 0 .. 1",
	.source = "Deepchecks, utils/distribution/drift.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, false, measure_deepchecks),
};
