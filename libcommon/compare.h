/*
 * compare - a second prediction in the same log: both models' metrics on the rows that
 * have a label and both predictions, and whether they differ.  Layer: stats.
 *
 * McNemar's exact test looks at the rows on which just one of the two was right.
 */
#ifndef ML_COMPARE_H
#define ML_COMPARE_H

#include "evaluation.h"
#include "scoreboard.h"

struct compare {
	struct sampler other;    /* reads the second prediction */
	struct scoreboard board; /* the second prediction's, by the same groups */
	struct compare_counts {
		uint64_t only_first, only_second; /* right */
	} * counts;                               /* by group number */
	size_t room;
};

/*
 * Beside E, whose rows have the column PRED.  E stays the caller's; PRED, MAX as for
 * evaluation and scoreboard.
 */
void compare_init(struct compare *c, struct evaluation *e, const struct evaluation_options *o,
		  const char *pred, size_t max);
void compare_release(struct compare *c);
/*
 * Adds ROW, of which X was made, to the second board: 1, 0 when it lacks a label or a
 * prediction (then neither board gets it), or STATUS_RANGE (c->other says why).
 */
int compare_row(struct compare *c, struct evaluation *e, const struct row *row,
		const struct sample *x) MUST_USE;
/* Of group GROUP, or of all groups. */
struct compare_counts compare_counts_of(const struct compare *c, uint32_t group, bool all);

#endif
