/*
 * roc_grid - counts of scores that are whole multiples of one step.  Layer: stats;
 * only roc_*.c include it.
 *
 * Scores are written with six digits as a rule, and buckets are multiples too: such a
 * score is a place in an array, so a row costs one addition and nothing is ever sorted.
 * The array is cut into pages that are there once a row needs them, and a page's counts
 * grow from 4 bits to 8, 16, 32 and 64 as the greatest demands: what is small stays in
 * the cache.  Memory: 1 to 16 bytes a place of the pages met, 1 MiB for a million places
 * of which none has 16 rows of a class.
 */
#ifndef ML_ROC_GRID_H
#define ML_ROC_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One score: [0] negatives, [1] positives. */
struct roc_entry {
	double score;
	uint64_t count[2]; /* rows, whatever they weigh */
};

enum { ROC_PAGE_BITS = 10, ROC_PAGE = 1 << ROC_PAGE_BITS };

struct roc_page {
	uint8_t *count; /* by place, then class, low bits first; NULL: no row */
	unsigned bits;  /* of a count: 4, 8, 16, 32, 64 */
};

/* What a page begins with. */
enum { ROC_NIBBLE = 4, ROC_NIBBLE_MAX = 15 };

struct roc_grid {
	uint32_t steps; /* scores are 0/steps, 1/steps, ... steps/steps */
	size_t n;       /* different scores */
	size_t pages;
	struct roc_page *page;
};

/* Where SCORE stands in a grid of STEPS; false for one that is no such multiple. */
static inline bool
roc_grid_place(uint32_t steps, double score, uint32_t *place)
{
	if (!(score >= 0 && score <= 1))
		return false;
	*place = (uint32_t)(score * steps + 0.5);
	return (double)*place / steps == score;
}

struct roc_grid *roc_grid_new(uint32_t steps);
void roc_grid_free(struct roc_grid *g); /* NULL is allowed */
/* COUNT more rows, which is not 0, at PLACE. */
void roc_grid_add_many(struct roc_grid *g, uint32_t place, bool positive, uint64_t count);
/* The scores on page I that have rows, rising, to ENTRY[0..ROC_PAGE); how many there are. */
size_t roc_grid_page(const struct roc_grid *g, size_t i, struct roc_entry *entry);

/*
 * Rows of each class to TOTAL.  Twice the number of pairs of a positive above a negative,
 * ties by half: what goes into the area under the ROC curve.
 */
unsigned __int128 roc_grid_area(const struct roc_grid *g, uint64_t total[2]);

/* One row at PLACE. */
static inline void
roc_grid_add(struct roc_grid *g, uint32_t place, bool positive)
{
	struct roc_page *page = &g->page[place >> ROC_PAGE_BITS];
	unsigned shift = positive ? ROC_NIBBLE : 0;
	uint8_t *both;

	if (!page->count || page->bits > ROC_NIBBLE) {
		roc_grid_add_many(g, place, positive, 1);
		return;
	}
	both = page->count + (place & (ROC_PAGE - 1));
	if ((*both >> shift & ROC_NIBBLE_MAX) == ROC_NIBBLE_MAX) {
		roc_grid_add_many(g, place, positive, 1);
		return;
	}
	g->n += !*both;
	*both = (uint8_t)(*both + (1 << shift));
}

#endif
