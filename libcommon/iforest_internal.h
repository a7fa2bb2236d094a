/*
 * iforest_internal - the parts of a forest.  Layer: detect; for iforest*.c.
 *
 * Path lengths are added up as integers, in units of 2^-40: sums are exact whatever their
 * order, and the limits of iforest.h keep them below 2^64.
 */
#ifndef ML_IFOREST_INTERNAL_H
#define ML_IFOREST_INTERNAL_H

#include "iforest.h"
#include "iforest_scan.h"
#include "rng.h"

enum { IFOREST_POINT = 40 };

/* Of a split along several columns: slope * (value - middle) is added up. */
struct iforest_term {
	double slope, middle;
	uint32_t column;
};

/* Of a column: halfway between the least and greatest value that a tree sees, and how far. */
struct iforest_seen {
	double middle, reach;
};

struct iforest_node {
	double threshold; /* rows up to and with it go left */
	double path;      /* a leaf's path length; else the mean of the node's rows */
	uint32_t left;    /* of the tree; right is behind it; 0: a leaf */
	uint32_t count;   /* rows that the tree was made of */
	uint32_t column;  /* or the first of its TERMS in the forest */
	uint32_t terms;   /* 0: split on one column */
};

/* Breadth first: children stand in the order of their parents, behind them. */
struct iforest_tree {
	struct iforest_node *node;
	uint32_t nodes, depth;
};

struct iforest {
	struct iforest_tree *tree;
	struct iforest_term *term;
	struct iforest_seen *seen;   /* of each column, in the mean of the trees */
	struct iforest_grove *grove; /* of all trees, or of none */
	size_t trees, terms, terms_room, groves, columns;
	uint32_t subsample; /* rows of each tree */
	bool sklearn;
	double c; /* of subsample */
};

enum iforest_side { IFOREST_LEFT, IFOREST_RIGHT, IFOREST_BOTH };

struct iforest *iforest_new(size_t columns, size_t trees, uint32_t subsample, bool sklearn);
/* Once the splits and counts of all trees stand: path lengths, and what scoring needs. */
void iforest_finish(struct iforest *f);
/* Makes the groves; none where the forest does not fit. */
void iforest_plant(struct iforest *f);
void iforest_clear(struct iforest_grove *g);
/* As an integer. */
uint64_t iforest_fixed(double path);
/* What a sum of the path lengths in COUNT > 0 trees scores. */
double iforest_sum_score(const struct iforest *f, uint64_t sum, uint64_t count);
/* SUM[i] of the path lengths of row i in all trees. */
void iforest_sums(const struct iforest *f, const double *row, size_t n, uint64_t *sum);

/* Where ROW goes at N: both ways if a value that it asks for is missing. */
enum iforest_side iforest_side(const struct iforest *f, const struct iforest_node *n,
			       const double *row);
/* The sum of terms of N, NaN if a value is missing. */
double iforest_project(const struct iforest_term *term, size_t n, const double *row);
/* The path length of ROW in tree T. */
double iforest_walk(const struct iforest *f, const struct iforest_tree *t, const double *row);

#endif
