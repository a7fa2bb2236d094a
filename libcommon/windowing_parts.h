/*
 * windowing_parts - what the files of windowing share.  Layer: stats.
 */
#ifndef ML_WINDOWING_PARTS_H
#define ML_WINDOWING_PARTS_H

#include "windowing.h"

int windowing_open_series(struct windowing *w, struct complaint *c) MUST_USE;
/* Makes w->plan; 0 or STATUS_LIMIT. */
int windowing_make_plan(struct windowing *w) MUST_USE;
/* What is measured is known: opens the timeline. */
void windowing_begin(struct windowing *w);
/* 0 or STATUS_LIMIT. */
int windowing_write_header(struct windowing *w) MUST_USE;

#endif
