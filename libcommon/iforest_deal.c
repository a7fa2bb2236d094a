#include "iforest_deal.h"

#include <stdlib.h>

#include "xalloc.h"

void
iforest_deal_init(struct iforest_deal *d, size_t columns, size_t trees)
{
	size_t steps = (trees + columns / 2) / columns;

	*d = (struct iforest_deal){.columns = columns, .steps = steps ? steps : 1};
	for (size_t l = 0; l < IFOREST_DEAL_LEVELS; l++) {
		d->start[l] = xcalloc(columns, sizeof *d->start[l]);
		d->card[l] = xcalloc(columns * d->steps, sizeof *d->card[l]);
		for (size_t i = 0; i < columns * d->steps; i++)
			d->card[l][i] = (uint32_t)i;
	}
}

void
iforest_deal_release(struct iforest_deal *d)
{
	for (size_t l = 0; l < IFOREST_DEAL_LEVELS; l++) {
		free(d->card[l]);
		free(d->start[l]);
	}
}

/* The next card of a level; a new round starts the steps somewhere else. */
static uint32_t
draw(struct iforest_deal *d, struct rng *r, size_t level)
{
	size_t cards = d->columns * d->steps, at = d->trees % cards;
	size_t other = at + rng_below(r, cards - at);
	uint32_t *card = d->card[level], drawn = card[other];

	card[other] = card[at];
	card[at] = drawn;
	for (size_t j = 0; at == 0 && j < d->columns; j++)
		d->start[level][j] = rng_double(r);
	return drawn;
}

void
iforest_deal_next(struct iforest_deal *d, struct rng *r,
		  struct iforest_cut cut[IFOREST_DEAL_LEVELS])
{
	for (size_t l = 0; l < IFOREST_DEAL_LEVELS; l++) {
		size_t card = draw(d, r, l), column = card / d->steps;
		double at = (double)(card % d->steps) + d->start[l][column];

		cut[l].column = (uint32_t)column;
		cut[l].at = at / (double)d->steps;
	}
	d->trees++;
}
