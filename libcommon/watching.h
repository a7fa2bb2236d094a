/*
 * watching - a stream of records watched by detectors of change: a row for each detection.
 * Layer: detect.
 *
 * Each column and group has its own detectors (change.h).  The column "error" is 1 where
 * pred differs from label and 0 where it does not (two numbers of one value are equal);
 * rows without either are counted and not watched, so are missing values.  A value that is
 * no number, or no 0 or 1 where a detector takes those alone, is refused by the caller, who
 * asks first (watching_check).
 *
 * Rows are numbered from 0, over all groups and runs.  What is left to the next run is a
 * few lines, of which the first says what is watched.
 *
 * Memory: the detectors' for each group and column.
 */
#ifndef ML_WATCHING_H
#define ML_WATCHING_H

#include "group.h"
#include "method.h"
#include "record.h"
#include "scan.h"

struct watching_options {
	const struct method *const *method; /* all of METHOD_STREAM */
	size_t methods;
	const char *columns;    /* "error,latency_ms"; NULL: error */
	const char *group;      /* NULL: none */
	const char *const *set; /* "delta=0.01": of each method that has it */
	size_t sets;
	size_t max_groups;
};

struct watching {
	const struct watching_options *options;
	struct record_writer *writer;
	double (*value)[CHANGE_PARAMETERS]; /* of each method */
	struct str *column, *group;         /* names */
	size_t *column_at, *group_at;       /* in a row; SIZE_MAX: the error */
	size_t columns, groups, pred_at, label_at;
	const struct value **group_value;
	double *x; /* of the row at hand; NaN: missing */
	struct group group_of;
	void **state; /* by group, column and method */
	size_t states;
	uint64_t rows, drifts;
	uint64_t unlabelled, missing; /* of this run: errors not known, values of columns */
	struct str refused;           /* the column that watching_check refused */
};

/*
 * Settles what is watched in rows of the N COLUMNs and names the table's columns.  0, or
 * STATUS_MISSING or STATUS_USAGE with C filled; W is to be released either way, O must
 * outlive it.
 */
int watching_init(struct watching *w, const struct watching_options *o,
		  const struct plan_column *column, size_t n, struct record_writer *writer,
		  struct complaint *c) MUST_USE;
void watching_release(struct watching *w);
/* Reads ROW: NULL, or why it is to be refused, a constant text about w->refused. */
const char *watching_check(struct watching *w, const struct row *row);
/* Takes the row that was checked last. */
void watching_add(struct watching *w, const struct row *row);
/* What the next run needs, as lines; 0 or STATUS_LIMIT. */
int watching_save(const struct watching *w, struct buf *out) MUST_USE;
/* Before any row: 0, STATUS_USAGE (something else is watched) or STATUS_DAMAGED. */
int watching_resume(struct watching *w, struct str lines, struct complaint *c) MUST_USE;

#endif
