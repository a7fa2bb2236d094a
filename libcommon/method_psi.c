#include "method.h"

#include <float.h>
#include <math.h>

#include "distance_variant.h"

static double
term(double r, double c)
{
	return (r - c) * log(r / c);
}

static void
measure(const struct distribution *reference, const struct distribution *current,
	const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_rule rule = {term, 1, 0.1, false, true};

	distance_binned(reference, current, o, &rule, result);
}

const struct method method_psi = {
	.name = "psi",
	.summary = "population stability index over the reference's deciles or categories",
	.source = "Yurdakul 2018",
	.family = METHOD_DISTRIBUTION,
	.distance = &(const struct distance){true, true, false, measure},
};

static void
measure_evidently(const struct distribution *reference, const struct distribution *current,
		  const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_tool tool = {distance_cut_evidently, term, distance_as_it_is,
						  0.1, .fill = true};

	(void)o;
	distance_by_tool(reference, current, &tool, result);
}

const struct method method_psi_evidently = {
	.name = "psi:evidently",
	.summary = "PSI as Evidently has it: bins of equal width, empty ones filled",
	.source = "Evidently, stattests/psi.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, true, measure_evidently),
};

/* Categories below 1 % of the reference are one; shares count as 1 % at least. */
static double
deepchecks_sum(const struct bins *b)
{
	double n = (double)b->reference, m = (double)b->current, r = 0, c = 0, s = 0;

	for (size_t i = 0; i < b->n; i++) {
		double x = (double)b->bin[i].reference / n, y = (double)b->bin[i].current / m;

		if ((double)b->bin[i].reference < n * 0.01) {
			r += x;
			c += y;
		} else {
			s += term(fmax(x, 0.01), fmax(y, 0.01));
		}
	}
	return r > 0.01 || c > 0.01 ? s + term(fmax(r, 0.01), fmax(c, 0.01)) : s;
}

static void
measure_deepchecks(const struct distribution *reference, const struct distribution *current,
		   const struct distance_options *o, struct distance_result *result)
{
	struct bins b;

	(void)o;
	if (!distance_raw(reference, current, result))
		return;
	bins_each(&b, reference, current);
	distance_limit(result, deepchecks_sum(&b), 0.2);
	bins_release(&b);
}

const struct method method_psi_deepchecks = {
	.name = "psi:deepchecks",
	.summary = "PSI as Deepchecks has it: categories below 1 % are one, shares at least 1 %",
	.source = "Deepchecks, utils/distribution/drift.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(false, true, measure_deepchecks),
};

static void
frouros_cut(struct distance_cut *cut, const struct distribution *reference,
	    const struct distribution *current)
{
	const struct moments *r = &reference->moments, *c = &current->moments;

	*cut = (struct distance_cut){
		.bins = 10, .min = fmin(r->min, c->min), .max = fmax(r->max, c->max)};
}

static double
frouros_term(double r, double c)
{
	return term(fmax(r, DBL_MIN), fmax(c, DBL_MIN));
}

static void
measure_frouros(const struct distribution *reference, const struct distribution *current,
		const struct distance_options *o, struct distance_result *result)
{
	static const struct distance_tool tool = {frouros_cut, frouros_term, distance_as_it_is,
						  .limit = NAN};

	(void)o;
	distance_by_tool(reference, current, &tool, result);
}

const struct method method_psi_frouros = {
	.name = "psi:frouros",
	.summary = "PSI as Frouros has it: ten bins of equal width, 0 becomes 2.2e-308",
	.source = "Frouros, distance_based/psi.py",
	.family = METHOD_DISTRIBUTION,
	.distance = DISTANCE_VARIANT(true, false, measure_frouros),
};
