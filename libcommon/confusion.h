/*
 * confusion - counts of (label, prediction) pairs of classes.  Layer: stats.
 *
 * Classes are dense numbers given by the task (task.h).  The matrix grows with the
 * classes met, at most CONFUSION_CLASSES_MAX.  With weights each cell is an exact
 * sum.  No figure depends on the order of rows or on how classes are numbered.
 * Definitions: scikit-learn's (formulas.md 10); a figure without an answer is NaN.
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
	uint32_t classes;    /* the greatest class met, plus one */
	uint32_t side;       /* of the matrix; at least classes */
	uint64_t *count;     /* side x side, row = label: rows, whatever they weigh */
	uint64_t *labelled;  /* by class: the sum of its row ... */
	uint64_t *predicted; /* ... and of its column; both are there when COUNT is */
	struct sum *weight;  /* the same, NULL without weights */
	bool weighted;
};

void confusion_init(struct confusion *c, bool weighted);
void confusion_release(struct confusion *c);
/*
 * WEIGHT is taken for 1 unless C is weighted.  0, or STATUS_LIMIT for a class at or
 * above CONFUSION_CLASSES_MAX.
 */
int confusion_add(struct confusion *c, uint32_t label, uint32_t pred, double weight);
void confusion_merge(struct confusion *into, const struct confusion *from);

/* Rows (or total weight) in one cell, of one label, of one prediction, in all, on the diagonal. */
double confusion_cell(const struct confusion *c, uint32_t label, uint32_t pred);
double confusion_labelled(const struct confusion *c, uint32_t label);
double confusion_predicted(const struct confusion *c, uint32_t pred);
double confusion_total(const struct confusion *c);
double confusion_correct(const struct confusion *c);
/* True if a row, of any weight, has K as label or prediction. */
bool confusion_has(const struct confusion *c, uint32_t k);

/* For class K against the rest. */
struct confusion_rates {
	double tp, fp, fn, tn;
};
struct confusion_rates confusion_one(const struct confusion *c, uint32_t k);
/* For all C->classes classes; costs classes squared with weights. */
void confusion_each(const struct confusion *c, struct confusion_rates *rates);

/* Matthews' coefficient; 0 when labels or predictions are all of one class; NaN of nothing. */
double confusion_mcc(const struct confusion *c);
/* Cohen's kappa; NaN when labels and predictions are all of one and the same class. */
double confusion_kappa(const struct confusion *c);
/* The mean recall of the classes that labels have; NaN of nothing. */
double confusion_balanced_accuracy(const struct confusion *c);

/*
 * One text of token.h's signs: the cells that have rows, as "label.pred.rows" (and
 * ".weight"), joined by "/".  Classes are written as their place in ORDER, which
 * holds all N classes that have rows; so the text depends on ORDER alone.
 */
int confusion_save(const struct confusion *c, const uint32_t *order, size_t n,
		   struct buf *out) MUST_USE;
/*
 * Replaces C, which was initialised as the one saved was; ORDER gives the classes
 * their numbers back.  STATUS_DAMAGED leaves C empty.
 */
int confusion_load(struct confusion *c, const uint32_t *order, size_t n, struct str text) MUST_USE;

#endif
