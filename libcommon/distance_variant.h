/*
 * distance_variant - what the variants share that other tools made known.  Layer: detect.
 *
 * A variant gives its tool's figure and alarms by its tool's rule: no effect floor, no
 * false discovery rate.  Missing and odd rows are left out, as these tools drop them.
 */
#ifndef ML_DISTANCE_VARIANT_H
#define ML_DISTANCE_VARIANT_H

#include "distance_curves.h"

/* A row of the table: a method that is a variant. */
#define DISTANCE_VARIANT(takes_numbers, takes_categories, function)                                \
	(&(const struct distance){takes_numbers, takes_categories, true, function})

/* Clears R; whether both have values, of numbers all of them as points; else R has the reason. */
bool distance_raw(const struct distribution *reference, const struct distribution *current,
		  struct distance_result *r);
/* STATISTIC, which is the effect as well, and an alarm from LIMIT on; NaN: there is none. */
void distance_limit(struct distance_result *r, double statistic, double limit);
/* P_VALUE and an alarm below LIMIT. */
void distance_limit_p(struct distance_result *r, double statistic, double p_value, double limit);

/*
 * Evidently's bins: of numbers with more than 20 different values in the reference those of
 * Sturges' rule on both joined, else one for each value or category.
 */
void distance_evidently_bins(struct bins *b, const struct distribution *reference,
			     const struct distribution *current);
/*
 * NannyML's: of numbers with more than 50 different values in the reference, or more than a
 * tenth of its rows, those of Doane's rule on it, else one for each of its values or
 * categories; rows of the current elsewhere are one bin more.
 */
void distance_nannyml_bins(struct bins *b, const struct distribution *reference,
			   const struct distribution *current);
/*
 * Sum of TERM over Evidently's bins and shares: 0 becomes a millionth of the side's least
 * share if that is at most 0.0001, else 0.0001; NORMALISE divides by what they then are in
 * all.  Both have been found raw.
 */
double distance_evidently_sum(const struct distribution *reference,
			      const struct distribution *current,
			      double (*term)(double reference, double current), bool normalise);
/* Sum of TERM over the shares of all bins. */
double distance_sum(const struct bins *b, double (*term)(double reference, double current));

/* A variant that is a function of such a sum. */
struct distance_tool {
	void (*bin)(struct bins *b, const struct distribution *reference,
		    const struct distribution *current);
	double (*term)(double reference, double current);
	double (*finish)(double sum);
	double limit;
};
void distance_by_tool(const struct distribution *reference, const struct distribution *current,
		      const struct distance_tool *tool, struct distance_result *r);

#endif
