#include "metric_value.h"

const struct metric metric_mae = {
	.name = "mae",
	.shape = "mae",
	.summary = "mean absolute error",
	.alike = "mean_absolute_error",
	.needs = "label pred",
	.range = "0 or more",
	.tasks = TASK_BIT(TASK_REGRESSION),
	.in_default = TASK_BIT(TASK_REGRESSION),
	.uses = USES_ABSOLUTE,
	.weighted = true,
	.interval = INTERVAL_MEAN,
	.value = metric_series_mean,
};
