/*
 * partial - what is known of one group (in one window) as a line of text, to be sorted,
 * sent and merged.  Layer: stats.
 *
 *     [ts TAB ts_end TAB] [group TAB ...] plan TAB state
 *
 * The first columns are for people, sort and join; PLAN says what is measured and must
 * be the same in all lines that are merged; STATE ends with a checksum of the whole line.
 * Each line stands for itself: a header may stand anywhere or be missing, any lines
 * may be left out, and their order does not matter.
 */
#ifndef ML_PARTIAL_H
#define ML_PARTIAL_H

#include "evaluation.h"
#include "timeline.h"

/* Appends the names of the columns and a line feed; TIMED: with ts and ts_end. */
int partial_header(const struct evaluation *e, bool timed, struct buf *out) MUST_USE;
/* Appends PART as a line with its line feed. */
int partial_write(const struct evaluation *e, struct str plan, const struct timeline_part *part,
		  bool timed, struct buf *out) MUST_USE;

/* What a program's lines are like. */
struct partial_kind {
	const char *version; /* a plan begins with it and ':' */
	bool timed;          /* lines begin with ts and ts_end */
	const char *const
		*section; /* what stands in the plan before the evaluation, each with ':' */
	size_t sections;
};

/*
 * Cuts LINE, without its line feed; fills PART but for its state, start and end.  1, 0
 * for a header, or STATUS_DAMAGED with C filled.
 */
int partial_read(const struct partial_kind *kind, struct str line, struct timeline_part *part,
		 struct str *plan, struct str *state, struct complaint *c) MUST_USE;
/* 0 if PLAN is of this kind, which is then cut off; else STATUS_USAGE with C filled. */
int partial_take_version(const struct partial_kind *kind, struct str *plan,
			 struct complaint *c) MUST_USE;
/* 0 if the plans are the same; else STATUS_USAGE, and C says in what they differ. */
int partial_compare(const struct partial_kind *kind, struct str first, struct str plan,
		    struct complaint *c) MUST_USE;
/* Makes part->state of STATE.  0 or a status with C filled, and no state. */
int partial_load(const struct metric_plan *plan, struct timeline_part *part, struct str state,
		 struct complaint *c) MUST_USE;
int partial_damaged(struct complaint *c);

#endif
