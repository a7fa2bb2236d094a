/*
 * cli_internal - what the files of cli share.  Layer: cli.
 */
#ifndef ML_CLI_INTERNAL_H
#define ML_CLI_INTERNAL_H

#include "cli.h"

/* Rows that every program has: --help, --version. */
extern const struct cli_option cli_builtin[];
enum { CLI_BUILTIN_HELP, CLI_BUILTIN_VERSION };

/* A place among all rows of a program, the built-in ones last; all 0 is the start. */
struct cli_cursor {
	size_t table, row;
};
/* The next row, NULL behind the last. */
const struct cli_option *cli_next_row(const struct cli_program *p, struct cli_cursor *at);

static inline bool
cli_takes_value(const struct cli_option *o)
{
	return o->kind != CLI_FLAG && o->kind != CLI_OPTIONAL;
}

/* Stores TEXT (NULL: given without a value) in O's target; 0 or a status with C. */
int cli_store(const struct cli_option *o, const char *text, struct complaint *c) MUST_USE;

#endif
