/*
 * comparing - a stream of records held against a reference, column by column: what has
 * changed, and is it more than chance?  Layer: detect.
 *
 * Rows of a window (or all rows) are collected in a group's profile_part; when the window
 * closes, each column is compared with the reference's by each method, and by quality.h's
 * checks, and all p-values of the window are adjusted together (fdr.h), those of checks
 * that have nothing to tell counted with p = 1.  A row says drift where the effect is at
 * least its floor and the adjusted p-value at most the false discovery rate; methods that
 * are judged by their own tool's rule take no part in that.  With a season the reference is
 * that of the hours which the window covers.
 *
 * A window closes when the largest time seen less the lateness has reached its end.  A row
 * whose window has closed is late and left out.
 *
 * Memory: for each open window and group, and each column of it, 8 to 16 bytes a value up
 * to COMPARING_VALUES; beyond, counts by the reference's cells (distribution_limit), and
 * the reason of the row says so.  Categories: tally.h's.
 */
#ifndef ML_COMPARING_H
#define ML_COMPARING_H

#include "ahead.h"
#include "method.h"
#include "profile.h"
#include "record.h"
#include "window.h"

enum {
	COMPARING_VALUES = 1 << 18,
	COMPARING_DIGITS = 12, /* significant ones, of what is written */
};

struct comparing_options {
	const struct method *const *method; /* all of METHOD_DISTRIBUTION */
	size_t methods;
	double fdr;
	double floor;                     /* of effects; NaN: each method's own */
	const struct window_spec *window; /* one with panes, one a window; NULL: all is one */
	int64_t lateness, max_ahead;
	size_t max_groups;
	/* Told of rows that have no time, or one far AHEAD of all others. */
	void (*refused)(void *arg, const struct row *row, bool ahead);
	void *arg;
};

struct comparing {
	const struct comparing_options *options;
	struct profile *reference;
	struct record_writer *writer;
	size_t *group_at;
	const struct value **group_value;
	struct str *added; /* columns that the reference has not */
	size_t columns, added_n;
	struct ahead ahead;
	int64_t watermark;
	struct comparing_window **window; /* open ones, by start */
	size_t windows, room;
	struct map basis_key;
	struct comparing_basis **basis; /* what windows were held against; NULL: none there */
	size_t basis_room;
	uint64_t rows, late, other, drifts;
};

/*
 * Binds the settled REFERENCE, which is changed by that and must outlive C, to the N columns
 * of the rows to come, and names the columns to W.  STATUS_MISSING with WHY filled when a
 * column of the group is not there.
 */
int comparing_init(struct comparing *c, const struct comparing_options *o,
		   struct profile *reference, const struct plan_column *column, size_t n,
		   struct record_writer *w, struct complaint *why) MUST_USE;
void comparing_release(struct comparing *c);
void comparing_add(struct comparing *c, const struct row *row);
/* Closes what is open. */
void comparing_finish(struct comparing *c);

#endif
