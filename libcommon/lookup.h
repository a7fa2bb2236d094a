/*
 * lookup - a name among names, or a complaint that helps.  Layer: base.
 */
#ifndef ML_LOOKUP_H
#define ML_LOOKUP_H

#include <stddef.h>

#include "status.h"
#include "str.h"

/*
 * Sets *AT to the index of WANTED among the N NAMEs.  Else STATUS_MISSING, and C says
 * "no KIND 'wanted'; did you mean 'near'? there are: a, b, c".
 */
int lookup(const char *kind, struct str wanted, const struct str *name, size_t n, size_t *at,
	   struct complaint *c) MUST_USE;

/* Appends "a, b, c" to C's text, as many names as there is room for. */
void lookup_list(struct complaint *c, const struct str *name, size_t n);

#endif
