#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_moments(call, s, USES_ABSOLUTE,
				 metric_moments(call, s, USES_ABSOLUTE)->max);
}

const struct metric metric_max_error = {
	.name = "max_error",
	.shape = "max_error",
	.summary = "greatest absolute error",
	.needs = "label pred",
	.range = "0 or more",
	.tasks = TASK_BIT(TASK_REGRESSION),
	.uses = USES_ABSOLUTE,
	.weighted = true,
	.value = value,
};
