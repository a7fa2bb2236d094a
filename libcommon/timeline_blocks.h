/*
 * timeline_blocks - panes merged in blocks.  Layer: stats; only timeline uses it.
 */
#ifndef ML_TIMELINE_BLOCKS_H
#define ML_TIMELINE_BLOCKS_H

#include "scoreboard.h"
#include "timeline.h"

enum { TIMELINE_LEVELS = 18 }; /* 2 to this is more than WINDOW_PANES_MAX */

/* Merged panes [index << level, (index + 1) << level). */
struct timeline_block {
	int64_t index;
	bool made;
	struct scoreboard board;
};

struct timeline_blocks {
	const struct window_spec *spec;
	const struct metric_plan *plan;
	size_t max_groups;
	/* The blocks of one size, each at its index modulo room. */
	struct timeline_level {
		struct timeline_block *block;
		int64_t room;
	} level[TIMELINE_LEVELS];
};

/* The board of pane INDEX, NULL if it holds nothing. */
typedef const struct scoreboard *timeline_pane_fn(const void *panes, int64_t index);

void timeline_blocks_init(struct timeline_blocks *b, const struct window_spec *spec,
			  const struct metric_plan *plan, size_t max_groups);
void timeline_blocks_release(struct timeline_blocks *b);
/*
 * Merges all panes of WINDOW into INTO.  From then on they may not change.
 */
void timeline_blocks_merge(struct timeline_blocks *b, timeline_pane_fn *pane, const void *panes,
			   int64_t window, struct scoreboard *into);

#endif
