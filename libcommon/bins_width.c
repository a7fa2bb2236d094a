/*
 * Histograms of equal width as NumPy makes them: the number of bins is the range over a
 * width of Sturges' or D. P. Doane's rule (1976), rounded up; where a value lies is found
 * by comparing with the edges, so that no rounding of a quotient moves it.
 */
#include "bins.h"

#include <math.h>
#include <string.h>

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

/*
 * mean(((x - mean) / sd)^3), each value of a cell at its low (AT = 0), high (1) or middle
 * (1/2).
 */
static double
skewness(const struct distribution *d, double at)
{
	double mean = moments_mean(&d->moments), sd = sqrt(moments_variance(&d->moments, true)), g;
	struct sum s;

	sum_init(&s);
	for (size_t i = 0; i < d->cells; i++) {
		const struct distribution_cell *c = &d->cell[i];
		double t = (c->low * (1 - at) + c->high * at - mean) / sd;

		sum_add_times(&s, t * t * t, c->count);
	}
	g = sum_value(&s) / (double)d->n;
	sum_release(&s);
	return g;
}

static size_t
doane(const struct distribution *d, double skew)
{
	double n = (double)d->n, range = d->moments.max - d->moments.min;
	double spread = sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));

	return bins_of_width(range, range / (1 + log2(n) + log2(1 + fabs(skew) / spread)));
}

size_t
bins_doane(const struct distribution *d)
{
	double low, high;
	size_t least, most;

	if (d->n <= 2 || !(moments_variance(&d->moments, true) > 0))
		return 1;
	if (d->exact)
		return doane(d, skewness(d, 0.5));
	low = skewness(d, 0);
	high = skewness(d, 1);
	least = doane(d, low < 0 && high > 0 ? 0 : fmin(fabs(low), fabs(high)));
	most = doane(d, fmax(fabs(low), fabs(high)));
	return least == most && !d->blurred ? least : 0;
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

static struct edges
edges_of(double min, double max, size_t count)
{
	struct edges e = {min == max ? min - 0.5 : min, min == max ? max + 0.5 : max, 0, count};

	e.step = (e.max - e.min) / (double)count;
	return e;
}

/* The bin of X, from I on; behind the last for none. */
static size_t
bin_of(const struct edges *e, double x, size_t i)
{
	if (x < e->min || x > e->max)
		return e->count;
	while (i + 1 < e->count && x >= edge(e, i + 1))
		i++;
	return i;
}

void
bins_equal(struct bins *b, const struct distribution *reference, const struct distribution *current,
	   double min, double max, size_t count)
{
	struct edges e = edges_of(min, max, count);
	struct bins_walk w = {reference, current, 0, 0};
	struct bins_point p;
	size_t i = 0;

	*b = (struct bins){.ordered = true, .n = count, .room = count};
	b->bin = xcalloc(count, sizeof *b->bin);
	while (bins_walk(&w, &p)) {
		if (p.x < e.min || p.x > e.max) {
			b->outside += p.current;
			continue;
		}
		i = bin_of(&e, p.x, i);
		b->bin[i].reference += p.reference;
		b->bin[i].current += p.current;
		b->reference += p.reference;
		b->current += p.current;
	}
}

void
bins_reach(const struct distribution *d, double min, double max, size_t count, uint64_t *least,
	   uint64_t *most)
{
	struct edges e = edges_of(min, max, count);
	size_t from = 0;

	memset(least, 0, (count + 1) * sizeof *least);
	memset(most, 0, (count + 1) * sizeof *most);
	for (size_t k = 0; k < d->cells; k++) {
		const struct distribution_cell *c = &d->cell[k];
		bool in = c->high >= e.min && c->low <= e.max;
		size_t last;

		if (!in || c->low < e.min || c->high > e.max)
			most[count] += c->count;
		if (!in) {
			least[count] += c->count;
			continue;
		}
		from = bin_of(&e, fmax(c->low, e.min), from);
		last = bin_of(&e, fmin(c->high, e.max), from);
		for (size_t i = from; i <= last; i++)
			most[i] += c->count;
		if (from == last && c->low >= e.min && c->high <= e.max)
			least[from] += c->count;
	}
}
