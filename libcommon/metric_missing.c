#include "metric_value.h"

const struct metric metric_missing = {
	.name = "missing",
	.shape = "missing(x)",
	.summary = "rows without a value of x",
	.alike = "nulls na",
	.needs = "x",
	.range = "0 or more",
	.form = METRIC_COLUMN,
	.tasks = TASK_ANY,
	.uses = USES_MISSING,
	.weighted = true,
	.value = metric_missing_rows,
};
