/*
 * scoreboard - the accumulators of every group.  Layer: stats.
 *
 * Memory: one metric_state a group, at most MAX groups and one for all further ones.
 */
#ifndef ML_SCOREBOARD_H
#define ML_SCOREBOARD_H

#include "group.h"
#include "metric.h"

struct scoreboard {
	const struct metric_plan *plan;
	struct group groups;
	struct metric_state **state; /* by group number; NULL: no row yet */
	size_t room;
};

/* PLAN stays the caller's. */
void scoreboard_init(struct scoreboard *b, const struct metric_plan *plan, size_t max);
void scoreboard_release(struct scoreboard *b);
/* The accumulators of the group with the N VALUES (none: the one group of all rows). */
struct metric_state *scoreboard_state(struct scoreboard *b, const struct value *const *values,
				      size_t n);

/*
 * Adds STATE, which is the board's from now on, to the group with KEY (or to the group of
 * all further ones).
 */
void scoreboard_put(struct scoreboard *b, struct str key, bool other, struct metric_state *state);
/* Adds a copy of all that FROM holds. */
void scoreboard_merge(struct scoreboard *b, const struct scoreboard *from);

/* A group as it is to be shown: its values, escaped as in mlrec, or a name for all. */
struct scoreboard_row {
	uint32_t group;
	const char *name; /* "(other)", "(all)"; NULL: group_value */
	bool all;         /* the merge of all groups */
	struct metric_state *state;
};

/*
 * The groups in byte order, then (other) if there is one, then (all) if TOTALS: *N
 * rows, to be freed with scoreboard_rows_free.  Without any row there is one row if
 * the board has no group columns (GROUPED false), else none.
 */
struct scoreboard_row *scoreboard_rows(struct scoreboard *b, bool grouped, bool totals, size_t *n);
void scoreboard_rows_free(struct scoreboard *b, struct scoreboard_row *rows, size_t n);

#endif
