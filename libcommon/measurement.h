/*
 * measurement - a stream of records to a table: a row of metrics a group or a view of
 * each group, beside a second prediction or not, and whether conditions hold.
 * Layer: stats.
 *
 * Between a scan that is open and its last row.  Memory: the scoreboard's.
 */
#ifndef ML_MEASUREMENT_H
#define ML_MEASUREMENT_H

#include "compare.h"
#include "evaluation.h"
#include "results.h"
#include "scoreboard.h"
#include "verdict.h"
#include "view.h"

struct measurement_options {
	struct evaluation_options evaluation;
	const struct view *view;      /* NULL: rows of metrics */
	uint64_t parts;               /* of the view */
	const char *best;             /* thresholds' */
	const char *compare;          /* the second prediction's column, NULL: none */
	double level;                 /* of confidence intervals, 0: none */
	const char *const *condition; /* --fail-if */
	size_t conditions;
	bool empty_passes;
	bool totals;
	size_t max_groups;
	/* Told of conditions that hold, and of metrics without a value and notes on values;
	 * TEXT is for people. */
	void (*failed)(void *arg, struct str text);
	void (*remark)(void *arg, struct str text);
	void *arg;
};

struct measurement {
	const struct measurement_options *options;
	struct verdict verdict;
	struct buf metrics; /* what is asked of metric_plan_init */
	struct buf plan;    /* what the lines say is measured */
	struct evaluation evaluation;
	bool opened; /* boards are to be released */
	struct scoreboard board;
	struct compare compare;
	struct results results;
	struct view_job job;
	const struct scoreboard_row *row; /* the one being written */
	struct sampler *refused;          /* after measurement_add refused: says why */
	bool failed;                      /* a condition held */
};

/*
 * Binds SCAN, to the EXTRA columns (N of them) too.  0 or a status with C filled; M is
 * to be released either way.  O must outlive M.
 */
int measurement_init(struct measurement *m, const struct measurement_options *o, struct scan *scan,
		     const struct str *extra, size_t n, struct complaint *c) MUST_USE;
void measurement_release(struct measurement *m);
/* How the task was chosen, for people. */
struct str measurement_reason(const struct measurement *m);
/* 0, or STATUS_RANGE when ROW is to be refused: m->refused says why. */
int measurement_add(struct measurement *m, const struct row *row) MUST_USE;
/* Rows that went to the group (other) because there were too many groups. */
uint64_t measurement_other(const struct measurement *m);
/*
 * Where there are no rows to judge, each condition holds as one on a metric without a
 * value does: tells O->failed of each, true if there is any.
 */
bool measurement_without_rows(const struct measurement_options *o);
/*
 * The same for measurement_merge instead of rows; what is measured stands in the lines.
 */
int measurement_init_merge(struct measurement *m, const struct measurement_options *o,
			   struct complaint *c) MUST_USE;
/* One line of measurement_write_parts; 0 or a status with C filled. */
int measurement_merge(struct measurement *m, struct str line, struct complaint *c) MUST_USE;
/* Instead of the table a line for each group, to be merged.  0 or STATUS_LIMIT. */
int measurement_write_parts(struct measurement *m, struct output *out) MUST_USE;
/* Writes the table and judges the conditions (m->failed). */
void measurement_write(struct measurement *m, struct record_writer *w);

#endif
