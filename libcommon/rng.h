/*
 * rng - random numbers that are the same everywhere.  Layer: base.
 *
 * xoshiro256** (Blackman, Vigna 2018), seeded through splitmix64.  Not secret.
 */
#ifndef ML_RNG_H
#define ML_RNG_H

#include <stdint.h>

struct rng {
	uint64_t s[4];
};

void rng_seed(struct rng *r, uint64_t seed);
uint64_t rng_next(struct rng *r);
/* Uniform in [0, 1), a multiple of 2^-53. */
double rng_double(struct rng *r);
/* Uniform in 0 .. N-1 without bias; N > 0. */
uint64_t rng_below(struct rng *r, uint64_t n);

#endif
