/*
 * distance_parts - what the methods that compare distributions share.  Layer: detect.
 *
 * Every plain method has the p-value of "nothing has changed" and an effect, which is its
 * statistic less what chance alone gives for so many rows (its expectation under no
 * change), never below 0: small windows do not cry wolf, and a change that large samples
 * show beyond doubt may still be too small to matter.
 */
#ifndef ML_DISTANCE_PARTS_H
#define ML_DISTANCE_PARTS_H

#include "bins.h"
#include "distance.h"

/* No figure, no error, no alarm, no reason. */
void distance_clear(struct distance_result *r);
/* The threshold (--floor, else FLOOR) and whether the effect reaches it. */
void distance_judge(struct distance_result *r, const struct distance_options *o, double floor);
/*
 * Whether both have rows and may be compared by bins_plain or (VALUES) by their values
 * alone; else R has the reason.
 */
bool distance_possible(const struct distribution *reference, const struct distribution *current,
		       bool values, struct distance_result *r);
/* 1/n + 1/m: a share p has the variance p (1 - p) times that if nothing has changed. */
double distance_spread(uint64_t n, uint64_t m);

/* A term of the Jensen-Shannon divergence of shares, base 2; 0 or more. */
double distance_js_term(double reference, double current);

/*
 * Are both sides of one law?  Pearson's X2 of the bins, joined (bins_join) so that 5 rows
 * may be expected on either side in each; rows of bins too rare for that are tested by
 * themselves (binomial, Bonferroni), and the smaller p-value is doubled.
 */
struct distance_homogeneity {
	double x2, df; /* of the joined bins */
	double p_value;
	size_t bins; /* after joining */
};
void distance_homogeneity(struct distance_homogeneity *h, const struct bins *b);
/* 0: the bins are those of the raw values; NaN: some rows may be in a neighbour. */
double distance_bins_error(const struct bins *b, const struct distribution *reference,
			   const struct distribution *current);

/* A method that is a sum over the bins of bins_plain. */
struct distance_rule {
	double (*term)(double reference, double current); /* of shares */
	double scale; /* with d the difference of shares p: the sum is about scale d^2 / p */
	double floor;
	bool root;   /* the statistic is the root of the sum */
	bool smooth; /* shares may not be 0 */
};
/* Answers what its p-value comes from; all 0 where there is no figure. */
struct distance_homogeneity distance_binned(const struct distribution *reference,
					    const struct distribution *current,
					    const struct distance_options *o,
					    const struct distance_rule *rule,
					    struct distance_result *result);
/*
 * Its rule for the square of Cramer's V of two rows of the same weight: V does not depend
 * on how the rows share out between reference and input.
 */
extern const struct distance_rule distance_cramers_v;

#endif
