/*
 * The incomplete gamma function as its series below the mean and as Legendre's continued
 * fraction above (Abramowitz and Stegun 6.5.29, 6.5.31; Lentz's evaluation), both times
 * the density-like factor x^a e^-x / Gamma(a + 1), which is where digits are lost: for
 * large a it is taken by C. Loader's saddle point ("Fast and accurate computation of
 * binomial probabilities", 2000), so that no large logarithms cancel.
 */
#include "law.h"

#include <float.h>
#include <math.h>

#define PI 3.14159265358979323846

/* From here on Stirling's series has all digits. */
enum { SERIES_FROM = 15 };

double
law_stirling_error(double x)
{
	static const double series[] = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188};
	double inverse = 1 / x, y = series[4];

	if (x <= SERIES_FROM)
		return log(tgamma(x + 1)) - (x + 0.5) * log(x) + x - 0.5 * log(2 * PI);
	for (int i = 3; i >= 0; i--)
		y = fma(y, inverse * inverse, series[i]);
	return y * inverse;
}

double
law_deviance(double x, double m)
{
	double v = (x - m) / (x + m), term, s, last;

	if (x <= 0)
		return m;
	if (fabs(x - m) > 0.1 * (x + m))
		return x * log(x / m) + m - x;
	s = (x - m) * v;
	term = 2 * x * v;
	for (int j = 3;; j += 2) {
		term *= v * v;
		last = s;
		s += term / j;
		if (s == last)
			return s;
	}
}

double
law_binomial(double k, double n, double mean)
{
	double rest = n - mean;

	if (k <= 0)
		return exp(n * log1p(-mean / n));
	if (k >= n)
		return exp(n * log1p(-rest / n));
	if (mean <= 0 || rest <= 0)
		return 0;
	return exp(law_stirling_error(n) - law_stirling_error(k) - law_stirling_error(n - k) -
		   law_deviance(k, mean) - law_deviance(n - k, rest)) *
	       sqrt(n / (2 * PI * k * (n - k)));
}

/* x^a e^-x / Gamma(a + 1) */
static double
gamma_factor(double a, double x)
{
	double half = exp(-x / 2);

	if (a <= SERIES_FROM)
		return pow(x, a) * half / tgamma(a + 1) * half;
	return exp(-law_stirling_error(a) - law_deviance(a, x)) / sqrt(2 * PI * a);
}

/* P(a, x) / factor */
static double
gamma_series(double a, double x)
{
	double term = 1, s = 1;

	for (double i = a + 1; term > s * DBL_EPSILON / 4; i++) {
		term *= x / i;
		s += term;
	}
	return s;
}

/* Q(a, x) / (a factor); x > a: every step is finite. */
static double
gamma_fraction(double a, double x)
{
	double b = x + 1 - a, c = 1 / DBL_MIN, d = 1 / b, f = d;

	for (double i = 1; i < 1e7; i++) {
		double numerator = i * (a - i), step;

		b += 2;
		d = numerator * d + b;
		c = b + numerator / c;
		d = 1 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
		c = fabs(c) < DBL_MIN ? DBL_MIN : c;
		step = c * d;
		f *= step;
		if (fabs(step - 1) < DBL_EPSILON)
			break;
	}
	return f;
}

double
law_chi2_tail(double x, double df)
{
	double a = df / 2, y = x / 2;

	if (isnan(x) || !(df > 0))
		return NAN;
	if (x <= 0)
		return 1;
	if (isinf(x))
		return 0;
	if (y < a + 1)
		return fmax(1 - gamma_factor(a, y) * gamma_series(a, y), 0);
	return gamma_factor(a, y) * a * gamma_fraction(a, y);
}

double
law_normal_tail(double z)
{
	return erfc(z / sqrt(2)) / 2;
}

/* log of law_normal_tail for z >= 0, where that itself would be 0. */
static double
log_normal_tail(double z)
{
	double f = 0;

	if (z < 30)
		return log(law_normal_tail(z));
	/* Mills' ratio as Laplace's continued fraction. */
	for (int i = 20; i > 0; i--)
		f = i / (z + f);
	return -z * z / 2 - log(2 * PI) / 2 - log(z + f);
}

double
law_inverse_gaussian_tail(double x, double mean, double variance)
{
	double shape = mean * mean * mean / variance, root = sqrt(shape / x), near, far;

	if (isnan(x) || !(mean > 0) || !(variance > 0))
		return NAN;
	if (x <= 0)
		return 1;
	near = law_normal_tail(root * (x / mean - 1));
	far = exp(2 * shape / mean + log_normal_tail(root * (x / mean + 1)));
	return fmin(fmax(near - far, 0), 1);
}
