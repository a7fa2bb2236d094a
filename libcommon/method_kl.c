#include "method.h"

#include <math.h>

#include "distance_variant.h"

static double
term(double r, double c)
{
	return r * log(r / c);
}

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_rule rule = {term, 0.5, 0.1, false, true};

	distance_binned(reference, current, o, &rule, result);
}

const struct method method_kl = {
	.name = "kl",
	.summary = "Kullback-Leibler divergence of the reference from the input, in nats",
	.source = "Kullback, Leibler 1951",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, true, false, measure},
};

/* The same over shares that are 1 in all, with terms never below 0. */
static double
evidently_term(double r, double c)
{
	return fmax(term(r, c) - r + c, 0);
}

static void
measure_evidently(const struct distribution *reference, const struct distribution *current,
		  const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_tool tool = {
		distance_cut_evidently, evidently_term, distance_as_it_is, 0.1, true, true};

	(void)o;
	distance_by_tool(reference, current, &tool, result);
}

const struct method method_kl_evidently = {
	.name = "kl:evidently",
	.summary = "Kullback-Leibler as Evidently has it: bins of equal width, empty ones filled",
	.source = "Evidently, stattests/kl_div.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, true, measure_evidently),
};
