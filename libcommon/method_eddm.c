/*
 * Baena-Garcia et al., "Early drift detection method", 2006.  The distance between two
 * errors grows while a model learns.  Where its mean + 2 standard deviations has fallen
 * below the shares alpha (a warning) or beta (drift) of its largest value, errors come
 * closer together.  The means told are shares of errors, before and behind that maximum.
 */
#include <math.h>

#include "change_parts.h"
#include "method.h"

enum { WARM, ALPHA, BETA };

static const struct change_parameter parameter[] = {
	{"warm_start", 30, 1, 1e9, true, "values and errors before the first judgement"},
	{"alpha", 0.95, 0, 1, false, "share of the maximum below which there is a warning"},
	{"beta", 0.9, 0, 1, false, "share of the maximum below which there is drift"},
	{NULL, 0, 0, 0, false, NULL},
};

struct eddm {
	struct change_head head;
	struct change_split errors; /* marked where the distances were largest */
	uint64_t last, count;       /* of errors */
	double mean, square, max;   /* of distances: sum of squares about the mean */
	uint64_t warning;
};

static const struct change_field field[] = {
	CHANGE_SPLIT(eddm, errors),  CHANGE_COUNT(eddm, last),    CHANGE_COUNT(eddm, count),
	CHANGE_NUMBER(eddm, mean),   CHANGE_NUMBER(eddm, square), CHANGE_NUMBER(eddm, max),
	CHANGE_COUNT(eddm, warning),
};

static void
reset(void *state)
{
	struct eddm *e = state;

	*e = (struct eddm){.head = e->head, .max = -1};
}

/* Welford 1962; the sample's standard deviation, 0 of one. */
static double
add_distance(struct eddm *e)
{
	double distance = (double)(e->errors.n - e->last);
	double from = distance - e->mean;

	e->count++;
	e->mean += from / (double)e->count;
	e->square += from * (distance - e->mean);
	e->last = e->errors.n;
	return e->count > 1 ? sqrt(e->square / (double)(e->count - 1)) : 0;
}

static enum change_level
judge(struct eddm *e, double reach)
{
	double share;

	if (reach > e->max) {
		e->max = reach;
		change_split_mark(&e->errors);
		return e->warning ? CHANGE_WARNING : CHANGE_NONE;
	}
	if ((double)e->count <= e->head.value[WARM])
		return e->warning ? CHANGE_WARNING : CHANGE_NONE;
	share = reach / e->max;
	e->warning = share < e->head.value[ALPHA];
	if (share < e->head.value[BETA])
		return CHANGE_DRIFT;
	return e->warning ? CHANGE_WARNING : CHANGE_NONE;
}

static enum change_level
add(void *state, double x, struct change_step *step)
{
	struct eddm *e = state;
	enum change_level level = e->warning ? CHANGE_WARNING : CHANGE_NONE;
	double sd;

	change_split_add(&e->errors, x);
	if (x != 1)
		return level;
	sd = add_distance(e);
	if ((double)e->errors.n > e->head.value[WARM])
		level = judge(e, e->mean + 2 * sd);
	change_split_tell(&e->errors, step);
	return level;
}

static const struct change change = {
	.parameter = parameter,
	.size = sizeof(struct eddm),
	.reset = reset,
	.add = add,
	.field = field,
	.fields = sizeof field / sizeof field[0],
	.binary = true,
};

const struct method method_eddm = {
	.name = "eddm",
	.summary = "errors come closer together (0 and 1)",
	.source = "Baena-Garcia et al. 2006; river's drift.binary.EDDM",
	.family = METHOD_STREAM,
	.change = &change,
};
