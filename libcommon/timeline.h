/*
 * timeline - the windows that are open, each with its groups' accumulators: rows go
 * in by time, windows come out when they close.  Layer: stats.
 *
 * The watermark is the largest time seen less the lateness.  A window closes when the
 * watermark has reached its end; it is emitted then, windows in order of their end, of
 * their start, and of their group's key, (other) last.  A row whose window has closed is
 * late: it is not added.  With ALL nothing closes before timeline_finish, so rows may
 * come in any order and the result is exact.
 *
 * A row of sliding windows is added once, to its pane; it is late when the first
 * window that covers the pane has closed.  A session lasts from its first row until
 * GAP after its last one; rows of one group that lie less than GAP apart share it.
 * Windows by count close with their last row and know no lateness; rows without a time
 * are welcome there.
 *
 * Memory: the accumulators of open windows (or panes) x groups, freed as they close.
 * Cost of a row: one look-up of its pane and group; of a closed sliding window: merging
 * about two blocks of panes for each time the span can be halved.
 */
#ifndef ML_TIMELINE_H
#define ML_TIMELINE_H

#include "group.h"
#include "metric.h"
#include "window.h"

/* What is known of one group in one window (or, when saved, pane). */
struct timeline_part {
	int64_t start, end; /* TIMESTAMP_NONE: by count, and without times */
	int64_t first;      /* its first row's time; of a pane: its start */
	int64_t last;       /* its last row's time; of a pane: the largest time seen */
	uint64_t rows;      /* of a window by count */
	struct str key;     /* the group's values, as group.h joins them */
	bool other;         /* the group of all further groups; no key */
	struct metric_state *state;
};

/* PART lives until the function returns; its state may be read but stays the timeline's. */
typedef void timeline_fn(void *arg, const struct timeline_part *part);

struct timeline_options {
	int64_t lateness;
	bool all;
	/*
	 * Nothing is late: what has closed is opened again and emitted in parts, pane by
	 * pane, to be merged elsewhere.
	 */
	bool parts;
	size_t max_groups;
	timeline_fn *emit;
	/* Told behind the last part of a window of panes, of its start and end; may be NULL. */
	timeline_fn *closed;
	void *arg;
};

struct timeline;

/* SPEC, PLAN and O stay the caller's. */
struct timeline *timeline_new(const struct window_spec *spec, const struct metric_plan *plan,
			      const struct timeline_options *o);
void timeline_free(struct timeline *t);

enum timeline_answer { TIMELINE_TAKEN, TIMELINE_LATE };

/*
 * Adds a row of time TS in the group with the N VALUES (the same N at every call), then
 * emits what closes by it.  TS may be TIMESTAMP_NONE for windows by count only.
 */
enum timeline_answer timeline_add(struct timeline *t, int64_t ts, const struct value *const *values,
				  size_t n, const struct sample *x);
/* Emits all that is open, in order. */
void timeline_finish(struct timeline *t);
/* The largest time seen, TIMESTAMP_NONE before any. */
int64_t timeline_seen(const struct timeline *t);
/* The largest time seen elsewhere: closes what that closes. */
void timeline_see(struct timeline *t, int64_t ts);
/* Says, before anything is loaded, that all until TS was seen, and emitted, before. */
void timeline_resume(struct timeline *t, int64_t ts);
/* Rows that went to (other) because a window had too many groups. */
uint64_t timeline_other(const struct timeline *t);

/* Tells F of every open part (pane, session, count) of every group, in no order. */
void timeline_save(struct timeline *t, timeline_fn *f, void *arg);
/*
 * Adds what timeline_save told of, here or elsewhere: first, last, rows, key, other and
 * state count.  The state is the timeline's from now on.  Closes nothing.
 */
void timeline_load(struct timeline *t, const struct timeline_part *part);

#endif
