/*
 * filter - which rows a person wants: a time range, conditions, a sample.
 * Layer: record.
 *
 * All must hold.  The range is half-open (since <= ts < until) and a row without a
 * time is outside it.  The sample is by the stable hash of the id (of the raw
 * record where there is none), so the same requests are chosen on every machine
 * and a smaller share is a subset of a larger one.
 */
#ifndef ML_FILTER_H
#define ML_FILTER_H

#include "scan.h"
#include "where.h"

struct filter {
	int64_t since, until; /* TIMESTAMP_NONE: open */
	double sample;        /* share kept, 1: all */
	struct where *where;
	size_t *column;      /* of where[i]: index into the row's values */
	size_t n, id_column; /* id_column: SIZE_MAX without one */
};

void filter_init(struct filter *f);
void filter_release(struct filter *f);
/* Adds one condition; TEXT stays the caller's. */
int filter_add(struct filter *f, struct str text, struct complaint *c) MUST_USE;
/*
 * The names of the columns that must be there, N of them; free() the array.  A sample
 * is taken by the column id as well, where there is one.
 */
struct str *filter_names(const struct filter *f, size_t *n);
/*
 * Looks up the columns; STATUS_MISSING with C when a condition or the range names
 * one that is not there.  No columns at all (of empty input) will do: there are no rows.
 */
int filter_bind(struct filter *f, const struct plan_column *column, size_t n,
		struct complaint *c) MUST_USE;
/* True if F keeps every row. */
static inline bool
filter_is_open(const struct filter *f)
{
	return f->n == 0 && f->sample >= 1 && f->since == TIMESTAMP_NONE &&
	       f->until == TIMESTAMP_NONE;
}
/* 1, 0, or STATUS_LIMIT when a pattern hit a limit, so that nobody knows. */
int filter_keeps(const struct filter *f, const struct row *row) MUST_USE;

#endif
