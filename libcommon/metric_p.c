#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_of_quantile(call, s, call->parameter / 100);
}

const struct metric metric_p = {
	.name = "p",
	.shape = "p99.9(x)",
	.summary = "quantile of x: p50, p95, p99.9, ... (R type 7)",
	.alike = "quantile percentile pct",
	.needs = "x",
	.range = "any",
	.form = METRIC_QUANTILE,
	.parameter = {.most = 100},
	.tasks = TASK_ANY,
	.uses = USES_QUANTILE,
	.value = value,
};
