#include "bins.h"

#include <math.h>
#include <stdlib.h>

#include "str.h"
#include "xalloc.h"

void
bins_release(struct bins *b)
{
	free(b->bin);
	*b = (struct bins){.bin = NULL};
}

static void
bins_begin(struct bins *b, size_t n, bool ordered)
{
	*b = (struct bins){.ordered = ordered};
	b->bin = xcalloc(n ? n : 1, sizeof *b->bin);
	b->n = n;
	b->room = n ? n : 1;
}

static void
count(struct bins *b, size_t i, uint64_t reference, uint64_t current)
{
	b->bin[i].reference += reference;
	b->bin[i].current += current;
	b->reference += reference;
	b->current += current;
}

void
bins_add(struct bins *b, uint64_t reference, uint64_t current)
{
	GROW(b->bin, b->n + 1, b->room);
	b->bin[b->n++] = (struct bin){0, 0};
	count(b, b->n - 1, reference, current);
}

static double
middle(const struct distribution_cell *c)
{
	return c->low == c->high ? c->low : c->low / 2 + c->high / 2;
}

bool
bins_walk(struct bins_walk *w, struct bins_point *p)
{
	const struct distribution *r = w->reference, *c = w->current;
	double x = w->i < r->cells ? middle(&r->cell[w->i]) : INFINITY;
	double y = w->j < c->cells ? middle(&c->cell[w->j]) : INFINITY;

	if (w->i >= r->cells && w->j >= c->cells)
		return false;
	*p = (struct bins_point){x < y ? x : y, 0, 0};
	while (w->i < r->cells && middle(&r->cell[w->i]) == p->x)
		p->reference += r->cell[w->i++].count;
	while (w->j < c->cells && middle(&c->cell[w->j]) == p->x)
		p->current += c->cell[w->j++].count;
	return true;
}

/* EDGE[0 .. n-1]: the different deciles upwards. */
static size_t
different_deciles(const struct distribution *d, double *edge)
{
	size_t n = 0;

	for (int i = 0; i < DISTRIBUTION_DECILES; i++)
		if (n == 0 || d->decile[i] > edge[n - 1])
			edge[n++] = d->decile[i];
	return n;
}

/* A cell up to an edge is below it. */
static void
count_by_deciles(struct bins *b, const struct distribution *d, const double *edge, size_t edges,
		 bool current)
{
	size_t i = 0;

	for (size_t k = 0; k < d->cells; k++) {
		const struct distribution_cell *c = &d->cell[k];

		while (i < edges && edge[i] < c->high) {
			b->split += c->low <= edge[i] ? c->count : 0;
			i++;
		}
		count(b, i, current ? 0 : c->count, current ? c->count : 0);
	}
}

/* The last bin is for values that the reference does not have. */
static void
count_by_values(struct bins *b, const struct distribution *reference,
		const struct distribution *current)
{
	struct bins_walk w = {reference, current, 0, 0};
	struct bins_point p;
	size_t i = 0;

	while (bins_walk(&w, &p))
		count(b, p.reference ? i++ : b->n - 1, p.reference, p.current);
}

static void
bin_numbers(struct bins *b, const struct distribution *reference,
	    const struct distribution *current)
{
	double edge[DISTRIBUTION_DECILES];
	size_t edges;

	if (reference->exact && reference->cells <= BINS_VALUES) {
		bins_begin(b, reference->cells + 1, true);
		count_by_values(b, reference, current);
		return;
	}
	edges = different_deciles(reference, edge);
	bins_begin(b, edges + 1, true);
	count_by_deciles(b, reference, edge, edges, false);
	count_by_deciles(b, current, edge, edges, true);
}

static uint64_t
count_of(const struct tally *t, const uint32_t *order, size_t i)
{
	return t->count[order[i]];
}

/* Both in byte order, as one. */
static void
bin_texts(struct bins *b, const struct tally *r, const struct tally *c)
{
	uint32_t *ri = map_sorted(&r->texts), *ci = map_sorted(&c->texts);
	size_t i = 0, j = 0;

	bins_begin(b, 0, false);
	while (i < r->texts.n || j < c->texts.n) {
		int order = i >= r->texts.n ? 1
			    : j >= c->texts.n
				    ? -1
				    : str_cmp(map_key(&r->texts, ri[i]), map_key(&c->texts, ci[j]));
		uint64_t reference = order <= 0 ? count_of(r, ri, i++) : 0;

		bins_add(b, reference, order >= 0 ? count_of(c, ci, j++) : 0);
	}
	free(ri);
	free(ci);
}

void
bins_each(struct bins *b, const struct distribution *reference, const struct distribution *current)
{
	struct bins_walk w = {reference, current, 0, 0};
	struct bins_point p;

	if (reference->kind == DISTRIBUTION_CATEGORIES) {
		bin_texts(b, &reference->tally, &current->tally);
		return;
	}
	bins_begin(b, 0, true);
	while (bins_walk(&w, &p))
		bins_add(b, p.reference, p.current);
}

void
bins_plain(struct bins *b, const struct distribution *reference, const struct distribution *current)
{
	uint64_t before = reference->missing + reference->odd;
	uint64_t now = current->missing + current->odd;

	if (reference->kind == DISTRIBUTION_CATEGORIES)
		bin_texts(b, &reference->tally, &current->tally);
	else
		bin_numbers(b, reference, current);
	if (before || now)
		bins_add(b, before, now);
}
