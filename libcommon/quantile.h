/*
 * quantile - quantiles of one column.  Layer: stats.
 *
 * R type 7 (linear interpolation), exact while at most BOUND values are held; past
 * that a DDSketch (ddsketch.h) whose error is at most 0.5 % of the value: its
 * buckets are plain counts, so merges commute.  The change happens on the count
 * alone: any order of adds and merges gives the same answer.  Memory: 8 bytes a
 * value while exact (at most twice that while growing), then 8 bytes a bucket (about
 * 2,800 for twelve decades).
 */
#ifndef ML_QUANTILE_H
#define ML_QUANTILE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "str.h"

enum { QUANTILE_BOUND = 65536 };

struct quantile {
	double *value; /* exact: n of them, the first sorted_n sorted; never -0 */
	size_t n, room, sorted_n, bound;
	struct ddsketch *sketch; /* NULL while exact */
};

/* BOUND values exactly; SIZE_MAX: always (--exact). */
void quantile_init(struct quantile *q, size_t bound);
void quantile_release(struct quantile *q);
void quantile_add(struct quantile *q, double x); /* finite */
/* Both were initialised with the same bound. */
void quantile_merge(struct quantile *into, const struct quantile *from);
uint64_t quantile_n(const struct quantile *q);
bool quantile_is_exact(const struct quantile *q);
/* The quantile P in [0,1]; NaN of nothing.  Sorts what is held, changes no answer. */
double quantile_value(struct quantile *q, double p);
/* One text of token.h's signs; 0, or STATUS_LIMIT.  Sorts what is held. */
int quantile_save(struct quantile *q, struct buf *out);
/*
 * Replaces Q, which was initialised and keeps its bound; STATUS_DAMAGED (also for a
 * sketch of no more values than the bound) leaves it empty.
 */
int quantile_load(struct quantile *q, struct str text) MUST_USE;

/*
 * An integer for every double, in the same order: the bits as they stand, with a flip
 * that depends on the sign.
 */
static inline uint64_t
quantile_rank(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return bits ^ (bits >> 63 ? UINT64_MAX : (uint64_t)1 << 63);
}

/* Sorts N finite doubles (no -0) upwards; time and scratch memory linear in N. */
void quantile_sort(double *x, size_t n);
/* The quantile P of the N > 0 values X, which are sorted. */
double quantile_of_sorted(const double *x, size_t n, double p);

#endif
