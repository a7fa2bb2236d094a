/*
 * IEEE division is correctly rounded, so place / steps is the double nearest to that
 * fraction: just what reading "0.610345" gives.  A score is on the grid if and only if
 * it is that double, and leaves it as it came.
 */
#include "roc_grid.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
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

/* The nibble I of PAGE is the low one of its byte, or the high one. */
static unsigned
shift_of(size_t i)
{
	return i % 2 * ROC_NIBBLE;
}

static uint64_t
count_at(const struct roc_page *page, size_t i)
{
	const uint8_t *at = page->count + i * page->bits / 8;
	uint64_t wide;
	uint32_t half;
	uint16_t quarter;

	switch (page->bits) {
	case 64:
		memcpy(&wide, at, sizeof wide);
		return wide;
	case 32:
		memcpy(&half, at, sizeof half);
		return half;
	case 16:
		memcpy(&quarter, at, sizeof quarter);
		return quarter;
	case 8:
		return *at;
	default:
		return *at >> shift_of(i) & ROC_NIBBLE_MAX;
	}
}

static void
put_count(struct roc_page *page, size_t i, uint64_t count)
{
	uint8_t *at = page->count + i * page->bits / 8;
	uint32_t half = (uint32_t)count;
	uint16_t quarter = (uint16_t)count;

	switch (page->bits) {
	case 64:
		memcpy(at, &count, sizeof count);
		break;
	case 32:
		memcpy(at, &half, sizeof half);
		break;
	case 16:
		memcpy(at, &quarter, sizeof quarter);
		break;
	case 8:
		*at = (uint8_t)count;
		break;
	default:
		*at &= (uint8_t) ~((unsigned)ROC_NIBBLE_MAX << shift_of(i));
		*at |= (uint8_t)(count << shift_of(i));
	}
}

static bool
fits(uint64_t count, unsigned bits)
{
	return bits == 64 || count >> bits == 0;
}

static struct roc_page
new_page(unsigned bits)
{
	return (struct roc_page){xcalloc(COUNTS * bits / 8, 1), bits};
}

static void
widen(struct roc_page *page, uint64_t count)
{
	unsigned bits = page->bits;
	struct roc_page wide;

	while (!fits(count, bits))
		bits *= 2;
	wide = new_page(bits);
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
		*page = new_page(ROC_NIBBLE);
	g->n += !(count_at(page, first) | count_at(page, first + 1));
	count += count_at(page, first + positive);
	if (!fits(count, page->bits))
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

/*
 * The sum of the products of the bytes of A, at most 15 each, and of B, at most 240: four
 * lanes times four in reverse have it in the uppermost, and no lane overflows.
 */
static uint64_t
dot(uint64_t a, uint64_t b)
{
	const uint64_t even = UINT64_C(0x00ff00ff00ff00ff);
	uint64_t back = __builtin_bswap64(b);

	return ((a & even) * (back >> 8 & even) >> 48) + ((a >> 8 & even) * (back & even) >> 48);
}

/* A page of nibbles, eight places at a time. */
static uint64_t
narrow_area(const struct roc_page *page, uint64_t total[2])
{
	const uint64_t low = UINT64_C(0x0f0f0f0f0f0f0f0f), ones = UINT64_C(0x0101010101010101);
	uint64_t area = 0;

	total[0] = total[1] = 0;
	for (size_t i = 0; i < ROC_PAGE; i += 8) {
		uint64_t both = bytes_load8(page->count + i);
		uint64_t negatives = both & low, positives = both >> ROC_NIBBLE & low;
		uint64_t up_to = negatives * ones; /* byte k: negatives of places 0 to k */
		uint64_t n = positives * ones >> 56;

		area += dot(positives, 2 * up_to - negatives) + 2 * total[0] * n;
		total[0] += up_to >> 56;
		total[1] += n;
	}
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
		area += page->bits == ROC_NIBBLE ? narrow_area(page, own) : wide_area(page, own);
		area += (unsigned __int128)total[0] * 2 * own[1];
		total[0] += own[0];
		total[1] += own[1];
	}
	return area;
}
