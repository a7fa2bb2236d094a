#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_moments(call, s, USES_COLUMN,
				 moments_sum(metric_moments(call, s, USES_COLUMN)));
}

const struct metric metric_sum = {
	.name = "sum",
	.shape = "sum(x)",
	.summary = "sum of x",
	.alike = "total",
	.needs = "x",
	.range = "any",
	.form = METRIC_COLUMN,
	.tasks = TASK_ANY,
	.uses = USES_COLUMN,
	.weighted = true,
	.value = value,
};
