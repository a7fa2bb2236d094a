#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	const struct distinct *d = metric_distinct_values(call, s);
	struct metric_result r = metric_number((double)distinct_value(d), NULL);

	if (!distinct_is_exact(d))
		r.why = "estimated, standard error 0.8 %";
	return r;
}

const struct metric metric_distinct = {
	.name = "distinct",
	.shape = "distinct(x)",
	.summary = "different values of x",
	.alike = "nunique cardinality unique",
	.needs = "x",
	.range = "0 or more",
	.form = METRIC_COLUMN,
	.tasks = TASK_ANY,
	.uses = USES_DISTINCT,
	.weighted = true,
	.value = value,
};
