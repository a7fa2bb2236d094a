/*
 * format - the log formats that can be read: one table, format_<name>.c each.
 * Layer: record.
 *
 * A format cuts one record at a time from a block and fills the values that were
 * asked for.  It keeps no position: the block, its line numbers and what is left
 * of it are the caller's (scan.h).  A new format is one line in format_list.h and
 * one file that defines "const struct format format_<name>".
 */
#ifndef ML_FORMAT_H
#define ML_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "endmark.h"
#include "json.h"
#include "path.h"
#include "status.h"
#include "str.h"
#include "survey.h"
#include "value.h"

/* Why a row was refused; the names are part of --summary and the man pages. */
enum reject_reason {
	REJECT_SYNTAX,      /* not a record of this format */
	REJECT_TORN,        /* the line ended with the damaged input */
	REJECT_LONG_LINE,   /* over --max-line */
	REJECT_DEPTH,       /* JSON nested too deeply */
	REJECT_UTF8,        /* --utf8=reject */
	REJECT_FIELDS,      /* ragged CSV or TSV: found and expected in detail */
	REJECT_UNCLOSED,    /* a quote that is never closed */
	REJECT_NO_MATCH,    /* the pattern does not match */
	REJECT_REGEX_LIMIT, /* the pattern hit a limit */
	REJECT_TIME,        /* no time, out of range, mixed units */
	REJECT_NUMBER,      /* no number, or one beyond double, where one must be */
	REJECT_VALUE,       /* a value that the task does not know */
	REJECT_REASONS
};

const char *reject_reason_name(enum reject_reason r);

struct format_options {
	const char *pattern; /* -e */
	char delimiter;      /* CSV's, 0: ',' (probed: ';' too) */
	bool end_marks;      /* TSV: a line of endmark.h's form is FORMAT_END, no row */
	struct json_options json;
	bool no_jit;
	unsigned match_limit;
};

enum format_result {
	FORMAT_MORE,   /* the record is not complete in what was given */
	FORMAT_ROW,    /* values filled */
	FORMAT_BLANK,  /* nothing there: a blank line */
	FORMAT_NAMES,  /* the header, or the header again: no record */
	FORMAT_REJECT, /* a bad record: reason, message, column */
	FORMAT_HEADER, /* a header with other or more names: bind again by name */
	FORMAT_END,    /* an end mark, in record->mark */
};

struct format_record {
	size_t used;               /* bytes of the block, line end included (not FORMAT_MORE) */
	uint64_t lines;            /* line feeds among them */
	struct str line;           /* the raw record without its line end */
	enum reject_reason reason; /* FORMAT_REJECT: */
	const char *message;       /* valid until the next call */
	size_t offset;             /* byte of the line that it is about */
	struct endmark mark;       /* FORMAT_END: */
};

/* Several records that need no second look, each a FORMAT_ROW of one line. */
struct format_run {
	size_t n;
	const struct value *value; /* of the first record; as many for each next one */
	/* By record: bytes of its line without the line end, and with it. */
	const uint32_t *line, *used;
};

struct format {
	const char *name;
	const char *summary;
	bool hidden; /* never chosen by "auto" */
	bool named;  /* all records have the same fields: a header's, a pattern's groups */
	bool nested; /* values may be objects and arrays */
	bool utf8;   /* its values are always valid UTF-8 */
	/*
	 * How many of the whole lines in SAMPLE speak for this format, in percent
	 * of the lines that are not blank.
	 */
	int (*probe)(struct str sample);
	/* NULL with C filled when the options are wrong. */
	void *(*new)(const struct format_options *o, struct complaint *c);
	void (*free)(void *state);
	/*
	 * One more, for another thread, that goes on as STATE would, bound to the same
	 * paths; its counts start anew.
	 */
	void *(*copy)(const void *state);
	/*
	 * Equal for a state and its copy as long as they read a record alike.  A record may
	 * change it: a header.  NULL: none does.
	 */
	uint64_t (*epoch)(const void *state);
	/*
	 * Tells SURVEY the fields of the records in SAMPLE, whole lines from the
	 * first block; formats with a header read it from there.  SURVEY NULL: the
	 * header is all that is wanted.
	 */
	int (*survey)(void *state, struct str sample, struct survey *survey);
	/*
	 * From now on fill values for these N paths.  STATUS_MISSING with C when the
	 * format has a header and a path is not in it: the message lists the names.
	 */
	int (*bind)(void *state, const struct path *const *path, size_t n, struct complaint *c);
	/* Another file begins: the next record may be its header. */
	void (*restart)(void *state);
	/* Cuts one record from the start of S and fills VALUE[0..n). */
	enum format_result (*next)(void *state, struct str s, bool last, struct value *value,
				   struct format_record *record);
	/*
	 * The records that S begins with, as far as next() would answer FORMAT_ROW for each
	 * and had nothing to decode: R, until the next call.  None says nothing; that is for
	 * next() to say.  NULL: only next() is there.
	 */
	void (*run)(void *state, struct str s, struct format_run *r);
	/* Oddities counted so far; NULL where there can be none. */
	const struct json_counts *(*counts)(const void *state);
};

/* The table. */
const struct format *format_find(struct str name);
const struct format *format_at(size_t i); /* NULL behind the last */
/* The format that most of SAMPLE's lines speak for; NULL if none does. */
const struct format *format_guess(struct str sample);

#endif
