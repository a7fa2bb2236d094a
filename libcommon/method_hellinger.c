#include "method.h"

#include <math.h>

#include "distance_parts.h"

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
