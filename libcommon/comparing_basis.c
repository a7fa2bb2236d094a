#include <stdlib.h>

#include "comparing_parts.h"
#include "xalloc.h"

struct place {
	size_t k, first, hours;
};

static struct comparing_basis *
make(const struct profile *p, const struct place *at)
{
	struct comparing_basis *b = xcalloc(1, sizeof *b);

	profile_sum(p, (uint32_t)at->k, at->first, at->hours, &b->part);
	if (b->part.rows)
		return b;
	comparing_basis_free(b);
	return NULL;
}

struct comparing_basis *
comparing_basis_of(struct comparing *c, const struct comparing_window *w, struct str key,
		   bool other)
{
	const struct profile *p = c->reference;
	struct place at = {.k = profile_group(p, key, other)};
	bool added;
	uint32_t i;

	if (at.k == UINT32_MAX)
		return NULL;
	at.hours = profile_hours(p, w->start, w->end, &at.first);
	i = map_add(&c->basis_key, STR_N((const char *)&at, sizeof at), &added);
	GROW(c->basis, (size_t)i + 1, c->basis_room);
	if (added)
		c->basis[i] = make(p, &at);
	return c->basis[i];
}

void
comparing_basis_coarsen(struct comparing_basis *b)
{
	size_t n = b->part.columns;

	if (b->coarse)
		return;
	b->coarse = true;
	profile_part_init(&b->cells, n);
	profile_part_seal(&b->cells);
	b->grid = xcalloc(n, sizeof *b->grid);
	for (size_t i = 0; i < n; i++) {
		if (b->part.column[i].kind != DISTRIBUTION_NUMBERS)
			continue;
		distribution_merge(&b->cells.column[i], &b->part.column[i]);
		distribution_condense(&b->cells.column[i], DISTRIBUTION_CELLS);
		distribution_grid_init(&b->grid[i], &b->cells.column[i]);
	}
}

void
comparing_basis_free(struct comparing_basis *b)
{
	if (!b)
		return;
	for (size_t i = 0; b->coarse && i < b->part.columns; i++)
		distribution_grid_release(&b->grid[i]);
	if (b->coarse)
		profile_part_release(&b->cells);
	profile_part_release(&b->part);
	free(b->grid);
	free(b);
}
