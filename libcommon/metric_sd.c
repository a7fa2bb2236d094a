#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	const struct moments *m = metric_moments(call, s, USES_COLUMN);

	if (m->n == 1)
		return metric_none("one value only");
	return metric_of_moments(call, s, USES_COLUMN, moments_sd(m));
}

const struct metric metric_sd = {
	.name = "sd",
	.shape = "sd(x)",
	.summary = "standard deviation of x (n - 1)",
	.alike = "std stddev stdev",
	.needs = "x",
	.range = "0 or more",
	.form = METRIC_COLUMN,
	.tasks = TASK_ANY,
	.uses = USES_COLUMN,
	.weighted = true,
	.squares = true,
	.value = value,
};
