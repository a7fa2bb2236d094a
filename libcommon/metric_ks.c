#include "metric_value.h"

static double
distance(struct roc *r)
{
	return roc_ks(r, NULL);
}

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_roc(call, s, distance);
}

const struct metric metric_ks = {
	.name = "ks",
	.shape = "ks",
	.summary = "greatest distance of the score distributions of the two classes",
	.needs = "label score|p_*",
	.range = "0..1",
	.tasks = TASK_BIT(TASK_BINARY),
	.uses = USES_ROC,
	.weighted = true,
	.value = value,
};
