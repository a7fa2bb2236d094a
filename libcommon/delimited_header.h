/*
 * delimited_header - is this record a header?  Layer: record (delimited's own).
 */
#ifndef ML_DELIMITED_HEADER_H
#define ML_DELIMITED_HEADER_H

#include "header.h"
#include "str.h"

/* Could FIELD[0..n) be names?  No number, nothing that JSON or logfmt begins with. */
bool delimited_looks_like_header(const struct str *field, size_t n);

enum delimited_header_kind {
	DELIMITED_DATA,
	DELIMITED_SAME,  /* the names of the header in its order */
	DELIMITED_MOVED, /* in another order */
	DELIMITED_MORE,  /* and others, legal ones, among them */
	DELIMITED_OTHER, /* other names: only at the start of a file */
};

/* What FIELD[0..n) is beside the header H that holds so far. */
enum delimited_header_kind delimited_header_kind(const struct header *h, const struct str *field,
						 size_t n, bool file_starts);

/* The delimiter of CSV that suits SAMPLE best, and how well in percent. */
char delimited_guess(struct str sample, int *percent);

#endif
