#include "interval.h"

#include <math.h>
#include <stddef.h>

#include "law.h"

/* Past this many discordant pairs the sum of McNemar's tail is too long. */
#define EXACT_MAX ((uint64_t)1 << 40)

static double
polynomial(const double *c, size_t n, double x)
{
	double y = c[n - 1];

	for (size_t i = n - 1; i-- > 0;)
		y = fma(y, x, c[i]);
	return y;
}

enum { TERMS = 8 };

/* p(x) / q(x), both of degree 7. */
static double
ratio(const double p[TERMS], const double q[TERMS], double x)
{
	return polynomial(p, TERMS, x) / polynomial(q, TERMS, x);
}

/* |p - 0.5| <= 0.425 */
static double
quantile_middle(double q)
{
	static const double a[TERMS] = {3.3871328727963666080e0, 1.3314166789178437745e2,
					1.9715909503065514427e3, 1.3731693765509461125e4,
					4.5921953931549871457e4, 6.7265770927008700853e4,
					3.3430575583588128105e4, 2.5090809287301226727e3};
	static const double b[TERMS] = {1.0,
					4.2313330701600911252e1,
					6.8718700749205790830e2,
					5.3941960214247511077e3,
					2.1213794301586595867e4,
					3.9307895800092710610e4,
					2.8729085735721942674e4,
					5.2264952788528545610e3};

	return q * ratio(a, b, fma(-q, q, 0.180625));
}

/* r = sqrt(-log(tail)), 1.6 to 5 and beyond */
static double
quantile_tail(double r)
{
	static const double c[TERMS] = {1.42343711074968357734e0,  4.63033784615654529590e0,
					5.76949722146069140550e0,  3.64784832476320460504e0,
					1.27045825245236838258e0,  2.41780725177450611770e-1,
					2.27238449892691845833e-2, 7.74545014278341407640e-4};
	static const double d[TERMS] = {1.0,
					2.05319162663775882187e0,
					1.67638483018380384940e0,
					6.89767334985100004550e-1,
					1.48103976427480074590e-1,
					1.51986665636164571966e-2,
					5.47593808499534494600e-4,
					1.05075007164441684324e-9};
	static const double e[TERMS] = {6.65790464350110377720e0,  5.46378491116411436990e0,
					1.78482653991729133580e0,  2.96560571828504891230e-1,
					2.65321895265761230930e-2, 1.24266094738807843860e-3,
					2.71155556874348757815e-5, 2.01033439929228813265e-7};
	static const double f[TERMS] = {1.0,
					5.99832206555887937690e-1,
					1.36929880922735805310e-1,
					1.48753612908506148525e-2,
					7.86869131145613259100e-4,
					1.84631831751005468180e-5,
					1.42151175831644588870e-7,
					2.04426310338993978564e-15};

	return r <= 5 ? ratio(c, d, r - 1.6) : ratio(e, f, r - 5);
}

/* M. J. Wichura, algorithm AS 241 (PPND16), Applied Statistics 37, 1988. */
double
interval_normal_quantile(double p)
{
	double q = p - 0.5, x;

	if (!(p > 0 && p < 1))
		return NAN;
	if (fabs(q) <= 0.425)
		return quantile_middle(q);
	x = quantile_tail(sqrt(-log(q < 0 ? p : 1 - p)));
	return q < 0 ? -x : x;
}

/* How many standard errors either side hold LEVEL. */
static double
width(double level)
{
	return -interval_normal_quantile((1 - level) / 2);
}

static double
clamp(double x, double min, double max)
{
	return x < min ? min : x > max ? max : x;
}

/* E. B. Wilson, 1927: the shares whose test at that level K of N would pass. */
struct interval
interval_wilson(double k, double n, double level)
{
	double z = width(level), share = k / n, middle, half;

	if (!(n > 0))
		return (struct interval){NAN, NAN};
	middle = (k + z * z / 2) / (n + z * z);
	half = z * sqrt(n * share * (1 - share) + z * z / 4) / (n + z * z);
	return (struct interval){
		k <= 0 ? 0 : clamp(middle - half, 0, 1),
		k >= n ? 1 : clamp(middle + half, 0, 1),
	};
}

struct interval
interval_normal(double value, double error, double level, double min, double max)
{
	double half = width(level) * error;

	return (struct interval){clamp(value - half, min, max), clamp(value + half, min, max)};
}

double
interval_mcnemar(uint64_t b, uint64_t c)
{
	double k = (double)(b < c ? b : c), n = (double)b + (double)c, term = 1, tail = 0;

	if (b == c)
		return 1;
	if (b > EXACT_MAX || c > EXACT_MAX)
		return erfc((n - 2 * k - 1) / sqrt(2 * n));
	/* Terms relative to the first, falling; the tail ends where they stop to count. */
	for (double i = k; i >= 0 && tail + term > tail; i--) {
		tail += term;
		term *= i / (n - i + 1);
	}
	return fmin(2 * tail * law_binomial(k, n, n / 2), 1);
}
