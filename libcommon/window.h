/*
 * window - where a time falls in a series of windows.  Layer: stats.
 *
 * Windows of time are made of panes: pieces of time, numbered, without gaps, of which
 * every window covers SPAN and starts at a multiple of STRIDE.  Tumbling windows are
 * one pane each; sliding ones share panes, so that a row is added once however many
 * windows it lies in.  Fixed panes are a number of microseconds long and counted from
 * an origin; panes of a calendar are days, weeks (from Monday) or months of a time
 * zone, 23 or 25 hours long where the clocks change.  Sessions end where a group is
 * silent for a while, and windows by count after a number of rows: those have no panes.
 *
 * All functions are pure.  All windows are half-open: start <= t < end.
 */
#ifndef ML_WINDOW_H
#define ML_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "str.h"
#include "timestamp.h"
#include "zone.h"

enum window_kind { WINDOW_FIXED, WINDOW_CALENDAR, WINDOW_SESSION, WINDOW_COUNT };

enum { WINDOW_PANES_MAX = 100000 }; /* of one window */

struct window_spec {
	enum window_kind kind;
	int64_t pane;            /* of a fixed one: microseconds; of a calendar: days or months */
	bool months;             /* a calendar's panes are months */
	int64_t origin;          /* start of pane 0; of a calendar: days since 1970-01-01 */
	int64_t span, stride;    /* in panes */
	const struct zone *zone; /* of a calendar; NULL: UTC */
	const char *zone_name;   /* NULL: UTC */
	int64_t gap;             /* of sessions */
	uint64_t rows;           /* of a window by count */
};

/* What a person asked for; NULL, 0 and false where nothing was. */
struct window_request {
	const char *size, *slide; /* "5m", "1d", "1month" */
	bool local;               /* by the calendar of ZONE */
	const char *align;        /* a time that a fixed window starts at */
	int64_t session;          /* gap in microseconds */
	uint64_t count;
	const struct zone *zone;
	const char *zone_name; /* as -z takes it */
};

/* 0, or STATUS_USAGE with C filled.  The zone stays the caller's. */
int window_spec_init(struct window_spec *w, const struct window_request *r,
		     struct complaint *c) MUST_USE;
/* One text of token.h's signs: the same windows, the same text.  0, or STATUS_LIMIT. */
int window_spec_save(const struct window_spec *w, struct buf *out) MUST_USE;
/*
 * W from that; the name of its zone, if it has one, goes to ZONE_NAME, and the zone itself is left
 * to the caller.  False when the text is no such.
 */
bool window_spec_load(struct window_spec *w, struct str text, struct buf *zone_name) MUST_USE;

/* The rest is for windows that have panes.  T is within the years 1 to 9999. */
int64_t window_pane(const struct window_spec *w, int64_t t);
/* The start of pane or window I; a calendar's within the years 0 to 10000. */
int64_t window_start(const struct window_spec *w, int64_t i);
/* The first and the last window that cover PANE; a window has its first pane's number. */
int64_t window_first(const struct window_spec *w, int64_t pane);
int64_t window_last(const struct window_spec *w, int64_t pane);

static inline int64_t
window_end(const struct window_spec *w, int64_t i)
{
	return window_start(w, i + w->span);
}

#endif
