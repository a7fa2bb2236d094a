#include "method.h"

#include "distance_parts.h"

#define LN2 0.69314718055994530942

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_rule rule = {distance_js_term, 1 / (8 * LN2), 0.1, true,
						  false};

	distance_binned(reference, current, o, &rule, result);
}

const struct method method_js = {
	.name = "js",
	.summary = "Jensen-Shannon distance, base 2, 0 to 1",
	.source = "Endres, Schindelin 2003",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, true, false, measure},
};
