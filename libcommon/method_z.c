#include "method.h"

#include <math.h>

#include "distance_variant.h"
#include "law.h"

/* The share of the first of two categories in byte order. */
static void
measure_evidently(const struct distribution *reference, const struct distribution *current,
		  const struct distance_options *o, struct distance_result *result)
{
	struct bins b;
	double r, c, p, z;

	(void)o;
	if (!distance_raw(reference, current, result))
		return;
	bins_each(&b, reference, current);
	if (b.n != 2) {
		result->reason = "not two categories";
	} else {
		r = (double)b.bin[0].reference / (double)b.reference;
		c = (double)b.bin[0].current / (double)b.current;
		p = (double)(b.bin[0].reference + b.bin[0].current) /
		    (double)(b.reference + b.current);
		z = (r - c) / sqrt(p * (1 - p) * distance_spread(b.reference, b.current));
		distance_limit_p(result, z, 2 * law_normal_tail(fabs(z)), 0.05);
	}
	bins_release(&b);
}

const struct method method_z_evidently = {
	.name = "z:evidently",
	.summary = "z test of the share of one of two categories, pooled variance",
	.source = "Evidently, stattests/z_stattest.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(false, true, measure_evidently),
};
