#include "metric_value.h"

const struct metric metric_mape = {
	.name = "mape",
	.shape = "mape",
	.summary = "mean of |error| / |label|, a fraction",
	.needs = "label pred",
	.range = "0 or more",
	.tasks = TASK_BIT(TASK_REGRESSION),
	.uses = USES_PERCENT,
	.weighted = true,
	.interval = INTERVAL_MEAN,
	.value = metric_series_mean,
};
