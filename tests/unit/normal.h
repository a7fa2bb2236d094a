/*
 * normal - random rows for tests of detectors.
 */
#ifndef ML_NORMAL_H
#define ML_NORMAL_H

#include <math.h>

#include "rng.h"

/* A normal variate (Box, Muller 1958). */
static inline double
normal(struct rng *r)
{
	double u = 1 - rng_double(r), v = rng_double(r);

	return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

/* N of them that go together a little; one in twenty is missing. */
static inline void
normal_row(struct rng *r, double *row, size_t n)
{
	double common = normal(r);

	for (size_t j = 0; j < n; j++)
		row[j] = rng_below(r, 20) ? common + normal(r) : NAN;
}

#endif
