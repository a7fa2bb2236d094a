#include "method.h"

#include <math.h>

#include "distance_variant.h"
#include "law.h"

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	distance_clear(result);
	if (distance_possible(reference, current, true, result)) {
		result->statistic = distance_ks(reference, current);
		result->p_value = law_ks_tail(result->statistic, reference->n, current->n);
		result->expected = distance_ks_expected(reference->n, current->n);
		result->effect = fmax(result->statistic - result->expected, 0);
		result->error = distance_ks_error(reference, current);
	}
	distance_judge(result, o, 0.1);
}

const struct method method_ks = {
	.name = "ks",
	.summary = "Kolmogorov-Smirnov: the largest gap between distribution functions",
	.source = "Smirnov 1939; SciPy's ks_2samp",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, false, false, measure},
};

static void
measure_nannyml(const struct distribution *reference, const struct distribution *current,
		const struct distance_options *o, struct distance_result *result)
{
	(void)o;
	if (distance_raw(reference, current, result))
		distance_estimate_ks(reference, current, result);
}

const struct method method_ks_nannyml = {
	.name = "ks:nannyml",
	.summary = "the KS statistic alone, from 10,000 reference rows on by as many bins",
	.source = "NannyML, drift/univariate/methods.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, false, measure_nannyml),
};
