#include "method.h"

#include <math.h>

#include "distance_parts.h"

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
