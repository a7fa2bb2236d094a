/*
 * distance_curves - the distribution functions F (reference) and G (current) of numbers,
 * what all methods that compare them need.  Layer: detect.
 *
 * Both have values.  Cells that are no points stand at their middle.  One walk each.
 */
#ifndef ML_DISTANCE_CURVES_H
#define ML_DISTANCE_CURVES_H

#include "distance_parts.h"

/* max |F - G| */
double distance_ks(const struct distribution *reference, const struct distribution *current);
/* |F - G| of these distributions is within this of that of the raw values, everywhere. */
double distance_ks_error(const struct distribution *reference, const struct distribution *current);
/*
 * At a value that is not blurred, F - G in the middle of the jump is off by what the cells
 * there hold: the root of the mean of its square over all values is at most this.
 */
double distance_gap_error(const struct distribution *reference, const struct distribution *current);
/* The expectation of distance_ks for N and M values if nothing has changed. */
double distance_ks_expected(uint64_t n, uint64_t m);

/* The integral of |F - G|, and what bounds the error of it. */
double distance_wasserstein(const struct distribution *reference,
			    const struct distribution *current);
double distance_wasserstein_error(const struct distribution *reference,
				  const struct distribution *current);

#endif
