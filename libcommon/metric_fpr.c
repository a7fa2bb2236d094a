#include "metric_value.h"

static struct metric_ratio
ratio(struct confusion_rates r, double parameter)
{
	(void)parameter;
	return (struct metric_ratio){r.fp, r.fp + r.tn};
}

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_average(call, s, ratio, NULL, "no negative labels");
}

const struct metric metric_fpr = {
	.name = "fpr",
	.shape = "fpr",
	.summary = "share of negatives taken for positive (false positive rate)",
	.alike = "false_positive_rate fall_out",
	.needs = "label pred|score|p_*",
	.range = "0..1",
	.tasks = TASK_CLASSES,
	.uses = USES_CONFUSION,
	.weighted = true,
	.interval = INTERVAL_WILSON,
	.value = value,
};
