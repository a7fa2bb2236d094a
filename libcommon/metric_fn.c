#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_cell(call, s, 1, 0);
}

const struct metric metric_fn = {
	.name = "fn",
	.shape = "fn",
	.summary = "positives missed: false negatives",
	.needs = "label pred|score|p_*",
	.range = "0 or more",
	.tasks = TASK_BIT(TASK_BINARY),
	.uses = USES_CONFUSION,
	.weighted = true,
	.value = value,
};
