#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_moments(call, s, USES_COLUMN, metric_moments(call, s, USES_COLUMN)->min);
}

const struct metric metric_min = {
	.name = "min",
	.shape = "min(x)",
	.summary = "least value of x",
	.needs = "x",
	.range = "any",
	.form = METRIC_COLUMN,
	.tasks = TASK_ANY,
	.uses = USES_COLUMN,
	.weighted = true,
	.value = value,
};
