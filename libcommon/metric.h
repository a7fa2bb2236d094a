/*
 * metric - the table of metrics and what they are computed from.  Layer: stats.
 *
 * A metric is a pure function of accumulators that metrics share (a confusion
 * matrix serves accuracy and f1 alike).  A new metric is one line in metric_list.h
 * and one file metric_<name>.c that defines "const struct metric metric_<name>".
 * Lookup, --list-metrics, help, the tests of the whole table follow from the table.
 *
 * Accumulators add and merge in any order with the same bits (design.md 4).
 */
#ifndef ML_METRIC_H
#define ML_METRIC_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "interval.h"
#include "status.h"
#include "str.h"
#include "task.h"
#include "where.h"

/* What a metric looks at: the union over a plan decides what a state holds. */
enum metric_uses {
	USES_COUNTS = 1 << 0,      /* n, labelled, missing */
	USES_CONFUSION = 1 << 1,
	USES_ROC = 1 << 2,         /* binary: one; multiclass: one per class (p_*) */
	USES_PROBABILITY = 1 << 3, /* log loss and Brier sums */
	USES_CALIBRATION = 1 << 4, /* one per number of bins asked for */
	USES_TOP_K = 1 << 5,       /* rank of the true class among p_* */
	USES_ERRORS = 1 << 6,      /* sums of errors of a regression */
	USES_ABSOLUTE = 1 << 7,    /* quantiles of |error| (medae) */
	USES_MOMENTS = 1 << 8,     /* of a column */
	USES_QUANTILE = 1 << 9,    /* of a column */
	USES_DISTINCT = 1 << 10,   /* of a column */
	USES_TALLY = 1 << 11,      /* of a column */
	USES_RATE = 1 << 12,       /* of a condition */
	USES_PINBALL = 1 << 13,    /* one per quantile asked for */
};

enum metric_form {
	METRIC_PLAIN,     /* f1 */
	METRIC_PARAMETER, /* fbeta@B: a number, with a default when left out */
	METRIC_COLUMN,    /* mean(x) */
	METRIC_QUANTILE,  /* p99.9(x): the number stands in the name */
	METRIC_CONDITION, /* rate(status>=500) */
};

enum metric_interval { INTERVAL_NONE, INTERVAL_WILSON, INTERVAL_DELONG, INTERVAL_MEAN };

#define TASK_BIT(kind) (1u << (kind))
#define TASK_ANY (~0u)
#define TASK_CLASSES (TASK_BIT(TASK_BINARY) | TASK_BIT(TASK_MULTICLASS))

struct metric_state;
struct metric_call;

struct metric_result {
	double number;   /* NaN: no answer */
	struct str text; /* p not NULL: the answer is a text (mode) */
	const char *why; /* without an answer: a constant text, "one class only" */
};

struct metric {
	const char *name;    /* "fbeta"; METRIC_QUANTILE: "p" */
	const char *shape;   /* as shown by --list-metrics: "fbeta@B" */
	const char *summary; /* one line */
	const char *needs;   /* columns: "label pred" */
	const char *range;   /* "0..1" */
	enum metric_form form;
	double parameter;    /* default */
	unsigned tasks;      /* TASK_BITs it has a meaning for */
	unsigned in_default; /* TASK_BITs whose default set has it */
	unsigned uses;
	bool weighted;       /* has a meaning with --weight */
	enum metric_interval interval;
	struct metric_result (*value)(const struct metric_call *call, struct metric_state *s);
};

/* One metric of a plan, as asked for. */
struct metric_call {
	const struct metric *metric;
	struct str name;     /* its column in the output, legal: "p99_latency_ms" */
	struct str asked;    /* as written: "p99(latency_ms)" */
	double parameter;
	int column;          /* index into plan->column, -1: none */
	int slot;            /* which of the accumulators of its kind */
	struct where where;  /* METRIC_CONDITION */
	const struct metric_plan *plan;
};

/*
 * What is asked for.  plan->column are the columns the metrics themselves name
 * (mean(x)); label, pred, score, p_* are the task's.
 */
struct metric_plan {
	const struct task *task;
	struct metric_call *call;
	size_t n;
	struct str *column;
	size_t columns;
	unsigned uses;
	bool weighted, exact;
	struct metric_slots *slots; /* metric.c's */
};

/*
 * LIST is -m: names separated by commas (commas inside parentheses do not count);
 * an empty one is the default set of the task, as far as HAVE (the names of the N
 * columns present) allows.  "default" may stand in a list.  Unknown names, metrics
 * without meaning for the task and missing columns are complaints that name the
 * nearest.  TASK stays the caller's.
 */
int metric_plan_init(struct metric_plan *p, struct str list, const struct task *task,
		     const struct str *have, size_t n, bool weighted, bool exact,
		     struct complaint *c) MUST_USE;
void metric_plan_release(struct metric_plan *p);

/* All accumulators of one group. */
struct metric_state *metric_state_new(const struct metric_plan *p);
void metric_state_free(const struct metric_plan *p, struct metric_state *s);
void metric_state_add(const struct metric_plan *p, struct metric_state *s, const struct sample *x);
void metric_state_merge(const struct metric_plan *p, struct metric_state *into,
			const struct metric_state *from);
/* One text without blanks and line ends; classes are written by name. */
int metric_state_save(const struct metric_plan *p, struct metric_state *s, struct buf *out);
int metric_state_load(const struct metric_plan *p, struct metric_state *s, struct str text)
	MUST_USE;

struct metric_result metric_value(const struct metric_plan *p, size_t i, struct metric_state *s);
/* At LEVEL; NaN, NaN where the metric has none. */
struct interval metric_interval(const struct metric_plan *p, size_t i, struct metric_state *s,
				double level);

/* What views (report, thresholds, ...) look at; NULL when the plan has no such. */
struct confusion *metric_state_confusion(struct metric_state *s);
struct roc *metric_state_roc(struct metric_state *s);
struct calibration *metric_state_calibration(struct metric_state *s, uint32_t bins);

/* The table. */
const struct metric *metric_find(struct str name);
const struct metric *metric_at(size_t i); /* NULL behind the last */

#endif
