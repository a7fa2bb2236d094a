/*
 * mldrift - what the files of the program share.
 *
 * A family of methods (method.h) is one file tools/mldrift_<part>.c: a table of options of
 * its own, mldrift_<part>_options(), and mldrift_<part>(), which reads, writes and answers
 * with the exit status.  Everything that more than one part asks a person for stands here.
 */
#ifndef ML_MLDRIFT_H
#define ML_MLDRIFT_H

#include "cli.h"
#include "cli_filter.h"
#include "cli_state.h"
#include "comparing.h"
#include "intake.h"
#include "method.h"
#include "rng.h"
#include "scoring.h"
#include "watching.h"

enum { MLDRIFT_SCORE_ROWS = 17 };

/* Rows: mldrift_score.c. */
struct mldrift_score {
	const char *model, *why; /* --model, --why */
	int compat;
	struct scoring_options options;
	struct scoring scoring;
	struct rng rng; /* of the input's own sample */
	uint64_t held, rows;
	bool seen, opened; /* the session is to be released; the input has columns */
	struct cli_option row[MLDRIFT_SCORE_ROWS];
};

enum { MLDRIFT_COMPARE_ROWS = 6, MLDRIFT_WATCH_ROWS = 3 };

/* Distributions: mldrift_compare.c. */
struct mldrift_compare {
	struct window_request request;
	const char *lateness, *max_ahead;
	struct comparing_options options;
	struct window_spec spec;
	struct profile profile; /* the reference */
	struct comparing comparing;
	size_t *group_at; /* in the table that is learned from */
	const struct value **group_value;
	uint64_t rows;
	bool profiled, opened; /* the profile, the session is to be released */
	struct cli_option row[MLDRIFT_COMPARE_ROWS];
};

/* Streams: mldrift_watch.c. */
struct mldrift_watch {
	const char *state_file;
	struct cli_list set;
	struct watching_options options;
	struct watching watching;
	struct cli_state state;
	struct buf saved; /* for the next run */
	size_t at;        /* the file and the offset that it goes on from */
	uint64_t offset;
	bool opened; /* the session is to be released */
	struct cli_option row[MLDRIFT_WATCH_ROWS];
};

struct mldrift {
	const struct cli_program *program;
	struct cli_reading reading;
	struct cli_writing writing;
	struct cli_filter filtering;
	struct cli_list files;
	struct cli_list given;   /* names of the options that were */
	const char *methods;     /* -m; NULL: not given */
	const char *reference;   /* -r */
	const char *fit;         /* --fit */
	const char *features;    /* -f */
	const char *group;       /* -g */
	const char *categorical; /* --categorical */
	int64_t season;          /* --season, microseconds; 0: none */
	uint64_t seed, max_reference, max_groups;
	bool list;

	const struct method **method; /* what -m names, all of one family */
	size_t n;
	struct output out; /* open; mldrift.c closes it by the part's status */
	struct intake *in;
	struct record_writer *writer;
	struct filter filter;
	struct path_columns wanted;       /* the input's columns ... */
	const struct plan_column *column; /* ... as a table of so many; scan's */
	size_t columns;

	struct mldrift_score score;
	struct mldrift_compare compare;
	struct mldrift_watch watch;
};

/*
 * The input, mldrift_input.c.  Opens it and its table: 1; 0: there is no input, and no
 * columns; or a status with C filled.
 */
int mldrift_input_open(struct mldrift *m, struct complaint *c) MUST_USE;
/* A row; 0, or a status with C filled. */
typedef int mldrift_take(struct mldrift *m, const struct row *row, struct complaint *c);
/*
 * Hands every row that is chosen to TAKE: 1; 0: it was cut off by a signal or trouble in
 * reading; or what TAKE said.
 */
int mldrift_input_each(struct mldrift *m, mldrift_take *take, struct complaint *c) MUST_USE;
/* Tells of so many rows that went to no group of their own; the exit status with that. */
int mldrift_input_other(const struct mldrift *m, uint64_t rows, int status) MUST_USE;

/* STATUS_USAGE with C filled where an option was given that the methods know nothing of. */
int mldrift_check_options(const struct mldrift *m, struct complaint *c) MUST_USE;

const struct cli_option *mldrift_score_options(struct mldrift *m);
int mldrift_score(struct mldrift *m);
void mldrift_score_release(struct mldrift *m);

const struct cli_option *mldrift_compare_options(struct mldrift *m);
int mldrift_compare(struct mldrift *m);
void mldrift_compare_release(struct mldrift *m);

const struct cli_option *mldrift_watch_options(struct mldrift *m);
int mldrift_watch(struct mldrift *m);
/* Leaves the state when all rows are where they should be; the exit status. */
int mldrift_watch_keep(struct mldrift *m, int status) MUST_USE;
void mldrift_watch_release(struct mldrift *m);

/* A profile of the table with these N columns, which has no rows yet. */
int mldrift_profile_begin(struct mldrift *m, const struct plan_column *column, size_t n,
			  struct complaint *c) MUST_USE;
void mldrift_profile_add(struct mldrift_compare *p, const struct row *row);
/* After the last row. */
int mldrift_profile_settle(struct mldrift *m, struct complaint *c) MUST_USE;
/* Learns from rows of -r; the exit status, and where that is trouble C filled or all said. */
int mldrift_profile_learn(struct mldrift *m, struct complaint *c) MUST_USE;
/* Takes the profile -r instead. */
int mldrift_profile_load(struct mldrift *m, struct complaint *c) MUST_USE;
/* Takes the profiles that the operands are, as one. */
int mldrift_profile_merge(struct mldrift *m, struct complaint *c) MUST_USE;
/* Makes the file --fit; the exit status. */
int mldrift_profile_write(struct mldrift *m) MUST_USE;

#endif
