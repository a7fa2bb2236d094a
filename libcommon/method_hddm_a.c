/*
 * Frias-Blanco et al., "Online and non-parametric drift detection methods based on
 * Hoeffding's bounds", 2015, the A test, for means that rise.  Of all prefixes the one with
 * the least upper bound of its mean is kept; the mean of everything is held against it.
 */
#include <math.h>

#include "change_parts.h"
#include "method.h"

enum { DRIFT, WARNING };

static const struct change_parameter parameter[] = {
	{"drift", 0.001, 1e-12, 1, false, "chance of drift where there is none"},
	{"warning", 0.005, 1e-12, 1, false, "chance of a warning where nothing changes"},
	{NULL, 0, 0, 0, false, NULL},
};

struct hddm {
	struct change_head head;
	struct change_split all; /* marked behind the prefix that is kept */
};

static const struct change_field field[] = {
	CHANGE_SPLIT(hddm, all),
};

static void
reset(void *state)
{
	struct hddm *h = state;

	h->all = (struct change_split){0};
}

static double
bound(const struct hddm *h, uint64_t n)
{
	return sqrt(log(1 / h->head.value[DRIFT]) / (2 * (double)n));
}

static bool
has_risen(const struct change_split *s, double confidence)
{
	double n = (double)s->n, k = (double)s->marked;
	double reach = sqrt((n - k) / k / n / 2 * log(2 / confidence));

	return s->marked < s->n && s->sum / n - s->marked_sum / k >= reach;
}

static enum change_level
add(void *state, double x, struct change_step *step)
{
	struct hddm *h = state;
	struct change_split *s = &h->all;

	change_split_add(s, x);
	if (s->n == 1 || s->marked_sum / (double)s->marked + bound(h, s->marked) >=
				 change_split_mean(s) + bound(h, s->n))
		change_split_mark(s);
	change_split_tell(s, step);
	if (has_risen(s, h->head.value[DRIFT]))
		return CHANGE_DRIFT;
	return has_risen(s, h->head.value[WARNING]) ? CHANGE_WARNING : CHANGE_NONE;
}

static const struct change change = {
	.parameter = parameter,
	.size = sizeof(struct hddm),
	.reset = reset,
	.add = add,
	.field = field,
	.fields = sizeof field / sizeof field[0],
	.binary = true,
};

const struct method method_hddm_a = {
	.name = "hddm_a",
	.summary = "errors rise above the mean of a prefix, by Hoeffding's bound (0 and 1)",
	.source = "Frias-Blanco et al. 2015; river's drift.binary.HDDM_A",
	.family = METHOD_STREAM,
	.change = &change,
};
