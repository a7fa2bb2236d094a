/*
 * distribution - what is known of the values of one column.  Layer: detect.
 *
 * Numbers are cells in order: a cell says that COUNT values lie in [low, high].  Of raw rows
 * every different value is a cell with low == high, so all answers are exact.  A profile
 * keeps few different values that way too (DISTRIBUTION_POINTS), else cells of about equal
 * counts whose bounds include the deciles of the reference, and values that come often as
 * cells of their own: what depends on the cells' bounds alone (the bins of the plain
 * methods) is exact, everything else is off by at most what lies inside a cell.  Any order
 * of adds gives the same cells.  The low of the first cell and the high of the last one are
 * values.
 * Categories are texts with counts.
 *
 * Memory of numbers: 8 bytes a value while adding (at most twice that while growing), 24 a
 * cell after it; with distribution_limit 24 for each piece of the grid, however many values.
 */
#ifndef ML_DISTRIBUTION_H
#define ML_DISTRIBUTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "moments.h"
#include "pack.h"
#include "tally.h"

enum { DISTRIBUTION_POINTS = 1024, DISTRIBUTION_CELLS = 1024, DISTRIBUTION_DECILES = 9 };

enum distribution_kind { DISTRIBUTION_NUMBERS, DISTRIBUTION_CATEGORIES };

struct distribution_cell {
	double low, high;
	uint64_t count; /* > 0 */
};

struct distribution_piece {
	double low, high; /* of the values that fell into it */
	uint64_t count;
};

/*
 * The line in 2 EDGES + 1 pieces: each edge by itself, and what lies before, between and
 * behind them.
 */
struct distribution_grid {
	double *edge; /* upwards, all different */
	size_t edges;
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
	uint64_t blurred;                    /* values that may lie beyond a bound of their cell */
	double decile[DISTRIBUTION_DECILES]; /* of the raw values, R type 7; NaN of nothing */
	struct moments moments;
	/* Categories: */
	struct tally tally;
	/* Before distribution_seal: */
	double *value;
	size_t room;
	size_t limit;
	const struct distribution_grid *grid;
	struct distribution_piece *piece; /* NULL: all are in VALUE */
};

void distribution_init(struct distribution *d, enum distribution_kind kind);
void distribution_release(struct distribution *d);
/*
 * Before there are more than LIMIT numbers: beyond LIMIT values they are counted by the pieces of
 * GRID, which stays the caller's and is needed until D is sealed.  Whether they are follows
 * from the number of values alone.
 */
void distribution_limit(struct distribution *d, size_t limit, const struct distribution_grid *grid);
void distribution_add_number(struct distribution *d, double x); /* finite */
void distribution_add_text(struct distribution *d, struct str text);
/*
 * Makes the cells of the values; after it nothing may be added.  Of values counted by a
 * grid, the deciles are interpolated inside their cells.
 */
void distribution_seal(struct distribution *d);

/* Sealed D in the form of a profile, of about BOUND cells (at least 64), mostly below it. */
void distribution_condense(struct distribution *d, size_t bound);
/*
 * Adds FROM to INTO, both sealed and of one kind; the order of merges makes no difference
 * where all cells are points.  Where both have wide cells, those of INTO are cut at the
 * bounds of both and their values shared out evenly: at each bound at most INTO's BLURRED
 * of them may be on the wrong side.
 */
void distribution_merge(struct distribution *into, const struct distribution *from);
/* The bounds and deciles of sealed numbers. */
void distribution_grid_init(struct distribution_grid *g, const struct distribution *d);
void distribution_grid_release(struct distribution_grid *g);

/* D is sealed. */
void distribution_save(const struct distribution *d, struct pack *out);
/*
 * Makes D of it, sealed; all that the code counts on is checked.  False: D is empty and to
 * be released, and IN is bad.
 */
bool distribution_load(struct distribution *d, struct unpack *in) MUST_USE;

#endif
