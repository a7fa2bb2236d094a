#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_matrix(call, s, confusion_balanced_accuracy, "no labels");
}

const struct metric metric_balanced_accuracy = {
	.name = "balanced_accuracy",
	.shape = "balanced_accuracy",
	.summary = "mean recall of the classes that labels have",
	.alike = "bal_accuracy bacc",
	.needs = "label pred|score|p_*",
	.range = "0..1",
	.tasks = TASK_CLASSES,
	.in_default = TASK_BIT(TASK_MULTICLASS),
	.uses = USES_CONFUSION,
	.weighted = true,
	.value = value,
};
