/*
 * csv - records of RFC 4180 and of TSV, cut from a block in place.  Layer: parse.
 *
 * CSV: fields in double quotes may hold the delimiter, quotes as "" and line
 * feeds; a quote inside an unquoted field is an ordinary byte; CRLF ends a record
 * as LF does, and so does a CR that is the last byte of the input.  TSV: no
 * quoting; \t \n \r \\ are escapes, any other pair two bytes.
 *
 * A quote that is left open would swallow what follows.  So a quoted field that
 * runs over its line and ends in anything but a delimiter or a line end counts as
 * never closed, as one over CSV_FIELD_MAX does: only the lines up to the one where
 * it opened are given up, and the next record begins behind them.
 *
 * csv_record cuts everything; csv_pick takes a few fields of a record that needs
 * no decoding, looking at 64 bytes at a time; csv_run finds all fields of many such
 * records.
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
	bool portable;     /* no SIMD: for tests that compare; csv_init clears it */
	struct str *field; /* decoded; valid until the next csv_record */
	bool *quoted;      /* quoted[i]: field i stood in quotes ("" is a text) */
	size_t n, room;
	size_t line;    /* bytes of the last record without its line end */
	uint64_t lines; /* line feeds in the last record, its own end included */
	size_t fault;   /* CSV_UNCLOSED: offset of the quote; CSV_STRAY: of the byte */
	struct buf scratch;
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
 *                 ends with the line on which it opened
 *   CSV_MANY      over CSV_FIELDS_MAX fields; *USED ends with the line on which
 *                 the last of them began
 *   CSV_STRAY     bytes between a closing quote and the delimiter; *USED ends with
 *                 their line
 */
int csv_record(struct csv *c, struct str s, bool last, size_t *used) MUST_USE;

/* The answers are the same; tests compare them. */
enum csv_simd { CSV_SIMD_BEST, CSV_SIMD_SSE2, CSV_SIMD_NONE };

struct csv_pick {
	char delimiter;
	char special; /* a byte that may call for decoding: \ or " */
	enum csv_simd simd;
	const size_t *column; /* wanted, ascending; SIZE_MAX ends them */
	struct str *field;    /* filled for those that the record has */
	size_t n;             /* fields of the record, also those behind the last wanted */
	size_t line;          /* bytes of the record without its line end */
	bool is_special;      /* SPECIAL was met, and does: fields are raw */
};

/*
 * Takes the wanted fields from the record at the start of S, which is a line, as bytes
 * between delimiters.  CSV_RECORD with *USED, or CSV_MORE (is_special tells what was met
 * so far).  A blank line has n = 1 and one empty field.  With quotes: fields are without
 * those that enclose them, and CSV_MORE with is_special is the answer for all records in
 * which they do more, csv_record's to cut: hold a quote or a line feed, enclose nothing,
 * are not closed, stand inside of a field, or in a record of more than CSV_FIELD_MAX.
 */
int csv_pick(struct csv_pick *p, struct str s, bool last, size_t *used) MUST_USE;

/* What csv_run looks at at once. */
enum { CSV_RUN_BYTES = 4096 };

struct csv_run {
	char delimiter;
	char special; /* a byte that calls for decoding */
	enum csv_simd simd;
	size_t columns, most; /* fields that a line must have, lines wanted */
	/*
	 * Of CSV_RUN_BYTES + 65.  Field K of line I begins behind place[I * columns + K] and
	 * ends before place[I * columns + K + 1], which the delimiter or line feed has; its
	 * first is UINT32_MAX, so that what begins behind it begins at 0.
	 */
	uint32_t *place;
};

/*
 * How many lines S begins with (INPUT_PAD readable bytes behind it) that have just so many
 * fields, no special byte and a line feed, as far as it looks; fills r->place for them.
 * The CR of a CRLF is left in the last field.  A blank line has one field.
 */
size_t csv_run(struct csv_run *r, struct str s);

/* Appends S as a CSV field, quoted when it must be or FORCE. */
int csv_quote(struct str s, char delimiter, bool force, struct buf *out);

#endif
