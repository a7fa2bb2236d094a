/*
 * profile - all columns of one reference: what is normal, without its rows.  Layer: detect.
 *
 * A part holds the distributions of all columns, for one group and, with a season, one of
 * its hours.  Rows go in one by one; settling decides what is a number and what a category
 * (features.h, over all groups together) and makes the cells.  A column that nobody called
 * categorical and that turns out to be one has its numbers spelled as number_print does, so
 * that 1 and 1.0 are one category; all other categories are texts as they stand.
 *
 * Memory: distribution.h's for each column and part; parts exist once they have a row.
 * Saved: numbers take 24 bytes a cell, at most DISTRIBUTION_CELLS of them (with a season
 * PROFILE_SEASON_CELLS a part), categories their texts.
 */
#ifndef ML_PROFILE_H
#define ML_PROFILE_H

#include "distribution.h"
#include "feature.h"
#include "group.h"

enum { PROFILE_SEASON_CELLS = 128 };

struct profile_part {
	uint64_t rows;
	int64_t first, last; /* of its rows' times; TIMESTAMP_NONE */
	struct distribution *column;
	size_t columns;
};

struct profile {
	struct features features;
	bool settled;
	bool condensed;    /* cells instead of values: it was saved once, or will be */
	struct str *group; /* names of the group's columns, copied */
	size_t groups;
	struct str *seen; /* of all columns of the reference, those that take no part, too */
	size_t seen_n, seen_room;
	int64_t season; /* microseconds; 0: none */
	size_t phases;  /* 1 without a season */
	uint64_t rows;
	struct group keys;
	struct profile_part **part; /* of group K's hour P at K * phases + P; NULL: no rows */
	size_t room;
};

/* A profile of no rows; its features are to be chosen before the first. */
void profile_init(struct profile *p, const struct str *group, size_t groups, int64_t season,
		  size_t max_groups);
void profile_release(struct profile *p);
/* The reference has a column NAME. */
void profile_see(struct profile *p, struct str name);
/* A row of the table that the features are bound to, of time TS, in the group with VALUES. */
void profile_add(struct profile *p, const struct value *row, const struct value *const *values,
		 int64_t ts);
/* After the last row. */
void profile_settle(struct profile *p);
/* Settled P in the form that is saved. */
void profile_condense(struct profile *p);
/*
 * Adds FROM, settled as INTO is.  STATUS_USAGE with C filled when groups, season or columns
 * differ; columns are matched by name, and all must be of the same kind.
 */
int profile_merge(struct profile *into, const struct profile *from, struct complaint *c) MUST_USE;
/* P is condensed. */
void profile_save(const struct profile *p, struct pack *out);
/*
 * Makes P, which was initialised by nothing, of all bytes of IN.  STATUS_DAMAGED with C
 * filled: P is to be released either way.
 */
int profile_load(struct profile *p, struct unpack *in, size_t max_groups,
		 struct complaint *c) MUST_USE;

/* The group with this key (OTHER: that of all further groups); UINT32_MAX: not there. */
uint32_t profile_group(const struct profile *p, struct str key, bool other);
/*
 * The hours of the season, from *FIRST on, that the time FROM to UNTIL (microseconds) touches;
 * without a season one hour, 0, is all there is.
 */
size_t profile_hours(const struct profile *p, int64_t from, int64_t until, size_t *first);
/* Sums group K's parts of N hours from FIRST on into PART, which becomes the caller's. */
void profile_sum(const struct profile *p, uint32_t k, size_t first, size_t n,
		 struct profile_part *part);

/* Parts by themselves: what is compared with a profile is collected in one, too. */
void profile_part_init(struct profile_part *part, size_t columns);
void profile_part_release(struct profile_part *part);
/*
 * A row of the table that F is bound to (a feature that is not there: at SIZE_MAX).  Kinds
 * are F's if it was SETTLED.
 */
void profile_part_add(struct profile_part *part, const struct features *f, bool settled,
		      const struct value *row, int64_t ts);
void profile_part_seal(struct profile_part *part);

#endif
