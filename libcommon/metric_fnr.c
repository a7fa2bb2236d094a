#include "metric_value.h"

static struct metric_ratio
ratio(struct confusion_rates r, double parameter)
{
	(void)parameter;
	return (struct metric_ratio){r.fn, r.fn + r.tp};
}

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_average(call, s, ratio, NULL, "no positive labels");
}

const struct metric metric_fnr = {
	.name = "fnr",
	.shape = "fnr",
	.summary = "share of positives missed (miss rate)",
	.alike = "false_negative_rate miss_rate",
	.needs = "label pred|score|p_*",
	.range = "0..1",
	.tasks = TASK_CLASSES,
	.uses = USES_CONFUSION,
	.weighted = true,
	.interval = INTERVAL_WILSON,
	.value = value,
};
