/*
 * ddsketch - counts in logarithmic buckets.  Layer: stats.
 *
 * Relative error 0.5 %; bucket of x > 0 is ceil(log(x)/log(gamma)); negative values
 * mirrored, zero (and |x| below the least normal double) apart.  Only counts: add
 * and merge commute.
 */
#ifndef ML_DDSKETCH_H
#define ML_DDSKETCH_H

#include <stdint.h>

#include "buf.h"
#include "status.h"

struct ddsketch;

struct ddsketch *ddsketch_new(void);
void ddsketch_free(struct ddsketch *d);
void ddsketch_add(struct ddsketch *d, double x, uint64_t count);
void ddsketch_merge(struct ddsketch *into, const struct ddsketch *from);
uint64_t ddsketch_n(const struct ddsketch *d);
/* Quantile P in [0,1]: the bucket holding rank p (n - 1), its middle; NaN of nothing. */
double ddsketch_value(const struct ddsketch *d, double p);
int ddsketch_save(const struct ddsketch *d, struct buf *out);
int ddsketch_load(struct ddsketch *d, struct str text) MUST_USE;

#endif
