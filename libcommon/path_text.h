/*
 * path_text - a cursor over one word of a -c text.  Layer: parse; for path*.c.
 *
 * The bytes are a private copy with the '' taken off; keys are decoded in place,
 * so the slices of a parsed path point into it.
 */
#ifndef ML_PATH_TEXT_H
#define ML_PATH_TEXT_H

#include "path.h"

struct path_text {
	char *p;
	size_t n, at;
	const size_t *origin; /* where each byte, and the end, stood; NULL: the same place */
	struct complaint *c;
};

/* The byte at the cursor, NUL at the end. */
static inline char
path_text_peek(const struct path_text *t)
{
	return t->at < t->n ? t->p[t->at] : '\0';
}

static inline size_t
path_text_origin(const struct path_text *t, size_t at)
{
	return t->origin ? t->origin[at] : at;
}

/* Parses one PATH from the cursor on; what follows it is left. */
int path_read(struct path_text *t, struct path *path) MUST_USE;

#endif
