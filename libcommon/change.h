/*
 * change - watching a stream of numbers for the moment in which it changes.  Layer: detect.
 *
 * One state per column and group.  Values are finite and at most CHANGE_MOST in size, so
 * that no square of them overflows; missing ones are not added.  After a drift a detector
 * starts anew with the next value, unless its source says otherwise.  Sums run in the order
 * of the values, so that a stream gives the same detections however it was cut into runs.
 * Memory: a few numbers a state; ADWIN O(log n), KSWIN its window.
 */
#ifndef ML_CHANGE_H
#define ML_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "str.h"

#define CHANGE_MOST 1e100

enum { CHANGE_PARAMETERS = 8 };

enum change_level { CHANGE_NONE, CHANGE_WARNING, CHANGE_DRIFT };

struct change_step {
	enum change_level level; /* a warning is told once before the next drift */
	double before, after;    /* means on both sides of the change; NaN: not known */
};

/* A number that a person may set: --set=delta=0.01. */
struct change_parameter {
	const char *name;
	double value, min, max; /* the default and its bounds */
	bool whole;             /* has no fraction */
	const char *help;
};

/* What every state begins with. */
struct change_head {
	double value[CHANGE_PARAMETERS]; /* of the parameters, in their order */
	uint64_t drifted, warned;
};

/* A member of a state that outlives a run: a uint64_t, or else a double. */
struct change_field {
	size_t at;
	bool count;
};

struct change {
	const struct change_parameter *parameter; /* ends with name NULL */
	size_t size;                              /* of a state */
	void (*reset)(void *state);               /* as before any value; the head is kept */
	/* The level after X; STEP's means are set where it is not CHANGE_NONE. */
	enum change_level (*add)(void *state, double x, struct change_step *step);
	const struct change_field *field; /* N of them */
	size_t fields;
	/* What the fields do not tell; NULL: nothing. */
	void (*release)(void *state);
	int (*save)(const void *state, struct buf *out);
	bool (*load)(void *state, struct str *rest);
	bool binary; /* takes 0 and 1 only */
};

void *change_start(const struct change *change, const double *value);
void change_free(const struct change *change, void *state);
void change_add(const struct change *change, void *state, double x, struct change_step *step);
/* One text of token.h's signs; 0, or STATUS_LIMIT. */
int change_save(const struct change *change, const void *state, struct buf *out) MUST_USE;
/* Into a state just started with the same values; false: damaged, and to be freed. */
bool change_load(const struct change *change, void *state, struct str text) MUST_USE;

#endif
