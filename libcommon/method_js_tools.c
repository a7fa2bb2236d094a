/*
 * Jensen-Shannon as other tools have it.  TFDV's histograms of numbers have ten buckets of
 * equal width, each side's over its own range (its counts come from a sketch, these are
 * exact); both are cut at the edges of both, a bucket's rows lying evenly in it, and buckets
 * without a width are values, which match only the same value.
 */
#include "distance_variant.h"
#include "method.h"

#include <math.h>

#define LN2 0.69314718055994530942

/* The distance in base e, at most sqrt(log 2). */
static double
natural_root(double sum)
{
	return sqrt(fmax(sum, 0) * LN2);
}

static double
root(double sum)
{
	return sqrt(fmax(sum, 0));
}

static double
cut_off(double sum)
{
	return fmin(fmax(sum, 0), 1);
}

static void
measure_evidently(const struct distribution *reference, const struct distribution *current,
		  const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_tool tool = {distance_cut_evidently, distance_js_term,
						  natural_root, .limit = 0.1};

	(void)o;
	distance_by_tool(reference, current, &tool, result);
}

const struct method method_js_evidently = {
	.name = "js:evidently",
	.summary = "Jensen-Shannon distance as Evidently has it: base e, bins of equal width",
	.source = "Evidently, stattests/jensenshannon.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, true, measure_evidently),
};

static void
measure_nannyml(const struct distribution *reference, const struct distribution *current,
		const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_tool tool = {distance_cut_nannyml, distance_js_term, root,
						  .limit = 0.1};

	(void)o;
	distance_by_tool(reference, current, &tool, result);
}

const struct method method_js_nannyml = {
	.name = "js:nannyml",
	.summary = "Jensen-Shannon distance as NannyML has it: base 2, bins by Doane's rule",
	.source = "NannyML, drift/univariate/methods.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, true, measure_nannyml),
};

enum { BUCKETS = 10, PIECES = 2 * BUCKETS + 3 };

/* A side's histogram; of a constant column all is one point. */
struct histogram {
	double low, high, edge[BUCKETS + 1];
	struct distance_share share[BUCKETS];
};

static void
histogram_of(struct histogram *h, const struct distribution *d, const struct distribution *other)
{
	struct distance_cut cut = {BUCKETS, d->moments.min, d->moments.max, false, NULL};
	struct bins b;

	h->low = cut.min;
	h->high = cut.max;
	for (int i = 0; i <= BUCKETS; i++)
		h->edge[i] = i == BUCKETS ? cut.max : cut.min + i * ((cut.max - cut.min) / BUCKETS);
	bins_equal(&b, d, other, cut.min, cut.max, BUCKETS);
	distance_shares(h->share, &b, false, d, &cut);
	bins_release(&b);
}

/* A range too wide for a double, or too narrow for ten, has edges that do not rise. */
static bool
is_cut(const struct histogram *h)
{
	for (int i = 0; i < BUCKETS; i++)
		if (!(h->edge[i] < h->edge[i + 1]))
			return h->low == h->high;
	return true;
}

/* What of H lies in [LOW, HIGH], which no edge of it is inside. */
static struct distance_share
piece(const struct histogram *h, double low, double high)
{
	struct distance_share none = {0, 0, 0}, s;
	int i = 0;

	if (!(h->low < h->high) || low < h->low || high > h->high)
		return none;
	while (i + 1 < BUCKETS && low >= h->edge[i + 1])
		i++;
	s = h->share[i];
	s.least *= (high - low) / (h->edge[i + 1] - h->edge[i]);
	s.is *= (high - low) / (h->edge[i + 1] - h->edge[i]);
	s.most *= (high - low) / (h->edge[i + 1] - h->edge[i]);
	return s;
}

static size_t
merge_edges(double *edge, const struct histogram *r, const struct histogram *c)
{
	size_t n = 0;
	int i = r->low < r->high ? 0 : BUCKETS + 1, j = c->low < c->high ? 0 : BUCKETS + 1;

	while (i <= BUCKETS || j <= BUCKETS) {
		double x = i <= BUCKETS ? r->edge[i] : INFINITY;
		double y = j <= BUCKETS ? c->edge[j] : INFINITY;

		edge[n++] = fmin(x, y);
		i += x <= y;
		j += y <= x;
	}
	return n;
}

/* 1 for the histogram of a constant column. */
static struct distance_share
point(const struct histogram *h)
{
	double all = h->low < h->high ? 0 : 1;

	return (struct distance_share){all, all, all};
}

static struct distance_share
sum_of(const struct histogram *r, const struct histogram *c)
{
	static const struct distance_share none = {0, 0, 0};
	struct distance_share a[PIECES], b[PIECES];
	double edge[2 * BUCKETS + 2];
	size_t edges = merge_edges(edge, r, c), n = 0;

	for (size_t i = 0; i + 1 < edges; i++, n++) {
		a[n] = piece(r, edge[i], edge[i + 1]);
		b[n] = piece(c, edge[i], edge[i + 1]);
	}
	a[n] = point(r);
	b[n++] = r->low == c->low ? point(c) : none;
	if (r->low != c->low) {
		a[n] = none;
		b[n++] = point(c);
	}
	return distance_sum(a, b, n, distance_js_term);
}

static void
compare_numbers(const struct distribution *reference, const struct distribution *current,
		struct distance_result *result)
{
	struct histogram r, c;

	if (!distance_raw(reference, current, result))
		return;
	histogram_of(&r, reference, current);
	histogram_of(&c, current, reference);
	if (!is_cut(&r) || !is_cut(&c)) {
		result->reason = "a range that cannot be cut in ten";
		return;
	}
	distance_finish(result, sum_of(&r, &c), cut_off, NAN);
	if (reference->exact && current->exact)
		result->error = 0;
}

static void
cut_tfdv(struct distance_cut *cut, const struct distribution *reference,
	 const struct distribution *current)
{
	(void)reference;
	(void)current;
	*cut = (struct distance_cut){0};
}

/* TFDV has no limit of its own. */
static void
measure_tfdv(const struct distribution *reference, const struct distribution *current,
	     const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_tool tool = {cut_tfdv, distance_js_term, cut_off,
						  .limit = NAN};

	(void)o;
	if (reference->kind == DISTRIBUTION_NUMBERS)
		compare_numbers(reference, current, result);
	else
		distance_by_tool(reference, current, &tool, result);
}

const struct method method_js_tfdv = {
	.name = "js:tfdv",
	.summary = "Jensen-Shannon divergence (no root), base 2; numbers in ten buckets a side",
	.source = "TensorFlow Data Validation, anomalies/metrics.cc",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, true, measure_tfdv),
};
