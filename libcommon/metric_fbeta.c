#include "metric_value.h"

static struct metric_ratio
ratio(struct confusion_rates r, double parameter)
{
	double square = parameter * parameter, hits = (1 + square) * r.tp;

	return (struct metric_ratio){hits, hits + square * r.fn + r.fp};
}

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_average(call, s, ratio, "no positive labels or predictions: 0", NULL);
}

const struct metric metric_fbeta = {
	.name = "fbeta",
	.shape = "fbeta@B",
	.summary = "like f1, recall B times as important as precision (B = 2)",
	.needs = "label pred|score|p_*",
	.range = "0..1",
	.form = METRIC_PARAMETER,
	.parameter = {.usual = 2, .most = 1e6},
	.tasks = TASK_CLASSES,
	.uses = USES_CONFUSION,
	.weighted = true,
	.value = value,
};
