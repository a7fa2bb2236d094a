/*
 * null_window - windows of 20 columns in which nothing has changed, and what mldrift would
 * say of them.
 */
#ifndef ML_NULL_WINDOW_H
#define ML_NULL_WINDOW_H

#include <math.h>
#include <string.h>

#include "finding.h"
#include "interval.h"
#include "number.h"
#include "rng.h"

enum { NULL_COLUMNS = 20, NULL_METHODS = 32 };

enum null_shape {
	NULL_NORMAL,
	NULL_EXPONENTIAL,
	NULL_LOGNORMAL,
	NULL_CAUCHY,
	NULL_WHOLE,
	NULL_FEW_TEXTS, /* categories: five, the first half of all */
	NULL_MANY_TEXTS /* thousands, the rarest once or never */
};

struct null_window {
	uint64_t n, m; /* rows of the reference and of the input */
	enum null_shape shape;
};

static inline double
null_normal(struct rng *r)
{
	return interval_normal_quantile((rng_double(r) * 0x1p53 + 0.5) * 0x1p-53 / (1 + 0x1p-53));
}

static inline double
null_draw(struct rng *r, enum null_shape shape)
{
	switch (shape) {
	case NULL_EXPONENTIAL:
		return -log1p(-rng_double(r));
	case NULL_LOGNORMAL:
		return exp(1.5 * null_normal(r));
	case NULL_CAUCHY:
		return tan(3.14159265358979323846 * (rng_double(r) - 0.5));
	case NULL_WHOLE:
		return floor(8 * rng_double(r) * rng_double(r));
	case NULL_FEW_TEXTS:
		return fmin(floor(-log2(1 - rng_double(r))), 4);
	case NULL_MANY_TEXTS:
		return floor(10000 * rng_double(r) * rng_double(r));
	default:
		return null_normal(r);
	}
}

static inline bool
null_is_text(enum null_shape shape)
{
	return shape >= NULL_FEW_TEXTS;
}

/* All plain methods that take such columns; how many. */
static inline size_t
null_methods(const struct method **method, enum null_shape shape)
{
	const struct method *m;
	size_t n = 0;

	for (size_t i = 0; (m = method_at(i)) && n < NULL_METHODS; i++)
		if (m->family == METHOD_DISTRIBUTION && !m->distance->variant &&
		    (null_is_text(shape) ? m->distance->categories : m->distance->numbers))
			method[n++] = m;
	return n;
}

static inline void
null_fill(struct distribution *d, struct rng *r, uint64_t n, enum null_shape shape)
{
	char text[NUMBER_TEXT_MAX];

	distribution_init(d, null_is_text(shape) ? DISTRIBUTION_CATEGORIES : DISTRIBUTION_NUMBERS);
	for (uint64_t i = 0; i < n; i++) {
		double x = null_draw(r, shape);

		if (null_is_text(shape))
			distribution_add_text(d, STR_N(text, number_print(x, text)));
		else
			distribution_add_number(d, x);
	}
	distribution_seal(d);
}

/* What M finds in draw number DRAW of W, not adjusted yet; F is the caller's to release. */
static inline void
null_find(struct findings *f, const struct null_window *w, uint64_t draw,
	  const struct finding_methods *m)
{
	struct rng r;

	rng_seed(&r, draw);
	for (uint32_t i = 0; i < NULL_COLUMNS; i++) {
		struct distribution reference, current;
		struct finding_pair x = {i, STR(""), &reference, &current, false};

		null_fill(&reference, &r, w->n, w->shape);
		null_fill(&current, &r, w->m, w->shape);
		findings_compare(f, &x, m);
		distribution_release(&reference);
		distribution_release(&current);
	}
}

static inline bool
null_is_of(const struct finding *x, const struct finding_methods *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (x->method == m->method[i]->name)
			return true;
	return false;
}

enum null_verdict { NULL_SIGNIFICANT = 1, NULL_DRIFT = 2 };

/*
 * What would be said if of ALL only the METHODS had been asked for: whether any p-value is at
 * most 0.05 when adjusted, and whether any of these has its effect as well.  CHECKS: with
 * the checks that the program makes of each column; else the methods' p-values alone.
 */
static inline int
null_verdict(const struct findings *found, const struct finding_methods *all,
	     const struct finding_methods *methods, bool checks)
{
	struct findings f = {NULL, 0, 0};
	int verdict = 0;

	for (size_t i = 0; i < found->n; i++)
		if (null_is_of(&found->of[i], all) ? null_is_of(&found->of[i], methods) : checks)
			findings_add(&f, found->of[i]);
	findings_adjust(&f);
	for (size_t i = 0; i < f.n; i++) {
		verdict |= f.of[i].p <= 0.05 ? NULL_SIGNIFICANT : 0;
		verdict |= finding_is_drift(&f.of[i], 0.05) ? NULL_DRIFT : 0;
	}
	findings_release(&f);
	return verdict;
}

#endif
