#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "iforest_internal.h"
#include "xalloc.h"

void
iforest_clear(struct iforest_grove *g)
{
	for (size_t j = 0; j < g->columns; j++)
		iforest_ruler_release(&g->ruler[j]);
	free(g->ruler);
	free(g->root);
	free(g->step);
	free(g->path);
	free(g->heap);
}

static void
note_missing(const double *row, size_t n, size_t columns, bool *missing)
{
	for (size_t i = 0; i < n; i++) {
		missing[i] = false;
		for (size_t j = 0; j < columns; j++)
			missing[i] |= isnan(row[i * columns + j]);
	}
}

void
iforest_rank(const struct iforest_grove *g, const double *row, size_t n, uint16_t *rank,
	     bool *missing)
{
	note_missing(row, n, g->columns, missing);
	for (size_t j = 0; j < g->columns; j++) {
		struct iforest_ruler ruler = g->ruler[j];

		for (size_t i = 0; i < n; i++)
			rank[j * IFOREST_ROWS + i] =
				(uint16_t)iforest_ruler_rank(&ruler, row[i * g->columns + j]);
	}
}

/* FROM[j + 1]: how many splits are on column j. */
static void
count_splits(const struct iforest_grove *g, const struct iforest_tree *tree, size_t *from)
{
	for (size_t i = 0; i < g->trees; i++)
		for (uint32_t k = 0; k < tree[i].nodes; k++)
			if (tree[i].node[k].left)
				from[tree[i].node[k].column + 1]++;
}

/* The thresholds of column j go to T + FROM[j] on, and FROM[j] to where they end. */
static void
collect(const struct iforest_grove *g, const struct iforest_tree *tree, size_t *from, double *t)
{
	for (size_t i = 0; i < g->trees; i++)
		for (uint32_t k = 0; k < tree[i].nodes; k++) {
			const struct iforest_node *n = &tree[i].node[k];

			if (n->left)
				t[from[n->column]++] = n->threshold;
		}
}

static void
make_rulers(struct iforest_grove *g, const struct iforest_tree *tree)
{
	size_t *from = xcalloc(g->columns + 1, sizeof *from), first = 0;
	double *t;

	count_splits(g, tree, from);
	for (size_t j = 0; j < g->columns; j++)
		from[j + 1] += from[j];
	t = xcalloc(from[g->columns] + 1, sizeof *t);
	collect(g, tree, from, t);
	g->ruler = xcalloc(g->columns + 1, sizeof *g->ruler);
	for (size_t j = 0; j < g->columns; first = from[j++])
		iforest_ruler_init(&g->ruler[j], t + first, from[j] - first);
	free(t);
	free(from);
}

static void
make_steps(struct iforest_grove *g, const struct iforest_tree *tree)
{
	size_t all = 0, at = 0;

	for (size_t i = 0; i < g->trees; i++)
		all += tree[i].nodes;
	g->root = xcalloc(g->trees, sizeof *g->root);
	g->step = xcalloc(all, sizeof *g->step);
	g->path = xcalloc(all, sizeof *g->path);
	for (size_t i = 0; i < g->trees; at += tree[i++].nodes) {
		g->root[i] = (struct iforest_root){(uint32_t)at, tree[i].depth};
		for (uint32_t k = 0; k < tree[i].nodes; k++) {
			const struct iforest_node *n = &tree[i].node[k];
			struct iforest_step *s = &g->step[at + k];

			s->left = (uint32_t)at + (n->left ? n->left : k);
			s->column = (uint16_t)n->column;
			s->rank = IFOREST_RANK_LEAF;
			if (n->left)
				s->rank = (uint16_t)iforest_ruler_rank(&g->ruler[n->column],
								       n->threshold);
			else
				g->path[at + k] = iforest_fixed(n->path);
		}
	}
}

/* Copies step AT of the grove to place TO of level DEPTH, and what hangs on it. */
static void
heap_up(const struct iforest_grove *g, struct iforest_heap *h, uint32_t at, unsigned to,
	unsigned depth)
{
	const struct iforest_step *s = &g->step[at];
	bool leaf = s->left == at;

	if (depth == IFOREST_HEAP_DEPTH) {
		h->path[to - IFOREST_HEAP] = g->path[at];
		return;
	}
	h->rank[to] = s->rank;
	h->column[to] = leaf ? 0 : s->column;
	heap_up(g, h, s->left, 2 * to, depth + 1);
	heap_up(g, h, leaf ? at : s->left + 1, 2 * to + 1, depth + 1);
}

static void
make_heaps(struct iforest_grove *g)
{
	for (size_t i = 0; i < g->trees; i++)
		if (g->root[i].depth > IFOREST_HEAP_DEPTH)
			return;
	g->heap = xcalloc(g->trees, sizeof *g->heap);
	for (size_t i = 0; i < g->trees; i++)
		heap_up(g, &g->heap[i], g->root[i].step, 1, 0);
}

static size_t
splits(const struct iforest_tree *t)
{
	return t->nodes / 2;
}

/* As many trees from FROM on as one grove can hold; 0 if it cannot hold one. */
static size_t
fitting(const struct iforest *f, size_t from)
{
	size_t n = from, ranks = 0;

	while (n < f->trees && ranks + splits(&f->tree[n]) <= IFOREST_RANKS_MAX)
		ranks += splits(&f->tree[n++]);
	return n - from;
}

static bool
fits(const struct iforest *f)
{
	for (size_t i = 0; i < f->trees; i++)
		if (splits(&f->tree[i]) > IFOREST_RANKS_MAX)
			return false;
	return f->terms == 0 && f->columns <= IFOREST_COLUMNS_MAX;
}

void
iforest_plant(struct iforest *f)
{
	size_t room = 0;

	if (!fits(f))
		return;
	for (size_t i = 0; i < f->trees;) {
		struct iforest_grove g = {.trees = fitting(f, i), .columns = f->columns};

		make_rulers(&g, &f->tree[i]);
		make_steps(&g, &f->tree[i]);
		make_heaps(&g);
		GROW(f->grove, f->groves + 1, room);
		f->grove[f->groves++] = g;
		i += g.trees;
	}
}
