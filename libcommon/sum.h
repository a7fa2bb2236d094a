/*
 * sum - exact sums of doubles in any order.  Layer: base.
 *
 * A superaccumulator: fixed point over the whole range of double and of products
 * of up to three of them, so that add and merge commute and associate; the one
 * rounding (to nearest, ties to even) is in sum_value.  A small window of limbs
 * stands in the struct and moves to the heap only when magnitudes demand it, so a
 * million sums of ordinary values stay small.  About 3 ns an add, 5 a product.
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
#include "status.h"
#include "str.h"

enum { SUM_INLINE = 6 };

struct sum {
	union {
		int64_t fixed[SUM_INLINE];
		int64_t *heap; /* instead of fixed[] when n > SUM_INLINE */
	} limb;
	int16_t base, n;  /* weight of the lowest limb, limbs in the window */
	uint32_t pending; /* adds since carries were last propagated */
};

void sum_init(struct sum *s);
void sum_release(struct sum *s);
void sum_add(struct sum *s, double x);
/* Adds the exact product X * Y, however large or small it is. */
void sum_add_product(struct sum *s, double x, double y);
/* Adds the exact product X * Y * Z. */
void sum_add_product3(struct sum *s, double x, double y, double z);
/* Adds X * COUNT exactly. */
void sum_add_times(struct sum *s, double x, uint64_t count);
/* INTO becomes the sum of both; FROM stays, and may not be INTO. */
void sum_merge(struct sum *into, const struct sum *from);

/* The correctly rounded value; does not change S. */
double sum_value(const struct sum *s);
/*
 * The correctly rounded value as f * 2^*EXPONENT, 0.5 <= |f| < 1, which neither
 * overflows nor underflows; 0 and exponent 0 for nothing.
 */
double sum_scaled(const struct sum *s, int *exponent);
/*
 * A * B - C * D, exact up to one rounding, in the form of sum_scaled: variances
 * and covariances without cancellation (n * Sxx - Sx * Sx).
 */
double sum_cross(const struct sum *a, const struct sum *b, const struct sum *c, const struct sum *d,
		 int *exponent);

/*
 * A canonical text (same value, same text) of [0-9a-f:-]: "0", or the magnitude in
 * hexadecimal without zeros at either end, ":", and the power of two (a multiple
 * of 4) that multiplies it: "-8:-4" is -0.5.  0, or STATUS_LIMIT.
 */
int sum_save(const struct sum *s, struct buf *out);
/* Replaces S, which was initialised; STATUS_DAMAGED leaves it at 0. */
int sum_load(struct sum *s, struct str text) MUST_USE;

#endif
