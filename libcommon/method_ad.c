/*
 * Anderson-Darling for two samples with midranks, standardised by the variance of finite
 * samples: F. W. Scholz, M. A. Stephens, "K-sample Anderson-Darling tests", JASA 82, 1987,
 * equation (7), the statistic of scipy.stats.anderson_ksamp.  SciPy's p-value is
 * interpolated between seven points and cut to [0.001, 0.25]; this one is the tail of the
 * limit itself (the sum of chi-square(1) / (j (j + 1))) at the same standardised value.
 * Many equal values leave fewer independent terms of more weight and so a greater variance,
 * 2 sum of w_i w_j rho_ij^2 over pairs of values of share w whose normal deviates correlate
 * by rho: the p-value takes the greater of both, and 1.25 times what comes out, since few
 * rows or values keep that limit only about.
 */
#include "method.h"

#include <math.h>

#include "distance_curves.h"
#include "law.h"

#define PI 3.14159265358979323846
#define SAFETY 1.25

/* (N-1)/N sum l/N (N M - n B)^2 / (B (N - B) - N l / 4), over n, both samples together. */
static double
statistic(const struct distribution *reference, const struct distribution *current)
{
	struct bins_walk w = {reference, current, 0, 0};
	double n = (double)reference->n, m = (double)current->n, all = n + m;
	double r = 0, c = 0, s = 0;
	struct bins_point p;

	while (bins_walk(&w, &p)) {
		double x = (double)p.reference, y = (double)p.current, l = x + y;
		double before = r + c + l / 2, gap = m * (r + x / 2) - n * (c + y / 2);

		s += l * gap / (before * (all - before) - all * l / 4) * gap;
		r += x;
		c += y;
	}
	return s * (all - 1) / (all * n * m);
}

/* The variance of that: N = n + m > 3, K = 2. */
static double
variance(double n, double m)
{
	double all = n + m, inverse = 1 / n + 1 / m, h = 0, g = 0, a, b, c, d;

	for (double i = all - 1; i > 1; i--) {
		h += 1 / i;
		g += h / (all + 1 - i);
	}
	h += 1;
	a = 4 * g - 6 + (10 - 6 * g) * inverse;
	b = 4 * (2 * g - 4) + 16 * h + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
	c = 4 * (6 * h + 2 * g - 2) + 2 * (4 * h - 4 * g + 6) + (2 * h - 6) * inverse + 4 * h;
	d = 4 * (2 * h + 6) - 8 * h;
	return (((a * all + b) * all + c) * all + d) / ((all - 1) * (all - 2) * (all - 3));
}

/* Values next to each other are taken together up to a share of 1 / PARTS. */
enum { PARTS = 128, ROOM = 2 * PARTS + 2 };

struct parts {
	double weight[ROOM], middle[ROOM], deviation[ROOM];
	size_t n;
};

static void
make_parts(struct parts *a, const struct distribution *reference,
	   const struct distribution *current)
{
	struct bins_walk w = {reference, current, 0, 0};
	double all = (double)(reference->n + current->n), before = 0, share = 0, most = 0;
	struct bins_point p;

	a->n = 0;
	while (bins_walk(&w, &p)) {
		double l = (double)(p.reference + p.current) / all, h;

		share += l;
		most = fmax(most, l);
		if (share < 1.0 / PARTS || a->n == ROOM)
			continue;
		h = before + share / 2;
		a->weight[a->n] = share;
		a->middle[a->n] = h;
		a->deviation[a->n++] = sqrt(h * (1 - h) - most / 4);
		before += share;
		share = most = 0;
	}
}

static double
tied_variance(const struct distribution *reference, const struct distribution *current)
{
	struct parts a;
	double s = 0;

	make_parts(&a, reference, current);
	for (size_t i = 0; i < a.n; i++) {
		s += a.weight[i] * a.weight[i];
		for (size_t j = 0; j < i; j++) {
			double rho =
				a.middle[j] * (1 - a.middle[i]) / (a.deviation[i] * a.deviation[j]);

			s += 2 * a.weight[i] * a.weight[j] * fmin(rho * rho, 1);
		}
	}
	return 2 * s;
}

static const char *
obstacle(const struct distribution *reference, const struct distribution *current)
{
	double low = fmin(reference->cell[0].low, current->cell[0].low);
	double high = fmax(reference->cell[reference->cells - 1].high,
			   current->cell[current->cells - 1].high);

	if (reference->n + current->n < 4)
		return "too few values";
	return low < high ? NULL : "one value only";
}

/* The effect is half the root of the mean of (F - G)^2 / (H (1 - H)): F - G in the middle. */
static void
compare(const struct distribution *reference, const struct distribution *current,
	struct distance_result *result)
{
	double spread = distance_spread(reference->n, current->n);
	double a = statistic(reference, current);

	double finite = variance((double)reference->n, (double)current->n);
	double tied = fmax(finite, tied_variance(reference, current)), p;

	result->statistic = (a - 1) / sqrt(finite);
	result->expected = 0;
	p = law_ad_limit_tail(1 + (a - 1) * sqrt(2 * (PI * PI - 9) / 3 / tied));
	result->p_value = fmin(SAFETY * p, 1);
	result->effect = sqrt(fmax(a - 1, 0) * spread) / 2;
	result->error = reference->exact && current->exact ? 0 : NAN;
}

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	distance_clear(result);
	if (distance_possible(reference, current, true, result)) {
		result->reason = obstacle(reference, current);
		if (!result->reason)
			compare(reference, current, result);
	}
	distance_judge(result, o, 0.1);
}

const struct method method_ad = {
	.name = "ad",
	.summary = "Anderson-Darling, standardised; effect: F - G, weighted towards the tails",
	.source = "Scholz, Stephens 1987; SciPy's anderson_ksamp",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, false, false, measure},
};
