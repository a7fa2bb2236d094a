/*
 * confusion - counts of (label, prediction) pairs of classes.  Layer: stats.
 *
 * Classes are dense numbers given by the task (task.h).  The matrix grows with the
 * classes met, at most CONFUSION_CLASSES_MAX.  With weights each cell is an exact
 * sum.  Definitions of the per-class figures and zero divisions: scikit-learn's
 * (formulas.md 10); a figure without an answer is NaN.
 */
#ifndef ML_CONFUSION_H
#define ML_CONFUSION_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "sum.h"

enum { CONFUSION_CLASSES_MAX = 1024 };

struct confusion {
	uint32_t classes; /* side of the matrix */
	uint64_t *count;  /* classes x classes, row = label; unweighted rows */
	struct sum *weight; /* the same, NULL without weights */
	bool weighted;
};

void confusion_init(struct confusion *c, bool weighted);
void confusion_release(struct confusion *c);
/* 0, or STATUS_LIMIT for a class at or above CONFUSION_CLASSES_MAX. */
int confusion_add(struct confusion *c, uint32_t label, uint32_t pred, double weight);
void confusion_merge(struct confusion *into, const struct confusion *from);

/* Rows (or total weight) in one cell, of one label, of one prediction, in all, on the diagonal. */
double confusion_cell(const struct confusion *c, uint32_t label, uint32_t pred);
double confusion_labelled(const struct confusion *c, uint32_t label);
double confusion_predicted(const struct confusion *c, uint32_t pred);
double confusion_total(const struct confusion *c);
double confusion_correct(const struct confusion *c);

/* For class K against the rest. */
struct confusion_rates {
	double tp, fp, fn, tn;
};
struct confusion_rates confusion_one(const struct confusion *c, uint32_t k);

/* Whole-matrix figures: NaN of nothing. */
double confusion_mcc(const struct confusion *c);
double confusion_kappa(const struct confusion *c);
double confusion_balanced_accuracy(const struct confusion *c);

int confusion_save(const struct confusion *c, struct buf *out);
int confusion_load(struct confusion *c, struct str text) MUST_USE;

#endif
