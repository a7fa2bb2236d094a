#include "metric_value.h"

const struct metric metric_rate = {
	.name = "rate",
	.shape = "rate(cond)",
	.summary = "share of all rows that --where would keep: rate(status>=500)",
	.alike = "share ratio",
	.needs = "x",
	.range = "0..1",
	.form = METRIC_CONDITION,
	.tasks = TASK_ANY,
	.uses = USES_RATE,
	.weighted = true,
	.interval = INTERVAL_WILSON,
	.value = metric_series_share,
};
