#include "method.h"

#include "distance_parts.h"

/* X2 grows with the number of rows: the effect is Cramer's V, which does not. */
static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	struct distance_homogeneity h =
		distance_binned(reference, current, o, &distance_cramers_v, result);

	if (result->reason)
		return;
	result->statistic = h.x2;
	result->expected = h.df;
}

const struct method method_chi2 = {
	.name = "chi2",
	.summary = "Pearson's X2 of homogeneity, rare bins joined; effect: Cramer's V",
	.source = "Pearson 1900",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, true, false, measure},
};
