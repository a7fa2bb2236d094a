#include <math.h>

#include "metric_value.h"

static struct metric_result
value(const struct metric_call *call, struct metric_state *s)
{
	double ece = calibration_ece(metric_calibration(call, s));

	return metric_of_values(call, s, !isnan(ece), ece);
}

const struct metric metric_ece = {
	.name = "ece",
	.shape = "ece@BINS",
	.summary = "expected calibration error over equal-width bins (10)",
	.needs = "label score|p_*",
	.range = "0..1",
	.form = METRIC_PARAMETER,
	.parameter = {.usual = 10, .least = 1, .most = CALIBRATION_BINS_MAX, .whole = true},
	.tasks = TASK_BIT(TASK_BINARY),
	.uses = USES_CALIBRATION,
	.weighted = true,
	.value = value,
};
