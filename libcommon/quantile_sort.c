/*
 * A quantile needs its values sorted once; comparing sorts spend most of a window's
 * time there.  Ranks (quantile_rank) can be sorted by digits: eight passes of a byte, and a pass
 * whose byte is the same in all values is left out (values of one magnitude share sign and most of
 * the exponent).
 */
#include <stdlib.h>

#include "quantile.h"
#include "xalloc.h"

enum { FEW = 64, DIGITS = 8, DIGIT_VALUES = 256 };

static unsigned
digit(double x, unsigned i)
{
	return (unsigned)(quantile_rank(x) >> (8 * i)) & 0xff;
}

static void
sort_few(double *x, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		double v = x[i];
		size_t at = i;

		for (; at > 0 && x[at - 1] > v; at--)
			x[at] = x[at - 1];
		x[at] = v;
	}
}

/* Where each value of digit I goes; false when all have the same one. */
static bool
places(const double *x, size_t n, unsigned i, size_t place[DIGIT_VALUES])
{
	size_t total = 0;
	bool all_same = false;

	memset(place, 0, DIGIT_VALUES * sizeof *place);
	for (size_t k = 0; k < n; k++)
		place[digit(x[k], i)]++;
	for (size_t d = 0; d < DIGIT_VALUES; d++) {
		size_t count = place[d];

		all_same = all_same || count == n;
		place[d] = total;
		total += count;
	}
	return !all_same;
}

void
quantile_sort(double *x, size_t n)
{
	double *from = x, *to;
	size_t place[DIGIT_VALUES];

	if (n <= FEW) {
		sort_few(x, n);
		return;
	}
	to = xmalloc(n * sizeof *to);
	for (unsigned i = 0; i < DIGITS; i++) {
		double *swap = from;

		if (!places(from, n, i, place))
			continue;
		for (size_t k = 0; k < n; k++)
			to[place[digit(from[k], i)]++] = from[k];
		from = to;
		to = swap;
	}
	if (from != x) {
		memcpy(x, from, n * sizeof *x);
		to = from;
	}
	free(to);
}
