/*
 * timeline_parts - what the kinds of windows and timeline share.  Layer: stats.
 */
#ifndef ML_TIMELINE_PARTS_H
#define ML_TIMELINE_PARTS_H

#include "timeline.h"

struct timeline_row {
	int64_t ts;
	const struct value *const *values;
	size_t n;
	const struct sample *sample;
};

/* A kind of windows.  OPEN is what its new() made. */
struct timeline_kind {
	void *(*new)(struct timeline *t);
	void (*free)(struct timeline *t, void *open);
	enum timeline_answer (*add)(struct timeline *t, void *open, const struct timeline_row *row);
	/* Emits and frees what ends at UNTIL or before. */
	void (*close)(struct timeline *t, void *open, int64_t until);
	/* All that ends at UNTIL or before was emitted in another run. */
	void (*resume)(struct timeline *t, void *open, int64_t until); /* may be NULL */
	void (*save)(struct timeline *t, void *open, timeline_fn *f, void *arg);
	void (*load)(struct timeline *t, void *open, const struct timeline_part *part);
};

extern const struct timeline_kind timeline_panes, timeline_sessions, timeline_counts;

struct timeline {
	const struct window_spec *spec;
	const struct metric_plan *plan;
	struct timeline_options options;
	const struct timeline_kind *kind;
	void *open;
	int64_t seen;
	int64_t watermark;  /* INT64_MIN while nothing can be closed */
	int64_t next_close; /* nothing closes before the watermark is here */
	uint64_t other;
};

/* What ends at END can close: looked at when the watermark is there. */
static inline void
timeline_will_close(struct timeline *t, int64_t end)
{
	if (end < t->next_close)
		t->next_close = end;
}

/* Puts parts in the order in which they are emitted. */
void timeline_sort(struct timeline_part *part, size_t n);

#endif
