/*
 * cli_filter - the options that choose rows: -S, -U, --where, --sample.
 * Layer: cli.
 */
#ifndef ML_CLI_FILTER_H
#define ML_CLI_FILTER_H

#include "cli.h"
#include "filter.h"
#include "intake.h"

enum { CLI_FILTER_ROWS = 5 };

struct cli_filter {
	const char *since, *until;
	struct cli_list where;
	double sample;                          /* 0: not given */
	struct cli_option row[CLI_FILTER_ROWS]; /* cli's own */
};

/* The table that fills *F; valid while F lives. */
const struct cli_option *cli_filter_options(struct cli_filter *f);
/*
 * Makes FILTER of F: 0, or a status with C filled.  To be bound (filter_bind) once the
 * columns are known, and released by the caller either way.
 */
int cli_filter_open(const struct cli_filter *f, const struct intake *in, struct filter *filter,
		    struct complaint *c) MUST_USE;
/* True if ROW is to go on; else it is counted: left out, or refused with its reason. */
bool cli_filter_judges(const struct filter *filter, struct intake *in,
		       const struct row *row) MUST_USE;
/* The same without a call where there is nothing to judge by. */
static inline bool
cli_filter_keeps(const struct filter *filter, struct intake *in, const struct row *row)
{
	return filter_is_open(filter) || cli_filter_judges(filter, in, row);
}
/* Why a row is refused for which filter_keeps is negative. */
const char *cli_filter_refusal(enum reject_reason *reason);
void cli_filter_release(struct cli_filter *f);

#endif
