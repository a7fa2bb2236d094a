/*
 * windowing - a stream of records to a table of windows, or to states of their parts, or
 * such states to a table.  Layer: stats.
 *
 * Between a scan that is open and its last row.  Memory: the timeline's.
 */
#ifndef ML_WINDOWING_H
#define ML_WINDOWING_H

#include "ahead.h"
#include "evaluation.h"
#include "partial.h"
#include "series.h"
#include "spark.h"
#include "timeline.h"

enum windowing_refusal {
	WINDOWING_VALUE,   /* w->evaluation.sampler says why */
	WINDOWING_NO_TIME, /* missing */
	WINDOWING_BAD_TIME,
	WINDOWING_AHEAD,
};

struct windowing_options {
	struct evaluation_options evaluation;
	struct window_request request;
	const char *const *ewma;
	size_t ewmas;
	bool fill, all, partial;
	bool spark, ascii; /* lines of blocks instead of rows */
	int64_t lateness, max_ahead;
	const char *time;        /* the column of times, NULL: ts */
	const char *time_format; /* of that column */
	size_t max_groups;
	/* Told of rows that were refused, and of those that came too late. */
	void (*refused)(void *arg, const struct row *row, enum windowing_refusal why);
	void (*late)(void *arg, const struct row *row);
	void *arg;
};

struct windowing {
	const struct windowing_options *options;
	struct record_writer *writer;
	struct output *output; /* of partial lines */
	struct window_spec spec;
	struct zone *zone; /* of spec, when it came from a plan */
	struct buf zone_name;
	struct series_request request;
	struct evaluation evaluation;
	struct buf plan, line; /* the text of what is measured; the one at hand */
	struct series *series;
	struct spark *spark;
	struct timeline *timeline;
	struct ahead ahead;
	size_t time_at, columns; /* of a row; SIZE_MAX: row->ts */
	struct timestamp_reader times;
	int64_t seen;        /* of what was merged */
	uint64_t rows, late; /* taken, or too late: both went on */
	bool merging, opened, looks_ahead;
	int status; /* of writing partial lines */
};

/*
 * Binds SCAN, to the EXTRA columns (N of them) too, and writes the header.  The table goes
 * to WRITER, partial lines to OUTPUT.  0 or a status with C filled; W is to be
 * released either way.  O must outlive W.
 */
int windowing_init(struct windowing *w, const struct windowing_options *o, struct scan *scan,
		   const struct str *extra, size_t n, struct record_writer *writer,
		   struct output *output, struct complaint *c) MUST_USE;
/* For windowing_merge instead of rows.  Nothing is written before windowing_finish. */
void windowing_init_merge(struct windowing *w, const struct windowing_options *o,
			  struct record_writer *writer, struct output *output);
void windowing_release(struct windowing *w);
struct str windowing_reason(const struct windowing *w);
/* The next row; it may be refused now or later. */
void windowing_add(struct windowing *w, const struct row *row);
/* One line: 0, or a status with C filled, after which nothing may be written. */
int windowing_merge(struct windowing *w, struct str line, struct complaint *c) MUST_USE;
/*
 * For the next run: what is open and what was learned, as lines; and back, after
 * windowing_init and before any row.  Rows held because their times leap ahead are not
 * saved: windowing_held tells the first, from which on the next run is to read.
 */
int windowing_save(struct windowing *w, struct buf *out) MUST_USE;
/* 0 or STATUS_USAGE (something else is measured) or STATUS_DAMAGED with C filled. */
int windowing_resume(struct windowing *w, struct str lines, struct complaint *c) MUST_USE;
const struct row *windowing_held(const struct windowing *w);
/* Takes the rows held, as where there are no more. */
void windowing_settle(struct windowing *w);

/*
 * What the lines say is measured, for the options of the next run: the kind of task, the
 * positive class and the metrics.  To be released by evaluation_release.  False when they
 * do not say.
 */
bool windowing_recall(struct str lines, struct evaluation *e);

/*
 * Writes what is open; CUT: rows may be missing, all of it is partial.  0, or
 * STATUS_LIMIT when a state was too large to be written.
 */
int windowing_finish(struct windowing *w, bool cut) MUST_USE;
uint64_t windowing_other(const struct windowing *w);

#endif
