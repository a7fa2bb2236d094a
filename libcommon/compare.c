#include "compare.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

void
compare_init(struct compare *c, struct evaluation *e, const struct evaluation_options *o,
	     const char *pred, size_t max)
{
	struct sample_names names = o->names;

	*c = (struct compare){.counts = NULL};
	names.pred = pred;
	sampler_init(&c->other, &e->task, &e->plan, &names, e->column, e->columns);
	scoreboard_init(&c->board, &e->plan, max);
}

void
compare_release(struct compare *c)
{
	sampler_release(&c->other);
	scoreboard_release(&c->board);
	free(c->counts);
	*c = (struct compare){.counts = NULL};
}

static bool
is_complete(const struct evaluation *e, const struct sample *x)
{
	if (e->task.kind == TASK_REGRESSION)
		return !isnan(x->y) && !isnan(x->yhat);
	return x->label != CLASS_NONE && x->pred != CLASS_NONE;
}

static void
count_right(struct compare *c, uint32_t group, bool first, bool second)
{
	size_t old = c->room;

	GROW(c->counts, (size_t)group + 1, c->room);
	for (size_t i = old; i < c->room; i++)
		c->counts[i] = (struct compare_counts){0, 0};
	c->counts[group].only_first += first && !second;
	c->counts[group].only_second += second && !first;
}

int
compare_row(struct compare *c, struct evaluation *e, const struct row *row, const struct sample *x)
{
	struct sample first = *x, other;
	struct metric_state *state;
	int status = sampler_row(&c->other, row->value, &other);

	if (status < 0)
		return status;
	/* The first prediction may follow from the score; the second never does. */
	task_complete(&e->task, &first);
	if (!is_complete(e, &first) || !is_complete(e, &other))
		return 0;
	/* --threshold makes predictions of the score, which is the first's alone. */
	if (e->task.threshold_given) {
		other.score = NAN;
		other.p = NULL;
	}
	state = scoreboard_state(&c->board, e->group_value, e->groups);
	metric_state_add(&e->plan, state, &other);
	count_right(c, c->board.groups.last, first.label == first.pred, other.label == other.pred);
	return 1;
}

struct compare_counts
compare_counts_of(const struct compare *c, uint32_t group, bool all)
{
	struct compare_counts sum = {0, 0};

	if (!all)
		return group < c->room ? c->counts[group] : sum;
	for (size_t i = 0; i < c->room; i++) {
		sum.only_first += c->counts[i].only_first;
		sum.only_second += c->counts[i].only_second;
	}
	return sum;
}
