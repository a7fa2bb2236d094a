#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "iforest_bags.h"
#include "iforest_deal.h"
#include "iforest_internal.h"
#include "xalloc.h"

/* A node that is to be split: its rows stand at [begin, end) of the tree's. */
struct part {
	uint32_t begin, end, depth;
};

struct grower {
	const struct matrix *reference;
	struct iforest *forest;
	struct rng rng;
	struct iforest_deal deal;
	struct iforest_cut cut[IFOREST_DEAL_LEVELS]; /* of the tree's levels */
	size_t extension;
	uint32_t max_depth;
	uint32_t *row;    /* of the tree */
	uint32_t *column; /* in any order */
	struct part *part;
	struct iforest_node *node; /* and its parts, breadth first */
	uint32_t nodes;
};

static const double *
row_of(const struct grower *g, size_t i)
{
	return matrix_row(g->reference, g->row[i]);
}

/* False: all values of the part are equal or missing. */
static bool
range(const struct grower *g, struct part p, uint32_t column, double *min, double *max)
{
	*min = INFINITY;
	*max = -INFINITY;
	for (size_t i = p.begin; i < p.end; i++) {
		double x = row_of(g, i)[column];

		*min = x < *min ? x : *min;
		*max = x > *max ? x : *max;
	}
	return *min < *max;
}

/* At U of the way from min, in [min, max), never -0. */
static double
between(double u, double min, double max)
{
	double x = min + u * (max - min);

	if (!isfinite(max - min))
		x = min * (1 - u) + max * u;
	return x >= min && x < max ? x + 0.0 : min + 0.0;
}

/* Draws from the N columns not drawn so far one that varies; false: none is left. */
static bool
draw_column(struct grower *g, struct part p, size_t *n, uint32_t *column, double range_of[2])
{
	while (*n) {
		size_t i = rng_below(&g->rng, *n);

		*column = g->column[i];
		g->column[i] = g->column[--*n];
		g->column[*n] = *column;
		if (range(g, p, *column, &range_of[0], &range_of[1]))
			return true;
	}
	return false;
}

/* Uniform on the circle's radius: Marsaglia's polar method for a normal number. */
static double
draw_normal(struct rng *r)
{
	double u, v, s;

	do {
		u = 2 * rng_double(r) - 1;
		v = 2 * rng_double(r) - 1;
		s = u * u + v * v;
	} while (!(s > 0 && s < 1));
	return u * sqrt(-2 * log(s) / s);
}

/* The slope is measured in halves of the range; both halves stay finite. */
static void
add_term(struct grower *g, uint32_t column, const double range_of[2])
{
	struct iforest *f = g->forest;
	double slope = draw_normal(&g->rng) / (range_of[1] / 2 - range_of[0] / 2);

	GROW(f->term, f->terms + 1, f->terms_room);
	f->term[f->terms++] = (struct iforest_term){
		.slope = fmax(-1e300, fmin(slope, 1e300)),
		.middle = range_of[0] / 2 + range_of[1] / 2,
		.column = column,
	};
}

/* The range of the sums of terms from FIRST on. */
static bool
range_of_terms(const struct grower *g, struct part p, size_t first, double *min, double *max)
{
	const struct iforest *f = g->forest;

	*min = INFINITY;
	*max = -INFINITY;
	for (size_t i = p.begin; i < p.end; i++) {
		double x = iforest_project(f->term + first, f->terms - first, row_of(g, i));

		*min = x < *min ? x : *min;
		*max = x > *max ? x : *max;
	}
	return *min < *max;
}

/* Brings COLUMN behind the others; how many these are. */
static size_t
set_aside(struct grower *g, uint32_t column)
{
	size_t last = g->forest->columns - 1, i = 0;

	while (g->column[i] != column)
		i++;
	g->column[i] = g->column[last];
	g->column[last] = column;
	return last;
}

/*
 * Makes the split AT of one column, whose RANGE_OF is known, one along several, if it can.
 */
static void
extend(struct grower *g, struct iforest_node *n, struct part p, double at, double range_of[2])
{
	struct iforest *f = g->forest;
	size_t first = f->terms, left = set_aside(g, n->column);
	uint32_t column = n->column;
	double min, max;

	do
		add_term(g, column, range_of);
	while (f->terms - first <= g->extension && draw_column(g, p, &left, &column, range_of));
	if (f->terms - first > 1 && range_of_terms(g, p, first, &min, &max) &&
	    isfinite(max - min)) {
		n->terms = (uint32_t)(f->terms - first);
		n->column = (uint32_t)first;
		n->threshold = between(at, min, max);
	} else {
		f->terms = first;
	}
}

/* The dealt cut of the part's level, or, if its column does not vary, any; false: none. */
static bool
choose_cut(struct grower *g, struct part p, struct iforest_cut *cut, double range_of[2])
{
	size_t left = g->forest->columns;

	if (p.depth < IFOREST_DEAL_LEVELS) {
		*cut = g->cut[p.depth];
		if (range(g, p, cut->column, &range_of[0], &range_of[1]))
			return true;
	}
	cut->at = rng_double(&g->rng);
	return draw_column(g, p, &left, &cut->column, range_of);
}

/* False: the part cannot be split. */
static bool
choose(struct grower *g, struct iforest_node *n, struct part p)
{
	struct iforest_cut cut;
	double range_of[2];

	if (p.end - p.begin < 2 || p.depth >= g->max_depth || !choose_cut(g, p, &cut, range_of))
		return false;
	n->column = cut.column;
	n->threshold = between(cut.at, range_of[0], range_of[1]);
	if (g->extension)
		extend(g, n, p, cut.at, range_of);
	return true;
}

static void
swap(struct grower *g, size_t i, size_t k)
{
	uint32_t row = g->row[i];

	g->row[i] = g->row[k];
	g->row[k] = row;
}

/*
 * Brings the rows that go left to the front and tells where the others begin.  Those with
 * a value missing wait at the end, and follow the others in proportion.
 */
static uint32_t
separate(struct grower *g, const struct iforest_node *n, struct part p)
{
	uint32_t right = p.begin, known = p.end, i = p.begin;
	uint64_t lefts, all;

	while (i < known) {
		enum iforest_side side = iforest_side(g->forest, n, row_of(g, i));

		if (side == IFOREST_BOTH)
			swap(g, i, --known);
		else if (side == IFOREST_RIGHT)
			i++;
		else
			swap(g, i++, right++);
	}
	lefts = right - p.begin;
	all = known - p.begin;
	for (; i < p.end; i++)
		if (rng_below(&g->rng, all) < lefts)
			swap(g, i, right++);
	return right;
}

static void
add_node(struct grower *g, struct part p)
{
	g->node[g->nodes] = (struct iforest_node){.count = p.end - p.begin};
	g->part[g->nodes++] = p;
}

static void
split(struct grower *g, uint32_t i)
{
	struct iforest_node *n = &g->node[i];
	struct part p = g->part[i];
	uint32_t right;

	if (!choose(g, n, p))
		return;
	right = separate(g, n, p);
	n->left = g->nodes;
	add_node(g, (struct part){p.begin, right, p.depth + 1});
	add_node(g, (struct part){right, p.end, p.depth + 1});
}

/* Rounded sums of shares of the largest number there is can be larger. */
static double
finite(double x)
{
	return fmax(-DBL_MAX, fmin(x, DBL_MAX));
}

/* What the tree sees of each column, added up until the last tree. */
static void
note_seen(struct grower *g)
{
	struct part all = {0, g->forest->subsample, 0};
	double trees = (double)g->forest->trees, min, max;

	for (size_t j = 0; j < g->forest->columns; j++) {
		struct iforest_seen *s = &g->forest->seen[j];

		if (!range(g, all, (uint32_t)j, &min, &max))
			continue;
		s->middle = finite(s->middle + (min / 2 + max / 2) / trees);
		s->reach = finite(s->reach + (max / 2 - min / 2) / trees);
	}
}

static void
grow(struct grower *g, struct iforest_tree *t)
{
	uint32_t subsample = g->forest->subsample;

	g->nodes = 0;
	add_node(g, (struct part){0, subsample, 0});
	if (g->reference->rows > 0 && g->forest->columns > 0) {
		note_seen(g);
		iforest_deal_next(&g->deal, &g->rng, g->cut);
		for (uint32_t i = 0; i < g->nodes; i++)
			split(g, i);
	}
	t->nodes = g->nodes;
	t->node = xmalloc(g->nodes * sizeof *t->node);
	memcpy(t->node, g->node, g->nodes * sizeof *t->node);
}

static void
grower_init(struct grower *g, const struct matrix *reference, const struct detector_options *o,
	    struct iforest *f)
{
	uint64_t depth = o->max_depth;

	*g = (struct grower){.reference = reference, .forest = f, .extension = o->extension};
	while (!o->max_depth && (uint64_t)1 << depth < f->subsample)
		depth++;
	g->max_depth = depth < IFOREST_DEPTH_MAX ? (uint32_t)depth : IFOREST_DEPTH_MAX;
	g->row = xcalloc(f->subsample, sizeof *g->row);
	g->part = xcalloc(2 * (size_t)f->subsample, sizeof *g->part);
	g->node = xcalloc(2 * (size_t)f->subsample, sizeof *g->node);
	g->column = xcalloc(f->columns + 1, sizeof *g->column);
	for (size_t j = 0; j < f->columns; j++)
		g->column[j] = (uint32_t)j;
	/* Not the stream of the bags, which must be told apart from it. */
	rng_seed(&g->rng, ~o->seed);
	if (f->columns > 0)
		iforest_deal_init(&g->deal, f->columns, f->trees);
}

static void
grower_release(struct grower *g)
{
	free(g->row);
	free(g->part);
	free(g->node);
	free(g->column);
	iforest_deal_release(&g->deal);
}

static uint64_t
clamp(uint64_t x, uint64_t max)
{
	return x < 1 ? 1 : x > max ? max : x;
}

/*
 * Of so many rows never all, if there are two, so that calibration has trees that did not see
 * a row.  Halves would do for that, but cost up to 0.006 of AUROC on small sets; a third left
 * out costs nothing.
 */
static size_t
rows_of_tree(size_t rows, const struct detector_options *o)
{
	size_t wanted = clamp(o->subsample, IFOREST_SUBSAMPLE_MAX);
	size_t most = rows < 2 ? rows : rows - (rows + 2) / 3;

	return wanted < most ? wanted : most;
}

struct iforest *
iforest_fit(const struct matrix *reference, const struct detector_options *o)
{
	size_t take = rows_of_tree(reference->rows, o);
	struct iforest *f = iforest_new(reference->columns, clamp(o->trees, IFOREST_TREES_MAX),
					take ? (uint32_t)take : 1, o->sklearn);
	struct grower g;
	struct iforest_bags b;

	grower_init(&g, reference, o, f);
	iforest_bags_init(&b, reference->rows, take, o->seed);
	for (size_t i = 0; i < f->trees; i++) {
		iforest_bags_next(&b, g.row);
		grow(&g, &f->tree[i]);
	}
	iforest_bags_release(&b);
	grower_release(&g);
	iforest_finish(f);
	return f;
}

/* Takes what each tree says of its own rows out of SUM; counts in IN who was in. */
static void
leave_out(const struct iforest *f, const struct matrix *reference, uint64_t seed, uint64_t *sum,
	  uint32_t *in)
{
	uint32_t *row = xcalloc(f->subsample, sizeof *row);
	struct iforest_bags b;

	iforest_bags_init(&b, reference->rows, reference->rows ? f->subsample : 0, seed);
	for (size_t i = 0; i < f->trees; i++) {
		iforest_bags_next(&b, row);
		for (size_t k = 0; k < b.take; k++) {
			const double *x = matrix_row(reference, row[k]);

			sum[row[k]] -= iforest_fixed(iforest_walk(f, &f->tree[i], x));
			in[row[k]]++;
		}
	}
	iforest_bags_release(&b);
	free(row);
}

static void
out_of_bag(const struct iforest *f, const struct matrix *reference, uint64_t seed, double *score)
{
	uint64_t *sum = xcalloc(reference->rows + 1, sizeof *sum);
	uint32_t *in = xcalloc(reference->rows + 1, sizeof *in);

	iforest_sums(f, reference->cell, reference->rows, sum);
	leave_out(f, reference, seed, sum, in);
	for (size_t i = 0; i < reference->rows; i++)
		if (f->c > 0)
			score[i] = in[i] < f->trees ? iforest_sum_score(f, sum[i], f->trees - in[i])
						    : 1;
		else
			score[i] = 0.5;
	free(in);
	free(sum);
}

void
iforest_calibrate(const struct iforest *f, const struct matrix *reference,
		  const struct detector_options *o, double *score)
{
	size_t take = rows_of_tree(reference->rows, o);
	struct detector_options more = *o;
	struct iforest *larger;

	if (2 * take <= reference->rows) {
		out_of_bag(f, reference, o->seed, score);
		return;
	}
	more.trees = clamp(o->trees, IFOREST_TREES_MAX) * iforest_bags_round(reference->rows, take);
	larger = iforest_fit(reference, &more);
	out_of_bag(larger, reference, more.seed, score);
	iforest_free(larger);
}
