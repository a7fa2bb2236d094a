/*
 * The largest difference of shares.  By chance alone each is about normal with the variance
 * p (1 - p) (1/n + 1/m); what is expected of the largest is where the chances of all bins
 * to reach it add up to one half (Bonferroni).  The p-value is that of all bins together.
 */
#include "method.h"

#include <math.h>

#include "distance_variant.h"
#include "law.h"

/* max |r - c| */
static double
largest(const struct bins *b)
{
	double n = (double)b->reference, m = (double)b->current, most = 0;

	for (size_t i = 0; i < b->n; i++)
		most = fmax(most,
			    fabs((double)b->bin[i].reference / n - (double)b->bin[i].current / m));
	return most;
}

/* A bound of P(some bin's difference is at least LIMIT). */
static double
chance(const struct bins *b, double limit)
{
	double n = (double)b->reference, m = (double)b->current, s = 0;
	double spread = distance_spread(b->reference, b->current);

	for (size_t i = 0; i < b->n; i++) {
		double p = (double)(b->bin[i].reference + b->bin[i].current) / (n + m);
		double sd = sqrt(p * (1 - p) * spread);

		if (sd > 0)
			s += 2 * law_normal_tail(limit / sd);
	}
	return fmin(s, 1);
}

/* Where that is one half. */
static double
typical(const struct bins *b)
{
	double low = 0, high = 1;

	for (int i = 0; i < 40; i++) {
		double x = (low + high) / 2;

		*(chance(b, x) > 0.5 ? &low : &high) = x;
	}
	return low;
}

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	struct distance_homogeneity h;
	struct bins b;

	distance_clear(result);
	if (distance_possible(reference, current, false, result)) {
		bins_plain(&b, reference, current);
		distance_homogeneity(&h, &b);
		result->statistic = largest(&b);
		result->expected = typical(&b);
		result->effect = fmax(result->statistic - result->expected, 0);
		result->p_value = h.p_value;
		result->error = distance_bins_error(&b, reference, current);
		bins_release(&b);
	}
	distance_judge(result, o, 0.1);
}

const struct method method_linf = {
	.name = "linf",
	.summary = "largest difference of shares over the reference's deciles or categories",
	.source = "TFDV's L-infinity norm; p: Pearson's X2",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, true, false, measure},
};

/* Less 1.8 sqrt(1/n + 1/m), what Kolmogorov and Smirnov give by chance at 0.003. */
static void
measure_deequ(const struct distribution *reference, const struct distribution *current,
	      const struct distance_options *o, struct distance_result *result)
{
	double simple, error = 0;
	struct bins b;

	(void)o;
	if (!distance_raw(reference, current, result))
		return;
	if (reference->kind == DISTRIBUTION_NUMBERS) {
		simple = distance_ks(reference, current);
		error = distance_ks_error(reference, current);
	} else {
		bins_each(&b, reference, current);
		simple = largest(&b);
		bins_release(&b);
	}
	simple -= 1.8 * sqrt(distance_spread(reference->n, current->n));
	distance_limit(result, fmax(simple, 0), NAN);
	result->error = error;
}

const struct method method_linf_deequ = {
	.name = "linf:deequ",
	.summary = "linf_robust: L-infinity less 1.8 sqrt(1/n + 1/m); of numbers KS",
	.source = "Deequ, analyzers/Distance.scala",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, true, measure_deequ),
};
