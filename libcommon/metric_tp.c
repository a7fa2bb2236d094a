#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_cell(call, s, 1, 1);
}

const struct metric metric_tp = {
	.name = "tp",
	.shape = "tp",
	.summary = "positives found: true positives",
	.needs = "label pred|score|p_*",
	.range = "0 or more",
	.tasks = TASK_BIT(TASK_BINARY),
	.uses = USES_CONFUSION,
	.weighted = true,
	.value = value,
};
