/*
 * Sums over bins.  Near no change all of them are a multiple of sum (r-c)^2 / p, whose
 * expectation is (1/n + 1/m) times sum (1-p) (B. Yurdakul, "Statistical properties of the
 * population stability index", 2018, for the PSI); a bin where hardly a row is to be
 * expected adds less, twice what is expected of it at most.  Shares that must not be 0 are
 * drawn a little towards what both sides say together, as if B/2 more rows had come: with
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
	return rare ? fmin(least * rare, 1) : 2;
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

struct totals {
	double sum, expected;
};

static struct totals
add_up(const struct bins *b, const struct distance_rule *rule)
{
	double n = (double)b->reference, m = (double)b->current;
	double more = rule->smooth ? full_bins(b) / 2 : 0;
	struct totals t = {0, 0};

	for (size_t i = 0; i < b->n; i++) {
		double r = (double)b->bin[i].reference, c = (double)b->bin[i].current;
		double p = (r / n + c / m) / 2, pooled = (r + c) / (n + m);

		if (r + c <= 0)
			continue;
		t.sum += rule->term((r + more * p) / (n + more), (c + more * p) / (m + more));
		t.expected += (1 - pooled) * fmin(1, 2 * rows_expected(b, &b->bin[i]));
	}
	t.expected *= rule->scale * (1 / n + 1 / m);
	t.sum = fmax(t.sum, 0);
	return t;
}

double
distance_bins_error(const struct bins *b, const struct distribution *reference,
		    const struct distribution *current)
{
	return b->split || reference->blurred || current->blurred ? NAN : 0;
}

void
distance_binned(const struct distribution *reference, const struct distribution *current,
		const struct distance_options *o, const struct distance_rule *rule,
		struct distance_result *result)
{
	struct distance_homogeneity h;
	struct totals t;
	struct bins b;

	distance_clear(result);
	if (distance_possible(reference, current, false, result)) {
		bins_plain(&b, reference, current);
		distance_homogeneity(&h, &b);
		t = add_up(&b, rule);
		result->statistic = rule->root ? sqrt(t.sum) : t.sum;
		result->expected = rule->root ? sqrt(t.expected) : t.expected;
		result->effect = fmax(t.sum - t.expected, 0);
		result->effect = rule->root ? sqrt(result->effect) : result->effect;
		result->p_value = h.p_value;
		result->error = distance_bins_error(&b, reference, current);
		bins_release(&b);
	}
	distance_judge(result, o, rule->floor);
}
