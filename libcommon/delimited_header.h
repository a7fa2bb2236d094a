/*
 * delimited_header - is this record a header?  Layer: record (delimited's own).
 */
#ifndef ML_DELIMITED_HEADER_H
#define ML_DELIMITED_HEADER_H

#include "csv.h"
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

/*
 * Cuts the next record of a sample off *REST: its bytes, 0 at the end.  A sample that ends
 * with a line may be cut inside a quoted field, which is then neither closed nor left
 * open: nobody knows what the record is, and it ends the sample.
 */
size_t delimited_sampled(struct csv *c, struct str *rest, int *result);

#endif
