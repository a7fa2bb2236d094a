/*
 * position - how far a file was read, known again whatever the file is called by then.
 * Layer: io.
 *
 * A position is an offset into the decompressed bytes and a hash of all bytes before it.
 * A file that begins with those bytes is the same log, grown, renamed or compressed.
 * Cost: the file is read and decompressed once, in constant memory.
 */
#ifndef ML_POSITION_H
#define ML_POSITION_H

#include "input.h"

struct position {
	uint64_t offset, hash;
};

struct position_search {
	size_t found;        /* the furthest of those known that the file has; SIZE_MAX: none */
	struct position end; /* behind the last whole line (of gzip: behind all) */
	bool unended;        /* the last line of a plain file may still grow: it is behind end */
};

/*
 * Looks for the N positions KNOWN in the file PATH.  0, or STATUS_IO with errno when it
 * cannot be opened or read to its end: then nothing is known of it.  Behind damaged gzip
 * data there is nothing.
 */
int position_find(const char *path, const struct position *known, size_t n, bool recover,
		  struct position_search *s) MUST_USE;
/* The position at OFFSET of PATH; false when it has none, or cannot be read so far. */
bool position_at(const char *path, uint64_t offset, bool recover, struct position *p);

#endif
