/*
 * The variance is (W Sxx - Sx^2) / (W (W - 1)).  In floating point its numerator
 * loses every digit when the mean is large against the spread; here the three sums
 * are exact, the numerator is computed in integers (sum_cross) and rounded once.
 * Powers of two are kept apart until the end, so that a column of 1e308 has a
 * standard deviation though its squares have no double.
 */
#include "moments.h"

#include <math.h>

#include "token.h"

void
moments_init(struct moments *m, bool weighted)
{
	*m = (struct moments){.min = NAN, .max = NAN, .weighted = weighted};
	sum_init(&m->weight);
	sum_init(&m->first);
	sum_init(&m->second);
}

void
moments_release(struct moments *m)
{
	sum_release(&m->weight);
	sum_release(&m->first);
	sum_release(&m->second);
}

static void
widen(struct moments *m, double min, double max)
{
	if (!(m->min <= min))
		m->min = min;
	if (!(m->max >= max))
		m->max = max;
}

void
moments_add(struct moments *m, double x, double weight)
{
	x += 0.0; /* -0 and 0 are one value, else min depends on the order */
	if (m->weighted && weight == 0)
		return;
	m->n++;
	widen(m, x, x);
	if (m->weighted) {
		sum_add(&m->weight, weight);
		sum_add_product(&m->first, x, weight);
		if (!m->lean)
			sum_add_product3(&m->second, x, x, weight);
	} else {
		sum_add(&m->first, x);
		if (!m->lean)
			sum_add_product(&m->second, x, x);
	}
}

void
moments_merge(struct moments *into, const struct moments *from)
{
	if (from->n == 0)
		return;
	into->n += from->n;
	widen(into, from->min, from->max);
	sum_merge(&into->weight, &from->weight);
	sum_merge(&into->first, &from->first);
	sum_merge(&into->second, &from->second);
}

/* The total weight as a sum; sum_release it. */
static struct sum
total(const struct moments *m)
{
	struct sum w;

	sum_init(&w);
	if (m->weighted)
		sum_merge(&w, &m->weight);
	else
		sum_add_times(&w, 1, m->n);
	return w;
}

double
moments_weight(const struct moments *m)
{
	return m->weighted ? sum_value(&m->weight) : (double)m->n;
}

double
moments_sum(const struct moments *m)
{
	return m->n ? sum_value(&m->first) : NAN;
}

/* The exact first - MEAN * weight, over WEIGHT. */
static double
mean_error(const struct moments *m, double mean, double weight)
{
	struct sum w = total(m), one, quotient;
	int exponent;
	double f;

	sum_init(&one);
	sum_init(&quotient);
	sum_add(&one, 1);
	sum_add(&quotient, mean);
	f = sum_cross(&m->first, &one, &quotient, &w, &exponent);
	sum_release(&one);
	sum_release(&quotient);
	sum_release(&w);
	return ldexp(f / weight, exponent);
}

/*
 * One step of correction by the exact remainder: the mean of equal values is that
 * value.
 */
double
moments_mean(const struct moments *m)
{
	double weight = moments_weight(m), mean;
	int exponent;

	if (m->n == 0)
		return NAN;
	mean = sum_scaled(&m->first, &exponent) / weight;
	mean = ldexp(mean, exponent);
	if (isfinite(mean))
		mean += mean_error(m, mean, weight);
	return fmin(fmax(mean, m->min), m->max);
}

/* The variance as f * 2^*EXPONENT; NaN where there is none. */
static double
variance(const struct moments *m, bool population, int *exponent)
{
	struct sum w = total(m);
	double weight = sum_value(&w), divisor, f;

	f = sum_cross(&w, &m->second, &m->first, &m->first, exponent);
	if (!population)
		sum_add(&w, -1);
	divisor = sum_value(&w);
	sum_release(&w);
	return m->n && divisor > 0 ? f / weight / divisor : NAN;
}

double
moments_variance(const struct moments *m, bool population)
{
	int exponent;
	double f = variance(m, population, &exponent);

	return ldexp(f, exponent);
}

double
moments_sd(const struct moments *m)
{
	int exponent;
	double f = variance(m, false, &exponent);

	if (exponent % 2) {
		f *= 2;
		exponent--;
	}
	return ldexp(sqrt(f), exponent / 2);
}

double
moments_error(const struct moments *m)
{
	return moments_sd(m) / sqrt(moments_weight(m));
}

int
moments_save(const struct moments *m, struct buf *out)
{
	if (token_put_hex(out, m->n) < 0)
		return STATUS_LIMIT;
	if (m->n == 0)
		return 0;
	if (buf_addc(out, '/') < 0 || token_put_double(out, m->min) < 0 || buf_addc(out, '/') < 0 ||
	    token_put_double(out, m->max) < 0 || buf_addc(out, '/') < 0 ||
	    sum_save(&m->first, out) < 0 || buf_addc(out, '/') < 0 || sum_save(&m->second, out) < 0)
		return STATUS_LIMIT;
	if (m->weighted && (buf_addc(out, '/') < 0 || sum_save(&m->weight, out) < 0))
		return STATUS_LIMIT;
	return 0;
}

/* Reads one sum; only the LAST one ends the text. */
static bool
take_sum(struct str *rest, struct sum *s, bool last)
{
	struct str part = token_until(rest, '/');
	bool ended = rest->p == part.p + part.n;

	return sum_load(s, part) == 0 && ended == last;
}

/* What holds for sums of real values (Cauchy's inequality, exactly). */
static bool
is_possible(const struct moments *m)
{
	struct sum w = total(m);
	int exponent;
	bool possible = m->min <= m->max && sum_value(&w) > 0 &&
			sum_cross(&w, &m->second, &m->first, &m->first, &exponent) >= 0;

	sum_release(&w);
	return possible;
}

static bool
load(struct moments *m, struct str text)
{
	if (!token_take_count(&text, &m->n))
		return false;
	if (m->n == 0)
		return text.n == 0;
	return token_take(&text, '/') && token_take_double(&text, &m->min) &&
	       token_take(&text, '/') && token_take_double(&text, &m->max) &&
	       token_take(&text, '/') && take_sum(&text, &m->first, false) &&
	       take_sum(&text, &m->second, !m->weighted) &&
	       (!m->weighted || take_sum(&text, &m->weight, true)) && is_possible(m);
}

int
moments_load(struct moments *m, struct str text)
{
	bool weighted = m->weighted;

	moments_release(m);
	moments_init(m, weighted);
	if (load(m, text))
		return 0;
	moments_release(m);
	moments_init(m, weighted);
	return STATUS_DAMAGED;
}
