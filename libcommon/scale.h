/*
 * scale - where the values of a column lie and how far apart.  Layer: detect.
 *
 * A centre and a spread, by which a value becomes a number of spreads from the centre.
 * Every field is finite, and so is every answer, whatever finite value it is asked for.
 */
#ifndef ML_SCALE_H
#define ML_SCALE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "matrix.h"
#include "pack.h"

enum { SCALE_BYTES = 17 }; /* of one that is saved */

struct scale {
	double centre, spread; /* spread 0: all values were equal */
	bool known;            /* false: there was no value; centre and spread are 0 */
};

/*
 * Median and 1.4826 times the median absolute deviation (MAD) of the N finite values X,
 * which are put in order.  The spread is 0 when half of the values or more are equal.
 */
void scale_median(struct scale *s, double *x, size_t n);
/* S[k] is that of X without X[k], for each of the N values X, which are in order. */
void scale_median_without_each(struct scale *s, const double *x, size_t n);
/* The index of the first of the N values X, in order, that is no less than V; N if none. */
size_t scale_place(const double *x, size_t n, double v);

/*
 * Median and MAD of a column of M; a MAD of 0 gives way to 1.2533 times the mean absolute
 * deviation from the median (Iglewicz, Hoaglin 1993).
 */
void scale_column_median(struct scale *s, const struct matrix *m, size_t column);
/* Mean and standard deviation (n - 1; 0 of one value) of a column of M. */
void scale_column_mean(struct scale *s, const struct matrix *m, size_t column);

/*
 * Spreads from the centre to X, at most FAR to either side.  Where the spread is 0: 0 for
 * the centre itself, FAR for anything else.  0 for NaN and when nothing is known.
 */
static inline double
scale_distance(const struct scale *s, double x, double far)
{
	double z = isnan(x) || !s->known ? 0 : x - s->centre;

	if (z == 0)
		return 0;
	z = s->spread > 0 ? z / s->spread : z * INFINITY;
	return z > far ? far : z < -far ? -far : z;
}

void scale_save(const struct scale *s, struct pack *out);
/* IN turns bad for what scale_save would not have written. */
void scale_load(struct scale *s, struct unpack *in);

#endif
