#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	const struct confusion *c = metric_confusion(s);

	return metric_share(confusion_correct(c), confusion_total(c), metric_why_nothing(call, s));
}

const struct metric metric_accuracy = {
	.name = "accuracy",
	.shape = "accuracy",
	.summary = "share of right predictions",
	.alike = "acc accuracy_score",
	.needs = "label pred|score|p_*",
	.range = "0..1",
	.tasks = TASK_CLASSES,
	.in_default = TASK_CLASSES,
	.uses = USES_CONFUSION,
	.weighted = true,
	.interval = INTERVAL_WILSON,
	.value = value,
};
