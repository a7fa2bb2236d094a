/*
 * Counting by the pieces of a grid.  A grid made of another distribution's bounds is what
 * lets two of them be compared without their values: at every edge it is known of both how
 * many lie below.
 */
#include <math.h>
#include <stdlib.h>

#include "distribution_parts.h"
#include "quantile.h"
#include "xalloc.h"

void
distribution_grid_of(struct distribution_grid *g, double *edge, size_t n)
{
	size_t kept = 0;

	quantile_sort(edge, n);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || edge[i] != edge[kept - 1])
			edge[kept++] = edge[i];
	*g = (struct distribution_grid){edge, kept};
}

void
distribution_grid_init(struct distribution_grid *g, const struct distribution *d)
{
	double *edge = xcalloc(2 * d->cells + DISTRIBUTION_DECILES, sizeof *edge);
	size_t n = 0;

	for (size_t i = 0; i < d->cells; i++) {
		edge[n++] = d->cell[i].low;
		edge[n++] = d->cell[i].high;
	}
	for (int i = 0; i < DISTRIBUTION_DECILES && d->cells; i++)
		edge[n++] = d->decile[i];
	distribution_grid_of(g, edge, n);
}

void
distribution_grid_release(struct distribution_grid *g)
{
	free(g->edge);
	*g = (struct distribution_grid){0};
}

size_t
distribution_piece_of(const struct distribution_grid *g, double x)
{
	size_t low = 0, high = g->edges;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (g->edge[middle] < x)
			low = middle + 1;
		else
			high = middle;
	}
	return 2 * low + (low < g->edges && g->edge[low] == x);
}

void
distribution_count_piece(struct distribution_piece *p, double low, double high, uint64_t count)
{
	if (p->count == 0 || low < p->low)
		p->low = low;
	if (p->count == 0 || high > p->high)
		p->high = high;
	p->count += count;
}

void
distribution_count(const struct distribution_grid *g, struct distribution_piece *piece, double x,
		   uint64_t count)
{
	distribution_count_piece(&piece[distribution_piece_of(g, x)], x, x, count);
}

void
distribution_take_pieces(struct distribution *d, const struct distribution_piece *piece, size_t n)
{
	free(d->cell);
	d->cell = xcalloc(n, sizeof *d->cell);
	d->cells = 0;
	for (size_t i = 0; i < n; i++)
		if (piece[i].count)
			d->cell[d->cells++] = (struct distribution_cell){
				piece[i].low, piece[i].high, piece[i].count};
}
