/*
 * iforest_bags - which rows each tree takes.  Layer: detect; for iforest*.c.
 *
 * Trees that take at most half of the rows take one stretch of a shuffled list after the
 * other, until what is left is too short: each is a fair draw without replacement, and
 * trees of one round have no row in common.  Trees that take more leave out one stretch
 * after the other.  So every row is in about as many bags as any other, which makes scores
 * less a matter of chance, and out of many, as scores that a fresh row could have need;
 * and whoever has the seed can tell again which tree took which rows.
 */
#ifndef ML_IFOREST_BAGS_H
#define ML_IFOREST_BAGS_H

#include <stddef.h>
#include <stdint.h>

#include "rng.h"

struct iforest_bags {
	uint32_t *row; /* a permutation of all */
	size_t rows, take, tree;
	struct rng rng;
};

/* TAKE of ROWS rows a tree, TAKE <= ROWS.  4 bytes a row. */
void iforest_bags_init(struct iforest_bags *b, size_t rows, size_t take, uint64_t seed);
void iforest_bags_release(struct iforest_bags *b);
/* ROW has TAKE rows of the next tree. */
void iforest_bags_next(struct iforest_bags *b, uint32_t *row);
/* Trees until each row was left out, when all take more than half; else 1. */
size_t iforest_bags_round(size_t rows, size_t take);

#endif
