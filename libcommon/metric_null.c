#include "metric_value.h"

const struct metric metric_null = {
	.name = "null",
	.shape = "null(x)",
	.summary = "rows without a value of x (as missing)",
	.needs = "x",
	.range = "0 or more",
	.form = METRIC_COLUMN,
	.tasks = TASK_ANY,
	.uses = USES_MISSING,
	.weighted = true,
	.value = metric_missing_rows,
};
