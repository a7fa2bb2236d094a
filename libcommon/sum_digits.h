/*
 * sum_digits - what the files of sum share and nobody else sees.  Layer: base.
 */
#ifndef ML_SUM_DIGITS_H
#define ML_SUM_DIGITS_H

#include "sum.h"

/*
 * Limb k weighs 2^(SUM_LOWEST + 32 k).  The lowest bit of a product of three
 * doubles is 2^-3222, the highest 2^3071; the limbs above that hold the carries of
 * 2^64 such products and of any number of merges.
 */
enum { SUM_LOWEST = -3232, SUM_LIMBS = 208 };

/* Room for a product of two sums, each with two digits of carry, and its own two. */
enum { SUM_DIGITS = 2 * SUM_LIMBS + 6 };

/* +-(d[0] + d[1] 2^32 + ...) 2^exponent; n = 0 is zero, d[0] and d[n-1] are not. */
struct sum_digits {
	bool negative;
	int n, exponent;
	uint32_t d[SUM_DIGITS];
};

void sum_digits_of(const struct sum *s, struct sum_digits *v);

/* The window's limbs. */
static inline const int64_t *
sum_limbs(const struct sum *s)
{
	return s->n > SUM_INLINE ? s->limb.heap : s->limb.fixed;
}

/* Adds the N digits CHUNK, the lowest at limb K; none may lie outside SUM_LIMBS. */
void sum_add_chunks(struct sum *s, int k, const uint32_t *chunk, int n, bool negative);

#endif
