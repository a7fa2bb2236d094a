/*
 * The form in which a reference is kept, and what two such say together.
 *
 * Cells of a profile are runs of neighbouring values, closed when they hold the share of a
 * cell.  A run ends at each decile, on both of its sides, so that values equal to a decile
 * are a cell of their own and whatever is counted by deciles comes out exactly; a value that
 * fills a cell alone gets one.  The error of a cumulated share read off the cells is then at
 * most the share of one wide cell.
 */
#include <math.h>
#include <stdlib.h>

#include "distribution_parts.h"
#include "xalloc.h"

/* The deciles below X, and those that are X: two values with the same may share a cell. */
static int
between_deciles(const struct distribution *d, double x)
{
	int place = 0;

	for (int i = 0; i < DISTRIBUTION_DECILES; i++)
		place += (d->decile[i] < x) + (d->decile[i] <= x);
	return place;
}

/* Writes the runs of at most SHARE values to OUT, if given; how many there are. */
static size_t
join(const struct distribution *d, uint64_t share, struct distribution_cell *out)
{
	struct distribution_cell run = {0};
	int place = -1;
	size_t n = 0;

	for (size_t i = 0; i < d->cells; i++) {
		const struct distribution_cell *c = &d->cell[i];
		int at = between_deciles(d, c->low);

		if (at == place && at == between_deciles(d, c->high) &&
		    run.count + c->count <= share) {
			run.high = c->high;
			run.count += c->count;
		} else {
			run = *c;
			n++;
		}
		place = at;
		if (out)
			out[n - 1] = run;
	}
	return n;
}

void
distribution_condense(struct distribution *d, size_t bound)
{
	uint64_t share = d->n / bound + 1;
	struct distribution_cell *cell;
	size_t n;

	if (d->kind != DISTRIBUTION_NUMBERS || d->cells <= bound)
		return;
	while ((n = join(d, share, NULL)) > bound)
		share += share / 8 + 1;
	cell = xcalloc(n, sizeof *cell);
	join(d, share, cell);
	free(d->cell);
	d->cell = cell;
	d->cells = n;
	d->exact = false;
}

static size_t
put_bounds(const struct distribution *d, double *edge)
{
	size_t n = 0;

	for (size_t i = 0; i < d->cells; i++) {
		edge[n++] = d->cell[i].low;
		edge[n++] = d->cell[i].high;
	}
	return n;
}

/*
 * Cell C has a value at each of its ends (of one value only: at its low); the others go to
 * the gaps between G's edges from piece FIRST to LAST, in proportion to their lengths.
 */
static void
share_out(const struct distribution_grid *g, struct distribution_piece *piece,
	  const struct distribution_cell *c, size_t first, size_t last)
{
	uint64_t inner = c->count > 2 ? c->count - 2 : 0, given = 0;

	distribution_count_piece(&piece[first], c->low, c->low, 1);
	if (c->count > 1)
		distribution_count_piece(&piece[last], c->high, c->high, 1);
	for (size_t i = first + 1; i < last; i += 2) {
		double low = nextafter(g->edge[i / 2 - 1], INFINITY);
		double high = nextafter(g->edge[i / 2], -INFINITY);
		double part = (g->edge[i / 2] / 2 - c->low / 2) / (c->high / 2 - c->low / 2);
		uint64_t until = i + 1 == last ? inner : (uint64_t)(part * (double)inner);

		until = until < given ? given : until > inner ? inner : until;
		if (until > given && low <= high)
			distribution_count_piece(&piece[i], low, high, until - given);
		else if (until > given)
			distribution_count_piece(&piece[i + 1], high, high, until - given);
		given = until;
	}
}

/* Counts D's cells by G; the largest number of values that an edge lies among. */
static uint64_t
spread(const struct distribution *d, const struct distribution_grid *g,
       struct distribution_piece *piece)
{
	uint64_t worst = 0;

	for (size_t i = 0; i < d->cells; i++) {
		const struct distribution_cell *c = &d->cell[i];
		size_t first = distribution_piece_of(g, c->low);
		size_t last = distribution_piece_of(g, c->high);

		if (c->low == c->high)
			distribution_count_piece(&piece[first], c->low, c->high, c->count);
		else
			share_out(g, piece, c, first, last);
		if (last > first + 2 && c->count > worst)
			worst = c->count;
	}
	return worst;
}

static void
merge_numbers(struct distribution *into, const struct distribution *from)
{
	double *edge = xcalloc(2 * (into->cells + from->cells) + 1, sizeof *edge);
	size_t n = put_bounds(into, edge);
	struct distribution_piece *piece;
	struct distribution_grid grid;

	n += put_bounds(from, edge + n);
	distribution_grid_of(&grid, edge, n);
	piece = xcalloc(2 * grid.edges + 1, sizeof *piece);
	into->blurred += from->blurred;
	into->blurred += spread(into, &grid, piece) + spread(from, &grid, piece);
	distribution_take_pieces(into, piece, 2 * grid.edges + 1);
	distribution_grid_release(&grid);
	free(piece);
	moments_merge(&into->moments, &from->moments);
}

/* INTO has no numbers yet. */
static void
copy_numbers(struct distribution *into, const struct distribution *from)
{
	free(into->cell);
	into->cell = xcalloc(from->cells, sizeof *into->cell);
	memcpy(into->cell, from->cell, from->cells * sizeof *into->cell);
	into->cells = from->cells;
	into->exact = from->exact;
	into->blurred = from->blurred;
	memcpy(into->decile, from->decile, sizeof into->decile);
	moments_merge(&into->moments, &from->moments);
}

void
distribution_merge(struct distribution *into, const struct distribution *from)
{
	bool first = into->n == 0;

	into->n += from->n;
	into->missing += from->missing;
	into->odd += from->odd;
	if (into->kind == DISTRIBUTION_CATEGORIES)
		tally_merge(&into->tally, &from->tally);
	else if (first && from->n)
		copy_numbers(into, from);
	if (into->kind == DISTRIBUTION_CATEGORIES || first || from->n == 0)
		return;
	merge_numbers(into, from);
	distribution_settle(into);
	if (!into->exact)
		distribution_condense(into, 2 * DISTRIBUTION_CELLS);
}
