#include "method.h"

#include <math.h>

#include "distance_parts.h"

static double
term(double r, double c)
{
	return (r - c) * log(r / c);
}

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_rule rule = {term, 1, 0.1, false, true};

	distance_binned(reference, current, o, &rule, result);
}

const struct method method_psi = {
	.name = "psi",
	.summary = "population stability index over the reference's deciles or categories",
	.source = "Yurdakul 2018",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, true, false, measure},
};
