#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_quantile(call, s, 0.5);
}

const struct metric metric_median = {
	.name = "median",
	.shape = "median(x)",
	.summary = "median of x",
	.alike = "med",
	.needs = "x",
	.range = "any",
	.form = METRIC_COLUMN,
	.tasks = TASK_ANY,
	.uses = USES_QUANTILE,
	.value = value,
};
