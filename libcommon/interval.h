/*
 * interval - confidence intervals and exact tests.  Layer: stats.
 */
#ifndef ML_INTERVAL_H
#define ML_INTERVAL_H

#include <stdint.h>

struct interval {
	double lo, hi; /* NaN, NaN: no answer */
};

/* The standard normal quantile, full double precision; P in (0,1). */
double interval_normal_quantile(double p);
/* Wilson's score interval of a share K/N at LEVEL (0.95); no answer for n = 0. */
struct interval interval_wilson(double k, double n, double level);
/* VALUE -+ z * error; cut to [MIN, MAX]. */
struct interval interval_normal(double value, double error, double level, double min, double max);
/* McNemar's exact two-sided p-value from the two discordant counts; 1 for 0, 0. */
double interval_mcnemar(uint64_t b, uint64_t c);

#endif
