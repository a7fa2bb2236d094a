/*
 * metric_state - what a plan's accumulators are.  Layer: stats; only metric*.c
 * include it.
 */
#ifndef ML_METRIC_STATE_H
#define ML_METRIC_STATE_H

#include "calibration.h"
#include "metric_value.h"

/* The kinds of accumulators of which a state may hold several. */
enum metric_holder {
	HOLDER_MOMENTS,
	HOLDER_QUANTILE,
	HOLDER_DISTINCT,
	HOLDER_TALLY,
	HOLDER_MISSING,
	HOLDER_CALIBRATION,
	HOLDERS,
	HOLDER_NONE = HOLDERS
};

/* One accumulator: what it is fed with. */
struct metric_slot {
	unsigned use;     /* one bit */
	int column;       /* -1: none */
	double parameter; /* 0: none */
	size_t call;      /* the first that asked for it: its condition */
	bool lean;        /* moments: nobody looks at their squares */
};

struct metric_slots {
	struct metric_slot *slot[HOLDERS];
	size_t n[HOLDERS];
	size_t rocs;
	size_t log_loss, brier; /* moments; SIZE_MAX: none */
	/* By column: the moments and the quantiles that take its numbers; SIZE_MAX: none. */
	size_t *moments, *quantile;
	uint32_t *rank;   /* by class with p_*: its place in task_class_order */
	struct map texts; /* what names and conditions point into */
	uint64_t print;   /* of all that must be equal for states to merge */
};

struct metric_state {
	const struct metric_plan *plan;
	uint64_t rows, labelled;
	uint64_t improper;  /* rows with a score that is no probability, where one is needed */
	uint64_t beyond;    /* numbers beyond double */
	uint64_t limited;   /* conditions on which a pattern hit a limit */
	uint64_t *left_out; /* by column: values that were no numbers */
	struct confusion confusion;
	struct roc **roc;
	struct moments *moments;
	struct quantile *quantile;
	struct distinct *distinct;
	struct tally *tally;
	uint64_t *missing;
	struct calibration *calibration;
};

enum metric_holder metric_holder_of(unsigned use);
/* The place of what CALL needs for USE among those of its kind; SIZE_MAX: none. */
size_t metric_slot_of(const struct metric_call *call, unsigned use);

/* Fills a plan's slots from its calls. */
void metric_slots_init(struct metric_plan *p);
void metric_slots_release(struct metric_plan *p);
/* A copy of S that lives as long as the plan. */
struct str metric_keep(struct metric_plan *p, struct str s);

/* One row's part of metric_state_add. */
void metric_add_scores(const struct metric_plan *p, struct metric_state *s, const struct sample *x);
void metric_add_errors(const struct metric_plan *p, struct metric_state *s, const struct sample *x);
void metric_add_columns(const struct metric_plan *p, struct metric_state *s,
			const struct sample *x);
/* V to the accumulator I, unless it is beyond double. */
void metric_add_number(struct metric_state *s, size_t i, double v, double weight);

#endif
