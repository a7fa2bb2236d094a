#include "metric_value.h"

static struct metric_ratio
ratio(struct confusion_rates r, double parameter)
{
	(void)parameter;
	return (struct metric_ratio){2 * r.tp, 2 * r.tp + r.fp + r.fn};
}

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_average(call, s, ratio, "no positive labels or predictions: 0", NULL);
}

const struct metric metric_f1 = {
	.name = "f1",
	.shape = "f1",
	.summary = "harmonic mean of precision and recall",
	.alike = "f1_score f_score f_measure",
	.needs = "label pred|score|p_*",
	.range = "0..1",
	.tasks = TASK_CLASSES,
	.in_default = TASK_CLASSES,
	.uses = USES_CONFUSION,
	.weighted = true,
	.value = value,
};
