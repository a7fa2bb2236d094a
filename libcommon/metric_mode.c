#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	const struct tally *t = metric_tally_of(call, s);
	struct metric_result r = metric_none(metric_why_no_tally(call, s));
	uint64_t count;

	if (tally_is_exact(t))
		r.text = tally_mode(t, &count);
	if (r.text.p)
		r.why = NULL;
	return r;
}

const struct metric metric_mode = {
	.name = "mode",
	.shape = "mode(x)",
	.summary = "most frequent value of x, the first in byte order among equals",
	.needs = "x",
	.range = "a text",
	.form = METRIC_COLUMN,
	.tasks = TASK_ANY,
	.uses = USES_TALLY,
	.value = value,
};
