/*
 * cli_sandbox - leaves a program the files of its command line and no others.  Layer: cli.
 *
 *	cli_sandbox_begin(&s, &reading, &writing, &files);
 *	sandbox_allow(&s, state_file, SANDBOX_WRITE);      what is the program's own
 *	sandbox_enter(&s);
 *
 * To be done behind cli_open, and before anything is read or a thread is started.
 */
#ifndef ML_CLI_SANDBOX_H
#define ML_CLI_SANDBOX_H

#include "cli.h"
#include "sandbox.h"

/* The list of what every program opens, unless --no-sandbox was given. */
void cli_sandbox_begin(struct sandbox *s, const struct cli_reading *r, const struct cli_writing *w,
		       const struct cli_list *files);

#endif
