/*
 * Page 1954: two sums, of how far values lie above and below the running mean less an
 * allowance, neither of which falls below 0.  Where one passes the threshold, the mean has
 * changed.  The defaults are those of Frouros, which looks at rises alone.
 */
#include <math.h>

#include "change_parts.h"
#include "method.h"

enum { WARM, DELTA, THRESHOLD, ALPHA, SIDE };

static const struct change_parameter parameter[] = {
	{"min_instances", 30, 1, 1e9, true, "values before the first judgement"},
	{"delta", 0.005, 0, 1e9, false, "changes of the mean that are allowed"},
	{"threshold", 50, 0, 1e12, false, "how far a sum may go"},
	{"alpha", 1, 0, 1, false, "what is kept of a sum from value to value"},
	{"side", 0, -1, 1, true, "1: rises alone, -1: falls alone, 0: both"},
	{NULL, 0, 0, 0, false, NULL},
};

struct cusum {
	struct change_head head;
	struct change_split up, down; /* marked where the sum was last 0 */
	double mean, above, below;
};

static const struct change_field field[] = {
	CHANGE_SPLIT(cusum, up),     CHANGE_SPLIT(cusum, down),   CHANGE_NUMBER(cusum, mean),
	CHANGE_NUMBER(cusum, above), CHANGE_NUMBER(cusum, below),
};

static void
reset(void *state)
{
	struct cusum *s = state;

	*s = (struct cusum){.head = s->head};
}

static double
add_distance(double sum, double distance, struct change_split *split)
{
	if (sum + distance > 0)
		return sum + distance;
	change_split_mark(split);
	return 0;
}

static enum change_level
add(void *state, double x, struct change_step *step)
{
	struct cusum *s = state;
	const double *value = s->head.value;
	bool up, down;

	change_split_add(&s->up, x);
	change_split_add(&s->down, x);
	s->mean += (x - s->mean) / (double)s->up.n;
	s->above = add_distance(value[ALPHA] * s->above, x - s->mean - value[DELTA], &s->up);
	s->below = add_distance(value[ALPHA] * s->below, s->mean - x - value[DELTA], &s->down);
	if ((double)s->up.n < value[WARM])
		return CHANGE_NONE;
	up = value[SIDE] >= 0 && s->above > value[THRESHOLD];
	down = value[SIDE] <= 0 && s->below > value[THRESHOLD];
	change_split_tell(up ? &s->up : &s->down, step);
	return up || down ? CHANGE_DRIFT : CHANGE_NONE;
}

static const struct change change = {
	.parameter = parameter,
	.size = sizeof(struct cusum),
	.reset = reset,
	.add = add,
	.field = field,
	.fields = sizeof field / sizeof field[0],
};

const struct method method_cusum = {
	.name = "cusum",
	.summary = "cumulative sums above and below the running mean",
	.source = "Page 1954; defaults of Frouros' CUSUM",
	.family = METHOD_STREAM,
	.change = &change,
};
