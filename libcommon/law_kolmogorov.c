/*
 * The one-sample Kolmogorov-Smirnov law of n values, after R. Simard, P. L'Ecuyer,
 * "Computing the two-sided Kolmogorov-Smirnov distribution", J. Stat. Software 39, 2011,
 * with the limits between the methods that SciPy chose.  Where d is small P(D < d) is
 * found (by J. Durbin's matrix, as G. Marsaglia, W. W. Tsang and J. Wang raise it to a
 * power, or by the series of W. Pelz and I. J. Good, 1976); where it is large, the tail
 * itself as twice the one-sided one (R. Miller, 1956), which loses nothing.
 */
#include "law.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

#define PI 3.14159265358979323846

enum { SMALL = 140, MATRIX_MAX = 100000, SMIRNOV_EXACT = 1000000, SMIRNOV_TERMS = 20000 };

/*
 * Sum over k <= n (1-d) of C(n, k) (1-d-k/n)^(n-k) (d+k/n)^(k-1) d (Birnbaum and Tingey,
 * 1951).  Where n d^2 >= 1 and there are many, the terms form a smooth hump that ends at
 * nothing on both sides: the trapezoidal rule on every STEP-th is exact to the last digit.
 */
static double
smirnov_sum(double d, uint64_t n)
{
	double size = (double)n, s = 0;
	uint64_t step = size * d * d < 1 ? 1 : n / SMIRNOV_TERMS + 1;
	uint64_t last = (uint64_t)floor(size * (1 - d));

	for (uint64_t k = last - last % step;; k -= step) {
		double share = d + (double)k / size;

		if (share < 1)
			s += law_binomial((double)k, size, size * share) * (d / share);
		if (k == 0)
			return fmin(s * (double)step, 1);
	}
}

double
law_smirnov_tail(double d, uint64_t n)
{
	double size = (double)n, reach = 6 * size * d + 1;

	if (isnan(d) || n == 0)
		return NAN;
	if (d <= 0)
		return 1;
	if (d >= 1)
		return 0;
	return n > SMIRNOV_EXACT ? exp(-reach * reach / (18 * size)) : smirnov_sum(d, n);
}

/* m by m, times 2^exponent */
struct matrix_power {
	size_t m;
	int exponent;
	double *a, *scratch;
};

/* Keeps the middle of A, its largest part or nearly so, near 1. */
static void
rescale(struct matrix_power *p)
{
	int e;

	frexp(p->a[p->m / 2 * p->m + p->m / 2], &e);
	for (size_t i = 0; i < p->m * p->m; i++)
		p->a[i] = ldexp(p->a[i], -e);
	p->exponent += e;
}

/* P becomes P times Q; Q may be P. */
static void
multiply(struct matrix_power *p, const struct matrix_power *q)
{
	size_t m = p->m;
	double *product = p->scratch;

	memset(product, 0, m * m * sizeof *product);
	for (size_t i = 0; i < m; i++)
		for (size_t k = 0; k < m; k++)
			for (size_t j = 0; j < m; j++)
				product[i * m + j] += p->a[i * m + k] * q->a[k * m + j];
	p->exponent += q->exponent;
	p->scratch = p->a;
	p->a = product;
	rescale(p);
}

/* H of Marsaglia, Tsang and Wang: 1 / (i-j+1)!, the first column and last row less. */
static void
durbin_matrix(double *h, size_t m, double rest)
{
	for (size_t i = 0; i < m; i++)
		for (size_t j = 0; j < m; j++)
			h[i * m + j] = i + 1 >= j;
	for (size_t i = 0; i < m; i++) {
		h[i * m] -= pow(rest, (double)i + 1);
		h[(m - 1) * m + i] -= pow(rest, (double)(m - i));
	}
	h[(m - 1) * m] += rest > 0.5 ? pow(2 * rest - 1, (double)m) : 0;
	for (size_t i = 0; i < m; i++)
		for (size_t j = 0; j <= i; j++)
			h[i * m + j] /= tgamma((double)(i - j) + 2);
}

/* n! / n^n times the middle of H^n. */
static double
durbin(double d, uint64_t n)
{
	size_t k = (size_t)floor((double)n * d) + 1, m = 2 * k - 1;
	double *room = xcalloc(4 * m * m, sizeof *room), size = (double)n, p;
	struct matrix_power square = {m, 0, room, room + m * m};
	struct matrix_power power = {m, 0, room + 2 * m * m, room + 3 * m * m};

	durbin_matrix(square.a, m, (double)k - size * d);
	for (size_t i = 0; i < m; i++)
		power.a[i * m + i] = 1;
	for (uint64_t rest = n; rest; rest >>= 1) {
		if (rest & 1)
			multiply(&power, &square);
		if (rest > 1)
			multiply(&square, &square);
	}
	/* n! / n^n by Stirling: logarithms of n^n would cost digits. */
	p = exp(law_stirling_error(size) - size + power.exponent * log(2)) * sqrt(2 * PI * size) *
	    power.a[(k - 1) * m + k - 1];
	free(room);
	return p;
}

/* Sums over all half integers and all integers. */
struct pelz_good {
	double z, z2, z4, z6;
	double k0, k1, k2, k3;
};

static void
half_integer_terms(struct pelz_good *g, double half)
{
	double p2 = PI * PI * half * half, e = exp(-p2 / (2 * g->z2));

	g->k0 += e;
	g->k1 += (p2 - g->z2) * e;
	g->k2 +=
		(6 * g->z6 + 2 * g->z4 + (2 * g->z4 - 5 * g->z2) * p2 + (1 - 2 * g->z2) * p2 * p2) *
		e;
	g->k3 += ((5 - 30 * g->z2) * p2 * p2 * p2 + (212 * g->z4 - 60 * g->z2) * p2 * p2 +
		  (135 * g->z4 - 96 * g->z6) * p2 - 30 * g->z6 - 90 * g->z4 * g->z4) *
		 e;
}

static void
integer_terms(struct pelz_good *g, double k)
{
	double p2 = PI * PI * k * k, e = exp(-p2 / (2 * g->z2));

	g->k2 -= 2 * g->z4 * p2 * e;
	g->k3 += 30 * g->z4 * (3 * g->z2 * p2 - p2 * p2) * e;
}

/* K0 + K1 / n^(1/2) + K2 / n + K3 / n^(3/2) */
static double
pelz_good(double d, uint64_t n)
{
	double root = sqrt((double)n), z = root * d, z2 = z * z, unit = sqrt(PI / 2);
	struct pelz_good g = {.z = z, .z2 = z2, .z4 = z2 * z2, .z6 = z2 * z2 * z2};
	int terms = (int)ceil(16 * z / PI) + 1;

	for (int k = terms; k >= 0; k--) {
		half_integer_terms(&g, k + 0.5);
		integer_terms(&g, k);
	}
	/* Both signs of each; k0 counts positive ones. */
	return 2 * unit / z * g.k0 +
	       2 * unit *
		       (g.k1 / (6 * g.z4 * root) + g.k2 / (72 * g.z6 * z * (double)n) +
			g.k3 / (6480 * g.z6 * g.z4 * (double)n * root));
}

/* d <= 1/n: n! (2 d - 1/n)^n (Ruben and Gambino, 1982) */
static double
smallest_steps(double t, uint64_t n)
{
	double size = (double)n;

	if (t <= 0.5)
		return 0;
	return exp(law_stirling_error(size) - size + size * log(2 * t - 1)) * sqrt(2 * PI * size);
}

static double
lower(double d, uint64_t n)
{
	double size = (double)n, square = size * d * d;

	if (n > SMALL && square >= 18)
		return 1;
	if (n <= SMALL || (n <= MATRIX_MAX && size * pow(d, 1.5) <= 1.4))
		return durbin(d, n);
	return pelz_good(d, n);
}

double
law_kolmogorov_tail(double d, uint64_t n)
{
	double size = (double)n, t = size * d;

	if (isnan(d) || n == 0)
		return NAN;
	if (d >= 1)
		return 0;
	if (t <= 1)
		return d <= 0 ? 1 : 1 - smallest_steps(t, n);
	if (t >= size - 1)
		return 2 * pow(1 - d, size);
	if (n > SMALL && t * d >= 370)
		return 0;
	if (d >= 0.5 || t * d >= (n > SMALL ? 2.2 : 4))
		return fmin(2 * law_smirnov_tail(d, n), 1);
	return fmin(fmax(1 - lower(d, n), 0), 1);
}
