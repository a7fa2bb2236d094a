#include "distribution.h"

#include <math.h>
#include <stdlib.h>

#include "ddsketch.h"
#include "distribution_parts.h"
#include "quantile.h"
#include "xalloc.h"

void
distribution_init(struct distribution *d, enum distribution_kind kind)
{
	*d = (struct distribution){.kind = kind, .limit = SIZE_MAX};
	for (int i = 0; i < DISTRIBUTION_DECILES; i++)
		d->decile[i] = NAN;
	moments_init(&d->moments, false);
	tally_init(&d->tally);
}

void
distribution_release(struct distribution *d)
{
	free(d->cell);
	free(d->value);
	free(d->piece);
	moments_release(&d->moments);
	tally_release(&d->tally);
	distribution_init(d, d->kind);
}

void
distribution_limit(struct distribution *d, size_t limit, const struct distribution_grid *grid)
{
	d->limit = limit;
	d->grid = grid;
}

/* From here on D counts by its grid. */
static void
coarsen(struct distribution *d)
{
	d->piece = xcalloc(2 * d->grid->edges + 1, sizeof *d->piece);
	for (size_t i = 0; i < d->n; i++)
		distribution_count(d->grid, d->piece, d->value[i], 1);
	free(d->value);
	d->value = NULL;
	d->room = 0;
}

void
distribution_add_number(struct distribution *d, double x)
{
	x += 0.0; /* -0 is 0: one value, one cell */
	moments_add(&d->moments, x, 1);
	if (!d->piece && d->n >= d->limit)
		coarsen(d);
	if (d->piece) {
		distribution_count(d->grid, d->piece, x, 1);
	} else {
		GROW(d->value, d->n + 1, d->room);
		d->value[d->n] = x;
	}
	d->n++;
}

void
distribution_add_text(struct distribution *d, struct str text)
{
	tally_add(&d->tally, text, 1);
	d->n++;
}

/* The cells of the N > 0 values X, which are sorted. */
static void
make_points(struct distribution *d, const double *x, size_t n)
{
	size_t cells = 1;

	for (size_t i = 1; i < n; i++)
		cells += x[i] != x[i - 1];
	d->cell = xcalloc(cells, sizeof *d->cell);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || x[i] != x[i - 1])
			d->cell[d->cells++] = (struct distribution_cell){x[i], x[i], 0};
		d->cell[d->cells - 1].count++;
	}
}

/* Where the value of rank R, from 0 on, would be if a cell's values lay evenly in it. */
static double
value_of_rank(const struct distribution *d, uint64_t r)
{
	const struct distribution_cell *c = d->cell;

	for (; r >= c->count; c++)
		r -= c->count;
	if (c->count == 1 || c->low == c->high)
		return c->low;
	return ddsketch_between(c->low, c->high, (double)r / (double)(c->count - 1));
}

/* R's type 7, as quantile_of_sorted has it. */
static double
quantile_of_cells(const struct distribution *d, double p)
{
	double rank = p * (double)(d->n - 1);
	uint64_t k = (uint64_t)rank;

	if (k + 1 >= d->n)
		return value_of_rank(d, d->n - 1);
	return ddsketch_between(value_of_rank(d, k), value_of_rank(d, k + 1), rank - (double)k);
}

void
distribution_settle(struct distribution *d)
{
	d->exact = true;
	for (size_t i = 0; i < d->cells; i++)
		d->exact &= d->cell[i].low == d->cell[i].high;
	for (int i = 0; i < DISTRIBUTION_DECILES && d->cells; i++)
		d->decile[i] = quantile_of_cells(d, (i + 1) / 10.0);
}

void
distribution_seal(struct distribution *d)
{
	if (d->piece) {
		distribution_take_pieces(d, d->piece, 2 * d->grid->edges + 1);
	} else if (d->value) {
		quantile_sort(d->value, d->n);
		make_points(d, d->value, d->n);
	}
	distribution_settle(d);
	free(d->value);
	free(d->piece);
	d->value = NULL;
	d->piece = NULL;
	d->room = 0;
	d->grid = NULL;
}
