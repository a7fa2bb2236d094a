/*
 * cli_reference - rows of normal operation (-r FILE), read in their own right.
 * Layer: cli.
 *
 * The file may be of any form that is read, whatever the input is; its form is guessed.
 * What is wrong with it is told on stderr as for any input; its sound rows are used.  Of
 * more rows than are wanted a uniform sample is (Vitter's algorithm R, 1985, seeded), so a
 * row may take the place of an earlier one.
 */
#ifndef ML_CLI_REFERENCE_H
#define ML_CLI_REFERENCE_H

#include "cli.h"
#include "intake.h"
#include "rng.h"

struct cli_reference {
	struct cli_reading reading; /* the program's, without what is the input's alone */
	struct cli_list file;
	struct intake *in;
	struct path_columns wanted;
	uint64_t most, rows; /* most: 0 for all */
	struct rng rng;
};

/* The PLACE is that of ROW among those that count: an earlier one if it replaces it. */
typedef void cli_reference_fn(void *arg, const struct row *row, uint64_t place);

/*
 * Opens FILE and finds its columns.  0, or EXIT_TROUBLE after a message: it cannot be read,
 * or has no rows.  R, which must not move, is to be released either way; P, READING and FILE
 * stay the caller's.
 */
int cli_reference_open(struct cli_reference *r, const struct cli_program *p,
		       const struct cli_reading *reading, const char *file) MUST_USE;
/* The columns of its rows, N of them; they live as long as R. */
const struct plan_column *cli_reference_columns(const struct cli_reference *r, size_t *n);
/*
 * Hands each row to TAKE(ARG), at most MOST of them in different places (0: all), drawn by
 * SEED.  EXIT_DONE, EXIT_DAMAGED, or EXIT_TROUBLE after a message.
 */
int cli_reference_read(struct cli_reference *r, uint64_t most, uint64_t seed,
		       cli_reference_fn *take, void *arg) MUST_USE;
void cli_reference_release(struct cli_reference *r);

/* The place of the next row of a reservoir of MOST places (0: no bound); UINT64_MAX: none. */
uint64_t cli_reference_place(struct rng *rng, uint64_t *rows, uint64_t most);

#endif
