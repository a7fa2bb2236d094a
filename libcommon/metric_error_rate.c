#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	const struct confusion *c = metric_confusion(s);
	double total = confusion_total(c);

	return metric_share(total - confusion_correct(c), total, metric_why_nothing(call, s));
}

const struct metric metric_error_rate = {
	.name = "error_rate",
	.shape = "error_rate",
	.summary = "share of wrong predictions",
	.alike = "error err misclassification",
	.needs = "label pred|score|p_*",
	.range = "0..1",
	.tasks = TASK_CLASSES,
	.uses = USES_CONFUSION,
	.weighted = true,
	.interval = INTERVAL_WILSON,
	.value = value,
};
