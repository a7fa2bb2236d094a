/*
 * distinct - how many different values a column has.  Layer: stats.
 *
 * Exact while at most DISTINCT_BOUND different values were seen, past that
 * HyperLogLog (Flajolet et al. 2007; p = 14, 64-bit stable hash, standard error
 * 0.8 %) with Ertl's 2017 estimator.  Order and merges never change the answer:
 * the exact stage holds the 64-bit stable hashes themselves (two of 65,536 values
 * share one with a chance of 1e-10), and which stage it is follows from their number
 * alone.  Memory: 11 to 22 bytes a value, at most 1 MiB; then 16 KiB.
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
	bool has_zero; /* the hash 0 was seen; counted in n */
	uint8_t *reg;  /* 2^14 registers, NULL while exact */
};

void distinct_init(struct distinct *d);
void distinct_release(struct distinct *d);
void distinct_add(struct distinct *d, struct str value);
void distinct_merge(struct distinct *into, const struct distinct *from);
bool distinct_is_exact(const struct distinct *d);
uint64_t distinct_value(const struct distinct *d);
/* One text of token.h's signs; 0, or STATUS_LIMIT. */
int distinct_save(const struct distinct *d, struct buf *out);
/* Replaces D, which was initialised; STATUS_DAMAGED leaves it empty. */
int distinct_load(struct distinct *d, struct str text) MUST_USE;

#endif
