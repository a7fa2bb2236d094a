#include "quality.h"

#include <math.h>

#include "law.h"

static const double missing_floor = 0.05, other_floor = 0.01;

const char *
quality_name(enum quality q)
{
	static const char *const name[] = {"missing", "type", "new_category", "range"};

	return name[q];
}

/*
 * The chance of shares so different: A of N and B of M.  The 2 x 2 table's chi-square with
 * Yates' correction.
 */
static double
compare_shares(double a, double n, double b, double m)
{
	double all = n + m, with = a + b;
	double gap = fabs(a * m - b * n) - all / 2;

	if (with == 0 || with == all || gap <= 0)
		return 1;
	return law_chi2_tail(gap / n * (gap / m) * all / with / (all - with), 1);
}

static bool
change_of_share(uint64_t a, uint64_t n, uint64_t b, uint64_t m, double floor,
		struct distance_result *r)
{
	if (n == 0 || m == 0)
		return false;
	r->statistic = (double)b / (double)m;
	r->expected = (double)a / (double)n;
	r->effect = fabs(r->statistic - r->expected);
	r->p_value = compare_shares((double)a, (double)n, (double)b, (double)m);
	r->threshold = floor;
	return true;
}

/* The chance of at least K of M draws of chance P each. */
static double
binomial_tail(double k, double m, double p)
{
	double mean = m * p, term, sum = 0;

	if (k <= mean)
		return 1;
	term = law_binomial(k, m, mean);
	for (; k <= m && term > sum * 0x1p-60; k++) {
		sum += term;
		term *= (m - k) / (k + 1) * p / (1 - p);
	}
	return sum < 1 ? sum : 1;
}

static uint64_t
count_new(const struct tally *reference, const struct tally *current)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < current->texts.n; i++)
		if (map_find(&reference->texts, map_key(&current->texts, i)) == MAP_NONE)
			n += current->count[i];
	return n;
}

static uint64_t
count_singles(const struct tally *t)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < t->texts.n; i++)
		n += t->count[i] == 1;
	return n;
}

static bool
new_category(const struct distribution *reference, const struct distribution *current,
	     struct distance_result *r)
{
	double n = (double)reference->n, m = (double)current->n, new, singles;

	if (reference->kind != DISTRIBUTION_CATEGORIES || reference->n == 0 || current->n == 0 ||
	    !tally_is_exact(&reference->tally) || !tally_is_exact(&current->tally))
		return false;
	new = (double)count_new(&reference->tally, &current->tally);
	singles = (double)count_singles(&reference->tally);
	r->statistic = new / m;
	r->expected = singles / n;
	r->effect = fmax(0, r->statistic - r->expected);
	r->p_value = binomial_tail(new, m, (singles + 1 + 2 * sqrt(singles + 1)) / (n + 1));
	r->threshold = other_floor;
	return true;
}

/*
 * The chance that of M values from the source of N others, all in any order alike, at least
 * K lie beyond the extremes of those N.  There are (j + 1) C(n+m-j-2, n-2) orders with j
 * outside among C(n+m, n); their sum from k on is (k + 1) C(n+m-k-1, n-1) + C(n+m-k-1, n).
 */
static double
outside_tail(double k, double n, double m)
{
	double all = n + m, chance = n / all;

	if (k <= 0)
		return 1;
	for (double i = 0; i < k && chance > 0; i++)
		chance *= (m - i) / (all - 1 - i);
	return fmin(1, chance * (k + 1 + (m - k) / n));
}

static bool
range(const struct distribution *reference, const struct distribution *current,
      struct distance_result *r)
{
	double n = (double)reference->n, m = (double)current->n, outside = 0;

	if (reference->kind != DISTRIBUTION_NUMBERS || !reference->cells || !current->cells)
		return false;
	for (size_t i = 0; i < current->cells; i++)
		if (current->cell[i].low < reference->cell[0].low ||
		    current->cell[i].high > reference->cell[reference->cells - 1].high)
			outside += (double)current->cell[i].count;
	r->statistic = outside / m;
	r->expected = 2 / (n + 1);
	r->effect = fmax(0, r->statistic - r->expected);
	r->p_value = outside_tail(outside, n, m);
	r->threshold = other_floor;
	return true;
}

bool
quality_measure(enum quality q, const struct distribution *reference,
		const struct distribution *current, struct distance_result *result)
{
	const struct distribution *a = reference, *b = current;

	*result = (struct distance_result){0};
	switch (q) {
	case QUALITY_MISSING:
		return change_of_share(a->missing, a->n + a->missing + a->odd, b->missing,
				       b->n + b->missing + b->odd, missing_floor, result);
	case QUALITY_TYPE:
		return a->kind == DISTRIBUTION_NUMBERS &&
		       change_of_share(a->odd, a->n + a->odd, b->odd, b->n + b->odd, other_floor,
				       result);
	case QUALITY_NEW_CATEGORY:
		return new_category(a, b, result);
	default:
		return range(a, b, result);
	}
}
