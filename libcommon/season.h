/*
 * season - what is normal at this hour of the day or of the week.  Layer: detect.
 *
 * A season is cut in phases of an hour.  Each phase has the median and the MAD (times
 * 1.4826) of the reference's values of each column, and a value becomes its distance from
 * the median of its phase in MADs of its phase.  A phase with fewer than SEASON_ROWS
 * values of a column borrows those of its nearest neighbours, one more on both sides at a
 * time, the end of the season beside its beginning.  A MAD of 0 gives way to the MAD of
 * all values around the medians of their phases, that one to 1.  Rows without a time are
 * held against the values of all phases.  Missing stays missing.
 *
 * Times are microseconds since 1970 UTC, or local time counted as if it were UTC: the
 * same for learning and applying.  A season of whole weeks begins on Monday, any other at
 * 1970-01-01.  Memory: 24 bytes for each phase and column; learning takes some 60 bytes a
 * row more.
 */
#ifndef ML_SEASON_H
#define ML_SEASON_H

#include <stddef.h>
#include <stdint.h>

#include "matrix.h"
#include "pack.h"
#include "scale.h"
#include "status.h"

enum { SEASON_ROWS = 8, SEASON_PHASES_MAX = 366 * 24 };

struct season {
	int64_t length; /* microseconds; 0: no season, and nothing is changed */
	size_t phases;  /* hours of the season */
	size_t columns;
	struct scale *scale; /* of phase p and column j at p * columns + j; p == phases: of all */
};

/* 0 if LENGTH is whole hours, 2 at least and 366 days at most; else STATUS_USAGE with C filled. */
int season_check(int64_t length, struct complaint *c) MUST_USE;
/* The hour of a season of LENGTH that TS lies in; the number of phases for TIMESTAMP_NONE. */
size_t season_phase(int64_t length, int64_t ts);

/*
 * Learns a season of LENGTH from REFERENCE, whose rows have the times TS, and replaces
 * the reference's values: each as if the season had been learned without its row, because
 * a median that a value took part in is nearer to it than to any value to come, and the
 * alarms of rows to come would be too many.  A value that no other of its column is
 * there for becomes 0.
 */
void season_learn(struct season *s, int64_t length, struct matrix *reference, const int64_t *ts);
/* No season. */
void season_init(struct season *s);
void season_release(struct season *s);
/* Replaces the values of a ROW of time TS. */
void season_apply(const struct season *s, int64_t ts, double *row);

void season_save(const struct season *s, struct pack *out);
/* Makes S of what was saved for so many COLUMNS; STATUS_DAMAGED with C filled leaves no season. */
int season_load(struct season *s, struct unpack *in, size_t columns, struct complaint *c) MUST_USE;

#endif
