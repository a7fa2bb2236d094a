/*
 * The exact law: a path from (0, 0) to (n, m) steps right for a value of the one sample,
 * up for one of the other; all are alike likely if both have one distribution.  w(i, j) is
 * the chance that a path to (i, j) has touched |i m - j n| >= D n m (Hodges 1957):
 *
 *     w(i, j) = w(i-1, j) i / (i+j) + w(i, j-1) j / (i+j), and 1 where it touches.
 *
 * All terms are positive, so small chances keep their digits.  Here the diagonals i + j = s
 * follow each other in one row: steps along a diagonal do not wait for each other, and only
 * those between the two bounds are taken.
 */
#include "law.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

/* Massart's bound 2 exp(-2 N D^2), doubled, is 0 in double from N D^2 on. */
#define VANISHES 373.0

static uint64_t
gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

struct band {
	int64_t n, m;
	int64_t right, up; /* what a step changes the difference by */
	int64_t bound;     /* differences of this size touch */
};

/* The least I of diagonal S at which the difference exceeds -bound. */
static int64_t
band_low(const struct band *b, int64_t s)
{
	int64_t over = s * b->up - b->bound; /* i (right + up) > this */
	int64_t i = over < 0 ? 0 : over / (b->right + b->up) + 1;

	return i > s - b->m ? i : s - b->m;
}

/* The greatest I of diagonal S at which the difference is below bound. */
static int64_t
band_high(const struct band *b, int64_t s)
{
	int64_t i = (s * b->up + b->bound - 1) / (b->right + b->up);

	i = i < s ? i : s;
	return i < b->n ? i : b->n;
}

/* W[i + 1] is w(i, s - i); 1 all round the band. */
static double
walk(const struct band *b, double *w)
{
	for (int64_t i = 0; i <= b->n + 2; i++)
		w[i] = 1;
	w[1] = 0;
	for (int64_t s = 1; s <= b->n + b->m; s++) {
		int64_t low = band_low(b, s), high = band_high(b, s);
		double share = 1.0 / (double)s;

		for (int64_t i = high; i >= low; i--)
			w[i + 1] = (w[i] * (double)i + w[i + 1] * (double)(s - i)) * share;
		w[low] = w[high + 2] = 1;
		if (low > high)
			return 1;
	}
	return w[b->n + 1];
}

double
law_ks_exact(double d, uint64_t n, uint64_t m)
{
	uint64_t common;
	struct band b;
	double *w, p;

	if (isnan(d) || n == 0 || m == 0)
		return NAN;
	common = gcd(n, m);
	b = (struct band){(int64_t)n, (int64_t)m, (int64_t)(m / common), (int64_t)(n / common), 0};
	b.bound = llround(d * (double)m * (double)b.up);
	if (b.bound <= 0)
		return 1;
	if ((double)n * (double)m / (double)(n + m) * d * d > VANISHES)
		return 0;
	w = xcalloc(n + 3, sizeof *w);
	p = walk(&b, w);
	free(w);
	return p;
}

double
law_ks_asymptotic(double d, uint64_t n, uint64_t m)
{
	if (isnan(d) || n == 0 || m == 0)
		return NAN;
	return law_kolmogorov_tail(
		d, (uint64_t)nearbyint((double)n * (double)m / ((double)n + (double)m)));
}

double
law_ks_tail(double d, uint64_t n, uint64_t m)
{
	if ((n > m ? n : m) <= LAW_KS_EXACT)
		return law_ks_exact(d, n, m);
	return law_ks_asymptotic(d, n, m);
}
