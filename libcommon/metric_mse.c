#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	const struct moments *m = metric_moments(call, s, USES_ERROR);

	return metric_of_moments(call, s, USES_ERROR, sum_value(&m->second) / moments_weight(m));
}

const struct metric metric_mse = {
	.name = "mse",
	.shape = "mse",
	.summary = "mean squared error",
	.alike = "mean_squared_error",
	.needs = "label pred",
	.range = "0 or more",
	.tasks = TASK_BIT(TASK_REGRESSION),
	.uses = USES_ERROR,
	.weighted = true,
	.squares = true,
	.value = value,
};
