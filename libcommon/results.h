/*
 * results - the rows that a scoreboard becomes: a row of metrics a group, with
 * intervals or beside a second prediction's.  Layer: stats.
 */
#ifndef ML_RESULTS_H
#define ML_RESULTS_H

#include "compare.h"
#include "record.h"
#include "scoreboard.h"

struct results {
	const struct metric_plan *plan;
	const struct scoreboard *board;
	struct record_writer *writer;
	const struct str *group; /* names of the group columns */
	size_t groups;
	double level;                  /* of confidence intervals, 0: none */
	const struct compare *compare; /* NULL: none */
	const char *compare_name;      /* of the second prediction */
	/* Told of each metric without a value and of values with a note; may be NULL. */
	void (*remark)(void *arg, struct str group, struct str metric, bool has_value,
		       const char *why);
	void *arg;
};

/*
 * Names the columns: the group's, then each metric; with a level also metric_lo and
 * metric_hi where it has an interval; with a comparison metric_<second> and
 * metric_diff (second minus first), and last mcnemar_p.
 */
void results_columns(const struct results *r);
/* SECOND is the row of the compared board, NULL without a comparison. */
void results_row(const struct results *r, const struct scoreboard_row *row,
		 const struct scoreboard_row *second);
/* Writes the fields of the group columns. */
void results_prefix(const struct results *r, const struct scoreboard_row *row);
/* For messages: "model=fraud region=eu", or "all rows"; appended to OUT. */
void results_name(const struct results *r, const struct scoreboard_row *row, struct buf *out);

#endif
