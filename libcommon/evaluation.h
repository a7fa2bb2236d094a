/*
 * evaluation - what is to be measured on a stream of records: task, metrics, groups,
 * and the columns they need.  Layer: stats.
 *
 * Between a scan that is open and one that is bound: the task is guessed from the
 * scan's sample, the metrics are chosen for it, and the scan is bound to just the
 * columns that are needed.
 */
#ifndef ML_EVALUATION_H
#define ML_EVALUATION_H

#include "metric.h"
#include "sample.h"
#include "scan.h"
#include "task.h"

struct evaluation_options {
	enum task_kind task;
	enum task_average average;
	const char *positive; /* NULL: chosen by task_guess */
	double threshold;     /* NaN: 0.5, and only where there is no pred */
	const char *metrics;  /* -m; NULL: the task's default set */
	const char *group;    /* -g: names separated by commas; NULL: one group */
	struct sample_names names;
	bool exact;
	bool lean;               /* states will neither be saved nor asked for intervals */
	const struct str *extra; /* further columns of the rows; all must be there */
	size_t extras;
	const char *id;  /* one more column, if it is there; NULL: none */
	bool everything; /* all columns that there are */
};

struct evaluation {
	struct task task;
	struct metric_plan plan;
	struct sampler sampler;
	struct str *column; /* names of the row's columns, in order */
	size_t columns;
	struct str *group;                /* names of the group columns */
	size_t *group_at;                 /* where they stand in a row */
	const struct value **group_value; /* filled by evaluation_row */
	size_t groups;
	struct path_columns wanted;
	bool planned;      /* plan is to be released */
	struct buf names;  /* what evaluation_load's groups point into */
	struct buf reason; /* how the task was guessed, for people */
};

/*
 * Binds SCAN.  0 or a status with C filled; E is to be released either way.  O and
 * what it points to must outlive E.
 */
int evaluation_init(struct evaluation *e, struct scan *scan, const struct evaluation_options *o,
		    struct complaint *c) MUST_USE;
void evaluation_release(struct evaluation *e);
/*
 * Fills X and e->group_value from ROW; 0, or STATUS_RANGE when the row is to be
 * refused (e->sampler says why).
 */
int evaluation_row(struct evaluation *e, const struct row *row, struct sample *x) MUST_USE;

/*
 * What is measured as one text of token.h's signs: where two texts are equal, states may
 * be merged.  0, or STATUS_LIMIT.
 */
int evaluation_save(const struct evaluation *e, struct buf *out) MUST_USE;
/*
 * E from that, without a scan: states can be loaded and merged by its plan, rows not be
 * read.  0, STATUS_DAMAGED, or plan's status, with C filled; E is to be released either
 * way.
 */
int evaluation_load(struct evaluation *e, struct str text, struct complaint *c) MUST_USE;
/* What it is that two such texts differ in: "the metrics"; NULL: they do not. */
const char *evaluation_difference(struct str a, struct str b);

#endif
