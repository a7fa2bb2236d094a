/*
 * The integral of |F - G|, in standard deviations of the reference (of both together where
 * the reference has none).
 *
 * If nothing has changed, F - G at the pooled share h is a Brownian bridge: its variance is
 * h (1 - h) (1/n + 1/m) N / (N - 1), so the mean of |F - G| and, by the arcsine formula for
 * two correlated normals, the variance of the integral are known for any gaps between the
 * values.  The p-value is the tail of the inverse Gaussian law of that mean and variance,
 * whose third moment is that of the bridge's L1 norm (L. A. Shepp, 1982).  Measured on
 * normal, uniform, exponential, log-normal and Cauchy values, that is at most 1.14 times too
 * small from 5 % down and too large below 0.1 %: taken 1.25 times it is on the safe side.  It
 * looks only where the smaller side may expect 5 values on both ends: what few outliers do
 * follows no such law.  Where that leaves nothing, p is that of Kolmogorov and Smirnov.
 */
#include "method.h"

#include <math.h>

#include "distance_curves.h"
#include "law.h"
#include "sum.h"

#define PI 3.14159265358979323846

#define SAFETY 1.25

/* Gaps at about the same share are taken for one; so many shares. */
enum { BLOCKS = 64, LEAST = 5 };

struct bridge {
	double n, m, edge;          /* EDGE: shares below it and above 1 - it are left out */
	double scale;               /* root of (1/n + 1/m) N / (N - 1) */
	struct sum mean;            /* of the integral, all shares */
	double inside, inside_mean; /* the integral and its mean where the law looks */
	double weight[BLOCKS], share[BLOCKS]; /* sums of gap sd, and of that times the share */
};

static void
add_gap(struct bridge *b, double gap, double r, double c)
{
	double h = (r + c) / (b->n + b->m), sd = b->scale * sqrt(h * (1 - h));
	double mean = sqrt(2 / PI) * sd;
	size_t i;

	sum_add_product(&b->mean, gap, mean);
	if (!(h >= b->edge && h <= 1 - b->edge))
		return;
	i = (size_t)((h - b->edge) / (1 - 2 * b->edge) * BLOCKS);
	i = i < BLOCKS ? i : BLOCKS - 1;
	b->weight[i] += gap * sd;
	b->share[i] += gap * sd * h;
	b->inside += gap * fabs(r / b->n - c / b->m);
	b->inside_mean += gap * mean;
}

static void
bridge_init(struct bridge *b, const struct distribution *reference,
	    const struct distribution *current)
{
	struct bins_walk w = {reference, current, 0, 0};
	double n = (double)reference->n, m = (double)current->n, r = 0, c = 0, last = 0;
	struct bins_point p;

	*b = (struct bridge){.n = n, .m = m, .edge = LEAST / fmin(n, m)};
	b->scale = sqrt((1 / n + 1 / m) * (n + m) / fmax(n + m - 1, 1));
	sum_init(&b->mean);
	for (bool first = true; bins_walk(&w, &p); first = false) {
		if (!first)
			add_gap(b, p.x - last, r, c);
		r += (double)p.reference;
		c += (double)p.current;
		last = p.x;
	}
}

/* Cov(|X|, |Y|) of standard normals whose correlation is RHO >= 0. */
static double
folded_covariance(double rho)
{
	rho = fmin(rho, 1);
	return 2 / PI * (rho * asin(rho) + sqrt(1 - rho * rho) - 1);
}

static double
bridge_variance(const struct bridge *b)
{
	double s = 0;

	for (int i = 0; i < BLOCKS; i++) {
		double hi = b->share[i] / b->weight[i];

		if (!(b->weight[i] > 0))
			continue;
		s += b->weight[i] * b->weight[i] * folded_covariance(1);
		for (int j = 0; j < i; j++) {
			double hj = b->share[j] / b->weight[j];

			if (b->weight[j] > 0)
				s += 2 * b->weight[i] * b->weight[j] *
				     folded_covariance(sqrt(hj * (1 - hi) / (hi * (1 - hj))));
		}
	}
	return s;
}

static double
p_value(const struct bridge *b, const struct distribution *reference,
	const struct distribution *current)
{
	double variance = bridge_variance(b);

	if (!(variance > 0) || !isfinite(variance))
		return law_ks_tail(distance_ks(reference, current), reference->n, current->n);
	return fmin(SAFETY * law_inverse_gaussian_tail(b->inside, b->inside_mean, variance), 1);
}

/* What one unit is: never 0 while the distance is not. */
static double
unit_of(const struct distribution *reference, const struct distribution *current)
{
	double sd = sqrt(moments_variance(&reference->moments, true));
	struct moments both;

	if (sd > 0)
		return sd;
	moments_init(&both, false);
	moments_merge(&both, &reference->moments);
	moments_merge(&both, &current->moments);
	sd = sqrt(moments_variance(&both, true));
	moments_release(&both);
	return sd > 0 ? sd : 1;
}

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	distance_clear(result);
	if (distance_possible(reference, current, true, result)) {
		double unit = unit_of(reference, current);
		struct bridge b;

		bridge_init(&b, reference, current);
		result->statistic = distance_wasserstein(reference, current) / unit;
		result->expected = sum_value(&b.mean) / unit;
		result->effect = fmax(result->statistic - result->expected, 0);
		result->p_value = p_value(&b, reference, current);
		result->error = distance_wasserstein_error(reference, current) / unit;
		sum_release(&b.mean);
	}
	distance_judge(result, o, 0.1);
}

const struct method method_wasserstein = {
	.name = "wasserstein",
	.summary = "Wasserstein-1 distance in standard deviations of the reference",
	.source = "Vallender 1973; p: inverse Gaussian of a Brownian bridge",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, false, false, measure},
};
