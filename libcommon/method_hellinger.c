#include "method.h"

#include <math.h>

#include "distance_variant.h"

static double
term(double r, double c)
{
	double d = sqrt(r) - sqrt(c);

	return d * d / 2;
}

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_rule rule = {term, 0.125, 0.1, true, false};

	distance_binned(reference, current, o, &rule, result);
}

const struct method method_hellinger = {
	.name = "hellinger",
	.summary = "Hellinger distance over the reference's deciles or categories, 0 to 1",
	.source = "Hellinger 1909",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, true, false, measure},
};

/* Of numbers Sturges' rule counts the different values of both sides. */
static void
cut_evidently(struct distance_cut *cut, const struct distribution *reference,
	      const struct distribution *current)
{
	const struct moments *r = &reference->moments, *c = &current->moments;
	struct bins_walk w = {reference, current, 0, 0};
	struct bins_point p;
	double values = 0;

	*cut = (struct distance_cut){0};
	if (reference->kind == DISTRIBUTION_CATEGORIES)
		return;
	if (!reference->exact || !current->exact)
		cut->reason = "needs the number of different values: a profile has ranges";
	while (bins_walk(&w, &p))
		values++;
	cut->min = fmin(r->min, c->min);
	cut->max = fmax(r->max, c->max);
	cut->bins = bins_sturges(values, cut->min, cut->max);
}

static double
root_of_rest(double sum)
{
	return sqrt(fmax(1 - sum, 0));
}

static double
overlap(double r, double c)
{
	return sqrt(r * c);
}

static void
measure_evidently(const struct distribution *reference, const struct distribution *current,
		  const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_tool tool = {cut_evidently, overlap, root_of_rest,
						  .limit = 0.1};

	(void)o;
	distance_by_tool(reference, current, &tool, result);
}

const struct method method_hellinger_evidently = {
	.name = "hellinger:evidently",
	.summary = "Hellinger distance as Evidently has it: bins by the number of values",
	.source = "Evidently, stattests/hellinger_distance.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, true, measure_evidently),
};

static void
measure_nannyml(const struct distribution *reference, const struct distribution *current,
		const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_tool tool = {distance_cut_nannyml, term, sqrt, .limit = 0.1};

	(void)o;
	distance_by_tool(reference, current, &tool, result);
}

const struct method method_hellinger_nannyml = {
	.name = "hellinger:nannyml",
	.summary = "Hellinger distance as NannyML has it: bins by Doane's rule",
	.source = "NannyML, drift/univariate/methods.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, true, measure_nannyml),
};
