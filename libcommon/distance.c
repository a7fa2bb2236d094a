#include "distance_parts.h"

#include <math.h>

void
distance_clear(struct distance_result *r)
{
	*r = (struct distance_result){NAN, NAN, NAN, NAN, NAN, 0, false, NULL};
}

void
distance_judge(struct distance_result *r, const struct distance_options *o, double floor)
{
	r->threshold = isnan(o->floor) ? floor : o->floor;
	r->alarm = r->effect >= r->threshold;
}

static const char *
obstacle(const struct distribution *reference, const struct distribution *current, bool values)
{
	bool before = reference->n > 0, now = current->n > 0;

	if (reference->kind == DISTRIBUTION_CATEGORIES &&
	    !(tally_is_exact(&reference->tally) && tally_is_exact(&current->tally)))
		return "too many categories";
	if (reference->n + reference->missing + reference->odd == 0)
		return "the reference has no rows";
	if (current->n + current->missing + current->odd == 0)
		return "no rows";
	if (!before && (values || !now))
		return "the reference has no values";
	return values && !now ? "no values" : NULL;
}

bool
distance_possible(const struct distribution *reference, const struct distribution *current,
		  bool values, struct distance_result *r)
{
	r->reason = obstacle(reference, current, values);
	return !r->reason;
}

double
distance_spread(uint64_t n, uint64_t m)
{
	return 1 / (double)n + 1 / (double)m;
}

/* p log2(p / a), nothing for nothing */
static double
entropy_term(double p, double a)
{
	return p > 0 ? p * log2(p / a) : 0;
}

double
distance_js_term(double reference, double current)
{
	double a = (reference + current) / 2;

	return (entropy_term(reference, a) + entropy_term(current, a)) / 2;
}
