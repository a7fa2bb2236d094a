/*
 * A distribution in a file:
 *
 *     kind (8 bits), n, missing, odd (64 bits each), then of numbers
 *         blurred (64 bits), moments (text), cells (64 bits), each low, high (doubles) and
 *         count (64 bits), 9 deciles (doubles, none without cells)
 *     and of categories
 *         tally (text)
 */
#include <stdlib.h>

#include "distribution_parts.h"
#include "token.h"
#include "xalloc.h"

/* States have no bound but the tally's own. */
static void
put_state(struct pack *out, const struct distribution *d)
{
	struct buf text;

	buf_init(&text, BUF_CAP_MAX);
	if (d->kind == DISTRIBUTION_NUMBERS)
		(void)moments_save(&d->moments, &text);
	else
		(void)tally_save(&d->tally, &text);
	pack_text(out, buf_str(&text));
	buf_release(&text);
}

void
distribution_save(const struct distribution *d, struct pack *out)
{
	pack_u8(out, (uint8_t)d->kind);
	pack_u64(out, d->n);
	pack_u64(out, d->missing);
	pack_u64(out, d->odd);
	if (d->kind == DISTRIBUTION_NUMBERS)
		pack_u64(out, d->blurred);
	put_state(out, d);
	if (d->kind == DISTRIBUTION_CATEGORIES)
		return;
	pack_u64(out, d->cells);
	for (size_t i = 0; i < d->cells; i++) {
		pack_double(out, d->cell[i].low);
		pack_double(out, d->cell[i].high);
		pack_u64(out, d->cell[i].count);
	}
	for (int i = 0; i < DISTRIBUTION_DECILES && d->cells; i++)
		pack_double(out, d->decile[i]);
}

static uint64_t
take_count(struct unpack *in)
{
	uint64_t n = unpack_u64(in);

	if (n > TOKEN_COUNT_MAX)
		unpack_refuse(in);
	return n;
}

static void
take_cells(struct distribution *d, struct unpack *in)
{
	uint64_t n = 0;

	d->cells = (size_t)unpack_count(in, 24);
	d->cell = xcalloc(d->cells, sizeof *d->cell);
	d->exact = true;
	for (size_t i = 0; i < d->cells && !in->bad; i++) {
		struct distribution_cell *c = &d->cell[i];

		c->low = unpack_double(in);
		c->high = unpack_double(in);
		c->count = take_count(in);
		n += c->count;
		if (!c->count || c->low > c->high || (i && c->low <= c[-1].high) ||
		    n > TOKEN_COUNT_MAX)
			unpack_refuse(in);
		d->exact &= c->low == c->high;
	}
	if (n != d->n)
		unpack_refuse(in);
}

static void
take_deciles(struct distribution *d, struct unpack *in)
{
	double last;

	if (!d->cells || in->bad)
		return;
	last = d->cell[0].low;
	for (int i = 0; i < DISTRIBUTION_DECILES; i++) {
		d->decile[i] = unpack_double(in);
		if (d->decile[i] < last)
			unpack_refuse(in);
		last = d->decile[i];
	}
	if (last > d->cell[d->cells - 1].high)
		unpack_refuse(in);
}

static void
take_numbers(struct distribution *d, struct unpack *in)
{
	d->blurred = take_count(in);
	if (moments_load(&d->moments, unpack_text(in)) < 0 || d->moments.n != d->n)
		unpack_refuse(in);
	take_cells(d, in);
	take_deciles(d, in);
	if (d->cells && !in->bad &&
	    (d->moments.min != d->cell[0].low || d->moments.max != d->cell[d->cells - 1].high))
		unpack_refuse(in);
}

bool
distribution_load(struct distribution *d, struct unpack *in)
{
	uint8_t kind = unpack_u8(in);

	distribution_init(d, kind ? DISTRIBUTION_CATEGORIES : DISTRIBUTION_NUMBERS);
	if (kind > DISTRIBUTION_CATEGORIES)
		unpack_refuse(in);
	d->n = take_count(in);
	d->missing = take_count(in);
	d->odd = take_count(in);
	if (!kind)
		take_numbers(d, in);
	else if (d->odd || tally_load(&d->tally, unpack_text(in)) < 0 || d->tally.n != d->n)
		unpack_refuse(in);
	if (in->bad)
		distribution_release(d);
	return !in->bad;
}
