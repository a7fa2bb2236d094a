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

/* Cuts all but the evaluation off a plan; 0 or STATUS_USAGE. */
int windowing_cut_plan(struct str *plan) MUST_USE;
/* 0 if PLAN is w->plan, else STATUS_USAGE with C filled. */
int windowing_compare_plan(const struct windowing *w, struct str plan,
			   struct complaint *c) MUST_USE;
/* Adds the part that LINE holds to the timeline. */
int windowing_load_line(struct windowing *w, struct str line, struct complaint *c) MUST_USE;

#endif
