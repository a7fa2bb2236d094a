#include <math.h>

#include "iforest_internal.h"

double
iforest_project(const struct iforest_term *term, size_t n, const double *row)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += term[i].slope * (row[term[i].column] - term[i].middle);
	return sum;
}

enum iforest_side
iforest_side(const struct iforest *f, const struct iforest_node *n, const double *row)
{
	double x = n->terms ? iforest_project(f->term + n->column, n->terms, row) : row[n->column];

	if (isnan(x))
		return IFOREST_BOTH;
	return x <= n->threshold ? IFOREST_LEFT : IFOREST_RIGHT;
}

/* From node AT on. */
static double
walk(const struct iforest *f, const struct iforest_node *node, uint32_t at, const double *row)
{
	while (node[at].left) {
		const struct iforest_node *n = &node[at], *l = &node[n->left], *r = l + 1;
		enum iforest_side side = iforest_side(f, n, row);

		if (side == IFOREST_BOTH)
			return (l->count * walk(f, node, n->left, row) +
				r->count * walk(f, node, n->left + 1, row)) /
			       n->count;
		at = n->left + side;
	}
	return node[at].path;
}

double
iforest_walk(const struct iforest *f, const struct iforest_tree *t, const double *row)
{
	return walk(f, t->node, 0, row);
}

double
iforest_path(const struct iforest *f, const double *row)
{
	double sum = 0;

	for (size_t i = 0; i < f->trees; i++)
		sum += iforest_walk(f, &f->tree[i], row);
	return sum / (double)f->trees;
}

double
iforest_reference_path(const struct iforest *f)
{
	double sum = 0;

	for (size_t i = 0; i < f->trees; i++)
		sum += f->tree[i].node[0].path;
	return sum / (double)f->trees;
}

static double
pull(const struct iforest_term *t, const double *row)
{
	return fabs(t->slope * (row[t->column] - t->middle));
}

/* GAIN over the columns of N's split. */
static void
share(const struct iforest *f, const struct iforest_node *n, const double *row, double gain,
      double *part)
{
	const struct iforest_term *term;
	double all = 0;

	if (!n->terms) {
		part[n->column] += gain;
		return;
	}
	term = f->term + n->column;
	for (size_t i = 0; i < n->terms; i++)
		all += pull(&term[i], row);
	for (size_t i = 0; i < n->terms; i++)
		part[term[i].column] += gain * (all > 0 && isfinite(all) ? pull(&term[i], row) / all
									 : 1.0 / n->terms);
}

/* As far as WEIGHT of the row comes to node AT. */
static void
explain(const struct iforest *f, const struct iforest_node *node, uint32_t at, const double *row,
	double weight, double *part)
{
	while (node[at].left) {
		const struct iforest_node *n = &node[at], *l = &node[n->left], *r = l + 1;
		enum iforest_side side = iforest_side(f, n, row);

		if (side == IFOREST_BOTH) {
			explain(f, node, n->left, row, weight * l->count / n->count, part);
			weight = weight * r->count / n->count;
			side = IFOREST_RIGHT;
		} else {
			share(f, n, row, weight * (n->path - (side ? r : l)->path), part);
		}
		at = n->left + side;
	}
}

/* How many times farther out X lies than what trees see; at least once. */
static double
beyond(const struct iforest_seen *s, double x)
{
	double times = s->reach > 0 ? fabs(x / 2 - s->middle / 2) / s->reach * 2 : 1;

	return times > 1 ? fmin(times, 1e6) : 1;
}

/* The same sum of what made the row odd, more of it where trees could not see how far. */
static void
stress(const struct iforest *f, const double *row, double *part)
{
	double sum = 0, weighted = 0;

	for (size_t j = 0; j < f->columns; j++)
		if (part[j] > 0) {
			sum += part[j];
			weighted += part[j] * beyond(&f->seen[j], row[j]);
		}
	for (size_t j = 0; j < f->columns; j++)
		if (part[j] > 0)
			part[j] *= beyond(&f->seen[j], row[j]) * (sum / weighted);
}

void
iforest_explain(const struct iforest *f, const double *row, double *part)
{
	for (size_t j = 0; j < f->columns; j++)
		part[j] = 0;
	for (size_t i = 0; i < f->trees; i++)
		explain(f, f->tree[i].node, 0, row, 1, part);
	for (size_t j = 0; j < f->columns; j++)
		part[j] /= (double)f->trees;
	stress(f, row, part);
}
