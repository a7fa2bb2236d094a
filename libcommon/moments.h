/*
 * moments - count, sum, mean, sd, min and max of one column, exactly.
 * Layer: stats.
 *
 * Sums are exact (sum.h): any order and any merge give the same bits, and no answer
 * loses digits to cancellation or overflows while it has a double.  Weights are
 * frequencies: a value of weight 2 is two rows, one of weight 0 is none; they are
 * finite and not negative.  The answer of nothing is NaN.  The sd divides by (total
 * weight - 1) and is NaN unless that is positive.  A NaN or infinity is never added
 * (the caller counts it).
 */
#ifndef ML_MOMENTS_H
#define ML_MOMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "sum.h"

struct moments {
	uint64_t n;                       /* values, those of weight 0 left out */
	struct sum weight, first, second; /* of w, w x, w x^2; weight unused at w = 1 */
	double min, max;                  /* NaN of nothing; never -0 */
	bool weighted;
	bool lean; /* set before the first value: SECOND is not kept, so that there is no
		      variance, sd or error, and no saving */
};

void moments_init(struct moments *m, bool weighted);
void moments_release(struct moments *m);
/* WEIGHT is taken for 1 unless M is weighted. */
void moments_add(struct moments *m, double x, double weight);
void moments_merge(struct moments *into, const struct moments *from);
double moments_weight(const struct moments *m);
double moments_sum(const struct moments *m);
double moments_mean(const struct moments *m);
double moments_sd(const struct moments *m); /* n - 1 */
double moments_variance(const struct moments *m, bool population);
/* Standard error of the mean: sd / sqrt(n). */
double moments_error(const struct moments *m);

/* One text of token.h's signs; 0, or STATUS_LIMIT. */
int moments_save(const struct moments *m, struct buf *out);
/*
 * Replaces M, which was initialised as the one saved was (weighted or not);
 * STATUS_DAMAGED leaves it empty.
 */
int moments_load(struct moments *m, struct str text) MUST_USE;

#endif
