#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_roc(call, s, roc_average_precision);
}

const struct metric metric_average_precision = {
	.name = "average_precision",
	.shape = "average_precision",
	.summary = "area under the precision-recall curve, by steps",
	.alike = "ap auprc pr_auc auc_pr aucpr",
	.needs = "label score|p_*",
	.range = "0..1",
	.tasks = TASK_CLASSES,
	.uses = USES_ROC,
	.weighted = true,
	.value = value,
};
