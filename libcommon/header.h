/*
 * header - the names of a log's fields, and paths looked up among them.
 * Layer: record.
 *
 * For formats whose records are flat: the first line of CSV and TSV, the named
 * groups of a pattern, the keys of logfmt.  Names are arbitrary bytes there; a
 * path means a name by its raw text or, failing that, by its legal form
 * (schema.h).  A path of several steps means the name with points: .a.b is "a.b".
 */
#ifndef ML_HEADER_H
#define ML_HEADER_H

#include "buf.h"
#include "map.h"
#include "path.h"
#include "status.h"
#include "str.h"
#include "survey.h"

enum { HEADER_NONE = UINT32_MAX };

struct header {
	struct map names; /* in their order */
};

void header_init(struct header *h);
void header_release(struct header *h);
/* The same names, with the same numbers. */
void header_copy(struct header *h, const struct header *from);
/*
 * Takes copies of NAME[0..n).  STATUS_SYNTAX with C, and H as it was, when two of
 * them are the same.
 */
int header_set(struct header *h, const struct str *name, size_t n, struct complaint *c) MUST_USE;

static inline size_t
header_n(const struct header *h)
{
	return h->names.n;
}

/* The number of NAME, raw, or HEADER_NONE. */
uint32_t header_find(const struct header *h, struct str name);

/* Appends the name that PATH means where fields are flat. */
int header_flat_name(const struct path *path, struct buf *out);
/*
 * Fills NUMBER[i] with the number of the name that PATH[i] means, HEADER_NONE for
 * none.  0, or STATUS_MISSING when there was one with none: C then speaks of the
 * first of them.
 */
int header_bind(const struct header *h, const struct path *const *path, size_t n, uint32_t *number,
		struct complaint *c) MUST_USE;

/* Tells SURVEY of the value of a flat field; its path is quoted where it must be. */
void header_survey(struct survey *survey, struct str name, struct value v);

#endif
