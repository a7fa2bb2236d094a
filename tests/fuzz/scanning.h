/*
 * scanning - what must hold of every input format: one target each.
 */
#ifndef ML_SCANNING_H
#define ML_SCANNING_H

#include "str.h"

struct scanning {
	const char *format;
	bool pattern; /* the first line is one */
	bool gaps;    /* nothing but blank lines may stand between records */
	bool as_is;   /* always */
};

/*
 * DATA: a byte of options, a byte for the pieces, the columns in a line (empty:
 * guessed), the pattern in a line, and the log.  The log is read as a file, by two
 * threads, from a pipe in pieces, by threads that work ahead, and without SIMD, and all
 * of it must be the same; every event must stand where it says it does; what is written
 * of the rows must be sound and, read again, the same rows.
 */
void scanning_try(const struct scanning *what, struct str data);

#endif
