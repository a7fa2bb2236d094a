/*
 * sum - exact sums of doubles in any order.  Layer: base.
 *
 * A superaccumulator: fixed point over the whole range of double and of
 * products of two doubles, so that add and merge commute and associate; the one
 * rounding (to nearest, ties to even) is in sum_value.  A small window of limbs
 * stands in the struct and grows on the heap only when magnitudes demand it, so
 * a million sums of ordinary values stay small.  About 2 ns an add.
 * After: R. M. Neal, "Fast exact summation using small and large
 * superaccumulators", 2015.
 *
 * Inputs must be finite.  The sum of nothing is 0 and so is a sum that cancels
 * exactly (never -0); a sum beyond the range of double is +-infinity.
 */
#ifndef ML_SUM_H
#define ML_SUM_H

#include <stdint.h>

#include "buf.h"
#include "str.h"

enum { SUM_INLINE = 4 };

struct sum {
	int64_t *limb; /* heap window, or NULL: fixed[] is the window */
	int64_t fixed[SUM_INLINE];
	int16_t base, n; /* weight of the lowest limb, limbs in the window */
	uint32_t pending; /* adds since carries were last propagated */
};

void sum_init(struct sum *s);
void sum_release(struct sum *s);
void sum_add(struct sum *s, double x);
/* Adds the exact product X * Y (two-product by FMA; the product must not overflow). */
void sum_add_product(struct sum *s, double x, double y);
/* Adds X * COUNT exactly. */
void sum_add_times(struct sum *s, double x, uint64_t count);
/* INTO becomes the sum of both; FROM stays. */
void sum_merge(struct sum *into, const struct sum *from);
/* The correctly rounded value; does not change S. */
double sum_value(const struct sum *s);
/*
 * The value as three doubles that do not overlap, largest first: their sum is S to
 * at least 150 bits.  For variances without cancellation.
 */
void sum_parts(const struct sum *s, double part[3]);

/* A canonical text (same value, same text) of [0-9a-f.:-] and back. */
int sum_save(const struct sum *s, struct buf *out);
int sum_load(struct sum *s, struct str text) MUST_USE;

#endif
