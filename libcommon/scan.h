/*
 * scan - a log as rows of the wanted columns.  Layer: record.
 *
 * Ties input, format and columns together: opens the operands, finds the format,
 * surveys the first records, and hands out one event after the other.  Every
 * record of the input is exactly one SCAN_ROW or one SCAN_REJECT, so that
 * rows in = rows out + rejected + filtered can be checked by the caller.
 * Rows of one block cost no allocation.
 */
#ifndef ML_SCAN_H
#define ML_SCAN_H

#include "format.h"
#include "input.h"
#include "output.h"
#include "path.h"
#include "plan.h"
#include "survey.h"
#include "timestamp.h"
#include "value.h"

/* The part of a file that is read: records that begin at FROM or behind, before UNTIL. */
struct scan_range {
	uint64_t from, until;
};

struct scan_options {
	const char *const *file;
	size_t files;
	const struct scan_range *range; /* of each file; NULL: all of all */
	const char *format;             /* -i; NULL or "auto": found from the first lines */
	struct input_options input;
	struct format_options parse;
	const struct timestamp_reader *times; /* how times are read; NULL: any form, UTC */
	const char *na;                       /* --na: a text that means missing, NULL: none */
	bool as_is; /* records of another mltool: see plan.h; so a lone name is a header */
	/* Each file is TSV that ends by an end mark (endmark.h), which is no row; a last
	 * line without its line feed is torn. */
	bool require_end;
};

struct row {
	const struct value *value; /* one for each of scan_columns() */
	int64_t ts;                /* of the column ts, TIMESTAMP_NONE without */
	const char *file;
	uint64_t line;   /* 1-based number of its first line */
	uint64_t offset; /* in the decompressed file */
	struct str raw;  /* the record as it stood in the log */
};

enum scan_result {
	SCAN_END = 0,
	SCAN_ROW = 1,
	SCAN_REJECT = 2,  /* row.file, line, offset, raw and the three below are set */
	SCAN_FAULT = 3,   /* fault is set */
	SCAN_COLUMNS = 4, /* a SCAN_ROW before which scan_columns grew at its end */
	SCAN_MARK = 5,    /* no sound end mark: row.file, line (0: none) and message are set */
	SCAN_MADE = 6,    /* rows that a sink was given, before: see scan_work_ahead */
};

/* What a sink made of a run of rows. */
struct scan_made {
	struct str text;
	uint64_t rows, filtered;
};

struct scan_event {
	struct row row;
	enum reject_reason reason;
	const char *message;
	size_t message_offset; /* byte of row.raw */
	const struct input_fault *fault;
	struct scan_made made;
};

struct scan_counts {
	struct json_counts json;
	struct plan_counts plan;
	uint64_t blank; /* blank lines */
};

struct scan;

struct scan *scan_new(const struct scan_options *o);
void scan_free(struct scan *s);

/*
 * Opens the first operand that has a line, chooses the format and fills the
 * survey, from what is there within a quarter of a second after that line.  0, or a negative status
 * with C filled (unknown format; nothing fits; not JSON lines but a JSON array; bad pattern). Empty
 * input is 0 with an empty survey.  Faults met here come out of scan_next.
 */
int scan_open(struct scan *s, struct complaint *c) MUST_USE;
const struct format *scan_format(const struct scan *s);
/* Of the first records, which it keeps a copy of: looked at when this is first called. */
const struct survey *scan_survey(const struct scan *s);
const struct timestamp_reader *scan_times(const struct scan *s);

/*
 * Tries COLUMNS on the records of the sample: ROW(ARG, columns, n, values) for each that
 * is sound.
 * Changes nothing.  0 or a status with C filled.
 */
typedef void scan_try_row(void *arg, const struct plan_column *column, size_t n,
			  const struct value *value);
int scan_try(struct scan *s, const struct path_columns *columns, scan_try_row *row, void *arg,
	     struct complaint *c) MUST_USE;

/* What is wanted.  COLUMNS stay the caller's.  0 or a status with C filled. */
int scan_bind(struct scan *s, const struct path_columns *columns, struct complaint *c) MUST_USE;
/* The columns of the rows, in schema order. */
const struct plan_column *scan_columns(const struct scan *s, size_t *n);

/* True if a row had a value for SPEC, one of scan_bind's columns (or it is a literal). */
bool scan_found(const struct scan *s, const struct path_column *spec);

/*
 * The next event; negative: cannot go on (C of scan_open's kind in scan_why), at E's
 * row.file and row.line if it is a line that is wrong.
 */
int scan_next(struct scan *s, struct scan_event *e) MUST_USE;
/*
 * What becomes of rows that nobody has to see one by one.  OPEN(ARG, columns, n) makes a
 * sink for one thread at a time; it is called by the thread that calls scan_next.  ROW
 * puts what it makes of E's row behind what stands in OUT and answers 1, or 0 for a row
 * that is left out, or -1 for one that is refused: E's reason and message are set then.
 */
struct scan_sink {
	void *(*open)(void *arg, const struct plan_column *column, size_t n);
	void (*close)(void *sink);
	int (*row)(void *sink, struct scan_event *e, struct output *out);
	void *arg;
};

/*
 * From now on threads that the input can spare work through blocks ahead, rows given to
 * SINK; scan_next then tells of such rows by SCAN_MADE, of all else as it ever does, and
 * all of it in order: the texts, one behind the other, and all other events are the same
 * whether rows were made ahead or not.  What depends on a record before it (another
 * header, a new column, a record over several blocks) is read in order.  After
 * scan_bind; not with ranges or end marks.
 */
void scan_work_ahead(struct scan *s, const struct scan_sink *sink);
const struct complaint *scan_why(const struct scan *s);
void scan_counts(const struct scan *s, struct scan_counts *counts);
/* The number of the file at hand and how far it was read: all before was told of. */
size_t scan_position(const struct scan *s, uint64_t *offset);
void scan_progress(const struct scan *s, uint64_t *done, uint64_t *total);

#endif
