/*
 * roc_table - the distinct scores of a roc, in order.  Layer: stats; only roc_*.c
 * include it.
 *
 * Rows are appended to a tail; when it is as long as the table it is sorted and
 * merged in, so a row costs a few sorting passes and the table is always a function
 * of the set of rows.
 */
#ifndef ML_ROC_TABLE_H
#define ML_ROC_TABLE_H

#include "roc.h"
#include "sum.h"

/* One score: [0] negatives, [1] positives. */
struct roc_entry {
	double score;
	uint64_t count[2]; /* rows, whatever they weigh */
};

struct roc_row {
	uint64_t key;  /* orders as the score does */
	double weight; /* its sign bit says negative class */
};

struct roc {
	struct roc_entry *entry; /* ascending, each score once */
	struct sum (*weight)[2]; /* beside entry; NULL without weights */
	size_t n;
	struct roc_row *tail;
	size_t tail_n, tail_room;
	size_t bound;
	bool weighted, bucketed;
};

/* Sorts the tail in and keeps the bound. */
void roc_settle(struct roc *r);
/* Forgets all rows. */
void roc_clear(struct roc *r);
/* Room for N entries; those up to R->n stay. */
void roc_reserve(struct roc *r, size_t n);
/* The last entry if that has SCORE, else a new one behind it, for which there is room. */
size_t roc_entry_for(struct roc *r, double score);
/* Scores become those of their buckets; a second time changes nothing. */
void roc_to_buckets(struct roc *r);
/* Rows or total weight of one class at entry I. */
double roc_amount(const struct roc *r, size_t i, bool positive);

#endif
