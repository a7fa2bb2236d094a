/*
 * So that a window of thousands of panes does not merge them all again at each slide,
 * blocks of 2, 4, 8 ... neighbouring panes are merged once and kept, and a window is put
 * together from at most two blocks of each size (a segment tree over the panes; see
 * Tangwongsan, Hirzel, Schneider and Wu, "General incremental sliding-window
 * aggregation", 2015).  Merging gives the same bits in any order, so none of this shows.
 * A pane takes no more rows once a window that covers it has closed, so blocks never
 * have to be made again.
 */
#include "timeline_blocks.h"

#include <stdlib.h>

#include "xalloc.h"

/* A merge under way. */
struct work {
	struct timeline_blocks *blocks;
	timeline_pane_fn *pane;
	const void *panes;
};

void
timeline_blocks_init(struct timeline_blocks *b, const struct window_spec *spec,
		     const struct metric_plan *plan, size_t max_groups)
{
	*b = (struct timeline_blocks){.spec = spec, .plan = plan, .max_groups = max_groups};
	for (int k = 1; k < TIMELINE_LEVELS && spec->span >> k; k++) {
		struct timeline_level *l = &b->level[k];

		l->room = (spec->span >> k) + 1;
		l->block = xcalloc((size_t)l->room, sizeof *l->block);
	}
}

void
timeline_blocks_release(struct timeline_blocks *b)
{
	for (int k = 1; k < TIMELINE_LEVELS; k++) {
		for (int64_t i = 0; i < b->level[k].room; i++)
			if (b->level[k].block[i].made)
				scoreboard_release(&b->level[k].block[i].board);
		free(b->level[k].block);
	}
}

static const struct scoreboard *board_of(const struct work *w, int level, int64_t index);

static void
make(const struct work *w, int level, struct timeline_block *b)
{
	scoreboard_init(&b->board, w->blocks->plan, w->blocks->max_groups);
	for (int64_t half = 0; half < 2; half++) {
		const struct scoreboard *part = board_of(w, level - 1, 2 * b->index + half);

		if (part)
			scoreboard_merge(&b->board, part);
	}
}

/* The board of a block, NULL when it holds nothing. */
static const struct scoreboard *
board_of(const struct work *w, int level, int64_t index)
{
	struct timeline_level *l = &w->blocks->level[level];
	struct timeline_block *b;

	if (level == 0)
		return w->pane(w->panes, index);
	b = &l->block[(index % l->room + l->room) % l->room];
	if (b->made && b->index == index)
		return &b->board;
	if (b->made)
		scoreboard_release(&b->board);
	b->made = true;
	b->index = index;
	make(w, level, b);
	return &b->board;
}

static void
merge(const struct work *w, int level, int64_t index, struct scoreboard *into)
{
	const struct scoreboard *part = board_of(w, level, index);

	if (part)
		scoreboard_merge(into, part);
}

void
timeline_blocks_merge(struct timeline_blocks *b, timeline_pane_fn *pane, const void *panes,
		      int64_t window, struct scoreboard *into)
{
	const struct work w = {b, pane, panes};
	int64_t lo = window, hi = window + b->spec->span;

	for (int level = 0; lo < hi; level++) {
		if (lo & 1)
			merge(&w, level, lo++, into);
		if (hi & 1)
			merge(&w, level, --hi, into);
		lo >>= 1;
		hi >>= 1;
	}
}
