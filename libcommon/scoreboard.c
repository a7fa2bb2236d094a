#include "scoreboard.h"

#include <stdlib.h>

#include "xalloc.h"

static const char all_groups[] = "(all)", other_groups[] = "(other)";

void
scoreboard_init(struct scoreboard *b, const struct metric_plan *plan, size_t max)
{
	*b = (struct scoreboard){.plan = plan};
	group_init(&b->groups, max);
}

void
scoreboard_release(struct scoreboard *b)
{
	for (size_t i = 0; i < b->room; i++)
		if (b->state[i])
			metric_state_free(b->plan, b->state[i]);
	free(b->state);
	group_release(&b->groups);
	*b = (struct scoreboard){0};
}

static void
make_room(struct scoreboard *b, size_t need)
{
	size_t old = b->room;

	GROW(b->state, need, b->room);
	for (size_t i = old; i < b->room; i++)
		b->state[i] = NULL;
}

static struct metric_state **
state_of(struct scoreboard *b, uint32_t k)
{
	if (k >= b->room)
		make_room(b, (size_t)k + 1);
	return &b->state[k];
}

struct metric_state *
scoreboard_state(struct scoreboard *b, const struct value *const *values, size_t n)
{
	bool added;
	struct metric_state **at = state_of(b, group_of(&b->groups, values, n, &added));

	if (!*at)
		*at = metric_state_new(b->plan);
	return *at;
}

void
scoreboard_put(struct scoreboard *b, struct str key, bool other, struct metric_state *state)
{
	struct metric_state **at = state_of(b, other ? GROUP_OTHER : group_of_key(&b->groups, key));

	if (!*at) {
		*at = state;
		return;
	}
	metric_state_merge(b->plan, *at, state);
	metric_state_free(b->plan, state);
}

void
scoreboard_merge(struct scoreboard *b, const struct scoreboard *from)
{
	for (uint32_t k = 0; k < from->room; k++) {
		struct metric_state **at;

		if (!from->state[k])
			continue;
		at = state_of(b, k == GROUP_OTHER
					 ? k
					 : group_of_key(&b->groups, group_key(&from->groups, k)));
		if (!*at)
			*at = metric_state_new(b->plan);
		metric_state_merge(b->plan, *at, from->state[k]);
	}
}

struct scoreboard_row *
scoreboard_rows(struct scoreboard *b, bool grouped, bool totals, size_t *n)
{
	size_t groups = group_n(&b->groups);
	struct scoreboard_row *rows = xcalloc(groups + 2, sizeof *rows);
	uint32_t *order = group_sorted(&b->groups);
	struct metric_state *all = NULL;

	*n = 0;
	for (size_t i = 0; i < groups; i++)
		rows[(*n)++] = (struct scoreboard_row){order[i], NULL, false, b->state[order[i]]};
	free(order);
	if (b->room && b->state[GROUP_OTHER])
		rows[(*n)++] = (struct scoreboard_row){GROUP_OTHER, other_groups, false,
						       b->state[GROUP_OTHER]};
	if (!(grouped ? totals : *n == 0))
		return rows;
	all = metric_state_new(b->plan);
	for (size_t i = 0; i < *n; i++)
		metric_state_merge(b->plan, all, rows[i].state);
	rows[(*n)++] = (struct scoreboard_row){GROUP_OTHER, all_groups, true, all};
	return rows;
}

void
scoreboard_rows_free(struct scoreboard *b, struct scoreboard_row *rows, size_t n)
{
	if (n && rows[n - 1].all)
		metric_state_free(b->plan, rows[n - 1].state);
	free(rows);
}
