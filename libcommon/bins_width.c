/*
 * Histograms of equal width as NumPy makes them: the number of bins is the range over a
 * width of Sturges' or D. P. Doane's rule (1976), rounded up; where a value lies is found
 * by comparing with the edges, so that no rounding of a quotient moves it.
 */
#include "bins.h"

#include <math.h>

#include "xalloc.h"

static size_t
bins_of_width(double range, double width)
{
	double bins = width > 0 ? ceil(range / width) : 1;

	return bins >= 1 ? (size_t)bins : 1;
}

size_t
bins_sturges(double n, double min, double max)
{
	double range = max - min;

	return n >= 1 ? bins_of_width(range, range / (log2(n) + 1)) : 1;
}

/* mean(((x - mean) / sd)^3) */
static double
skewness(const struct distribution *d, double mean, double sd)
{
	struct sum s;
	double g;

	sum_init(&s);
	for (size_t i = 0; i < d->cells; i++) {
		double t = (d->cell[i].low / 2 + d->cell[i].high / 2 - mean) / sd;

		sum_add_times(&s, t * t * t, d->cell[i].count);
	}
	g = sum_value(&s) / (double)d->n;
	sum_release(&s);
	return g;
}

size_t
bins_doane(const struct distribution *d)
{
	double n = (double)d->n, sd = sqrt(moments_variance(&d->moments, true));
	double range = d->moments.max - d->moments.min, spread;

	if (!(n > 2) || !(sd > 0))
		return 1;
	spread = sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
	return bins_of_width(
		range,
		range / (1 + log2(n) +
			 log2(1 + fabs(skewness(d, moments_mean(&d->moments), sd)) / spread)));
}

struct edges {
	double min, max, step;
	size_t count;
};

static double
edge(const struct edges *e, size_t i)
{
	return i == e->count ? e->max : (double)i * e->step + e->min;
}

void
bins_equal(struct bins *b, const struct distribution *reference, const struct distribution *current,
	   double min, double max, size_t count)
{
	struct edges e = {min == max ? min - 0.5 : min, min == max ? max + 0.5 : max, 0, count};
	struct bins_walk w = {reference, current, 0, 0};
	struct bins_point p;
	size_t i = 0;

	e.step = (e.max - e.min) / (double)count;
	*b = (struct bins){.ordered = true, .n = count, .room = count};
	b->bin = xcalloc(count, sizeof *b->bin);
	while (bins_walk(&w, &p)) {
		if (p.x < e.min || p.x > e.max) {
			b->outside += p.current;
			continue;
		}
		while (i + 1 < count && p.x >= edge(&e, i + 1))
			i++;
		b->bin[i].reference += p.reference;
		b->bin[i].current += p.current;
		b->reference += p.reference;
		b->current += p.current;
	}
}
