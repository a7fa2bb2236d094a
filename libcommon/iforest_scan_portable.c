/*
 * Every row takes as many steps as the tree is deep, on the spot once it stands in a leaf:
 * no branch depends on the data, and four rows at a time hide each other's loads.
 */
#include "iforest_scan.h"

static inline uint32_t
next(const struct iforest_step *step, uint32_t at, const uint16_t *rank)
{
	const struct iforest_step *s = &step[at];

	return s->left + (rank[(size_t)s->column * IFOREST_ROWS] > s->rank);
}

static void
four_rows(const struct iforest_grove *g, struct iforest_root root, const uint16_t *rank,
	  uint64_t *sum)
{
	uint32_t a = root.step, b = a, c = a, d = a;

	for (uint32_t k = 0; k < root.depth; k++) {
		a = next(g->step, a, rank);
		b = next(g->step, b, rank + 1);
		c = next(g->step, c, rank + 2);
		d = next(g->step, d, rank + 3);
	}
	sum[0] += g->path[a];
	sum[1] += g->path[b];
	sum[2] += g->path[c];
	sum[3] += g->path[d];
}

static void
one_row(const struct iforest_grove *g, struct iforest_root root, const uint16_t *rank,
	uint64_t *sum)
{
	uint32_t at = root.step;

	for (uint32_t k = 0; k < root.depth; k++)
		at = next(g->step, at, rank);
	*sum += g->path[at];
}

void
iforest_scan_portable(const struct iforest_grove *g, const uint16_t *rank, size_t n, uint64_t *sum)
{
	for (size_t t = 0; t < g->trees; t++) {
		size_t i = 0;

		for (; i + 4 <= n; i += 4)
			four_rows(g, g->root[t], rank + i, sum + i);
		for (; i < n; i++)
			one_row(g, g->root[t], rank + i, sum + i);
	}
}
