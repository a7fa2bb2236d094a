/*
 * change - what a method that watches a stream of numbers is made of.  Layer: detect.
 *
 * One state per column and group.  Values are finite; missing ones are not added.  After a
 * drift the detector starts anew with the next value, unless its source says otherwise.
 */
#ifndef ML_CHANGE_H
#define ML_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "status.h"
#include "str.h"

enum change_level { CHANGE_NONE, CHANGE_WARNING, CHANGE_DRIFT };

struct change_step {
	enum change_level level; /* told when it begins, not again while it lasts */
	double before, after;    /* means on both sides of the change; NaN: not known */
};

/* A number that a person may set: --set=delta=0.01. */
struct change_parameter {
	const char *name;
	double value, min, max; /* the default and its bounds */
	const char *help;
};

struct change {
	const struct change_parameter *parameter; /* ends with name NULL */
	/* VALUE[i] is of parameter[i]. */
	void *(*start)(const double *value);
	void (*free)(void *state);
	void (*add)(void *state, double x, struct change_step *step);
	/* One text of token.h's signs; 0, or STATUS_LIMIT. */
	int (*save)(const void *state, struct buf *out);
	/* Replaces a state just started with the same values; false: damaged. */
	bool (*load)(void *state, struct str text);
	bool binary; /* takes 0 and 1 only */
};

#endif
