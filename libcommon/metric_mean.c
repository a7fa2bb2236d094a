#include "metric_value.h"

const struct metric metric_mean = {
	.name = "mean",
	.shape = "mean(x)",
	.summary = "mean of x",
	.alike = "avg average",
	.needs = "x",
	.range = "any",
	.form = METRIC_COLUMN,
	.tasks = TASK_ANY,
	.uses = USES_COLUMN,
	.weighted = true,
	.interval = INTERVAL_MEAN,
	.value = metric_series_mean,
};
