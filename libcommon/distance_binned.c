/*
 * Sums over bins.  Near no change all of them are a multiple of sum (r-c)^2 / p, whose
 * expectation is (1/n + 1/m) times sum (1-p) (B. Yurdakul, "Statistical properties of the
 * population stability index", 2018, for the PSI); of a bin where hardly a row is to be
 * expected on one side it is the mean over all ways that its rows may fall.  Shares that must not
 * be 0 are drawn a little towards what both sides say together, as if B/2 more rows had come: with
 * ten bins of equal counts that adds 1/2 to each.
 */
#include "distance_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "law.h"
#include "xalloc.h"

/* Rows that either side may expect where the chi-square law is to hold. */
#define LEAST 5

/* P(at least HITS of K rows are on a side that has SHARE of all). */
static double
binomial_tail(double hits, double k, double share)
{
	double odds = share / (1 - share), term, s = 0;

	if (hits <= k * share)
		return 1;
	term = law_binomial(hits, k, k * share);
	for (double i = hits; i <= k && s + term > s; i++) {
		s += term;
		term *= odds * (k - i) / (i + 1);
	}
	return fmin(s, 1);
}

static double
rows_expected(const struct bins *b, const struct bin *bin)
{
	double n = (double)b->reference, m = (double)b->current;

	return (double)(bin->reference + bin->current) * fmin(n, m) / (n + m);
}

/* The chance that any rare bin is so full on the smaller side; 2 if none is rare. */
static double
rare_p(const struct bins *b)
{
	bool few_now = b->current <= b->reference;
	double all = (double)(b->reference + b->current), least = 1, rare = 0;
	double share = (double)(few_now ? b->current : b->reference) / all;

	for (size_t i = 0; i < b->n; i++) {
		const struct bin *bin = &b->bin[i];
		double hits = (double)(few_now ? bin->current : bin->reference), p;

		if (rows_expected(b, bin) >= LEAST || bin->reference + bin->current == 0)
			continue;
		p = binomial_tail(hits, (double)(bin->reference + bin->current), share);
		least = fmin(least, p);
		rare++;
	}
	return rare > 0 ? fmin(least * rare, 1) : 2;
}

/* Sum over both rows of the table of (observed - expected)^2 / expected. */
static double
pearson(const struct bins *b)
{
	double n = (double)b->reference, m = (double)b->current, s = 0;

	for (size_t i = 0; i < b->n; i++) {
		double r = (double)b->bin[i].reference, c = (double)b->bin[i].current;
		double d = r * m - c * n;

		s += d / n * (d / m) / (r + c);
	}
	return s;
}

void
distance_homogeneity(struct distance_homogeneity *h, const struct bins *b)
{
	struct bins joined = *b;
	double rare = rare_p(b), p;

	joined.bin = xcalloc(b->n ? b->n : 1, sizeof *b->bin);
	if (b->n)
		memcpy(joined.bin, b->bin, b->n * sizeof *b->bin);
	bins_join(&joined, LEAST);
	h->bins = joined.n;
	h->df = joined.n > 1 ? (double)(joined.n - 1) : 0;
	h->x2 = h->df > 0 ? pearson(&joined) : 0;
	p = h->df > 0 ? law_chi2_tail(h->x2, h->df) : 1;
	h->p_value = rare <= 1 ? fmin(2 * fmin(p, rare), 1) : p;
	free(joined.bin);
}

static double
cramers_term(double r, double c)
{
	return (r - c) * (r - c) / (2 * (r + c));
}

const struct distance_rule distance_cramers_v = {cramers_term, 0.25, 0.1, true, false};

/* Bins that hold something. */
static double
full_bins(const struct bins *b)
{
	double n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += b->bin[i].reference + b->bin[i].current > 0;
	return n;
}

/* Of a pair of rows of a bin, as the rule sees them. */
struct binned {
	const struct distance_rule *rule;
	double n, m, more; /* MORE rows, for shares that may not be 0 */
};

static double
term_of(const struct binned *x, double r, double c)
{
	double p = (r / x->n + c / x->m) / 2;

	return x->rule->term((r + x->more * p) / (x->n + x->more),
			     (c + x->more * p) / (x->m + x->more));
}

/* The mean of a rare bin's term where its K rows fall to either side by chance. */
static double
rare_mean(const struct binned *x, double k)
{
	bool few_now = x->m <= x->n;
	double share = fmin(x->n, x->m) / (x->n + x->m), odds = share / (1 - share);
	double chance = exp(k * log1p(-share)), s = 0;

	for (double hits = 0; hits <= k && (chance > 1e-17 || hits < k * share); hits++) {
		s += chance * (few_now ? term_of(x, k - hits, hits) : term_of(x, hits, k - hits));
		chance *= odds * (k - hits) / (hits + 1);
	}
	return s;
}

enum { REMEMBERED = 64 };

struct totals {
	double sum, expected;
	double mean[REMEMBERED]; /* of rare bins of so many rows; NaN: not known yet */
};

static double
expected_of(struct totals *t, const struct binned *x, double k)
{
	size_t i = k < REMEMBERED ? (size_t)k : 0;

	if (i == 0)
		return rare_mean(x, k);
	if (isnan(t->mean[i]))
		t->mean[i] = rare_mean(x, k);
	return t->mean[i];
}

static void
add_up(struct totals *t, const struct bins *b, const struct distance_rule *rule)
{
	struct binned x = {rule, (double)b->reference, (double)b->current,
			   rule->smooth ? full_bins(b) / 2 : 0};

	t->sum = t->expected = 0;
	for (size_t i = 0; i < REMEMBERED; i++)
		t->mean[i] = NAN;
	for (size_t i = 0; i < b->n; i++) {
		double r = (double)b->bin[i].reference, c = (double)b->bin[i].current, k = r + c;

		if (k <= 0)
			continue;
		t->sum += term_of(&x, r, c);
		t->expected += rows_expected(b, &b->bin[i]) < LEAST
				       ? expected_of(t, &x, k)
				       : rule->scale * (1 - k / (x.n + x.m)) * (1 / x.n + 1 / x.m);
	}
	t->sum = fmax(t->sum, 0);
	t->expected = fmax(t->expected, 0);
}

double
distance_bins_error(const struct bins *b, const struct distribution *reference,
		    const struct distribution *current)
{
	return b->split || reference->blurred || current->blurred ? NAN : 0;
}

struct distance_homogeneity
distance_binned(const struct distribution *reference, const struct distribution *current,
		const struct distance_options *o, const struct distance_rule *rule,
		struct distance_result *result)
{
	struct distance_homogeneity h = {0};
	struct totals t;
	struct bins b;

	distance_clear(result);
	if (distance_possible(reference, current, false, result)) {
		bins_plain(&b, reference, current);
		distance_homogeneity(&h, &b);
		add_up(&t, &b, rule);
		result->statistic = rule->root ? sqrt(t.sum) : t.sum;
		result->expected = rule->root ? sqrt(t.expected) : t.expected;
		result->effect = fmax(t.sum - t.expected, 0);
		result->effect = rule->root ? sqrt(result->effect) : result->effect;
		result->p_value = h.p_value;
		result->error = distance_bins_error(&b, reference, current);
		bins_release(&b);
	}
	distance_judge(result, o, rule->floor);
	return h;
}
