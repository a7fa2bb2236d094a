#include "method.h"

#include <math.h>
#include <stdlib.h>

#include "distance_variant.h"

static double
term(double r, double c)
{
	return r * log(r / c);
}

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_rule rule = {term, 0.5, 0.1, false, true};

	distance_binned(reference, current, o, &rule, result);
}

const struct method method_kl = {
	.name = "kl",
	.summary = "Kullback-Leibler divergence of the reference from the input, in nats",
	.source = "Kullback, Leibler 1951",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, true, false, measure},
};

static double
total(const double *x, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++)
		s += x[i];
	return s;
}

static void
measure_evidently(const struct distribution *reference, const struct distribution *current,
		  const struct distance_options *o, struct distance_result *result)
{
	double *r, *c, s = 0, x, y;
	struct bins b;

	(void)o;
	if (!distance_raw(reference, current, result))
		return;
	distance_evidently_bins(&b, reference, current);
	distance_evidently_shares(&b, &r, &c);
	x = total(r, b.n);
	y = total(c, b.n);
	for (size_t i = 0; i < b.n; i++)
		s += term(r[i] / x, c[i] / y);
	free(r);
	free(c);
	bins_release(&b);
	distance_limit(result, s, 0.1);
}

const struct method method_kl_evidently = {
	.name = "kl:evidently",
	.summary = "Kullback-Leibler as Evidently has it: bins of equal width, empty ones filled",
	.source = "Evidently, stattests/kl_div.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, true, measure_evidently),
};
