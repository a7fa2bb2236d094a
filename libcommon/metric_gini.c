#include "metric_value.h"

static double
gini(struct roc *r)
{
	return 2 * roc_auroc(r) - 1;
}

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_roc(call, s, gini);
}

const struct metric metric_gini = {
	.name = "gini",
	.shape = "gini",
	.summary = "2 auroc - 1",
	.needs = "label score|p_*",
	.range = "-1..1",
	.tasks = TASK_CLASSES,
	.uses = USES_ROC,
	.weighted = true,
	.value = value,
};
