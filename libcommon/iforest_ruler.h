/*
 * iforest_ruler - the rank of a value among sorted thresholds.  Layer: detect; for iforest*.c.
 *
 * The range is cut into equal cells, so that a value's cell tells the first threshold that it
 * need be compared with, and a few steps of a binary search are enough; exact whatever the
 * values are.  Memory 12 bytes a threshold.
 */
#ifndef ML_IFOREST_RULER_H
#define ML_IFOREST_RULER_H

#include <stddef.h>
#include <stdint.h>

struct iforest_ruler {
	double zero, scale; /* of the cells */
	size_t cells, window;
	double *threshold; /* distinct, with 2 * WINDOW infinities behind them */
	uint16_t *first;   /* of each cell: how many thresholds earlier cells have */
};

/* From N < 65536 finite thresholds T, which are sorted on the spot; 0: every rank is 0. */
void iforest_ruler_init(struct iforest_ruler *r, double *t, size_t n);
void iforest_ruler_release(struct iforest_ruler *r);

/*
 * Each step is monotone in floating point too, so a threshold in an earlier cell is less
 * than X, and one in a later cell is greater.  NaN: 0.
 */
static inline size_t
iforest_ruler_cell(const struct iforest_ruler *r, double x)
{
	double cell = (x - r->zero) * r->scale, last = (double)(r->cells - 1);

	cell = cell > 0 ? cell : 0;
	cell = cell < last ? cell : last;
	return (size_t)(int64_t)cell;
}

/* How many of the thresholds are below X; 0 of NaN. */
static inline size_t
iforest_ruler_rank(const struct iforest_ruler *r, double x)
{
	size_t at = r->first[iforest_ruler_cell(r, x)];

	/* No branch: which way it goes is anybody's guess. */
	for (size_t half = r->window; half > 0; half /= 2)
		at += half & -(size_t)(r->threshold[at + half - 1] < x);
	return at;
}

#endif
