/*
 * A median and a MAD without one of the values, for each of them, follow from one sorted
 * list: the median of the others has one of three values at most, and for each of these
 * one sorted list of deviations gives all MADs.
 */
#include "scale.h"

#include <float.h>
#include <stdlib.h>

#include "ddsketch.h"
#include "moments.h"
#include "quantile.h"
#include "xalloc.h"

/* What makes the two spreads estimate the standard deviation of normal values: 1 over the
 * normal quantile of 3/4, and sqrt(pi / 2). */
#define MAD_FACTOR 1.4826
#define MEAN_FACTOR 1.2533141373155001

static double
finite(double x)
{
	return fmax(-DBL_MAX, fmin(x, DBL_MAX));
}

/* The deviations of the N values X from CENTRE, in order, to OUT. */
static void
deviations(const double *x, size_t n, double centre, double *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = finite(fabs(x[i] - centre));
	quantile_sort(out, n);
}

/* Takes the known values of a column to the front of X; how many. */
static size_t
column_values(const struct matrix *m, size_t column, double *x)
{
	size_t n = 0;

	for (size_t i = 0; i < m->rows; i++)
		if (!isnan(matrix_row(m, i)[column]))
			x[n++] = matrix_row(m, i)[column];
	return n;
}

/* As scale_median; the deviations, in order, are left in DEVIATION. */
static void
median(struct scale *s, double *x, size_t n, double *deviation)
{
	*s = (struct scale){0};
	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		x[i] += 0.0; /* -0 is 0 */
	quantile_sort(x, n);
	s->known = true;
	s->centre = quantile_of_sorted(x, n, 0.5);
	deviations(x, n, s->centre, deviation);
	s->spread = finite(MAD_FACTOR * quantile_of_sorted(deviation, n, 0.5));
}

void
scale_median(struct scale *s, double *x, size_t n)
{
	double *deviation = xmalloc((n + 1) * sizeof *deviation);

	median(s, x, n, deviation);
	free(deviation);
}

void
scale_column_median(struct scale *s, const struct matrix *m, size_t column)
{
	double *x = xmalloc((2 * m->rows + 1) * sizeof *x);
	size_t n = column_values(m, column, x);
	double *deviation = x + n, mean = 0;

	median(s, x, n, deviation);
	for (size_t i = 0; s->spread == 0 && i < n; i++)
		mean += deviation[i] / (double)n;
	if (s->spread == 0)
		s->spread = finite(MEAN_FACTOR * mean);
	free(x);
}

void
scale_column_mean(struct scale *s, const struct matrix *m, size_t column)
{
	struct moments moments;

	*s = (struct scale){0};
	moments_init(&moments, false);
	for (size_t i = 0; i < m->rows; i++)
		if (!isnan(matrix_row(m, i)[column]))
			moments_add(&moments, matrix_row(m, i)[column], 1);
	if (moments.n) {
		s->known = true;
		s->centre = moments_mean(&moments);
		s->spread = moments.n > 1 ? finite(moments_sd(&moments)) : 0;
	}
	moments_release(&moments);
}

/* The median of the N - 1 > 0 others than X[K]; X is in order. */
static double
median_without(const double *x, size_t n, size_t k)
{
	size_t low = (n - 2) / 2, high = (n - 1) / 2;

	return ddsketch_between(x[low + (low >= k)], x[high + (high >= k)], 0.5);
}

size_t
scale_place(const double *x, size_t n, double v)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;

		if (x[middle] < v)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

void
scale_median_without_each(struct scale *s, const double *x, size_t n)
{
	double *deviation = xmalloc((n + 1) * sizeof *deviation);

	for (size_t k = 0; k < n; k++) {
		double centre, own;

		s[k] = (struct scale){0};
		if (n == 1)
			break;
		centre = median_without(x, n, k);
		if (k == 0 || centre != s[k - 1].centre)
			deviations(x, n, centre, deviation);
		own = finite(fabs(x[k] - centre));
		s[k].known = true;
		s[k].centre = centre;
		s[k].spread = finite(MAD_FACTOR *
				     median_without(deviation, n, scale_place(deviation, n, own)));
	}
	free(deviation);
}

void
scale_save(const struct scale *s, struct pack *out)
{
	pack_u8(out, s->known);
	pack_double(out, s->centre);
	pack_double(out, s->spread);
}

void
scale_load(struct scale *s, struct unpack *in)
{
	uint8_t known = unpack_u8(in);

	s->known = known;
	s->centre = unpack_double(in);
	s->spread = unpack_double(in);
	if (known > 1 || s->spread < 0 || (!known && (s->centre != 0 || s->spread != 0)))
		unpack_refuse(in);
}
