/*
 * roc_table - the distinct scores of a roc, in order.  Layer: stats; only roc_*.c
 * include it.
 *
 * Rows are appended to a tail; a tail that is long enough is sorted and merged into the
 * table, which is always a function of the set of rows.  While all scores are multiples
 * of a millionth, rows without weights wait as one number of 32 bits each, and a table
 * that has grown long becomes a grid (roc_grid.h), as buckets are from the start; then
 * rows wait to be added many to a page.  What is read goes over a cursor, whichever it
 * is.
 */
#ifndef ML_ROC_TABLE_H
#define ML_ROC_TABLE_H

#include "roc.h"
#include "roc_grid.h"
#include "sum.h"

enum { ROC_STEPS = 1000000 }; /* of a grid of scores */

struct roc_row {
	uint64_t key;  /* orders as the score does */
	double weight; /* its sign bit says negative class */
};

struct roc {
	struct roc_entry *entry; /* ascending, each score once */
	struct sum (*weight)[2]; /* beside entry; NULL without weights */
	size_t n;
	uint32_t *place; /* rows of a grid (to be): twice the place, and 1 if positive */
	struct roc_row *tail;
	size_t tail_n, place_room, tail_room; /* one tail is in use */
	struct roc_grid *grid;                /* instead of entries; or NULL */
	bool counted;                         /* the grid's answers are these: */
	unsigned __int128 area;
	uint64_t total[2];
	size_t bound;
	bool weighted, bucketed;
	bool on_grid; /* all scores so far are multiples of 1 / ROC_STEPS, without weights */
};

/* Puts the tail in order. */
void roc_sort_tail(struct roc *r);
/* Puts places of one page of a grid side by side, where there are enough to care. */
void roc_deal_tail(struct roc *r);
/* Sorts the tail in and keeps the bound. */
void roc_settle(struct roc *r);
/* Forgets all rows. */
void roc_clear(struct roc *r);
/* What roc_grid_area tells of R->grid, looked at once. */
void roc_count_grid(struct roc *r);
/* Room for N entries; those up to R->n stay. */
void roc_reserve(struct roc *r, size_t n);
/* The last entry if that has SCORE, else a new one behind it, for which there is room. */
size_t roc_entry_for(struct roc *r, double score);
/* Entries that were put there, rising: a grid where that is due. */
void roc_adopt(struct roc *r, bool bucketed);

/*
 * The scores that have rows, one after the other from either end.  R is settled and does
 * not change.
 */
struct roc_cursor {
	const struct roc *r;
	const struct roc_entry *entry; /* the one at hand, number AT of N in its part */
	size_t at, n, part;
	struct roc_entry page[ROC_PAGE]; /* a grid's part */
};

/* Before the first, or behind the last. */
void roc_cursor_first(struct roc_cursor *c, const struct roc *r);
void roc_cursor_last(struct roc_cursor *c, const struct roc *r);
/* To the next one that way; false behind the last. */
bool roc_cursor_up(struct roc_cursor *c);
bool roc_cursor_down(struct roc_cursor *c);
/* Rows or total weight of one class where C is. */
double roc_amount(const struct roc_cursor *c, bool positive);

#endif
