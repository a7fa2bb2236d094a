#include <stdlib.h>

#include "comparing_parts.h"
#include "season.h"
#include "timestamp.h"
#include "xalloc.h"

static struct comparing_basis *
make(const struct profile *p, uint32_t k, const struct comparing_window *w)
{
	struct comparing_basis *b = xcalloc(1, sizeof *b);

	profile_sum(p, k, w->start, w->end, &b->part);
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
	struct {
		uint64_t k, first, hours;
	} place = {profile_group(p, key, other), 0, 0};
	bool added;
	uint32_t i;

	if (place.k == UINT32_MAX)
		return NULL;
	if (p->season) {
		place.first = season_phase(p->season, w->start);
		place.hours = (uint64_t)(w->end - w->start);
	}
	i = map_add(&c->basis_key, STR_N((const char *)&place, sizeof place), &added);
	GROW(c->basis, (size_t)i + 1, c->basis_room);
	if (added)
		c->basis[i] = make(p, (uint32_t)place.k, w);
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
