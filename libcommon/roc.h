/*
 * roc - all that depends on the order of scores: areas, thresholds, KS.
 * Layer: stats.
 *
 * Holds, for each distinct score, how many positives and negatives had it (with
 * weights: exact sums of them); exact while there are at most BOUND distinct ones.
 * Past that scores count as the lower edge of their bucket, one of ROC_BUCKETS
 * equal ones over [0,1] (scores outside go to the end buckets), and roc_error bounds
 * the error of the AUROC.  The change happens on the number of distinct scores
 * alone: order and merges change nothing.
 *
 * Memory: while all scores are multiples of a millionth, 4 bytes a row of the 32,768 met
 * last, and past that number a byte for each of the million multiples, as far as they are
 * near one that occurs (2 where 16 rows of a class are alike, and so on); buckets are kept
 * so too.  Of other scores 24 bytes a distinct one, and as much again while rows are added;
 * with weights 120.
 */
#ifndef ML_ROC_H
#define ML_ROC_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"

enum { ROC_BOUND = 1 << 20, ROC_BUCKETS = 65536 };

struct roc;

struct roc *roc_new(size_t bound, bool weighted);
void roc_free(struct roc *r);
/* SCORE is finite; WEIGHT is finite, not negative, and taken for 1 unless R is weighted. */
void roc_add(struct roc *r, double score, bool positive, double weight);
/* FROM's answers stay; it may not be INTO. */
void roc_merge(struct roc *into, struct roc *from);

/* True if no row was added, of whatever weight. */
bool roc_is_empty(const struct roc *r);
double roc_positives(struct roc *r); /* rows or total weight */
double roc_negatives(struct roc *r);
/* Area under the ROC curve by the trapezoid, ties grouped; NaN with one class. */
double roc_auroc(struct roc *r);
/* Bound of |exact - roc_auroc|: 0 while exact; NaN with one class. */
double roc_error(struct roc *r);
/* DeLong's (1988) variance of the AUROC; NaN without 2 of each class or with weights. */
double roc_auroc_variance(struct roc *r);
/* scikit-learn's average precision (step function); NaN without positives. */
double roc_average_precision(struct roc *r);
/* max |TPR - FPR|; NaN with one class.  *SCORE, if given, the greatest one that has it. */
double roc_ks(struct roc *r, double *score);

/*
 * The confusion matrix of "positive if score >= threshold".  Walks from the
 * greatest distinct score down: POINT(ARG, threshold, tp, fp, fn, tn).
 */
void roc_walk(struct roc *r,
	      void (*point)(void *arg, double threshold, double tp, double fp, double fn,
			    double tn),
	      void *arg);

/* One text of token.h's signs; 0, or STATUS_LIMIT. */
int roc_save(struct roc *r, struct buf *out) MUST_USE;
/* Replaces R, made as the one saved was; STATUS_DAMAGED leaves it empty. */
int roc_load(struct roc *r, struct str text) MUST_USE;

#endif
