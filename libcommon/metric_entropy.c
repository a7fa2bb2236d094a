#include <math.h>

#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	const struct tally *t = metric_tally_of(call, s);

	return metric_number(tally_is_exact(t) ? tally_entropy(t) : NAN,
			     metric_why_no_tally(call, s));
}

const struct metric metric_entropy = {
	.name = "entropy",
	.shape = "entropy(x)",
	.summary = "Shannon entropy of the values of x, in bits",
	.needs = "x",
	.range = "0 or more",
	.form = METRIC_COLUMN,
	.tasks = TASK_ANY,
	.uses = USES_TALLY,
	.value = value,
};
