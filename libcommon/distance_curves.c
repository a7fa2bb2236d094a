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

/* The values in cells of OTHER that meet C, unless both are points; *FIRST goes along. */
static uint64_t
values_met(const struct distribution_cell *c, const struct distribution *other, size_t *first)
{
	uint64_t met = 0;

	while (*first < other->cells && other->cell[*first].high < c->low)
		++*first;
	for (size_t i = *first; i < other->cells && other->cell[i].low <= c->high; i++)
		if (c->low < c->high || other->cell[i].low < other->cell[i].high)
			met += other->cell[i].count;
	return met;
}

/*
 * The sum over D's values of the square of what lies between a raw value and the middle of
 * its cell: half of the cell at most, and what it meets of OTHER.
 */
static double
gap_error_squares(const struct distribution *d, const struct distribution *other)
{
	double n = (double)d->n, m = (double)other->n, s = 0;
	size_t first = 0;

	for (size_t i = 0; i < d->cells; i++) {
		const struct distribution_cell *c = &d->cell[i];
		double count = (double)c->count, own = c->low < c->high ? count / 2 / n : 0;
		double error = own + (double)values_met(c, other, &first) / m;

		s += count * error * error;
	}
	return s;
}

double
distance_gap_error(const struct distribution *reference, const struct distribution *current)
{
	double n = (double)reference->n, m = (double)current->n;
	double squares =
		gap_error_squares(reference, current) + gap_error_squares(current, reference);

	return sqrt(squares / (n + m)) + (double)reference->blurred / n +
	       (double)current->blurred / m;
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
