#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_roc(call, s, roc_error);
}

const struct metric metric_auroc_err = {
	.name = "auroc_err",
	.shape = "auroc_err",
	.summary = "how far auroc may be off: 0 up to 1,048,576 different scores",
	.needs = "label score|p_*",
	.range = "0..1",
	.tasks = TASK_CLASSES,
	.uses = USES_ROC,
	.weighted = true,
	.value = value,
};
