#include "metric_value.h"

const struct metric metric_smape = {
	.name = "smape",
	.shape = "smape",
	.summary = "mean of 2 |error| / (|label| + |prediction|)",
	.needs = "label pred",
	.range = "0..2",
	.tasks = TASK_BIT(TASK_REGRESSION),
	.uses = USES_SYMMETRIC,
	.weighted = true,
	.interval = INTERVAL_MEAN,
	.value = metric_series_mean,
};
