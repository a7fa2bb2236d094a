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

struct metric_state *
scoreboard_state(struct scoreboard *b, const struct value *const *values, size_t n)
{
	bool added;
	uint32_t k = group_of(&b->groups, values, n, &added);

	if (k >= b->room)
		make_room(b, (size_t)k + 1);
	if (!b->state[k])
		b->state[k] = metric_state_new(b->plan);
	return b->state[k];
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
