/*
 * scan_internal - what the files of scan share.  Layer: record.
 */
#ifndef ML_SCAN_INTERNAL_H
#define ML_SCAN_INTERNAL_H

#include "scan.h"

/* With require_end: */
struct scan_end {
	struct endmark_check check;
	const char *said;  /* not told of yet */
	struct row at;     /* where; the last record met */
	const char *file;  /* the last one that had a block or a fault */
	size_t reached;    /* operands up to it */
	const char *empty; /* the first one that had neither */
	int checks;        /* done at the end: of the last stream, of the operands */
	bool hollow;       /* end marks, but no header in the sample */
};

struct scan_ahead;
struct scan_batch;

/* The sample, and what it has: looked at when somebody asks. */
struct scan_surveyed {
	struct buf text;
	bool done;
	struct survey survey;
};

/* Records cut many at once, and the next of them. */
struct scan_run {
	struct format_run format;
	size_t at, next; /* number of the next one; where in the block it begins */
	unsigned pause;
	struct format_record record; /* the last one: used, lines and line */
};

struct scan {
	struct scan_options options;
	const struct path_columns *columns; /* of scan_bind */
	struct scan_ahead *ahead;           /* NULL: nothing is done ahead */
	struct scan_batch *batch;           /* what was made of the block at hand, if it holds */
	struct input *input;                /* NULL: of scan_ahead.c, for one block at a time */
	const struct format *format;        /* NULL: empty input */
	void *state;
	struct scan_surveyed *surveyed;
	struct plan *plan;
	struct value *source;
	size_t sources; /* values of a record */
	struct scan_run run;
	struct input_block block;
	size_t at;      /* bytes of the block that are done */
	uint64_t lines; /* line feeds among them */
	bool has_block, first;
	struct input_fault fault;  /* the last one met */
	bool has_fault, has_torn;  /* not told of yet: itself, its torn line */
	struct input_fault *early; /* met before the first block */
	size_t earlies, early_room, early_at;
	bool ended;
	uint64_t blank;
	char message[100];
	struct scan_end end;
	struct complaint why;
};

/*
 * With ranges: true if the record at ROW's place, of the file at hand, is outside; passes
 * over what is left of a block that is.
 */
bool scan_range_leaves_out(const struct scan *s, const char *file, uint64_t offset);
void scan_range_pass(struct scan *s);

/*
 * A run is of the block at hand, and holds from where its last record ended; blocks begin
 * at 0, where none ends.
 */
static inline bool
scan_run_goes_on(const struct scan *s)
{
	return s->run.at < s->run.format.n && s->run.next == s->at;
}

/* True if the next record of the block is one of a run, maybe of a new one. */
bool scan_run_begins(struct scan *s);

/* The values of that record. */
static inline const struct value *
scan_run_next(struct scan *s)
{
	struct scan_run *r = &s->run;
	size_t i = r->at++;

	r->record.used = r->format.used[i];
	r->record.lines = 1;
	r->record.line = STR_N(s->block.p + s->at, r->format.line[i]);
	r->next = s->at + r->record.used;
	return r->format.value + i * s->sources;
}

/* The next block, fault or end.  0 or a status. */
int scan_advance(struct scan *s) MUST_USE;
/* The whole lines by which a log is judged, from the block at hand. */
struct str scan_sample(const struct scan *s);
/* A parser (*STATE, made if it is NULL) that has seen the sample: it knows the header. */
int scan_open_state(const struct scan *s, void **state, struct complaint *c) MUST_USE;
/* Tells STATE, a parser, which sources PLAN has. */
int scan_bind_state(const struct scan *s, void *state, const struct plan *plan,
		    struct complaint *c) MUST_USE;

/* The next block of a scan without input, all of it. */
void scan_give(struct scan *s, const struct input_block *b);

/* scan_ahead*.c: blocks that were worked through before their turn; S has an AHEAD. */
void scan_ahead_free(struct scan_ahead *a);
/* Before the next block is asked for. */
void scan_ahead_advance(struct scan *s);
/* The block at hand is new: sets s->batch if what was made of it holds. */
void scan_ahead_take(struct scan *s);
/* The next event of s->batch; 0 at its end. */
int scan_ahead_tell(struct scan *s, struct scan_event *e);
/* What scan_found and scan_counts have to add. */
bool scan_ahead_found(const struct scan *s, const struct path_column *spec);
void scan_ahead_counts(const struct scan *s, struct scan_counts *counts);

/* FILE, an operand, has a block or a fault: those before it had nothing. */
void scan_end_reach(struct scan *s, const char *file);
/* The block at hand begins another file. */
void scan_end_file(struct scan *s);
/* The next record is an R; what there is to say comes before the one behind it. */
void scan_end_record(struct scan *s, enum format_result r, const struct format_record *record);
/* All input is read: true if there is something (more) to say. */
bool scan_end_last(struct scan *s);
int scan_end_tell(struct scan *s, struct scan_event *event);

#endif
