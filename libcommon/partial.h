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

enum partial_result { PARTIAL_LINE, PARTIAL_HEADER, PARTIAL_DAMAGED };

/* Cuts LINE, without its line feed; fills PART but for its state, start and end. */
enum partial_result partial_read(struct str line, bool timed, struct timeline_part *part,
				 struct str *plan, struct str *state);

#endif
