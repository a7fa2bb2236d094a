#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	(void)call;
	return metric_number((double)metric_rows(s), NULL);
}

const struct metric metric_n = {
	.name = "n",
	.shape = "n",
	.summary = "rows",
	.alike = "count rows size",
	.needs = "",
	.range = "0 or more",
	.tasks = TASK_ANY,
	.in_default = TASK_ANY,
	.uses = USES_COUNTS,
	.weighted = true,
	.value = value,
};
