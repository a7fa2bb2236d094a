/*
 * A wide tail is sorted by least significant digit first over a key that orders as
 * doubles do; a digit in which all keys agree costs one look.  Places are sorted the
 * same way, by two digits.
 */
#include <stdlib.h>

#include "roc_table.h"
#include "xalloc.h"

enum { DIGIT = 11, DIGITS = 6, PLACE_DIGITS = 2, SIZE = 1 << DIGIT, SMALL = 64 };

_Static_assert(DIGIT == ROC_PAGE_BITS + 1, "a page is the upper digit of its places");
_Static_assert((2 * ROC_STEPS + 1) >> (PLACE_DIGITS * DIGIT) == 0, "a place has two digits");

static int
by_key(const void *a, const void *b)
{
	uint64_t x = ((const struct roc_row *)a)->key, y = ((const struct roc_row *)b)->key;

	return (x > y) - (x < y);
}

/* One pass by the digit at SHIFT from FROM to TO; false, and no pass, if all agree. */
static bool
pass(const struct roc_row *from, struct roc_row *to, size_t n, unsigned shift)
{
	size_t start[SIZE] = {0}, total = 0;

	for (size_t i = 0; i < n; i++)
		start[from[i].key >> shift & (SIZE - 1)]++;
	if (start[from[0].key >> shift & (SIZE - 1)] == n)
		return false;
	for (size_t d = 0; d < SIZE; d++) {
		size_t here = start[d];

		start[d] = total;
		total += here;
	}
	for (size_t i = 0; i < n; i++)
		to[start[from[i].key >> shift & (SIZE - 1)]++] = from[i];
	return true;
}

/* A pass by the digit at SHIFT over places. */
static void
pass_places(const uint32_t *from, uint32_t *to, size_t n, unsigned shift)
{
	uint32_t start[SIZE] = {0}, total = 0;

	for (size_t i = 0; i < n; i++)
		start[from[i] >> shift & (SIZE - 1)]++;
	for (size_t d = 0; d < SIZE; d++) {
		uint32_t here = start[d];

		start[d] = total;
		total += here;
	}
	for (size_t i = 0; i < n; i++)
		to[start[from[i] >> shift & (SIZE - 1)]++] = from[i];
}

static int
by_place(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void
sort_places(struct roc *r)
{
	uint32_t *spare;

	if (r->tail_n <= SMALL) {
		qsort(r->place, r->tail_n, sizeof *r->place, by_place);
		return;
	}
	spare = xcalloc(r->tail_n, sizeof *spare);
	pass_places(r->place, spare, r->tail_n, 0);
	pass_places(spare, r->place, r->tail_n, DIGIT);
	free(spare);
}

void
roc_deal_tail(struct roc *r)
{
	uint32_t *dealt;

	if (r->tail_n < SIZE)
		return;
	dealt = xcalloc(r->tail_n, sizeof *dealt);
	pass_places(r->place, dealt, r->tail_n, DIGIT);
	free(r->place);
	r->place = dealt;
	r->place_room = r->tail_n;
}

static void
sort_wide(struct roc *r)
{
	struct roc_row *spare;

	if (r->tail_n <= SMALL) {
		qsort(r->tail, r->tail_n, sizeof *r->tail, by_key);
		return;
	}
	spare = xcalloc(r->tail_room, sizeof *spare);
	for (unsigned d = 0; d < DIGITS; d++)
		if (pass(r->tail, spare, r->tail_n, d * DIGIT)) {
			struct roc_row *sorted = spare;

			spare = r->tail;
			r->tail = sorted;
		}
	free(spare);
}

void
roc_sort_tail(struct roc *r)
{
	if (r->on_grid)
		sort_places(r);
	else
		sort_wide(r);
}
