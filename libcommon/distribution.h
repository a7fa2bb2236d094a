/*
 * distribution - what is known of the values of one column.  Layer: detect.
 *
 * Numbers are cells in order: a cell says that COUNT values lie in [low, high].  Of raw rows
 * every different value is a cell with low == high, so all answers are exact.  A profile
 * keeps few different values that way too (DISTRIBUTION_POINTS), else cells of about equal
 * counts whose bounds include the deciles of the reference, and values that come often as
 * cells of their own: what depends on the cells' bounds alone (the bins of the plain
 * methods) is exact, everything else is off by at most what lies inside a cell.  Any order
 * of adds gives the same cells.
 * Categories are texts with counts.
 */
#ifndef ML_DISTRIBUTION_H
#define ML_DISTRIBUTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "moments.h"
#include "tally.h"

enum { DISTRIBUTION_POINTS = 1024, DISTRIBUTION_CELLS = 1024, DISTRIBUTION_DECILES = 9 };

enum distribution_kind { DISTRIBUTION_NUMBERS, DISTRIBUTION_CATEGORIES };

struct distribution_cell {
	double low, high;
	uint64_t count; /* > 0 */
};

struct distribution {
	enum distribution_kind kind;
	uint64_t n;       /* values that count: neither missing nor odd */
	uint64_t missing; /* empty */
	uint64_t odd;     /* of numbers: texts that are no finite number */
	/* Numbers, after distribution_seal: */
	struct distribution_cell *cell;
	size_t cells;
	bool exact;                          /* every cell is a point */
	double decile[DISTRIBUTION_DECILES]; /* of the raw values, R type 7 */
	struct moments moments;
	/* Categories: */
	struct tally tally;
	/* Before distribution_seal: */
	double *value;
	size_t room;
};

void distribution_init(struct distribution *d, enum distribution_kind kind);
void distribution_release(struct distribution *d);
void distribution_add_number(struct distribution *d, double x); /* finite */
void distribution_add_text(struct distribution *d, struct str text);
/* Makes the cells of the values; after it nothing may be added. */
void distribution_seal(struct distribution *d);

#endif
