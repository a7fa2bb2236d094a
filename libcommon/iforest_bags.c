#include "iforest_bags.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

void
iforest_bags_init(struct iforest_bags *b, size_t rows, size_t take, uint64_t seed)
{
	*b = (struct iforest_bags){.rows = rows, .take = take};
	b->row = xmalloc(rows * sizeof *b->row);
	for (size_t i = 0; i < rows; i++)
		b->row[i] = (uint32_t)i;
	rng_seed(&b->rng, seed);
}

void
iforest_bags_release(struct iforest_bags *b)
{
	free(b->row);
}

/* Draws the rows from position FROM to TO anew among those from FROM on. */
static void
shuffle(struct iforest_bags *b, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		size_t j = i + rng_below(&b->rng, b->rows - i);
		uint32_t row = b->row[i];

		b->row[i] = b->row[j];
		b->row[j] = row;
	}
}

size_t
iforest_bags_round(size_t rows, size_t take)
{
	return rows / 2 < take && take < rows ? (rows + (rows - take) - 1) / (rows - take) : 1;
}

/* The next stretch of a list that is shuffled as far as it is needed. */
static void
take_stretch(struct iforest_bags *b, uint32_t *row)
{
	size_t from = b->tree++ % (b->rows / b->take) * b->take;

	shuffle(b, from, from + b->take);
	memcpy(row, b->row + from, b->take * sizeof *row);
}

static void
leave_stretch(struct iforest_bags *b, uint32_t *row)
{
	size_t out = b->rows - b->take, k = b->tree++ % iforest_bags_round(b->rows, b->take);
	size_t from = k * out < b->take ? k * out : b->take;

	if (k == 0)
		shuffle(b, 0, b->rows);
	memcpy(row, b->row, from * sizeof *row);
	memcpy(row + from, b->row + from + out, (b->take - from) * sizeof *row);
}

void
iforest_bags_next(struct iforest_bags *b, uint32_t *row)
{
	if (b->take > b->rows / 2)
		leave_stretch(b, row);
	else if (b->take > 0)
		take_stretch(b, row);
}
