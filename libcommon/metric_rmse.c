#include <math.h>

#include "metric_value.h"

/* The squares may lie beyond double where their root does not. */
static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	const struct moments *m = metric_moments(call, s, USES_ERROR);
	int exponent;
	double square = sum_scaled(&m->second, &exponent) / moments_weight(m);

	if (exponent % 2) {
		square *= 2;
		exponent--;
	}
	return metric_of_moments(call, s, USES_ERROR, ldexp(sqrt(square), exponent / 2));
}

const struct metric metric_rmse = {
	.name = "rmse",
	.shape = "rmse",
	.summary = "root of the mean squared error",
	.alike = "root_mean_squared_error",
	.needs = "label pred",
	.range = "0 or more",
	.tasks = TASK_BIT(TASK_REGRESSION),
	.in_default = TASK_BIT(TASK_REGRESSION),
	.uses = USES_ERROR,
	.weighted = true,
	.squares = true,
	.value = value,
};
