#include "metric_value.h"

const struct metric metric_log_loss = {
	.name = "log_loss",
	.shape = "log_loss",
	.summary = "mean -log of the probability given to the true class",
	.alike = "logloss cross_entropy nll",
	.needs = "label score|p_*",
	.range = "0 or more",
	.tasks = TASK_CLASSES,
	.in_default = TASK_CLASSES,
	.uses = USES_LOG_LOSS,
	.weighted = true,
	.interval = INTERVAL_MEAN,
	.value = metric_series_mean,
};
