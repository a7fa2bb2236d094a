/*
 * method - the table of everything that mldrift can do with rows.  Layer: detect.
 *
 * A method is one row of method_list.h and one file method_<name>.c; variants that other
 * tools made known stand in the file of their plain name (psi:evidently in
 * method_psi.c).  Look-up, --list-methods, --help and the whole-table tests follow from the
 * table.
 */
#ifndef ML_METHOD_H
#define ML_METHOD_H

#include "change.h"
#include "detector.h"
#include "distance.h"
#include "status.h"
#include "str.h"

enum method_family {
	METHOD_ROW,          /* scores each row: detector is set */
	METHOD_DISTRIBUTION, /* compares columns with a reference: distance is set */
	METHOD_STREAM,       /* watches a column from row to row: change is set */
};

struct method {
	const char *name;    /* as for -m */
	const char *summary; /* one line */
	const char *source;  /* the paper, or the tool whose figures these are */
	enum method_family family;
	const struct detector *detector;
	const struct distance *distance;
	const struct change *change;
};

/* The I-th of the table, NULL behind the last one. */
const struct method *method_at(size_t i);
/* 0, or STATUS_MISSING with C filled, which tells the nearest name. */
int method_find(struct str name, const struct method **method, struct complaint *c) MUST_USE;
/*
 * LIST's methods ("psi,ks"), all of one family, in its order; free() the array.  NULL with C
 * filled: unknown, twice the same, or of two families.
 */
const struct method **method_parse(const char *list, size_t *n, struct complaint *c);

#endif
