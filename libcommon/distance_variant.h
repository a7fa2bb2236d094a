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

/* Clears R; whether both have values; else R has the reason. */
bool distance_raw(const struct distribution *reference, const struct distribution *current,
		  struct distance_result *r);
/* The same, of numbers all of them as points. */
bool distance_points(const struct distribution *reference, const struct distribution *current,
		     struct distance_result *r);
/* STATISTIC, which is the effect as well, and an alarm from LIMIT on; NaN: there is none. */
void distance_limit(struct distance_result *r, double statistic, double limit);
/* P_VALUE and an alarm below LIMIT. */
void distance_limit_p(struct distance_result *r, double statistic, double p_value, double limit);

/* Where a tool cuts: BINS of equal width from MIN to MAX; 0: one for each value or category. */
struct distance_cut {
	size_t bins;
	double min, max;
	bool rest;          /* rows of the current that the reference has no bin for are one */
	const char *reason; /* it cannot be told from cells; NULL */
};

/*
 * Evidently's: of numbers with more than 20 different values in the reference those of
 * Sturges' rule on both joined, else one for each value or category.
 */
void distance_cut_evidently(struct distance_cut *cut, const struct distribution *reference,
			    const struct distribution *current);
/*
 * NannyML's: of numbers those of Doane's rule on the reference, else one for each category
 * of it; rows of the current elsewhere are one bin more.
 */
void distance_cut_nannyml(struct distance_cut *cut, const struct distribution *reference,
			  const struct distribution *current);

/*
 * A variant that is a function of a sum over bins.  TERM, of shares, is convex, never below
 * 0, and 0 where both are the same; FINISH grows with the sum.  By that the error is known
 * that comes from cells which lie on both sides of an edge (not of terms that are not so,
 * which CUT must refuse).
 */
struct distance_tool {
	void (*cut)(struct distance_cut *cut, const struct distribution *reference,
		    const struct distribution *current);
	double (*term)(double reference, double current);
	double (*finish)(double sum);
	double limit;
	/*
	 * As Evidently fills: a share of 0 becomes a millionth of the side's least share if that
	 * is at most 0.0001, else 0.0001; NORMALISE: then divided by what they are in all.
	 */
	bool fill, normalise;
};
void distance_by_tool(const struct distribution *reference, const struct distribution *current,
		      const struct distance_tool *tool, struct distance_result *r);
/* FINISH of tools whose figure is the sum itself. */
double distance_as_it_is(double sum);

/* A share of which this much is known: 0 <= LEAST <= IS <= MOST; all the same: it is exact. */
struct distance_share {
	double least, is, most;
};

/* Sums of TERM over N bins: least, as they are, most. */
struct distance_share distance_sum(const struct distance_share *reference,
				   const struct distance_share *current, size_t n,
				   double (*term)(double reference, double current));
/* FINISH of SUM becomes the statistic, and what the bounds of SUM say its error. */
void distance_finish(struct distance_result *r, struct distance_share sum,
		     double (*finish)(double sum), double limit);
/*
 * The shares of one side in the bins of B, CURRENT's or the reference's, which CUT made; D is
 * that side.
 */
void distance_shares(struct distance_share *share, const struct bins *b, bool current,
		     const struct distribution *d, const struct distance_cut *cut);

/*
 * NannyML's KS and Wasserstein statistics, without a limit, which comes from chunks of the
 * reference: of a reference of at least DISTANCE_ESTIMATED rows, with a range that a double
 * holds, by that many bins of equal width over it, else exact.
 */
enum { DISTANCE_ESTIMATED = 10000 };
void distance_estimate_ks(const struct distribution *reference, const struct distribution *current,
			  struct distance_result *r);
void distance_estimate_wasserstein(const struct distribution *reference,
				   const struct distribution *current, struct distance_result *r);

#endif
