/*
 * cli_task - the options that say what is measured and of what.  Layer: cli.
 */
#ifndef ML_CLI_TASK_H
#define ML_CLI_TASK_H

#include "cli.h"
#include "evaluation.h"

enum { CLI_TASK_ROWS = 11 };

struct cli_task {
	struct evaluation_options evaluation;
	int kind, average;
	uint64_t max_groups;
	struct cli_option row[CLI_TASK_ROWS]; /* cli's own */
};

/* The table that fills *T, which is set to the defaults; valid while T lives. */
const struct cli_option *cli_task_options(struct cli_task *t);
/* What was asked for. */
struct evaluation_options cli_task_evaluation(const struct cli_task *t);

#endif
