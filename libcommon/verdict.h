/*
 * verdict - conditions on metrics that decide an exit status: --fail-if.
 * Layer: stats.
 *
 * A condition is METRIC OP NUMBER, the metric written as for -m ("p99(latency_ms)>200")
 * or as its column ("p99_latency_ms>200").  A metric written
 * as for -m that is not computed yet is added by verdict_metrics.
 */
#ifndef ML_VERDICT_H
#define ML_VERDICT_H

#include "metric.h"
#include "where.h"

struct verdict {
	struct verdict_condition {
		struct str text;   /* as written */
		struct str metric; /* left of the operator */
		struct where where;
		char *where_text; /* what where's slices point to */
		size_t call;      /* in the plan */
	} * condition;
	size_t n;
	bool empty_passes; /* a metric without a value does not fail */
};

void verdict_init(struct verdict *v);
void verdict_release(struct verdict *v);
/* Adds a condition; TEXT stays the caller's.  0 or STATUS_SYNTAX with C filled. */
int verdict_add(struct verdict *v, struct str text, struct complaint *c) MUST_USE;
/* Appends the conditions' metrics to LIST, a -m text, where it lacks them. */
int verdict_metrics(const struct verdict *v, struct buf *list);
/* Finds each condition's metric in PLAN; 0 or STATUS_MISSING with C filled. */
int verdict_bind(struct verdict *v, const struct metric_plan *plan, struct complaint *c) MUST_USE;
/*
 * True if condition I holds for the value R of its metric; without a value it holds
 * unless empty_passes.
 */
bool verdict_fails(const struct verdict *v, size_t i, struct metric_result r);

#endif
