/*
 * cli - one command line for all programs.  Layer: cli; only tools include it.
 *
 * An option is one row of a table: letter, long name, kind, where it goes, its
 * argument's name, its help.  Parsing, --help, completion and "did you mean" all
 * come from the rows.  Tables that several programs share (cli_common_*) stand
 * here once.
 */
#ifndef ML_CLI_H
#define ML_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "output.h"
#include "record.h"
#include "scan.h"
#include "status.h"

/* Exit statuses; if several hold, 2 wins over 3, 3 over 1 (cli_worse). */
enum { EXIT_DONE = 0, EXIT_FINDING = 1, EXIT_TROUBLE = 2, EXIT_DAMAGED = 3 };
int cli_worse(int a, int b);

enum cli_kind {
	CLI_FLAG,     /* bool: true */
	CLI_TEXT,     /* const char *: points into argv */
	CLI_LIST,     /* struct cli_list: repeatable */
	CLI_COUNT,    /* uint64_t, with K M G suffixes of 1024 where size is meant */
	CLI_NUMBER,   /* double */
	CLI_DURATION, /* int64_t microseconds */
	CLI_CHOICE,   /* int: index into choice */
	CLI_OPTIONAL, /* const char *: "" when given without =VALUE */
};

struct cli_list {
	const char **item;
	size_t n;
};

struct cli_option {
	char letter;          /* 0: none */
	const char *name;     /* without -- */
	enum cli_kind kind;
	void *target;
	const char *argument; /* its name in --help; NULL for flags */
	const char *help;     /* one line, no full stop */
	const char *const *choice; /* CLI_CHOICE: NULL-terminated */
	double min, max;      /* CLI_COUNT, CLI_NUMBER: bounds, if max > min */
};

struct cli_program {
	const char *name;
	const char *summary;  /* one line */
	const char *synopsis; /* behind the name */
	const char *example;  /* a few lines of --help, pipes */
	const struct cli_option *const *tables; /* NULL-terminated; each ends with name NULL */
	const char *const *headings;            /* one for each table */
};

/*
 * Parses ARGV; options and operands may mix, -- ends options, unique long prefixes
 * work, letters cluster.  Returns -1 to go on, else the exit status (help, version
 * and errors were printed).  Operands are left in FILES (point into argv).
 */
int cli_parse(const struct cli_program *p, int argc, char **argv, struct cli_list *files);
/* Usage error: "program: message" and a hint at --help; returns EXIT_TROUBLE. */
int cli_usage_error(const struct cli_program *p, const char *format, ...) PRINTF_LIKE(2, 3);

/* What every program that reads a log or records has. */
struct cli_reading {
	const char *format;       /* -i */
	const char *pattern;      /* -e; programs without it leave it NULL */
	const char *delimiter;
	const char *rejects;      /* --rejects=FILE */
	const char *summary;      /* --summary=FILE */
	const char *max_bad;      /* --max-bad=5%|N */
	const char *zone;         /* -z */
	const char *as_of;
	const char *time_format;
	const char *na;
	uint64_t max_line;
	uint64_t threads;
	uint64_t max_ratio, max_output_bytes;
	uint64_t match_limit;
	int duplicate, utf8;
	bool strict, recover, validate, no_jit, require_input, quiet, verbose;
};

/* What every program that writes rows has. */
struct cli_writing {
	int format;         /* -o: enum record_format, -1: the program's default */
	const char *file;   /* -O */
	int colour;
	bool line_buffered, end_mark;
};

/* Tables for them; valid while R and W live (one set at a time). */
const struct cli_option *cli_reading_options(struct cli_reading *r);
const struct cli_option *cli_writing_options(struct cli_writing *w);

/*
 * intake - runs a scan for a program: prints faults and the first rejects of each
 * kind, counts all of them, keeps --rejects, obeys --strict, draws the progress
 * line, and closes with the summary line, --summary and the exit status.
 */
struct intake;

/*
 * NULL with *STATUS set when the options make no sense or standard input is a
 * terminal and there are no FILES.  OUT is flushed before every wait.
 */
struct intake *intake_new(const struct cli_program *p, const struct cli_reading *r,
			  const struct cli_list *files, struct output *out, int *status);
void intake_free(struct intake *in);
struct scan *intake_scan(struct intake *in);
/* "now" for -S and -U: --as-of or the clock. */
int64_t intake_now(const struct intake *in);
const struct zone *intake_zone(const struct intake *in);

/*
 * The next row (1), new columns (2, see SCAN_COLUMNS), the end (0), or -1 to stop
 * at once: intake_finish then knows the status.
 */
int intake_next(struct intake *in, struct row *row);
/* The caller refuses this row after all: counted and shown like any reject. */
void intake_reject(struct intake *in, const struct row *row, enum reject_reason reason,
		   const char *format, ...) PRINTF_LIKE(4, 5);
/* The caller leaves this row out (--where, -S, -U, --sample): counted. */
void intake_filtered(struct intake *in);
/* Something a person should know: printed once unless -q; at -v only if VERBOSE. */
void intake_notice(struct intake *in, bool verbose, const char *format, ...) PRINTF_LIKE(3, 4);
uint64_t intake_rejects(const struct intake *in);
bool intake_damaged(const struct intake *in);
/*
 * After the last row (ROWS of output were written): the summary, --summary, the
 * rejects file.  Returns the exit status so far.
 */
int intake_finish(struct intake *in, uint64_t rows);

/*
 * Opens the program's output (-O or standard output) and at the end checks it:
 * cli_close returns STATUS or EXIT_TROUBLE after a message.
 */
int cli_open(struct output *o, const struct cli_writing *w);
int cli_close(struct output *o, const struct cli_writing *w, int status);
/* The record options that W and a terminal imply; DEFAULT_FORMAT is for format -1. */
struct record_options cli_record_options(const struct cli_writing *w, const struct cli_reading *r,
					 enum record_format default_format);

#endif
