/*
 * A quantile needs its values sorted once; comparing sorts spend most of a window's
 * time there.  The values of a window are dealt by the upper bits of their ranks to about
 * as many buckets as there are values, in order; what is out of place then is so by a few
 * places.  That is the sort by distribution of E. Isaac and R. Singleton ("Sorting by
 * address calculation", 1956), and costs two looks at a value and a few moves.
 *
 * Where there are very many values, or too many fall into one bucket, they are sorted by
 * the digits of their ranks (quantile_rank): eight passes of a byte, and a pass whose byte
 * is the same in all values is left out (values of one magnitude share sign and most of
 * the exponent).
 */
#include <stdlib.h>

#include "quantile.h"
#include "xalloc.h"

enum { FEW = 64, DIGITS = 8, DIGIT_VALUES = 256 };
enum { BUCKETS = 1024, BUCKET_MOST = 48, MANY = 16 * BUCKETS };

/* Ranks from LEAST on are dealt to buckets by their bits above SHIFT. */
struct dealing {
	uint64_t least;
	unsigned shift;
	size_t buckets;
	uint32_t start[BUCKETS];
};

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

static size_t
bucket_of(const struct dealing *d, double x)
{
	return (size_t)((quantile_rank(x) - d->least) >> d->shift);
}

/* Chooses buckets, at most about N, and where each begins; false when one holds too many. */
static bool
plan_dealing(struct dealing *d, const double *x, size_t n)
{
	uint64_t least = UINT64_MAX, most = 0;
	uint32_t total = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t rank = quantile_rank(x[i]);

		least = rank < least ? rank : least;
		most = rank > most ? rank : most;
	}
	for (d->buckets = FEW; d->buckets < n && d->buckets < BUCKETS;)
		d->buckets *= 2;
	d->least = least;
	for (d->shift = 0; (most - least) >> d->shift >= d->buckets;)
		d->shift++;
	memset(d->start, 0, d->buckets * sizeof *d->start);
	for (size_t i = 0; i < n; i++)
		d->start[bucket_of(d, x[i])]++;
	for (size_t b = 0; b < d->buckets; b++) {
		uint32_t count = d->start[b];

		if (count > BUCKET_MOST)
			return false;
		d->start[b] = total;
		total += count;
	}
	return true;
}

/* By one dealing; false, and nothing changed, when that would not do. */
static bool
sort_by_dealing(double *x, size_t n)
{
	struct dealing d;
	double *dealt;

	if (n > MANY || !plan_dealing(&d, x, n))
		return false;
	dealt = xmalloc(n * sizeof *dealt);
	for (size_t i = 0; i < n; i++)
		dealt[d.start[bucket_of(&d, x[i])]++] = x[i];
	memcpy(x, dealt, n * sizeof *x);
	free(dealt);
	sort_few(x, n);
	return true;
}

static void
sort_by_digits(double *x, size_t n)
{
	double *from = x, *to = xmalloc(n * sizeof *to);
	size_t place[DIGIT_VALUES];

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

void
quantile_sort(double *x, size_t n)
{
	if (n <= FEW)
		sort_few(x, n);
	else if (!sort_by_dealing(x, n))
		sort_by_digits(x, n);
}
