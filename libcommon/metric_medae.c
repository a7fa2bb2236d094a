#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_quantile(call, s, 0.5);
}

const struct metric metric_medae = {
	.name = "medae",
	.shape = "medae",
	.summary = "median absolute error",
	.alike = "median_absolute_error",
	.needs = "label pred",
	.range = "0 or more",
	.tasks = TASK_BIT(TASK_REGRESSION),
	.in_default = TASK_BIT(TASK_REGRESSION),
	.uses = USES_ABSOLUTE_QUANTILE,
	.value = value,
};
