/*
 * IEEE division is correctly rounded, so place / steps is the double nearest to that
 * fraction: just what reading "0.610345" gives.  A score is on the grid if and only if
 * it is that double, and leaves it as it came.
 */
#include "roc_grid.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { COUNTS = 2 * ROC_PAGE };

struct roc_grid *
roc_grid_new(uint32_t steps)
{
	struct roc_grid *g = xcalloc(1, sizeof *g);

	g->steps = steps;
	g->pages = steps / ROC_PAGE + 1;
	g->page = xcalloc(g->pages, sizeof *g->page);
	return g;
}

void
roc_grid_free(struct roc_grid *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->pages; i++)
		free(g->page[i].count);
	free(g->page);
	free(g);
}

static uint64_t
count_at(const struct roc_page *page, size_t i)
{
	const uint8_t *at = page->count + i * page->width;
	uint64_t wide;
	uint32_t half;
	uint16_t quarter;

	switch (page->width) {
	case sizeof wide:
		memcpy(&wide, at, sizeof wide);
		return wide;
	case sizeof half:
		memcpy(&half, at, sizeof half);
		return half;
	case sizeof quarter:
		memcpy(&quarter, at, sizeof quarter);
		return quarter;
	default:
		return *at;
	}
}

static void
put_count(struct roc_page *page, size_t i, uint64_t count)
{
	uint8_t *at = page->count + i * page->width;
	uint32_t half = (uint32_t)count;
	uint16_t quarter = (uint16_t)count;

	switch (page->width) {
	case sizeof count:
		memcpy(at, &count, sizeof count);
		break;
	case sizeof half:
		memcpy(at, &half, sizeof half);
		break;
	case sizeof quarter:
		memcpy(at, &quarter, sizeof quarter);
		break;
	default:
		*at = (uint8_t)count;
	}
}

static bool
fits(uint64_t count, unsigned width)
{
	return width == sizeof count || count >> (8 * width) == 0;
}

static void
widen(struct roc_page *page, uint64_t count)
{
	struct roc_page wide = {.width = page->width};

	while (!fits(count, wide.width))
		wide.width *= 2;
	wide.count = xcalloc(COUNTS, wide.width);
	for (size_t i = 0; i < COUNTS; i++)
		put_count(&wide, i, count_at(page, i));
	free(page->count);
	*page = wide;
}

void
roc_grid_add_many(struct roc_grid *g, uint32_t place, bool positive, uint64_t count)
{
	struct roc_page *page = &g->page[place >> ROC_PAGE_BITS];
	size_t first = 2 * (size_t)(place & (ROC_PAGE - 1));

	if (!page->count)
		*page = (struct roc_page){xcalloc(COUNTS, 1), 1};
	g->n += !(count_at(page, first) | count_at(page, first + 1));
	count += count_at(page, first + positive);
	if (!fits(count, page->width))
		widen(page, count);
	put_count(page, first + positive, count);
}

size_t
roc_grid_page(const struct roc_grid *g, size_t i, struct roc_entry *entry)
{
	const struct roc_page *page = &g->page[i];
	size_t n = 0;

	for (size_t k = 0; page->count && k < ROC_PAGE; k++) {
		uint64_t negatives = count_at(page, 2 * k), positives = count_at(page, 2 * k + 1);
		double place = (double)(i * ROC_PAGE + k);

		if (negatives | positives)
			entry[n++] = (struct roc_entry){place / g->steps, {negatives, positives}};
	}
	return n;
}

/* A page of single bytes, whose sums stay small. */
static uint64_t
narrow_area(const struct roc_page *page, uint64_t total[2])
{
	uint32_t below[2] = {0, 0};
	uint64_t area = 0;

	for (size_t i = 0; i < COUNTS; i += 2) {
		uint32_t negatives = page->count[i], positives = page->count[i + 1];

		area += (uint64_t)(2 * below[0] + negatives) * positives;
		below[0] += negatives;
		below[1] += positives;
	}
	total[0] = below[0];
	total[1] = below[1];
	return area;
}

static unsigned __int128
wide_area(const struct roc_page *page, uint64_t total[2])
{
	unsigned __int128 area = 0;

	total[0] = total[1] = 0;
	for (size_t i = 0; i < COUNTS; i += 2) {
		uint64_t negatives = count_at(page, i), positives = count_at(page, i + 1);

		area += ((unsigned __int128)total[0] * 2 + negatives) * positives;
		total[0] += negatives;
		total[1] += positives;
	}
	return area;
}

unsigned __int128
roc_grid_area(const struct roc_grid *g, uint64_t total[2])
{
	unsigned __int128 area = 0;

	total[0] = total[1] = 0;
	for (size_t i = 0; i < g->pages; i++) {
		const struct roc_page *page = &g->page[i];
		uint64_t own[2];

		if (!page->count)
			continue;
		area += page->width == 1 ? narrow_area(page, own) : wide_area(page, own);
		area += (unsigned __int128)total[0] * 2 * own[1];
		total[0] += own[0];
		total[1] += own[1];
	}
	return area;
}
