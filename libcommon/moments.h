/*
 * moments - count, sum, mean, sd, min and max of one column, exactly.
 * Layer: stats.
 *
 * Sums are exact (sum.h): any order and any merge give the same bits.  Weights are
 * frequencies: a value of weight 2 is two rows.  The answer of nothing is NaN.
 * The sd divides by (total weight - 1) and is NaN below two rows.  A NaN or
 * infinity is never added (the caller counts it).
 */
#ifndef ML_MOMENTS_H
#define ML_MOMENTS_H

#include "sum.h"

struct moments {
	uint64_t n;
	struct sum weight, first, second; /* of w, w x, w x^2; weight unused at w = 1 */
	double min, max;
	bool weighted;
};

void moments_init(struct moments *m, bool weighted);
void moments_release(struct moments *m);
void moments_add(struct moments *m, double x, double weight);
void moments_merge(struct moments *into, const struct moments *from);
double moments_weight(const struct moments *m);
double moments_sum(const struct moments *m);
double moments_mean(const struct moments *m);
double moments_sd(const struct moments *m);       /* n - 1 */
double moments_variance(const struct moments *m, bool population);
/* Standard error of the mean: sd / sqrt(n). */
double moments_error(const struct moments *m);
int moments_save(const struct moments *m, struct buf *out);
int moments_load(struct moments *m, struct str text) MUST_USE;

#endif
