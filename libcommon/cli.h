/*
 * cli - one command line for all programs.  Layer: cli; only tools include it.
 *
 * An option is one row of a table: letter, long name, kind, where it goes, its
 * argument's name, its help.  Parsing, --help and "did you mean" all come from
 * the rows.  Tables that several programs share (cli_*_options) stand
 * here once.
 */
#ifndef ML_CLI_H
#define ML_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "output.h"
#include "record.h"
#include "status.h"

/* Exit statuses; if several hold, 2 wins over 3, 3 over 1 (cli_worse). */
enum { EXIT_DONE = 0, EXIT_FINDING = 1, EXIT_TROUBLE = 2, EXIT_DAMAGED = 3 };
int cli_worse(int a, int b);

enum cli_kind {
	CLI_FLAG,     /* bool: true */
	CLI_TEXT,     /* const char *: points into argv */
	CLI_LIST,     /* struct cli_list: repeatable */
	CLI_COUNT,    /* uint64_t */
	CLI_SIZE,     /* uint64_t of bytes, with suffixes K M G T of 1024 (also KiB ...) */
	CLI_NUMBER,   /* double */
	CLI_DURATION, /* int64_t microseconds */
	CLI_CHOICE,   /* int: index into choice */
	CLI_OPTIONAL, /* const char *: "" when given without =VALUE */
};

/* Pointers into argv; N is read, ITEM freed by cli_list_release. */
struct cli_list {
	const char **item;
	size_t n;
};

void cli_list_add(struct cli_list *list, const char *item);
void cli_list_release(struct cli_list *list);

struct cli_option {
	char letter;      /* 0: none */
	const char *name; /* without -- */
	enum cli_kind kind;
	void *target;
	const char *argument;      /* its name in --help; NULL for flags and choices */
	const char *help;          /* one line, no full stop */
	const char *const *choice; /* CLI_CHOICE: NULL-terminated */
	double min, max;           /* CLI_COUNT, CLI_SIZE, CLI_NUMBER: bounds, if max > min */
};

struct cli_program {
	const char *name;
	const char *summary;                    /* one line */
	const char *synopsis;                   /* behind the name */
	const char *example;                    /* a few lines of --help, pipes */
	const struct cli_option *const *tables; /* NULL-terminated; each ends with name NULL */
	const char *const *headings;            /* one for each table */
	struct cli_list *given;                 /* gets the names of options given; or NULL */
};

/*
 * Makes the process ready (closed descriptors 0-2, core dumps off, SIGXFSZ ignored)
 * and parses ARGV; options and operands may mix, -- ends options, unique long
 * prefixes work, letters cluster, the last of a repeated option wins.  Tables that
 * come first win where two have the same name.  Returns -1 to go on, else the exit
 * status (help, version and errors were printed).  Operands are left in FILES.
 */
int cli_parse(const struct cli_program *p, int argc, char **argv, struct cli_list *files);
/* Usage error: "program: message" and a hint at --help; returns EXIT_TROUBLE. */
int cli_usage_error(const struct cli_program *p, const char *format, ...) PRINTF_LIKE(2, 3);

/* Two things that were asked for and do not go together. */
struct cli_clash {
	bool asked;
	const char *option;
	bool too;
	const char *other;
};
/* 0, or STATUS_USAGE with the first of N clashes in C. */
int cli_check_clashes(const struct cli_clash *clash, size_t n, struct complaint *c) MUST_USE;

/* --help's text and --version's, appended to OUT. */
void cli_help(const struct cli_program *p, struct buf *out);
void cli_version(const struct cli_program *p, struct buf *out);

enum { CLI_READING_ROWS = 26, CLI_PATTERN_ROWS = 4, CLI_WRITING_ROWS = 6 };

struct scan_range;

/* What every program that reads a log or records has; all 0 is the default. */
struct cli_reading {
	const char *format;  /* -i */
	const char *pattern; /* -e; programs without it leave it NULL */
	const char *delimiter;
	const char *rejects; /* --rejects=FILE */
	const char *summary; /* --summary=FILE */
	const char *max_bad; /* --max-bad=5%|N */
	const char *zone;    /* -z */
	const char *as_of;
	const char *time_format;
	int time_unit; /* enum timestamp_unit */
	uint64_t year;
	const char *na;
	uint64_t max_line;
	uint64_t threads;
	uint64_t max_ratio, max_output_bytes;
	uint64_t match_limit;
	int duplicate, utf8; /* enum json_duplicate; 1: reject */
	bool strict, recover, validate, no_jit, require_input, require_end, quiet, verbose;
	bool no_sandbox;
	bool as_is; /* no option: set by programs that read records, see plan.h */
	const struct scan_range *range; /* nor this: see scan.h */
	const int *stop;                /* nor this: see input.h */
	struct cli_option row[CLI_READING_ROWS], pattern_row[CLI_PATTERN_ROWS]; /* cli's own */
};

/* What every program that writes rows has. */
struct cli_writing {
	int format;       /* -o: enum record_format, -1: the program's default */
	const char *file; /* -O */
	int colour;       /* auto, always, never */
	bool line_buffered, end_mark;
	struct cli_option row[CLI_WRITING_ROWS]; /* cli's own */
};

/*
 * Tables that fill *R and *W; valid while R and W live.  cli_writing_options sets
 * W's format to -1.  cli_pattern_options (-e and its limits) is for programs that
 * read raw text.
 */
const struct cli_option *cli_reading_options(struct cli_reading *r);
const struct cli_option *cli_pattern_options(struct cli_reading *r);
const struct cli_option *cli_writing_options(struct cli_writing *w);

/*
 * A length of time that may be 0, as OPTION takes it; a NULL TEXT leaves *US as it is.  0, or
 * STATUS_USAGE with C filled.
 */
int cli_parse_length(const char *option, const char *text, int64_t *us,
		     struct complaint *c) MUST_USE;

/*
 * Opens the program's output (-O or standard output): 0, or EXIT_TROUBLE after a
 * message.  Until cli_close the whole rows are saved should memory run out.
 * cli_close flushes O, checks it, makes the file, releases O, and returns STATUS or,
 * after a message, EXIT_TROUBLE; cli_abandon does so too, but an old file stays as it
 * was: for requests that were not carried out.
 */
int cli_open(struct output *o, const struct cli_writing *w) MUST_USE;
int cli_close(struct output *o, const struct cli_writing *w, int status) MUST_USE;
int cli_abandon(struct output *o, const struct cli_writing *w, int status) MUST_USE;
/* True if rows go to a person's terminal. */
bool cli_to_terminal(const struct cli_writing *w);
/* The record options that W and a terminal imply; DEFAULT_FORMAT is for format -1. */
struct record_options cli_record_options(const struct cli_writing *w, const struct cli_reading *r,
					 enum record_format default_format);

#endif
