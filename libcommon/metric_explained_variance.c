#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	return metric_explained(call, s,
				moments_variance(metric_moments(call, s, USES_ERROR), true),
				moments_variance(metric_moments(call, s, USES_LABEL), true));
}

const struct metric metric_explained_variance = {
	.name = "explained_variance",
	.shape = "explained_variance",
	.summary = "like r2, but a constant error does not count",
	.needs = "label pred",
	.range = "up to 1",
	.tasks = TASK_BIT(TASK_REGRESSION),
	.uses = USES_ERROR | USES_LABEL,
	.weighted = true,
	.squares = true,
	.value = value,
};
