/*
 * cli_merge - reads lines that --partial wrote.  Layer: cli.
 */
#ifndef ML_CLI_MERGE_H
#define ML_CLI_MERGE_H

#include "cli.h"
#include "intake.h"

/* Makes R read any text, line by line, however long. */
void cli_merge_reading(struct cli_reading *r);

typedef int cli_merge_fn(void *arg, struct str line, struct complaint *c);

/*
 * Opens the input and hands each line to TAKE(ARG): 0, or EXIT_TROUBLE after a message
 * that names the line.  *ROWS counts them.
 */
int cli_merge_lines(struct intake *in, cli_merge_fn *take, void *arg, uint64_t *rows) MUST_USE;

#endif
