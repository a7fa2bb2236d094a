/*
 * view - tables that say more of a group than one row of metrics: a report by class,
 * the confusion matrix, cut-offs, reliability bins.  Layer: stats.
 *
 * A view reads accumulators that metrics share: it names the metrics that make a plan
 * hold them.  A new view is one line in view_list.h and one file that defines
 * "const struct view view_<name>".
 */
#ifndef ML_VIEW_H
#define ML_VIEW_H

#include "metric.h"
#include "record.h"

/* What a view needs beside the accumulators; all groups share it. */
struct view_job {
	const struct metric_plan *plan;
	struct record_writer *writer;
	uint64_t parts;          /* cut-offs or bins, 0: the view's default */
	const char *best;        /* thresholds: what the best cut-off is best at */
	const struct str *group; /* names of the group columns */
	size_t groups;
	/* Writes the fields of the group columns; a view calls it first in each row. */
	void (*prefix)(void *arg, struct record_writer *w);
	void *arg;
};

struct view {
	const char *name;
	const char *summary;
	const char *metrics;  /* a -m text ... */
	bool by_parts;        /* ... to which job->parts is appended */
	unsigned tasks;       /* TASK_BITs it has a meaning for */
	uint64_t parts, most; /* default and greatest number; 0: it has none */
	/* Checks what --best names (may be NULL); 0 or a status with C.  May be NULL. */
	int (*check)(const char *best, struct complaint *c);
	/* Names the columns behind the group's, by view_columns. */
	void (*columns)(const struct view_job *job);
	/* Writes the rows of one group. */
	void (*rows)(const struct view_job *job, struct metric_state *s);
};

const struct view *view_at(size_t i); /* NULL behind the last */

/* For views: the writer's columns are the group's and these; TEXT[i]: always text. */
void view_columns(const struct view_job *job, const struct str *name, const bool *text, size_t n);

#endif
