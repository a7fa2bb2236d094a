#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_matrix(call, s, confusion_kappa, "one class only");
}

const struct metric metric_kappa = {
	.name = "kappa",
	.shape = "kappa",
	.summary = "Cohen's kappa: agreement beyond chance",
	.alike = "cohen_kappa",
	.needs = "label pred|score|p_*",
	.range = "-1..1",
	.tasks = TASK_CLASSES,
	.uses = USES_CONFUSION,
	.weighted = true,
	.value = value,
};
