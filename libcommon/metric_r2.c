#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	const struct moments *error = metric_moments(call, s, USES_ERROR);
	const struct moments *label = metric_moments(call, s, USES_LABEL);
	double spread = moments_variance(label, true) * moments_weight(label);

	if (label->n == 1)
		return metric_none("one row only");
	return metric_explained(call, s, sum_value(&error->second), spread);
}

const struct metric metric_r2 = {
	.name = "r2",
	.shape = "r2",
	.summary = "share of the variance of labels that predictions explain",
	.alike = "r_squared rsquared r2_score",
	.needs = "label pred",
	.range = "up to 1",
	.tasks = TASK_BIT(TASK_REGRESSION),
	.in_default = TASK_BIT(TASK_REGRESSION),
	.uses = USES_ERROR | USES_LABEL,
	.weighted = true,
	.squares = true,
	.value = value,
};
