#include "method.h"

#include <math.h>

#include "distance_variant.h"

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	distance_binned(reference, current, o, &distance_cramers_v, result);
}

const struct method method_cramers_v = {
	.name = "cramers_v",
	.summary = "Cramer's V as if both sides had the same number of rows, 0 to 1",
	.source = "Cramer 1946",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, true, false, measure},
};

/*
 * The side with more rows is scaled down to the other and rounded.  Deepchecks corrects V
 * for bias (W. Bergsma, 2013) and X2 of two categories after Yates.
 */
struct deepchecks_table {
	double n, m, k, x2;
};

static double
scaled(uint64_t count, uint64_t from, uint64_t to)
{
	return from > to ? nearbyint((double)count * ((double)to / (double)from)) : (double)count;
}

static void
deepchecks_total(struct deepchecks_table *t, const struct bins *b)
{
	for (size_t i = 0; i < b->n; i++) {
		double r = scaled(b->bin[i].reference, b->reference, b->current);
		double c = scaled(b->bin[i].current, b->current, b->reference);

		t->n += r;
		t->m += c;
		t->k += r + c > 0;
	}
}

static void
deepchecks_x2(struct deepchecks_table *t, const struct bins *b)
{
	for (size_t i = 0; i < b->n; i++) {
		double r = scaled(b->bin[i].reference, b->reference, b->current);
		double c = scaled(b->bin[i].current, b->current, b->reference);
		double e = (r + c) * t->n / (t->n + t->m), f = r + c - e, d = fabs(r - e);

		if (t->k == 2)
			d -= fmin(0.5, d);
		if (r + c > 0)
			t->x2 += d * d / e + d * d / f;
	}
}

static double
deepchecks_v(const struct bins *b)
{
	struct deepchecks_table t = {0, 0, 0, 0};
	double n, phi, rows, columns;

	deepchecks_total(&t, b);
	deepchecks_x2(&t, b);
	n = t.n + t.m;
	phi = fmax(0, t.x2 / n - (t.k - 1) / (n - 1));
	rows = 2 - 1 / (n - 1);
	columns = t.k - (t.k - 1) * (t.k - 1) / (n - 1);
	return t.k > 1 ? sqrt(phi / fmin(columns - 1, rows - 1)) : 0;
}

static void
measure_deepchecks(const struct distribution *reference, const struct distribution *current,
		   const struct distance_options *o, struct distance_result *result)
{
	struct bins b;
	double v;

	(void)o;
	if (!distance_raw(reference, current, result))
		return;
	bins_each(&b, reference, current);
	v = deepchecks_v(&b);
	bins_release(&b);
	if (isfinite(v))
		distance_limit(result, v, 0.2);
	else
		result->reason = "too few rows";
}

const struct method method_cramers_v_deepchecks = {
	.name = "cramers_v:deepchecks",
	.summary = "Cramer's V corrected for bias, the larger side scaled down",
	.source = "Deepchecks, utils/distribution/drift.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(false, true, measure_deepchecks),
};
