/*
 * A tree cuts a subsample in two at a threshold drawn between the least and the greatest
 * value of a column drawn at random, and each part again, until a row stands alone or the
 * depth reaches log2 of the subsample: there the tree knows what is common, and what is
 * odd has been set apart long before.  A leaf that still holds n rows counts as c(n) more
 * steps, the mean depth of a random binary tree of n rows.  The mean path length over all
 * trees, divided by c(subsample) and put into 2^-x, is the score of Liu, Ting and Zhou
 * (ICDM 2008).
 *
 * They, and scikit-learn, take c(n) = 2 (ln(n - 1) + gamma) - 2 (n - 1) / n, where ln n +
 * gamma stands for the harmonic number H(n).  Here it is exact unless scikit-learn's number is
 * asked for: c(n) = 2 (H(n) - 1), which is also what isotree computes.
 *
 * A row whose value is missing at a split goes both ways, weighted by the rows of the
 * tree's own sample that went there; so each node's mean path length over its own rows
 * is what a row gets that lacks everything from there on.  The same means make the explanation:
 * a step from a node to its child changes the path length that is to be expected, the
 * column of the split is to blame, and over a path all changes sum to the difference
 * between the root's mean and the leaf.
 *
 * To a tree a value beyond its sample is like the greatest of the sample, however far out it
 * lies: of 20 columns, some other is often nearly as odd by rank.  So the explanation keeps the
 * sum of what made the row odd but shares it anew, each column's part weighted by how
 * many times farther from the middle its value lies than what a tree sees of that column
 * (the mean over trees of least and greatest), where that is more than once.
 */
#include "iforest.h"

#include <math.h>
#include <stdlib.h>

#include "iforest_internal.h"
#include "xalloc.h"

static const double euler_gamma = 0.57721566490153286061;
static const double fixed_one = (double)((uint64_t)1 << IFOREST_POINT);

struct iforest *
iforest_new(size_t columns, size_t trees, uint32_t subsample, bool sklearn)
{
	struct iforest *f = xcalloc(1, sizeof *f);

	f->tree = xcalloc(trees, sizeof *f->tree);
	f->trees = trees;
	f->columns = columns;
	f->subsample = subsample;
	f->sklearn = sklearn;
	/* As its path lengths are: what is all alike then scores 1/2 exactly. */
	f->c = (double)iforest_fixed(iforest_c(subsample, sklearn)) / fixed_one;
	f->seen = xcalloc(columns + 1, sizeof *f->seen);
	return f;
}

void
iforest_free(struct iforest *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->trees; i++)
		free(f->tree[i].node);
	for (size_t i = 0; i < f->groves; i++)
		iforest_clear(&f->grove[i]);
	free(f->grove);
	free(f->tree);
	free(f->term);
	free(f->seen);
	free(f);
}

size_t
iforest_columns(const struct iforest *f)
{
	return f->columns;
}

/* Past 64 the next term of the series is below 1e-13. */
static double
harmonic(uint64_t n)
{
	double h = 0, x = (double)n, y = 1 / (x * x);

	if (n >= 64)
		return log(x) + euler_gamma + 1 / (2 * x) - y / 12 + y * y / 120;
	for (uint64_t i = n; i > 0; i--)
		h += 1 / (double)i;
	return h;
}

double
iforest_c(uint64_t n, bool sklearn)
{
	double x = (double)n;

	if (n < 2)
		return 0;
	if (!sklearn)
		return 2 * (harmonic(n) - 1);
	return n == 2 ? 1 : 2 * (log(x - 1) + euler_gamma) - 2 * (x - 1) / x;
}

/* Depths come down from the root and stand in PATH until the way up turns them to means. */
static void
measure(const struct iforest *f, struct iforest_tree *t)
{
	t->depth = 0;
	t->node[0].path = 0;
	for (uint32_t i = 0; i < t->nodes; i++) {
		const struct iforest_node *n = &t->node[i];

		if (n->left)
			t->node[n->left].path = t->node[n->left + 1].path = n->path + 1;
		else if (n->path > t->depth)
			t->depth = (uint32_t)n->path;
	}
	for (uint32_t i = t->nodes; i-- > 0;) {
		struct iforest_node *n = &t->node[i];
		const struct iforest_node *l = &t->node[n->left], *r = l + 1;

		if (n->left)
			n->path = (l->count * l->path + r->count * r->path) / n->count;
		else
			n->path += iforest_c(n->count, f->sklearn);
	}
}

void
iforest_finish(struct iforest *f)
{
	for (size_t i = 0; i < f->trees; i++)
		measure(f, &f->tree[i]);
	iforest_plant(f);
}

uint64_t
iforest_fixed(double path)
{
	return (uint64_t)(path * fixed_one + 0.5);
}

/* The mean of equal integers is that integer, so rows that are alike score alike. */
double
iforest_sum_score(const struct iforest *f, uint64_t sum, uint64_t count)
{
	double mean = (double)((sum + count / 2) / count) / fixed_one;

	return f->c > 0 ? exp2(-mean / f->c) : 0.5;
}

static uint64_t
walk_all(const struct iforest *f, const double *row)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < f->trees; i++)
		sum += iforest_fixed(iforest_walk(f, &f->tree[i], row));
	return sum;
}

/* A block of rows; RANK has IFOREST_ROWS for each column. */
static void
sum_block(const struct iforest *f, const double *row, size_t n, uint16_t *rank, uint64_t *sum)
{
	iforest_scanner *scan = iforest_best_variant()->scan;
	uint64_t total[IFOREST_ROWS] = {0};
	bool missing[IFOREST_ROWS];

	for (size_t i = 0; i < f->groves; i++) {
		iforest_rank(&f->grove[i], row, n, rank, missing);
		scan(&f->grove[i], rank, n, total);
	}
	for (size_t i = 0; i < n; i++)
		sum[i] = !f->groves || missing[i] ? walk_all(f, row + i * f->columns) : total[i];
}

void
iforest_sums(const struct iforest *f, const double *row, size_t n, uint64_t *sum)
{
	uint16_t *rank = xcalloc(f->groves ? f->columns + 1 : 1, IFOREST_ROWS * sizeof *rank);

	for (size_t i = 0; i < n; i += IFOREST_ROWS) {
		size_t rows = n - i < IFOREST_ROWS ? n - i : IFOREST_ROWS;

		sum_block(f, row + i * f->columns, rows, rank, sum + i);
	}
	free(rank);
}

void
iforest_score(const struct iforest *f, const double *row, size_t n, double *score)
{
	uint64_t sum[IFOREST_ROWS * 8];

	for (size_t i = 0; i < n;) {
		size_t rows = n - i < IFOREST_ROWS * 8 ? n - i : IFOREST_ROWS * 8;

		iforest_sums(f, row + i * f->columns, rows, sum);
		for (size_t k = 0; k < rows; k++)
			score[i + k] = iforest_sum_score(f, sum[k], f->trees);
		i += rows;
	}
}
