/*
 * roc_grid - counts of scores that are whole multiples of one step.  Layer: stats;
 * only roc_*.c include it.
 *
 * Scores are written with six digits as a rule, and buckets are multiples too: such a
 * score is a place in an array, so a row costs one addition and nothing is ever sorted.
 * The array is cut into pages that are there once a row needs them, and a page's counts
 * grow from one byte to 2, 4 and 8 as the greatest demands.  Memory: 2 to 16 bytes a
 * place of the pages met, 2 MiB for a million places that no row met 256 times.
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
	uint8_t *count; /* by place, then class; NULL: no row */
	unsigned width; /* bytes of a count: 1, 2, 4, 8 */
};

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
	uint8_t *count;

	if (!page->count || page->width > 1) {
		roc_grid_add_many(g, place, positive, 1);
		return;
	}
	count = page->count + 2 * (size_t)(place & (ROC_PAGE - 1));
	if (count[positive] == UINT8_MAX) {
		roc_grid_add_many(g, place, positive, 1);
		return;
	}
	g->n += !(count[0] | count[1]);
	count[positive]++;
}

#endif
