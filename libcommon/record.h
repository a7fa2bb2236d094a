/*
 * record - writing rows: mlrec (TSV), CSV, NDJSON, or a table for people.
 * Layer: record.
 *
 * The caller names the columns once, then gives each row's fields in that order.
 * TSV escapes as mlrec does, CSV as RFC 4180 does, NDJSON is typed (text columns
 * are strings, numbers numbers, missing values null) and leaves out nothing.  A
 * table is aligned by the width of its first RECORD_TABLE_ROWS rows (fewer when they
 * have RECORD_TABLE_BYTES), which are held back until then; columns of numbers right,
 * others left; controls always escaped.  The other forms escape them only for a
 * terminal.  Missing is empty, or NA when given; an empty text is "" in CSV.
 */
#ifndef ML_RECORD_H
#define ML_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "output.h"
#include "status.h"
#include "str.h"
#include "value.h"

enum { RECORD_TABLE_ROWS = 1000, RECORD_TABLE_BYTES = 1 << 20 };

enum record_format { RECORD_TSV, RECORD_CSV, RECORD_NDJSON, RECORD_TABLE };

struct record_options {
	enum record_format format;
	const char *na; /* NULL: empty */
	bool terminal;  /* escape what a terminal would obey */
	bool colour;    /* header of a table in bold */
	bool end_mark;  /* design.md 2.11, TSV only */
};

struct record_writer;

/* O stays the caller's and must outlive the writer. */
struct record_writer *record_writer_new(struct output *o, const struct record_options *options);
void record_writer_free(struct record_writer *w);

/*
 * Names the columns and says which are always text (TEXT[i]; NULL: none), written
 * as strings by NDJSON whatever they look like.  May come again with the old
 * columns first and more behind: TSV and CSV then write a new header line.  The
 * header is written at once for TSV and CSV.
 */
void record_columns(struct record_writer *w, const struct str *name, const bool *text, size_t n);

/* The next field of the row; those behind the last column are left out. */
void record_value(struct record_writer *w, struct value v);
void record_text(struct record_writer *w, struct str s); /* s.p NULL: missing */
void record_number(struct record_writer *w, double x);   /* NaN and infinities: missing */
void record_uint(struct record_writer *w, uint64_t x);
void record_time(struct record_writer *w, int64_t us); /* TIMESTAMP_NONE: missing */
/* The next N fields; the quickest way to write a whole row. */
void record_values(struct record_writer *w, const struct value *v, size_t n);
/* The next N rows, as a writer of the same options and columns made them: TEXT. */
void record_rows_made(struct record_writer *w, struct str text, uint64_t n);
/* From now on rows go to O. */
void record_redirect(struct record_writer *w, struct output *o);
/* True if rows of this form can be made by several writers and put together. */
bool record_can_be_made_apart(enum record_format format);
/* Ends the row; fields not given are missing. */
void record_end(struct record_writer *w);
uint64_t record_rows(const struct record_writer *w);

/*
 * Writes what is held back (a table) and the end mark with REJECTS and DAMAGED;
 * does not flush O.  Returns O's state: 0 or STATUS_IO.
 */
int record_finish(struct record_writer *w, uint64_t rejects, bool damaged);

#endif
