/*
 * Gama, Medas, Castillo, Rodrigues, "Learning with drift detection", 2004.  The share of
 * errors p of n has the standard deviation s = sqrt(p (1 - p) / n).  Both fall while a
 * model learns; where p + s has risen above its least value by two (a warning) or three
 * (drift) of the s that stood there, the errors have become more.
 */
#include <float.h>
#include <math.h>

#include "change_parts.h"
#include "method.h"

enum { WARM, WARNING, DRIFT };

static const struct change_parameter parameter[] = {
	{"warm_start", 30, 1, 1e9, true, "values before the first judgement"},
	{"warning", 2, 0, 1e6, false, "standard deviations above the minimum for a warning"},
	{"drift", 3, 0, 1e6, false, "standard deviations above the minimum for drift"},
	{NULL, 0, 0, 0, false, NULL},
};

struct ddm {
	struct change_head head;
	struct change_split errors; /* marked where p + s was least */
	double p_min, s_min;
};

static const struct change_field field[] = {
	CHANGE_SPLIT(ddm, errors),
	CHANGE_NUMBER(ddm, p_min),
	CHANGE_NUMBER(ddm, s_min),
};

static void
reset(void *state)
{
	struct ddm *d = state;

	d->errors = (struct change_split){0};
	d->p_min = DBL_MAX / 2;
	d->s_min = 0;
}

static enum change_level
add(void *state, double x, struct change_step *step)
{
	struct ddm *d = state;
	double p, s;

	change_split_add(&d->errors, x);
	p = change_split_mean(&d->errors);
	s = sqrt(p * (1 - p) / (double)d->errors.n);
	if ((double)d->errors.n <= d->head.value[WARM])
		return CHANGE_NONE;
	if (p + s <= d->p_min + d->s_min) {
		d->p_min = p;
		d->s_min = s;
		change_split_mark(&d->errors);
	}
	change_split_tell(&d->errors, step);
	if (p + s > d->p_min + d->head.value[DRIFT] * d->s_min)
		return CHANGE_DRIFT;
	return p + s > d->p_min + d->head.value[WARNING] * d->s_min ? CHANGE_WARNING : CHANGE_NONE;
}

static const struct change change = {
	.parameter = parameter,
	.size = sizeof(struct ddm),
	.reset = reset,
	.add = add,
	.field = field,
	.fields = sizeof field / sizeof field[0],
	.binary = true,
};

const struct method method_ddm = {
	.name = "ddm",
	.summary = "errors are more than they were at their least (0 and 1)",
	.source = "Gama et al. 2004; river's drift.binary.DDM",
	.family = METHOD_STREAM,
	.change = &change,
};
