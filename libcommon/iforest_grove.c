#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "iforest_internal.h"
#include "quantile.h"
#include "xalloc.h"

void
iforest_clear(struct iforest_grove *g)
{
	free(g->threshold);
	free(g->from);
	free(g->root);
	free(g->step);
	free(g->path);
	free(g->heap);
}

/* How many of the N sorted thresholds T are below X. */
static inline size_t
below(const double *t, size_t n, double x)
{
	const double *at = t;

	if (n == 0)
		return 0;
	while (n > 1) {
		size_t half = n / 2;

		at += at[half - 1] < x ? half : 0;
		n -= half;
	}
	return (size_t)(at - t) + (*at < x);
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
		const double *t = g->threshold + g->from[j];
		size_t thresholds = g->from[j + 1] - g->from[j];

		for (size_t i = 0; i < n; i++)
			rank[j * IFOREST_ROWS + i] =
				(uint16_t)below(t, thresholds, row[i * g->columns + j]);
	}
}

/* Sorts a column's N thresholds and keeps each once; how many are left. */
static size_t
distinct(double *t, size_t n)
{
	size_t kept = 0;

	quantile_sort(t, n);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || t[i] != t[i - 1])
			t[kept++] = t[i];
	return kept;
}

/* T is where each column's thresholds begin, and room for where they end. */
static void
collect(struct iforest_grove *g, const struct iforest_tree *tree, size_t *end)
{
	for (size_t i = 0; i < g->trees; i++)
		for (uint32_t k = 0; k < tree[i].nodes; k++) {
			const struct iforest_node *n = &tree[i].node[k];

			if (n->left)
				g->threshold[end[n->column]++] = n->threshold;
		}
}

static void
make_thresholds(struct iforest_grove *g, const struct iforest_tree *tree)
{
	size_t *end = xcalloc(g->columns + 1, sizeof *end), kept = 0, first = 0;

	g->from = xcalloc(g->columns + 1, sizeof *g->from);
	for (size_t i = 0; i < g->trees; i++)
		for (uint32_t k = 0; k < tree[i].nodes; k++)
			if (tree[i].node[k].left)
				g->from[tree[i].node[k].column + 1]++;
	for (size_t j = 0; j < g->columns; j++)
		end[j + 1] = g->from[j + 1] += g->from[j];
	g->threshold = xcalloc(g->from[g->columns] + 1, sizeof *g->threshold);
	collect(g, tree, end);
	for (size_t j = 0; j < g->columns; j++) {
		size_t n = distinct(g->threshold + first, end[j] - first);

		memmove(g->threshold + kept, g->threshold + first, n * sizeof *g->threshold);
		first = end[j];
		g->from[j] = kept;
		kept += n;
	}
	g->from[g->columns] = kept;
	free(end);
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
			const size_t *from = &g->from[n->column];
			struct iforest_step *s = &g->step[at + k];

			s->left = (uint32_t)at + (n->left ? n->left : k);
			s->column = (uint16_t)n->column;
			s->rank = IFOREST_RANK_LEAF;
			if (n->left)
				s->rank = (uint16_t)below(g->threshold + from[0], from[1] - from[0],
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

		make_thresholds(&g, &f->tree[i]);
		make_steps(&g, &f->tree[i]);
		make_heaps(&g);
		GROW(f->grove, f->groves + 1, room);
		f->grove[f->groves++] = g;
		i += g.trees;
	}
}
