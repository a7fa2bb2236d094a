/*
 * Weighted sums of squares of independent standard normals: the limits of the statistics
 * of Cramer-von Mises (weights 1 / (j pi)^2) and of Anderson and Darling for two samples
 * (weights 1 / (j (j + 1)); Scholz and Stephens 1987 for k = 2).  N. V. Smirnov, 1937:
 *
 *     P(Q >= x) = 1/pi sum over k of (-1)^(k+1) integral from z_(2k-1) to z_2k of
 *                 exp(-x u / 2) / (u sqrt |D(u)|) du,   z_j = 1 / weight j,
 *
 * D(u) = product of 1 - u weight_j, here in closed form.  The integrand is singular as a
 * root at both ends: Gauss-Chebyshev quadrature has that weight built in.  The terms fall
 * like exp(-x z / 2), so small tails keep their digits; near 1 about nine are right, and
 * where x is so small that terms hardly fall the tail is 1 to within that.
 */
#include "law.h"

#include <math.h>

#define PI 3.14159265358979323846

enum { NODES = 256, INTERVALS_MAX = 400 };

struct squares {
	double (*zero)(int j);       /* 1 / weight j, j >= 1 */
	double (*product)(double u); /* |D(u)| */
	double none;                 /* below it the tail is 1 */
};

static double
cvm_zero(int j)
{
	return PI * PI * j * j;
}

static double
cvm_product(double u)
{
	return fabs(sin(sqrt(u))) / sqrt(u);
}

static double
ad_zero(int j)
{
	return j * (j + 1.0);
}

static double
ad_product(double u)
{
	return fabs(cos(PI / 2 * sqrt(1 + 4 * u))) / (PI * u);
}

static double
integral(const struct squares *q, double x, double from, double to)
{
	double middle = (from + to) / 2, half = (to - from) / 2, s = 0;

	for (int i = 0; i < NODES; i++) {
		double angle = PI * (2 * i + 1) / (2 * NODES), u = middle + half * cos(angle);

		s += exp(-x * u / 2) * half * sin(angle) / (u * sqrt(q->product(u)));
	}
	return s * PI / NODES;
}

static double
tail(const struct squares *q, double x)
{
	double s = 0;

	if (isnan(x))
		return NAN;
	if (x < q->none)
		return 1;
	for (int k = 1; k <= INTERVALS_MAX; k++) {
		double from = q->zero(2 * k - 1);
		double term = integral(q, x, from, q->zero(2 * k));

		s += k % 2 ? term : -term;
		if (term < 1e-17 * s)
			break;
	}
	return fmin(fmax(s / PI, 0), 1);
}

double
law_cvm_limit_tail(double x)
{
	static const struct squares cvm = {cvm_zero, cvm_product, 0.002};

	return tail(&cvm, x);
}

double
law_ad_limit_tail(double x)
{
	static const struct squares ad = {ad_zero, ad_product, 0.02};

	return tail(&ad, x);
}
