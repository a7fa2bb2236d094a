#include "metric_value.h"

const struct metric metric_top_k = {
	.name = "top_k",
	.shape = "top_k@K",
	.summary = "share of rows whose class is among the K greatest p_* (K = 2)",
	.alike = "topk",
	.needs = "label p_*",
	.range = "0..1",
	.form = METRIC_PARAMETER,
	.parameter = {.usual = 2, .least = 1, .most = 1e6, .whole = true},
	.tasks = TASK_BIT(TASK_MULTICLASS),
	.uses = USES_TOP_K,
	.weighted = true,
	.interval = INTERVAL_WILSON,
	.value = metric_series_share,
};
