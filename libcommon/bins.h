/*
 * bins - two distributions of one column cut at the same places.  Layer: detect.
 *
 * Both are sealed and of one kind; tallies are exact.  Cells that are no points stand at
 * their middle.  Bins depend on the values and counts alone, not on any order.  Cost: one
 * walk over the cells of both; memory 16 bytes a bin.
 */
#ifndef ML_BINS_H
#define ML_BINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "distribution.h"

/* A reference of at most so many different values has a bin for each. */
enum { BINS_VALUES = 20 };

struct bin {
	uint64_t reference, current; /* rows */
};

struct bins {
	struct bin *bin;
	size_t n, room;
	uint64_t reference, current; /* rows in all bins */
	uint64_t outside;            /* rows of the current beyond the edges; bins_equal alone */
	uint64_t split;              /* rows of cells that lie on both sides of an edge */
	bool ordered;                /* neighbours are alike: numbers */
};

/* All members 0 is a sound B to release. */
void bins_release(struct bins *b);

/*
 * The bins of the plain methods.  Numbers: those up to a decile of the reference and above
 * the one before it (equal deciles are one), the first and last one without end; a
 * reference of at most BINS_VALUES values: one for each and one for all others.
 * Categories: one for each, in byte order.  Last, if there are such rows, one for those
 * without a value, be it missing or odd.
 */
void bins_plain(struct bins *b, const struct distribution *reference,
		const struct distribution *current);
/* One bin for each value or category of either, in rising order; no others. */
void bins_each(struct bins *b, const struct distribution *reference,
	       const struct distribution *current);
/*
 * COUNT bins of equal width from MIN to MAX, as numpy.histogram(range=(MIN, MAX)) cuts
 * them: the last one closed, MIN = MAX widened by 0.5 both ways.  Values outside are in
 * none of them.
 */
void bins_equal(struct bins *b, const struct distribution *reference,
		const struct distribution *current, double min, double max, size_t count);
/*
 * How many rows of D are in each of the COUNT bins of bins_equal, and in none of them (behind
 * the last), at least and at most: cells may lie on both sides of an edge.  LEAST and MOST
 * have room for COUNT + 1.
 */
void bins_reach(const struct distribution *d, double min, double max, size_t count, uint64_t *least,
		uint64_t *most);
/* One more bin, the last. */
void bins_add(struct bins *b, uint64_t reference, uint64_t current);
/* Empty bins are dropped, the others joined until either side may expect LEAST in each. */
void bins_join(struct bins *b, double least);

/*
 * How many bins numpy.histogram_bin_edges makes of values from MIN to MAX by Sturges'
 * rule for N of them, and by Doane's rule of D; at least 1, but 0 where Doane's number
 * depends on where in its cells D's values lie.
 */
size_t bins_sturges(double n, double min, double max);
size_t bins_doane(const struct distribution *d);

/* The values of both in rising order, how many of each. */
struct bins_point {
	double x;
	uint64_t reference, current;
};

struct bins_walk {
	const struct distribution *reference, *current;
	size_t i, j;
};

/* Starts at {reference, current, 0, 0}; false behind the last one. */
bool bins_walk(struct bins_walk *w, struct bins_point *p);

#endif
