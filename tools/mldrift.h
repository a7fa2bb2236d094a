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
#include "intake.h"
#include "method.h"

struct mldrift {
	const struct cli_program *program;
	struct cli_reading reading;
	struct cli_writing writing;
	struct cli_filter filtering;
	struct cli_list files;
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
};

#endif
