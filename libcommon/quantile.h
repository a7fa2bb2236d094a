/*
 * quantile - quantiles of one column.  Layer: stats.
 *
 * R type 7 (linear interpolation), exact while at most BOUND values are held; past
 * that a DDSketch (Masson, Rim, Lee, VLDB 2019; gamma = 1.005/0.995) whose error is
 * at most 0.5 % of the value: its buckets are plain counts, so merges commute.  The
 * change happens on the count alone: any order of adds and merges gives the same
 * answer.  Memory: 8 bytes a value while exact, then 8 bytes a bucket in use (about
 * 2,800 for twelve decades).
 */
#ifndef ML_QUANTILE_H
#define ML_QUANTILE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"

enum { QUANTILE_BOUND = 65536 };

struct quantile {
	double *value; /* exact: n of them, the first sorted_n sorted */
	size_t n, room, sorted_n, bound;
	struct ddsketch *sketch; /* NULL while exact */
};

/* BOUND values exactly; SIZE_MAX: always (--exact). */
void quantile_init(struct quantile *q, size_t bound);
void quantile_release(struct quantile *q);
void quantile_add(struct quantile *q, double x); /* finite */
void quantile_merge(struct quantile *into, const struct quantile *from);
uint64_t quantile_n(const struct quantile *q);
bool quantile_is_exact(const struct quantile *q);
/* The quantile P in [0,1]; NaN of nothing.  Sorts what is held, changes no answer. */
double quantile_value(struct quantile *q, double p);
int quantile_save(struct quantile *q, struct buf *out);
int quantile_load(struct quantile *q, struct str text) MUST_USE;

#endif
