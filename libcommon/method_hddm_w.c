/*
 * Frias-Blanco et al. 2015, the W test, for means that rise: moving averages, which forget
 * the past, under McDiarmid's bound.  The one with the least upper bound so far is kept and
 * a new one is begun behind it; the two are held against each other.
 */
#include <float.h>
#include <math.h>

#include "change_parts.h"
#include "method.h"

enum { DRIFT, WARNING, LAMBDA };

static const struct change_parameter parameter[] = {
	{"drift", 0.001, 1e-12, 1, false, "chance of drift where there is none"},
	{"warning", 0.005, 1e-12, 1, false, "chance of a warning where nothing changes"},
	{"lambda", 0.05, 1e-6, 1, false, "weight of the newest value"},
	{NULL, 0, 0, 0, false, NULL},
};

/* A moving average and the sum of the squares of its weights. */
struct average {
	uint64_t any;
	double mean, squares;
};

struct hddm {
	struct change_head head;
	struct average all, before, behind;
	double cut; /* the least upper bound so far */
};

#define AVERAGE(member)                                                                            \
	CHANGE_COUNT(hddm, member.any), CHANGE_NUMBER(hddm, member.mean),                          \
		CHANGE_NUMBER(hddm, member.squares)

static const struct change_field field[] = {
	AVERAGE(all),
	AVERAGE(before),
	AVERAGE(behind),
	CHANGE_NUMBER(hddm, cut),
};

static const struct average nothing = {0, 0, 1};

static void
reset(void *state)
{
	struct hddm *h = state;

	h->all = h->before = h->behind = nothing;
	h->cut = DBL_MAX;
}

static void
average_add(struct average *a, double x, double lambda)
{
	a->mean = a->any ? lambda * x + (1 - lambda) * a->mean : x;
	a->squares = lambda * lambda + (1 - lambda) * (1 - lambda) * a->squares;
	a->any = 1;
}

static double
bound(double squares, double confidence)
{
	return sqrt(squares * log(1 / confidence) / 2);
}

static bool
has_risen(const struct hddm *h, double confidence)
{
	return h->before.any && h->behind.any &&
	       h->behind.mean - h->before.mean >
		       bound(h->before.squares + h->behind.squares, confidence);
}

static enum change_level
add(void *state, double x, struct change_step *step)
{
	struct hddm *h = state;
	double upper;

	average_add(&h->all, x, h->head.value[LAMBDA]);
	upper = h->all.mean + bound(h->all.squares, h->head.value[DRIFT]);
	if (upper < h->cut) {
		h->cut = upper;
		h->before = h->all;
		h->behind = nothing;
	} else {
		average_add(&h->behind, x, h->head.value[LAMBDA]);
	}
	step->before = h->before.any ? h->before.mean : NAN;
	step->after = h->behind.any ? h->behind.mean : NAN;
	if (has_risen(h, h->head.value[DRIFT]))
		return CHANGE_DRIFT;
	return has_risen(h, h->head.value[WARNING]) ? CHANGE_WARNING : CHANGE_NONE;
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

const struct method method_hddm_w = {
	.name = "hddm_w",
	.summary = "a moving average of errors rises, by McDiarmid's bound (0 and 1)",
	.source = "Frias-Blanco et al. 2015; river's drift.binary.HDDM_W",
	.family = METHOD_STREAM,
	.change = &change,
};
