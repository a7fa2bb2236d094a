/*
 * Page, "Continuous inspection schemes", 1954, with Hinkley's mean: the distances of the
 * values from the running mean are added up, with an allowance DELTA against small changes
 * and a factor ALPHA by which the past fades; where the sum has risen above its least, or
 * fallen below its largest value, by more than THRESHOLD, the mean has changed.
 */
#include <float.h>
#include <math.h>

#include "change_parts.h"
#include "method.h"

enum { WARM, DELTA, THRESHOLD, ALPHA, SIDE };

static const struct change_parameter parameter[] = {
	{"min_instances", 30, 1, 1e9, true, "values before the first judgement"},
	{"delta", 0.005, 0, 1e9, false, "changes of the mean that are allowed"},
	{"threshold", 50, 0, 1e12, false, "how far the sum may go"},
	{"alpha", 0.9999, 0, 1, false, "what is kept of the sum from value to value"},
	{"side", 0, -1, 1, true, "1: rises alone, -1: falls alone, 0: both"},
	{NULL, 0, 0, 0, false, NULL},
};

struct hinkley {
	struct change_head head;
	struct change_split low, high; /* marked at the least and the largest sum */
	double mean, rise, fall, least, largest;
};

static const struct change_field field[] = {
	CHANGE_SPLIT(hinkley, low),      CHANGE_SPLIT(hinkley, high),
	CHANGE_NUMBER(hinkley, mean),    CHANGE_NUMBER(hinkley, rise),
	CHANGE_NUMBER(hinkley, fall),    CHANGE_NUMBER(hinkley, least),
	CHANGE_NUMBER(hinkley, largest),
};

static void
reset(void *state)
{
	struct hinkley *h = state;

	/* The largest sum starts at -1, as river has it. */
	*h = (struct hinkley){.head = h->head, .least = DBL_MAX, .largest = -1};
}

static void
add_sums(struct hinkley *h, double x)
{
	const double *value = h->head.value;
	double from;

	h->mean += (x - h->mean) / (double)h->low.n;
	from = x - h->mean;
	h->rise = value[ALPHA] * h->rise + from - value[DELTA];
	h->fall = value[ALPHA] * h->fall + from + value[DELTA];
	if (h->rise < h->least) {
		h->least = h->rise;
		change_split_mark(&h->low);
	}
	if (h->fall > h->largest) {
		h->largest = h->fall;
		change_split_mark(&h->high);
	}
}

static enum change_level
add(void *state, double x, struct change_step *step)
{
	struct hinkley *h = state;
	const double *value = h->head.value;
	bool up, down;

	change_split_add(&h->low, x);
	change_split_add(&h->high, x);
	add_sums(h, x);
	if ((double)h->low.n < value[WARM])
		return CHANGE_NONE;
	up = value[SIDE] >= 0 && h->rise - h->least > value[THRESHOLD];
	down = value[SIDE] <= 0 && h->largest - h->fall > value[THRESHOLD];
	change_split_tell(up ? &h->low : &h->high, step);
	return up || down ? CHANGE_DRIFT : CHANGE_NONE;
}

static const struct change change = {
	.parameter = parameter,
	.size = sizeof(struct hinkley),
	.reset = reset,
	.add = add,
	.field = field,
	.fields = sizeof field / sizeof field[0],
};

const struct method method_page_hinkley = {
	.name = "page_hinkley",
	.summary = "the sum of distances from the running mean, either way",
	.source = "Page 1954, Hinkley 1971; river's drift.PageHinkley",
	.family = METHOD_STREAM,
	.change = &change,
};
