/*
 * Laws of counts hold where enough of them are to be expected.  What is to be expected on
 * either side follows from the rows of both together, of which the smaller side has its
 * share.  Numbers are joined with their neighbours, categories the rarest first.  Nothing
 * but the rows of both together may decide which go together, else bins would come out
 * that differ between the sides though nothing has changed.
 */
#include "bins.h"

#include <stdlib.h>

#include "xalloc.h"

struct place {
	struct bin bin;
	size_t i;
};

/* Of the same number of rows: as they stood. */
static int
by_rows(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	uint64_t m = x->bin.reference + x->bin.current, n = y->bin.reference + y->bin.current;

	if (m != n)
		return m < n ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

static void
rarest_first(struct bins *b)
{
	struct place *p = xcalloc(b->n, sizeof *p);

	for (size_t i = 0; i < b->n; i++)
		p[i] = (struct place){b->bin[i], i};
	qsort(p, b->n, sizeof *p, by_rows);
	for (size_t i = 0; i < b->n; i++)
		b->bin[i] = p[i].bin;
	free(p);
}

static void
add(struct bin *to, const struct bin *from)
{
	to->reference += from->reference;
	to->current += from->current;
}

void
bins_join(struct bins *b, double least)
{
	uint64_t smaller = b->reference < b->current ? b->reference : b->current;
	double share = (double)smaller / ((double)b->reference + (double)b->current);
	struct bin group = {0, 0};
	size_t n = 0;

	if (!b->ordered && b->n > 1)
		rarest_first(b);
	for (size_t i = 0; i < b->n; i++) {
		add(&group, &b->bin[i]);
		if (!((double)(group.reference + group.current) * share >= least))
			continue;
		b->bin[n++] = group;
		group = (struct bin){0, 0};
	}
	if (group.reference + group.current) {
		if (n == 0)
			b->bin[n++] = group;
		else
			add(&b->bin[n - 1], &group);
	}
	b->n = n;
}
