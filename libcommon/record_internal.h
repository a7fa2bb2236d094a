/*
 * record_internal - what the files of record share.  Layer: record.
 */
#ifndef ML_RECORD_INTERNAL_H
#define ML_RECORD_INTERNAL_H

#include "buf.h"
#include "record.h"

struct record_table;

struct record_writer {
	struct output *o;
	struct record_options options;
	struct str na;
	size_t columns, at; /* fields of this row so far */
	bool *text;
	uint64_t rows;
	struct buf scratch, shown;
	struct buf keys; /* NDJSON: {"first": ,"second": ... end to end */
	size_t *key_end;
	struct record_table *table;
};

static inline char *
record_room(struct output *o, size_t n)
{
	return o->room - o->n >= n ? o->p + o->n : output_reserve(o, n);
}

/* True if the value is none: written as NA or null. */
static inline bool
record_is_missing(struct value v)
{
	return v.kind == VALUE_MISSING || v.kind == VALUE_NAN || !v.text.p;
}

/* True if typed output shows V of a column that is not text as a number. */
bool record_is_number(struct value v);

/* S with everything a terminal would obey escaped, in OUT (cleared first). */
void record_show(struct str s, struct buf *out);

void record_tsv_value(struct record_writer *w, struct value v);
void record_tsv_values(struct record_writer *w, const struct value *v, size_t n);
void record_csv_value(struct record_writer *w, struct value v);
void record_ndjson_columns(struct record_writer *w, const struct str *name);
void record_ndjson_value(struct record_writer *w, struct value v);

/* A table under way; O and OPTIONS stay the caller's. */
struct record_table *record_table_new(struct output *o, const struct record_options *options);
void record_table_free(struct record_table *t);
void record_table_columns(struct record_table *t, const struct str *name, const bool *text,
			  size_t n);
void record_table_value(struct record_table *t, struct value v);
void record_table_end(struct record_table *t);
/* Writes what is held back. */
void record_table_finish(struct record_table *t);

#endif
