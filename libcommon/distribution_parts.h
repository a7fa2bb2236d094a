/*
 * distribution_parts - what the files of distribution share.  Layer: detect.
 */
#ifndef ML_DISTRIBUTION_PARTS_H
#define ML_DISTRIBUTION_PARTS_H

#include "distribution.h"

/* The sorted, different ones of the N edges at EDGE, which G owns from now on. */
void distribution_grid_of(struct distribution_grid *g, double *edge, size_t n);
/* COUNT values X fall into a piece of G. */
void distribution_count(const struct distribution_grid *g, struct distribution_piece *piece,
			double x, uint64_t count);
/* COUNT values somewhere in [LOW, HIGH] fall into the piece with number I. */
void distribution_count_piece(struct distribution_piece *p, double low, double high,
			      uint64_t count);
/* The number of the piece where X is. */
size_t distribution_piece_of(const struct distribution_grid *g, double x);
/* D's cells become those of the pieces that hold values. */
void distribution_take_pieces(struct distribution *d, const struct distribution_piece *piece,
			      size_t n);
/* Says whether the cells are points, and what the deciles are. */
void distribution_settle(struct distribution *d);

#endif
