/*
 * metric_name - metrics as people write them and as columns are called.
 * Layer: stats; only metric_*.c include it.
 */
#ifndef ML_METRIC_NAME_H
#define ML_METRIC_NAME_H

#include "metric.h"

/* "p99.9(latency_ms)" in parts; a part that is not there has p NULL. */
struct metric_entry {
	const struct metric *metric;
	struct str parameter, argument;
};

/* 0, or STATUS_SYNTAX or STATUS_MISSING with C filled. */
int metric_entry_read(struct metric_entry *e, struct str text, struct complaint *c) MUST_USE;

/*
 * Appends the legal name of CALL, whose column has the name COLUMN:
 * "p99_9_latency_ms", "rate_status_ge_500", and "fbeta_2" when its parameter is to be
 * SHOWN.
 */
void metric_name_of(const struct metric_call *call, struct str column, bool shown, struct buf *out);

#endif
