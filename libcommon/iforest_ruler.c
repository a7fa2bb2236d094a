#include "iforest_ruler.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "quantile.h"
#include "xalloc.h"

/* Sorts T and keeps each value once; how many are left. */
static size_t
distinct(double *t, size_t n)
{
	size_t kept = 0;

	quantile_sort(t, n);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || t[i] != t[i - 1])
			t[kept++] = t[i];
	return kept;
}

/* The most thresholds that one cell has. */
static size_t
fill_cells(struct iforest_ruler *r, const double *t, size_t n)
{
	size_t most = 0, at = 0;

	for (size_t c = 0; c < r->cells; c++) {
		size_t from = at;

		while (at < n && iforest_ruler_cell(r, t[at]) == c)
			at++;
		r->first[c] = (uint16_t)from;
		most = at - from > most ? at - from : most;
	}
	return most;
}

void
iforest_ruler_init(struct iforest_ruler *r, double *t, size_t n)
{
	size_t most;

	n = distinct(t, n);
	*r = (struct iforest_ruler){.cells = n ? 2 * n : 1};
	if (n > 0) {
		r->zero = t[0];
		r->scale = (double)r->cells / (t[n - 1] - t[0]);
		r->scale = isfinite(r->scale) ? r->scale : 0;
	}
	r->first = xcalloc(r->cells, sizeof *r->first);
	most = fill_cells(r, t, n);
	r->window = most > 0;
	while (2 * r->window - !!most < most)
		r->window *= 2;
	r->threshold = xcalloc(n + 2 * r->window + 1, sizeof *r->threshold);
	if (n > 0)
		memcpy(r->threshold, t, n * sizeof *t);
	for (size_t i = n; i < n + 2 * r->window + 1; i++)
		r->threshold[i] = INFINITY;
}

void
iforest_ruler_release(struct iforest_ruler *r)
{
	free(r->threshold);
	free(r->first);
}
