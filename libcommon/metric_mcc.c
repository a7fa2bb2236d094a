#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_matrix(call, s, confusion_mcc, "no labels");
}

const struct metric metric_mcc = {
	.name = "mcc",
	.shape = "mcc",
	.summary = "Matthews' correlation of labels and predictions",
	.alike = "matthews phi",
	.needs = "label pred|score|p_*",
	.range = "-1..1",
	.tasks = TASK_CLASSES,
	.uses = USES_CONFUSION,
	.weighted = true,
	.value = value,
};
