#include "distance_variant.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

bool
distance_raw(const struct distribution *reference, const struct distribution *current,
	     struct distance_result *r)
{
	distance_clear(r);
	return distance_possible(reference, current, true, r);
}

bool
distance_points(const struct distribution *reference, const struct distribution *current,
		struct distance_result *r)
{
	if (!distance_raw(reference, current, r))
		return false;
	if (reference->kind == DISTRIBUTION_NUMBERS && !(reference->exact && current->exact))
		r->reason = "needs all values: a profile has ranges";
	return !r->reason;
}

void
distance_limit(struct distance_result *r, double statistic, double limit)
{
	r->statistic = r->effect = statistic;
	r->threshold = limit;
	r->alarm = statistic >= limit;
}

void
distance_limit_p(struct distance_result *r, double statistic, double p_value, double limit)
{
	r->statistic = r->effect = statistic;
	r->p_value = p_value;
	r->threshold = limit;
	r->alarm = p_value < limit;
}

void
distance_cut_evidently(struct distance_cut *cut, const struct distribution *reference,
		       const struct distribution *current)
{
	const struct moments *r = &reference->moments, *c = &current->moments;

	*cut = (struct distance_cut){0};
	if (reference->kind == DISTRIBUTION_CATEGORIES || reference->cells <= 20)
		return;
	cut->min = fmin(r->min, c->min);
	cut->max = fmax(r->max, c->max);
	cut->bins = bins_sturges((double)(reference->n + current->n), cut->min, cut->max);
}

void
distance_cut_nannyml(struct distance_cut *cut, const struct distribution *reference,
		     const struct distribution *current)
{
	(void)current;
	*cut = (struct distance_cut){.rest = true};
	if (reference->kind == DISTRIBUTION_CATEGORIES)
		return;
	cut->min = reference->moments.min;
	cut->max = reference->moments.max;
	cut->bins = bins_doane(reference);
	if (!cut->bins)
		cut->reason = "the number of bins cannot be told from a profile";
}

double
distance_as_it_is(double sum)
{
	return sum;
}

/* The bins that the reference has nothing in become one, the last, if there are any. */
static void
join_new(struct bins *b)
{
	size_t n = 0;
	uint64_t rest = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->bin[i].reference)
			b->bin[n++] = b->bin[i];
		else
			rest += b->bin[i].current;
	if (rest)
		b->bin[n++] = (struct bin){0, rest};
	b->n = n;
}

static void
make_bins(struct bins *b, const struct distribution *reference, const struct distribution *current,
	  const struct distance_cut *cut)
{
	if (cut->bins)
		bins_equal(b, reference, current, cut->min, cut->max, cut->bins);
	else
		bins_each(b, reference, current);
	if (cut->rest && cut->bins)
		bins_add(b, 0, b->outside);
	else if (cut->rest)
		join_new(b);
}

/* Counts may be off by what lies beyond a bound of its cell, at both edges of a bin. */
static void
widen(struct distance_share *share, uint64_t least, uint64_t most, const struct distribution *d,
      double all)
{
	double off = 2 * (double)d->blurred;

	share->least = fmin(fmax((double)least - off, 0) / all, share->is);
	share->most = fmax(fmin(((double)most + off) / all, 1), share->is);
}

static void
widen_all(struct distance_share *share, const struct bins *b, const struct distribution *d,
	  const struct distance_cut *cut, double all)
{
	uint64_t *least = xcalloc(cut->bins + 1, sizeof *least);
	uint64_t *most = xcalloc(cut->bins + 1, sizeof *most);

	bins_reach(d, cut->min, cut->max, cut->bins, least, most);
	for (size_t i = 0; i < b->n; i++)
		widen(&share[i], least[i], most[i], d, all);
	free(least);
	free(most);
}

void
distance_shares(struct distance_share *share, const struct bins *b, bool current,
		const struct distribution *d, const struct distance_cut *cut)
{
	double all = (double)(current ? b->current : b->reference);

	for (size_t i = 0; i < b->n; i++) {
		double is = (double)(current ? b->bin[i].current : b->bin[i].reference) / all;

		share[i] = (struct distance_share){is, is, is};
	}
	if (cut->bins && !d->exact)
		widen_all(share, b, d, cut, all);
}

static double
least_share(const struct distance_share *share, size_t n)
{
	double least = 1;

	for (size_t i = 0; i < n; i++)
		if (share[i].is > 0)
			least = fmin(least, share[i].is);
	return least;
}

/* Of a side that is not EXACT the least share is not known, but for that it is a row of ALL. */
static void
fill(struct distance_share *share, size_t n, double all, bool exact)
{
	double least = least_share(share, n), by = least <= 0.0001 ? least / 1e6 : 0.0001;

	for (size_t i = 0; i < n; i++) {
		struct distance_share *s = &share[i];

		if (s->least > 0)
			continue;
		s->is = s->is > 0 ? s->is : by;
		s->least = exact ? s->is : fmin(1e-6 / all, s->is);
		s->most = exact ? s->is : fmax(s->most, 0.0001);
	}
}

/*
 * Of the shares as they are.  Bounds need none: of r log(r / c) - r + c the sum over shares
 * that are 1 and R in all, or 1 and C, is at most that of the ones not divided.
 */
static void
normalise(struct distance_share *share, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++)
		s += share[i].is;
	for (size_t i = 0; i < n; i++)
		share[i].is /= s;
}

static double
most_of_four(const struct distance_share *r, const struct distance_share *c,
	     double (*term)(double reference, double current))
{
	return fmax(fmax(term(r->least, c->least), term(r->least, c->most)),
		    fmax(term(r->most, c->least), term(r->most, c->most)));
}

static double
least_of_four(const struct distance_share *r, const struct distance_share *c,
	      double (*term)(double reference, double current))
{
	if (r->most < c->least)
		return term(r->most, c->least);
	return c->most < r->least ? term(r->least, c->most) : 0;
}

struct distance_share
distance_sum(const struct distance_share *reference, const struct distance_share *current, size_t n,
	     double (*term)(double reference, double current))
{
	struct distance_share s = {0, 0, 0};

	for (size_t i = 0; i < n; i++) {
		const struct distance_share *r = &reference[i], *c = &current[i];

		s.least += least_of_four(r, c, term);
		s.is += term(r->is, c->is);
		s.most += most_of_four(r, c, term);
	}
	return s;
}

void
distance_finish(struct distance_result *r, struct distance_share sum, double (*finish)(double sum),
		double limit)
{
	double least = finish(sum.least), is = finish(sum.is), most = finish(sum.most);

	distance_limit(r, is, limit);
	r->error = fmax(fmax(is - least, most - is), 0);
}

static struct distance_share
tool_sum(const struct bins *b, const struct distribution *reference,
	 const struct distribution *current, const struct distance_cut *cut,
	 const struct distance_tool *tool)
{
	struct distance_share *r = xcalloc(b->n, sizeof *r), *c = xcalloc(b->n, sizeof *c), s;
	double filled = (double)b->n * 0.0001; /* at most */

	distance_shares(r, b, false, reference, cut);
	distance_shares(c, b, true, current, cut);
	if (tool->fill) {
		fill(r, b->n, (double)b->reference,
		     reference->kind == DISTRIBUTION_CATEGORIES || reference->exact);
		fill(c, b->n, (double)b->current, current->exact);
	}
	if (tool->normalise) {
		normalise(r, b->n);
		normalise(c, b->n);
	}
	s = distance_sum(r, c, b->n, tool->term);
	if (tool->normalise)
		s.least = fmax(s.least / (1 + filled) - filled * filled, 0);
	free(r);
	free(c);
	return s;
}

void
distance_by_tool(const struct distribution *reference, const struct distribution *current,
		 const struct distance_tool *tool, struct distance_result *r)
{
	struct distance_cut cut;
	struct distance_share s;
	struct bins b;

	if (!distance_raw(reference, current, r))
		return;
	tool->cut(&cut, reference, current);
	if (cut.bins && !isfinite(cut.max - cut.min))
		cut.reason = "a range beyond that of a double";
	r->reason = cut.reason;
	if (cut.reason || (!cut.bins && !distance_points(reference, current, r)))
		return;
	make_bins(&b, reference, current, &cut);
	s = tool_sum(&b, reference, current, &cut, tool);
	distance_finish(r, s, tool->finish, tool->limit);
	if (!cut.bins || (reference->exact && current->exact))
		r->error = 0;
	bins_release(&b);
}
