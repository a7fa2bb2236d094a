#include "metric_value.h"

static struct metric_ratio
ratio(struct confusion_rates r, double parameter)
{
	(void)parameter;
	return (struct metric_ratio){r.tp, r.tp + r.fn};
}

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_average(call, s, ratio, "no positive labels: 0", NULL);
}

const struct metric metric_recall = {
	.name = "recall",
	.shape = "recall",
	.summary = "share of positives found (sensitivity, true positive rate)",
	.alike = "sensitivity tpr hit_rate",
	.needs = "label pred|score|p_*",
	.range = "0..1",
	.tasks = TASK_CLASSES,
	.in_default = TASK_CLASSES,
	.uses = USES_CONFUSION,
	.weighted = true,
	.interval = INTERVAL_WILSON,
	.value = value,
};
