/*
 * iforest_scan - the paths of many rows through many trees.  Layer: detect; for iforest*.c
 * and their tests.
 *
 * A grove holds trees whose splits are on one column each, in a form made for speed: each
 * value of a row is replaced, once, by its rank among the thresholds of its column, after
 * which every comparison is one of 16-bit integers and as exact as that of the doubles.
 * All variants give the same integers.
 */
#ifndef ML_IFOREST_SCAN_H
#define ML_IFOREST_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "iforest_ruler.h"

enum {
	IFOREST_ROWS = 256,          /* of a block */
	IFOREST_LANES = 64,          /* a scan may go on to a multiple of these */
	IFOREST_RANKS_MAX = 65000,   /* splits of a grove */
	IFOREST_COLUMNS_MAX = 65535, /* of a grove */
	IFOREST_HEAP_DEPTH = 8,      /* of trees that have a heap */
	IFOREST_HEAP = 1 << IFOREST_HEAP_DEPTH,
	IFOREST_RANK_LEAF = UINT16_MAX, /* of a leaf: no rank is greater */
};

/* A node: a rank greater than RANK goes to LEFT + 1.  A leaf's LEFT is itself. */
struct iforest_step {
	uint16_t rank, column;
	uint32_t left;
};

/*
 * A tree of at most 8 levels made perfect: node I has the children 2 I and 2 I + 1, the
 * root is 1, and all paths take 8 steps.
 */
struct iforest_heap {
	uint16_t rank[IFOREST_HEAP], column[IFOREST_HEAP];
	uint64_t path[IFOREST_HEAP];
};

struct iforest_root {
	uint32_t step, depth;
};

struct iforest_grove {
	size_t trees, columns;
	struct iforest_ruler *ruler; /* of each column's thresholds */
	struct iforest_root *root;   /* of each tree */
	struct iforest_step *step;   /* of all trees */
	uint64_t *path;              /* of each step that is a leaf */
	struct iforest_heap *heap;   /* of each tree, or NULL: some are too deep */
};

/*
 * Adds to SUM[i] the path lengths of row i < N, whose rank in column j is
 * RANK[j * IFOREST_ROWS + i].  Up to the next multiple of IFOREST_LANES ranks are read and
 * sums changed that mean nothing.
 */
typedef void iforest_scanner(const struct iforest_grove *g, const uint16_t *rank, size_t n,
			     uint64_t *sum);

struct iforest_variant {
	const char *name;
	iforest_scanner *scan;
	bool (*runs_here)(void);
};

/* All variants of this build, the best first; the last runs everywhere. */
const struct iforest_variant *iforest_variants(size_t *n);
const struct iforest_variant *iforest_best_variant(void);

/*
 * The N <= IFOREST_ROWS rows at ROW as ranks; a missing value's rank is 0.  MISSING[i]:
 * whether row i has one.
 */
void iforest_rank(const struct iforest_grove *g, const double *row, size_t n, uint16_t *rank,
		  bool *missing);

iforest_scanner iforest_scan_portable;
#if defined(__x86_64__)
iforest_scanner iforest_scan_avx512;
bool iforest_scan_avx512_runs(void);
#endif

#endif
