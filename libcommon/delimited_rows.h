/*
 * delimited_rows - rows of plain fields, many at once.  Layer: record (delimited's own).
 *
 * Memory: DELIMITED_ROWS values for each path, and 18 KiB.
 */
#ifndef ML_DELIMITED_ROWS_H
#define ML_DELIMITED_ROWS_H

#include "csv.h"
#include "format.h"
#include "header.h"

enum { DELIMITED_ROWS = 64 };

struct delimited_rows {
	struct csv_run cut;
	const struct header *header;
	const bool *begins;     /* by first byte: a name of the header begins so */
	bool end_marks;         /* a line that begins with # is none of ours */
	const uint32_t *number; /* by path: its column, HEADER_NONE: none */
	size_t n;
	struct value *value; /* made when they are needed first */
	uint32_t *line, *used;
};

void delimited_rows_release(struct delimited_rows *d);
/*
 * What format.h says of run(), for a header that is known and a file that does not start
 * here.  All but the last line of members is the caller's to set, and delimited_rows_release
 * has to come before another N.
 */
void delimited_rows_next(struct delimited_rows *d, struct str s, struct format_run *r);

#endif
