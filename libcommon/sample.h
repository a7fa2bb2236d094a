/*
 * sample - which columns the task and the metrics look at, and one row of them as
 * numbers and classes (struct sample of task.h).  Layer: stats.
 *
 * Rules (faults.md W2): a label or prediction that is no class of a binary task, a
 * score or weight that is no number, a score outside [0,1] where a metric takes it
 * for a probability, a negative latency_ms or weight: the row is refused, with the
 * column and its value.  Missing is never an error, but for a weight.
 */
#ifndef ML_SAMPLE_H
#define ML_SAMPLE_H

#include "buf.h"
#include "metric.h"
#include "status.h"
#include "task.h"
#include "value.h"

struct sampler {
	struct task *task;
	const struct metric_plan *plan;
	size_t label, pred, score, weight; /* indexes into a row's values, SIZE_MAX: none */
	size_t *p;                         /* column p_<class> by class number; SIZE_MAX: none */
	double *p_value;
	size_t classes; /* of p and p_value: the task may learn more */
	bool has_p;
	const struct str *names; /* of the row's columns */
	size_t n;
	size_t *column;             /* of plan->column */
	const struct value **value; /* handed on as sample.column */
	double *known;              /* handed on as sample.known */
	size_t latency;             /* index into plan->column of latency_ms, SIZE_MAX */
	size_t score_column;        /* and of what the scores are read from */
	const char *message;        /* after a refusal: a constant text ... */
	struct str name, text;      /* ... about this column and its value */
};

/* The names of the columns that roles are read from; NULL: the usual one. */
struct sample_names {
	const char *label, *pred, *score, *weight;
};

/*
 * COLUMN, N of them, are the row's; they, TASK and PLAN stay the caller's.  The names that
 * are there are used, the others are missing in every row.
 */
void sampler_init(struct sampler *s, struct task *task, const struct metric_plan *plan,
		  const struct sample_names *names, const struct str *column, size_t n);
void sampler_release(struct sampler *s);
/* Fills X from a row's values; 0, or STATUS_RANGE with message, name and text set. */
int sampler_row(struct sampler *s, const struct value *value, struct sample *x) MUST_USE;

#endif
