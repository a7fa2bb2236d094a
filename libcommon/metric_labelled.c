#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	(void)call;
	return metric_number((double)metric_labelled_rows(s), NULL);
}

const struct metric metric_labelled = {
	.name = "labelled",
	.shape = "labelled",
	.summary = "rows that have a label",
	.alike = "labeled labels",
	.needs = "label",
	.range = "0 or more",
	.tasks = TASK_CLASSES | TASK_BIT(TASK_REGRESSION),
	.in_default = TASK_CLASSES | TASK_BIT(TASK_REGRESSION),
	.uses = USES_COUNTS,
	.weighted = true,
	.value = value,
};
