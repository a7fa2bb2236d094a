/*
 * window_parts - what the files of window share.  Layer: stats.
 */
#ifndef ML_WINDOW_PARTS_H
#define ML_WINDOW_PARTS_H

#include "window.h"

/* A / B, rounded down; B > 0. */
static inline int64_t
window_floor(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t window_calendar_pane(const struct window_spec *w, int64_t t);
int64_t window_calendar_start(const struct window_spec *w, int64_t i);

#endif
