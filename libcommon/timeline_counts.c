/*
 * Windows of so many rows of a group.  Their order is that of the input, so what is
 * loaded must be from where this input goes on.
 */
#include <stdlib.h>

#include "timeline_parts.h"
#include "xalloc.h"

struct counted {
	int64_t first, last; /* the smallest and the largest time */
	uint64_t rows;
	struct metric_state *state; /* NULL: no rows */
};

struct counts {
	struct group groups;
	struct counted *of; /* by group number */
	size_t room;
};

static void *
counts_new(struct timeline *t)
{
	struct counts *c = xcalloc(1, sizeof *c);

	group_init(&c->groups, t->options.max_groups);
	return c;
}

static void
counts_free(struct timeline *t, void *open)
{
	struct counts *c = open;

	for (size_t i = 0; i < c->room; i++)
		if (c->of[i].state)
			metric_state_free(t->plan, c->of[i].state);
	t->other += c->groups.other;
	group_release(&c->groups);
	free(c->of);
	free(c);
}

static struct counted *
counted_of(struct timeline *t, struct counts *c, uint32_t group)
{
	size_t old = c->room;
	struct counted *w;

	GROW(c->of, (size_t)group + 1, c->room);
	for (size_t i = old; i < c->room; i++)
		c->of[i].state = NULL;
	w = &c->of[group];
	if (!w->state)
		*w = (struct counted){TIMESTAMP_NONE, TIMESTAMP_NONE, 0, metric_state_new(t->plan)};
	return w;
}

static struct timeline_part
part_of(const struct counts *c, uint32_t group)
{
	const struct counted *w = &c->of[group];
	bool other = group == GROUP_OTHER;

	return (struct timeline_part){.start = w->first,
				      .end = w->last == TIMESTAMP_NONE ? TIMESTAMP_NONE
								       : w->last + 1,
				      .first = w->first,
				      .last = w->last,
				      .rows = w->rows,
				      .key = other ? STR("") : group_key(&c->groups, group),
				      .other = other,
				      .state = w->state};
}

static void
emit(struct timeline *t, struct counts *c, uint32_t group)
{
	struct timeline_part part = part_of(c, group);

	t->options.emit(t->options.arg, &part);
	metric_state_free(t->plan, part.state);
	c->of[group].state = NULL;
}

static enum timeline_answer
counts_add(struct timeline *t, void *open, const struct timeline_row *row)
{
	struct counts *c = open;
	bool added;
	uint32_t group = group_of(&c->groups, row->values, row->n, &added);
	struct counted *w = counted_of(t, c, group);

	if (row->ts != TIMESTAMP_NONE && (w->first == TIMESTAMP_NONE || row->ts < w->first))
		w->first = row->ts;
	if (row->ts > w->last)
		w->last = row->ts;
	metric_state_add(t->plan, w->state, row->sample);
	if (++w->rows == t->spec->rows)
		emit(t, c, group);
	return TIMELINE_TAKEN;
}

/* Only at the end of all rows: what is open then is not full. */
static void
counts_close(struct timeline *t, void *open, int64_t until)
{
	struct counts *c = open;
	uint32_t *order = group_sorted(&c->groups);

	for (size_t i = 0; until == INT64_MAX && i < group_n(&c->groups); i++)
		if (order[i] < c->room && c->of[order[i]].state)
			emit(t, c, order[i]);
	if (until == INT64_MAX && c->room && c->of[GROUP_OTHER].state)
		emit(t, c, GROUP_OTHER);
	free(order);
}

static void
counts_save(struct timeline *t, void *open, timeline_fn *f, void *arg)
{
	struct counts *c = open;

	(void)t;
	for (uint32_t k = 0; k < c->room; k++) {
		struct timeline_part part;

		if (!c->of[k].state)
			continue;
		part = part_of(c, k);
		f(arg, &part);
	}
}

static void
counts_load(struct timeline *t, void *open, const struct timeline_part *part)
{
	struct counts *c = open;
	uint32_t group = part->other ? GROUP_OTHER : group_of_key(&c->groups, part->key);
	struct counted *w = counted_of(t, c, group);

	metric_state_free(t->plan, w->state);
	*w = (struct counted){part->first, part->last, part->rows, part->state};
}

const struct timeline_kind timeline_counts = {.new = counts_new,
					      .free = counts_free,
					      .add = counts_add,
					      .close = counts_close,
					      .save = counts_save,
					      .load = counts_load};
