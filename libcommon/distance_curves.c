#include "distance_curves.h"

#include <math.h>

#include "sum.h"

#define PI 3.14159265358979323846

double
distance_ks(const struct distribution *reference, const struct distribution *current)
{
	struct bins_walk w = {reference, current, 0, 0};
	double n = (double)reference->n, m = (double)current->n, most = 0;
	struct bins_point p;
	uint64_t r = 0, c = 0;

	while (bins_walk(&w, &p)) {
		r += p.reference;
		c += p.current;
		most = fmax(most, fabs((double)r / n - (double)c / m));
	}
	return most;
}

/* The largest share of a wide cell of D inside which OTHER has values. */
static double
largest_straddled(const struct distribution *d, const struct distribution *other)
{
	uint64_t most = 0;
	size_t j = 0;

	for (size_t i = 0; i < d->cells; i++) {
		const struct distribution_cell *c = &d->cell[i];

		while (j < other->cells && other->cell[j].high < c->low)
			j++;
		if (c->low < c->high && j < other->cells && other->cell[j].low <= c->high &&
		    c->count > most)
			most = c->count;
	}
	return ((double)most + (double)d->blurred) / (double)d->n;
}

double
distance_ks_error(const struct distribution *reference, const struct distribution *current)
{
	return largest_straddled(reference, current) + largest_straddled(current, reference);
}

/* sqrt(pi / 2) log 2 is the mean of Kolmogorov's limit. */
double
distance_ks_expected(uint64_t n, uint64_t m)
{
	return sqrt(PI / 2) * log(2) * sqrt(distance_spread(n, m));
}

double
distance_wasserstein(const struct distribution *reference, const struct distribution *current)
{
	struct bins_walk w = {reference, current, 0, 0};
	double n = (double)reference->n, m = (double)current->n, last = 0, total;
	struct bins_point p;
	uint64_t r = 0, c = 0;
	struct sum s;

	sum_init(&s);
	for (bool first = true; bins_walk(&w, &p); first = false) {
		if (!first) {
			double gap = fabs((double)r / n - (double)c / m);

			sum_add_product(&s, gap, p.x);
			sum_add_product(&s, -gap, last);
		}
		r += p.reference;
		c += p.current;
		last = p.x;
	}
	total = sum_value(&s);
	sum_release(&s);
	return total;
}

/* Every value is at most half a cell from where it stands. */
static double
mean_half_width(const struct distribution *d)
{
	struct sum s;
	double total;

	sum_init(&s);
	for (size_t i = 0; i < d->cells; i++)
		sum_add_times(&s, d->cell[i].high / 2 - d->cell[i].low / 2, d->cell[i].count);
	total = sum_value(&s) / (double)d->n;
	sum_release(&s);
	return total;
}

double
distance_wasserstein_error(const struct distribution *reference, const struct distribution *current)
{
	double blurred = 0;

	/* A value beyond its cell's bound may be anywhere. */
	if (reference->blurred)
		blurred += (double)reference->blurred / (double)reference->n *
			   (reference->moments.max - reference->moments.min);
	if (current->blurred)
		blurred += (double)current->blurred / (double)current->n *
			   (current->moments.max - current->moments.min);
	return mean_half_width(reference) + mean_half_width(current) + blurred;
}
