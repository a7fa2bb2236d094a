/*
 * csv - records of RFC 4180 and of TSV, cut from a block in place.  Layer: parse.
 *
 * CSV: fields in double quotes may hold the delimiter, quotes as "" and line
 * feeds; a quote inside an unquoted field is an ordinary byte; CRLF ends a record
 * as LF does.  TSV: no quoting; \t \n \r \\ are escapes, any other pair two bytes.
 * The field separators are found 64 bytes at a time where the machine can.
 */
#ifndef ML_CSV_H
#define ML_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "str.h"

enum { CSV_FIELD_MAX = 1 << 20, CSV_FIELDS_MAX = 100000 };

struct csv {
	char delimiter;
	bool tsv;
	struct str *field; /* decoded; valid until the next csv_record */
	bool *quoted;      /* quoted[i]: field i stood in quotes ("" is a text) */
	size_t n, room;
	uint64_t lines;    /* line feeds in the last record, its own end included */
	size_t opened;     /* CSV_UNCLOSED: offset of the quote that opened */
	struct buf scratch;
	bool portable;
};

enum { CSV_MORE = 0, CSV_RECORD = 1, CSV_UNCLOSED = 2, CSV_MANY = 3, CSV_STRAY = 4 };

void csv_init(struct csv *c, char delimiter, bool tsv);
void csv_release(struct csv *c);
/*
 * Cuts one record from the start of S (INPUT_PAD readable bytes behind it; LAST:
 * nothing follows).  *USED bytes belong to it, its line end included.
 *   CSV_RECORD    field[0..n) filled; a record of a blank line has n = 0
 *   CSV_MORE      the record is not complete in S
 *   CSV_UNCLOSED  a quote that is never closed or a field over CSV_FIELD_MAX: *USED
 *                 is the first line of it, to be skipped
 *   CSV_MANY      over CSV_FIELDS_MAX fields; *USED is the whole record
 *   CSV_STRAY     bytes between a closing quote and the delimiter; *USED likewise
 */
int csv_record(struct csv *c, struct str s, bool last, size_t *used) MUST_USE;

/* Appends S as a CSV field, quoted when it must be or FORCE. */
int csv_quote(struct str s, char delimiter, bool force, struct buf *out);

#endif
