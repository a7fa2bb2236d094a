#include "metric_value.h"

const struct metric metric_pinball = {
	.name = "pinball",
	.shape = "pinball@q",
	.summary = "quantile loss of predictions of the quantile q (0.5)",
	.alike = "quantile_loss",
	.needs = "label pred",
	.range = "0 or more",
	.form = METRIC_PARAMETER,
	.parameter = {.usual = 0.5, .most = 1},
	.tasks = TASK_BIT(TASK_REGRESSION),
	.uses = USES_PINBALL,
	.weighted = true,
	.interval = INTERVAL_MEAN,
	.value = metric_series_mean,
};
