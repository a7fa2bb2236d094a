/*
 * ddsketch - counts in logarithmic buckets.  Layer: stats.
 *
 * Masson, Rim, Lee, "DDSketch", VLDB 2019.  Every octave [2^e, 2^(e+1)) has 70
 * buckets with the bounds 2^(e + j/70), found by comparing integers: the same
 * bucket on every machine, whatever its log() answers.  A bucket's middle is within
 * 0.4952 % of all that it holds.  Negative values are mirrored; zero (and |x| below
 * the least normal double) stands apart.  Only counts, min and max: add and merge
 * commute.  Memory: 560 bytes for every octave in use, at most 2.3 MB.
 */
#ifndef ML_DDSKETCH_H
#define ML_DDSKETCH_H

#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "str.h"

struct ddsketch;

struct ddsketch *ddsketch_new(void);
void ddsketch_free(struct ddsketch *d);
/* X is finite. */
void ddsketch_add(struct ddsketch *d, double x, uint64_t count);
void ddsketch_merge(struct ddsketch *into, const struct ddsketch *from);
uint64_t ddsketch_n(const struct ddsketch *d);
/*
 * The quantile P in [0,1], R type 7 over the middles of the buckets that hold the two
 * ranks next to p (n - 1); min and max themselves at both ends; NaN of nothing.
 */
double ddsketch_value(const struct ddsketch *d, double p);
/* The point T in [0,1) of the way from A to B >= A: never outside, never overflows. */
double ddsketch_between(double a, double b, double t);
/* One text of token.h's signs; 0, or STATUS_LIMIT. */
int ddsketch_save(const struct ddsketch *d, struct buf *out);
/* Replaces D; STATUS_DAMAGED leaves it empty. */
int ddsketch_load(struct ddsketch *d, struct str text) MUST_USE;

#endif
