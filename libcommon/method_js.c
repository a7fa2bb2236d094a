#include "method.h"

#include <math.h>

#include "distance_variant.h"

#define LN2 0.69314718055994530942

/* p log2(p / a), nothing for nothing */
static double
entropy_term(double p, double a)
{
	return p > 0 ? p * log2(p / a) : 0;
}

static double
term(double r, double c)
{
	double a = (r + c) / 2;

	return (entropy_term(r, a) + entropy_term(c, a)) / 2;
}

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_rule rule = {term, 1 / (8 * LN2), 0.1, true, false};

	distance_binned(reference, current, o, &rule, result);
}

const struct method method_js = {
	.name = "js",
	.summary = "Jensen-Shannon distance, base 2, 0 to 1",
	.source = "Endres, Schindelin 2003",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, true, false, measure},
};

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
cut(double sum)
{
	return fmin(fmax(sum, 0), 1);
}

static void
measure_evidently(const struct distribution *reference, const struct distribution *current,
		  const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_tool tool = {distance_evidently_bins, term, natural_root, 0.1};

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
	static const struct distance_tool tool = {distance_nannyml_bins, term, root, 0.1};

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

/* TFDV has no limit of its own. */
static void
measure_tfdv(const struct distribution *reference, const struct distribution *current,
	     const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_tool tool = {bins_each, term, cut, NAN};

	(void)o;
	distance_by_tool(reference, current, &tool, result);
}

const struct method method_js_tfdv = {
	.name = "js:tfdv",
	.summary = "Jensen-Shannon divergence (no root) of categories, base 2",
	.source = "TensorFlow Data Validation, anomalies/metrics.cc",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(false, true, measure_tfdv),
};
