#include "metric_value.h"

const struct metric metric_brier = {
	.name = "brier",
	.shape = "brier",
	.summary = "mean squared error of probabilities; multiclass: summed over classes",
	.alike = "brier_score",
	.needs = "label score|p_*",
	.range = "0..1, multiclass 0..2",
	.tasks = TASK_CLASSES,
	.in_default = TASK_BIT(TASK_BINARY),
	.uses = USES_BRIER,
	.weighted = true,
	.interval = INTERVAL_MEAN,
	.value = metric_series_mean,
};
