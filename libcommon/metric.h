/*
 * metric - the table of metrics and what they are computed from.  Layer: stats.
 *
 * A metric is a pure function of accumulators that metrics share (a confusion
 * matrix serves accuracy and f1 alike).  A new metric is one line in metric_list.h
 * and one file metric_<name>.c that defines "const struct metric metric_<name>".
 * Lookup, --list-metrics, help, the tests of the whole table follow from the table.
 *
 * Accumulators add and merge in any order with the same bits (design.md 4).
 *
 * Rows: n counts all; labelled, those with a label.  What compares label and
 * prediction is over the rows that have both, what needs scores over those with a
 * label and a score (multiclass: every p_*).  A missing prediction follows from the
 * score (task_complete).  Values of columns: true and false count as 1 and 0; texts
 * that are no numbers are left out of numeric metrics, whose answer then says so.
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
	USES_COUNTS = 1 << 0, /* n, labelled */
	USES_CONFUSION = 1 << 1,
	USES_ROC = 1 << 2,         /* binary: one; multiclass: one per class with p_* */
	USES_CALIBRATION = 1 << 3, /* by number of bins */
	/* moments of one number a row: */
	USES_LOG_LOSS = 1 << 4,
	USES_BRIER = 1 << 5,
	USES_TOP_K = 1 << 6,      /* is the true class among the K greatest p_*: 0, 1; by K */
	USES_ERROR = 1 << 7,      /* prediction - label */
	USES_ABSOLUTE = 1 << 8,   /* of the error */
	USES_PERCENT = 1 << 9,    /* |error| / |label| */
	USES_SYMMETRIC = 1 << 10, /* 2 |error| / (|label| + |prediction|) */
	USES_LABEL = 1 << 11,     /* the label itself */
	USES_PINBALL = 1 << 12,   /* by quantile */
	USES_COLUMN = 1 << 13,    /* by column */
	USES_RATE = 1 << 14,      /* does the condition hold: 0, 1; by condition */
	/* other accumulators: */
	USES_ABSOLUTE_QUANTILE = 1 << 15, /* quantiles of |error| */
	USES_QUANTILE = 1 << 16,          /* by column */
	USES_DISTINCT = 1 << 17,          /* by column */
	USES_TALLY = 1 << 18,             /* by column */
	USES_MISSING = 1 << 19,           /* by column */

	/* Scores taken for probabilities. */
	USES_PROBABILITY = USES_LOG_LOSS | USES_BRIER,
	USES_ERRORS = USES_ERROR | USES_ABSOLUTE | USES_PERCENT | USES_SYMMETRIC | USES_LABEL |
		      USES_PINBALL | USES_ABSOLUTE_QUANTILE,
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
	struct str text; /* p not NULL: the answer is a text (mode); lives as long as the state */
	const char *why; /* a constant text: why there is no answer ("one class only"), or
			    what to know about it ("no positive predictions: 0"); else NULL */
	double hits, of; /* a share: NUMBER is HITS rows of OF; OF 0: it is none */
};

/* The parameter that may follow @, or stand in p99.9. */
struct metric_parameter {
	double usual; /* when left out */
	double least, most;
	bool whole;
};

struct metric {
	const char *name;    /* "fbeta"; METRIC_QUANTILE: "p" */
	const char *shape;   /* as shown by --list-metrics: "fbeta@B" */
	const char *summary; /* one line */
	const char *alike;   /* what others call it, for "did you mean": "auc roc_auc"; or NULL */
	const char *needs;   /* columns, with their alternatives: "label pred|score|p_*" */
	const char *range;   /* "0..1" */
	enum metric_form form;
	struct metric_parameter parameter;
	unsigned tasks;      /* TASK_BITs it has a meaning for */
	unsigned in_default; /* TASK_BITs whose default set has it */
	unsigned uses;
	bool weighted; /* has a meaning with --weight */
	bool squares;  /* looks at the squares of its moments */
	enum metric_interval interval;
	struct metric_result (*value)(const struct metric_call *call, struct metric_state *s);
};

/* One metric of a plan, as asked for. */
struct metric_call {
	const struct metric *metric;
	struct str name;  /* its column in the output, legal: "p99_latency_ms" */
	struct str asked; /* as written: "p99(latency_ms)" */
	double parameter;
	int column;         /* index into plan->column, -1: none */
	struct where where; /* METRIC_CONDITION */
	const struct metric_plan *plan;
};

/*
 * What is asked for.  plan->column are the columns the metrics themselves name
 * (mean(x)); label, pred, score, p_* are the task's.  A plan may not be moved.
 */
struct metric_plan {
	struct task *task;
	struct metric_call *call;
	size_t n;
	struct str *column;
	size_t columns;
	unsigned uses;
	bool weighted, exact;
	struct metric_slots *slots; /* metric_plan.c's */
};

/*
 * LIST is -m: names separated by commas (commas inside parentheses do not count);
 * an empty one is the default set of the task, as far as HAVE (the names of the N
 * columns present) allows.  "default" may stand in a list; what is asked for twice
 * comes once.  Unknown names, metrics without meaning for the task or with weights,
 * and missing columns are complaints that name the nearest.  Label and prediction
 * are also there when task_guess saw any, under whatever name.  TASK, guessed, stays the
 * caller's; nothing else does.  On failure P is empty and released.
 */
int metric_plan_init(struct metric_plan *p, struct str list, struct task *task,
		     const struct str *have, size_t n, bool weighted, bool exact,
		     struct complaint *c) MUST_USE;
void metric_plan_release(struct metric_plan *p);
/*
 * States made from now on are neither saved nor asked for intervals: squares at which no
 * metric looks are not summed.
 */
void metric_plan_lean(struct metric_plan *p);

/* Cuts the next entry off LIST, a -m: up to a comma outside parentheses. */
struct str metric_entry_next(struct str *list);

/*
 * The kind of task that the metrics of LIST, a -m text, are about where no row tells;
 * TASK_NONE when they suit any.
 */
enum task_kind metric_list_task(struct str list);

/* All accumulators of one group.  Holds what the plan uses and nothing else. */
struct metric_state *metric_state_new(const struct metric_plan *p);
void metric_state_free(const struct metric_plan *p, struct metric_state *s);
void metric_state_add(const struct metric_plan *p, struct metric_state *s, const struct sample *x);
/* FROM's answers stay; it may not be INTO. */
void metric_state_merge(const struct metric_plan *p, struct metric_state *into,
			struct metric_state *from);
/*
 * One text of token.h's signs, "," and ";": the same rows, the same text.  Classes are
 * written by name.  0, or STATUS_LIMIT.
 */
int metric_state_save(const struct metric_plan *p, struct metric_state *s,
		      struct buf *out) MUST_USE;
/*
 * Replaces S.  0; STATUS_USAGE for a state of other metrics, weights or classes;
 * STATUS_DAMAGED leaves S empty.
 */
int metric_state_load(const struct metric_plan *p, struct metric_state *s,
		      struct str text) MUST_USE;

struct metric_result metric_value(const struct metric_plan *p, size_t i, struct metric_state *s);
/*
 * At LEVEL; NaN, NaN where the metric has none.  With weights nothing has one: how
 * many rows the weights stand for is not known.
 */
struct interval metric_interval(const struct metric_plan *p, size_t i, struct metric_state *s,
				double level);

/* What views (report, thresholds, ...) look at; NULL when the plan has no such. */
struct confusion *metric_state_confusion(struct metric_state *s);
struct roc *metric_state_roc(struct metric_state *s); /* binary's */
struct calibration *metric_state_calibration(struct metric_state *s, uint32_t bins);

/* The table. */
const struct metric *metric_find(struct str name);
const struct metric *metric_at(size_t i); /* NULL behind the last */
/* STATUS_MISSING; C says that there is no metric NAME, which is meant, and which there are. */
int metric_unknown(struct str name, struct complaint *c);

#endif
