#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_roc(call, s, roc_auroc);
}

const struct metric metric_auroc = {
	.name = "auroc",
	.shape = "auroc",
	.summary = "area under the ROC curve; multiclass: one class against the rest",
	.alike = "auc roc_auc rocauc aucroc",
	.needs = "label score|p_*",
	.range = "0..1",
	.tasks = TASK_CLASSES,
	.in_default = TASK_CLASSES,
	.uses = USES_ROC,
	.weighted = true,
	.interval = INTERVAL_DELONG,
	.value = value,
};
