/*
 * Chi-square as other tools have it: three tests under one name.
 */
#include "distance_variant.h"
#include "law.h"
#include "method.h"

#include <math.h>

static const char one_category[] = "one category only";

/* Goodness of fit: the reference's shares are taken for the truth. */
static void
compare_evidently(const struct bins *b, struct distance_result *result)
{
	double n = (double)b->reference, m = (double)b->current, x2 = 0;
	bool new = false;

	for (size_t i = 0; i < b->n; i++) {
		double e = (double)b->bin[i].reference * (m / n);
		double d = (double)b->bin[i].current - e;

		new |= e <= 0;
		x2 += e > 0 ? d * d / e : 0;
	}
	if (new) {
		distance_limit_p(result, NAN, 0, 0.05);
		result->reason = "a new category: X2 is infinite";
	} else {
		distance_limit_p(result, x2, law_chi2_tail(x2, (double)b->n - 1), 0.05);
	}
}

/* Independence on the 2 x k table; Yates' correction of 2 x 2. */
static double
table_x2(const struct bins *b, bool *possible)
{
	double n = (double)b->reference, m = (double)b->current, x2 = 0;

	*possible = b->n > 1;
	for (size_t i = 0; i < b->n; i++) {
		double both = (double)b->bin[i].reference + (double)b->bin[i].current;
		double e = both * n / (n + m), f = both * m / (n + m);
		double d = fabs((double)b->bin[i].reference - e);

		d -= b->n == 2 ? fmin(0.5, d) : 0;
		x2 += d * d / e + d * d / f;
	}
	return x2;
}

static void
compare_nannyml(const struct bins *b, struct distance_result *result)
{
	bool possible;
	double x2 = table_x2(b, &possible);

	if (possible)
		distance_limit_p(result, x2, law_chi2_tail(x2, (double)b->n - 1), 0.05);
	else
		result->reason = one_category;
}

/* Two of the least expected rows become one, until X2's law holds. */
static void
regroup(struct bins *b)
{
	while (b->n > 1) {
		double scale = (double)b->current / (double)b->reference;
		double least = b->n == 2 ? 10 : 5, few = 0;
		size_t first = 0, second = 1;

		for (size_t i = 0; i < b->n; i++)
			few += (double)b->bin[i].reference * scale < least;
		if (few <= (b->n == 2 ? 0 : floor(0.2 * (double)b->n)))
			return;
		for (size_t i = 1; i < b->n; i++)
			if (b->bin[i].reference < b->bin[first].reference) {
				second = first;
				first = i;
			} else if (second == first ||
				   b->bin[i].reference < b->bin[second].reference) {
				second = i;
			}
		b->bin[second].reference += b->bin[first].reference;
		b->bin[second].current += b->bin[first].current;
		b->bin[first] = b->bin[--b->n];
	}
}

/* Goodness of fit over the reference's categories; new ones are left out. */
static void
compare_deequ(struct bins *b, struct distance_result *result)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->bin[i].reference)
			b->bin[n++] = b->bin[i];
		else
			b->current -= b->bin[i].current;
	b->n = n;
	regroup(b);
	if (b->n < 2 || b->current == 0) {
		result->reason = "fewer than two categories left";
		return;
	}
	compare_evidently(b, result);
	result->threshold = NAN;
	result->alarm = false;
}

enum tool { EVIDENTLY, NANNYML, DEEQU };

static void
compare(const struct distribution *reference, const struct distribution *current, enum tool tool,
	struct distance_result *result)
{
	struct bins b;

	if (!distance_raw(reference, current, result))
		return;
	bins_each(&b, reference, current);
	if (tool == DEEQU)
		compare_deequ(&b, result);
	else if (tool == NANNYML)
		compare_nannyml(&b, result);
	else if (b.n > 1)
		compare_evidently(&b, result);
	else
		result->reason = one_category;
	bins_release(&b);
}

static void
measure_evidently(const struct distribution *reference, const struct distribution *current,
		  const struct distance_options *o, struct distance_result *result)
{
	(void)o;
	compare(reference, current, EVIDENTLY, result);
}

static void
measure_nannyml(const struct distribution *reference, const struct distribution *current,
		const struct distance_options *o, struct distance_result *result)
{
	(void)o;
	compare(reference, current, NANNYML, result);
}

static void
measure_deequ(const struct distribution *reference, const struct distribution *current,
	      const struct distance_options *o, struct distance_result *result)
{
	(void)o;
	compare(reference, current, DEEQU, result);
}

const struct method method_chi2_evidently = {
	.name = "chi2:evidently",
	.summary = "goodness of fit to the reference's shares; a new category is p = 0",
	.source = "Evidently, stattests/chisquare_stattest.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(false, true, measure_evidently),
};

const struct method method_chi2_nannyml = {
	.name = "chi2:nannyml",
	.summary = "independence of the 2 x k table, Yates' correction for two categories",
	.source = "NannyML, drift/univariate/methods.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(false, true, measure_nannyml),
};

const struct method method_chi2_deequ = {
	.name = "chi2:deequ",
	.summary = "goodness of fit over known categories, the rarest joined",
	.source = "Deequ, analyzers/Distance.scala",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(false, true, measure_deequ),
};
