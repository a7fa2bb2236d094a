#include "method.h"

#include "distance_parts.h"

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
