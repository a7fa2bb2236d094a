/*
 * distinct - how many different values a column has.  Layer: stats.
 *
 * Exact while at most DISTINCT_BOUND different values were seen, past that
 * HyperLogLog (Flajolet et al. 2007; p = 14, 64-bit stable hash, standard error
 * 0.8 %) with Ertl's 2017 estimator.  Order and merges never change the answer:
 * the exact stage holds the 64-bit stable hashes themselves.
 */
#ifndef ML_DISTINCT_H
#define ML_DISTINCT_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "str.h"

enum { DISTINCT_BOUND = 65536, DISTINCT_P = 14 };

struct distinct {
	uint64_t *slot; /* exact: open addressing; 0 is free */
	size_t n, slots;
	bool has_zero;
	uint8_t *reg; /* 2^14 registers, NULL while exact */
};

void distinct_init(struct distinct *d);
void distinct_release(struct distinct *d);
void distinct_add(struct distinct *d, struct str value);
void distinct_merge(struct distinct *into, const struct distinct *from);
bool distinct_is_exact(const struct distinct *d);
uint64_t distinct_value(const struct distinct *d);
int distinct_save(const struct distinct *d, struct buf *out);
int distinct_load(struct distinct *d, struct str text) MUST_USE;

#endif
