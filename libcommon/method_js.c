#include "method.h"

#include <math.h>

#include "distance_parts.h"

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
