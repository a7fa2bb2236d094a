#include "metric_value.h"

const struct metric metric_mean_error = {
	.name = "mean_error",
	.shape = "mean_error",
	.summary = "mean of prediction - label (bias)",
	.alike = "bias me",
	.needs = "label pred",
	.range = "any",
	.tasks = TASK_BIT(TASK_REGRESSION),
	.in_default = TASK_BIT(TASK_REGRESSION),
	.uses = USES_ERROR,
	.weighted = true,
	.interval = INTERVAL_MEAN,
	.value = metric_series_mean,
};
