/*
 * iforest - the isolation forest: rows that few random splits set apart are odd.
 * Layer: detect.
 *
 * Liu, Ting and Zhou, "Isolation forest" (ICDM 2008); with options.extension K > 0 splits
 * run along random slopes of K + 1 columns, after Hariri, Carrasco Kind and Brunner,
 * "Extended isolation forest" (2019), each column measured by its range in the node, so
 * that units do not matter.  iforest.c has the essay.
 *
 * A score lies in (0, 1]: 2^(-mean path length / c(subsample)); 0.5 where c is 0.
 * A missing value goes down both branches, weighted by the training rows of each.
 * Defined answers: a reference of no row, one row, equal rows or missing values alone
 * gives trees of one leaf, and 0.5 for every row.  A column that is constant, or always
 * missing, is never split on.
 *
 * The same bits on every machine, in every split of the rows.  Memory about 80 bytes a
 * node, 2 * subsample nodes a tree; a call of score takes 512 bytes a column.  A forest
 * that was made does not change: threads may share it.
 */
#ifndef ML_IFOREST_H
#define ML_IFOREST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "detector.h"
#include "matrix.h"
#include "pack.h"
#include "status.h"

/* More than these are asked for in vain: a tree's depth, trees, rows of a subsample. */
enum { IFOREST_DEPTH_MAX = 255, IFOREST_TREES_MAX = 50000, IFOREST_SUBSAMPLE_MAX = 1 << 30 };

struct iforest;

/*
 * Each tree takes subsample rows of REFERENCE, but at most two thirds of them, in bags
 * that leave out every row evenly (iforest_bags.h), and has cuts that are dealt evenly to all
 * (iforest_deal.h).  O(trees * subsample * depth) time; 4 bytes of scratch a row, 64 a tree
 * and 192 a column.
 */
struct iforest *iforest_fit(const struct matrix *reference, const struct detector_options *o);
void iforest_free(struct iforest *f);

/* SCORE[i] of the N rows at ROW. */
void iforest_score(const struct iforest *f, const double *row, size_t n, double *score);
/*
 * The score of each row of REFERENCE, which F was fitted on with O, by trees that did
 * not take it: those of F, or, where trees take more than half of the rows, those of a second
 * forest (at most three times larger), so that about as many speak as for a fresh row.  1
 * where all trees took the row, which happens with fewer than three; 0.5 for 1 and 2 rows,
 * as a tree of one row tells nothing.  12 bytes of scratch a row.
 */
void iforest_calibrate(const struct iforest *f, const struct matrix *reference,
		       const struct detector_options *o, double *score);
/*
 * PART[j], in path length: how much the splits on column j shortened the row's path.  The
 * parts sum to iforest_reference_path - the row's mean path length.  A split along several
 * columns is shared in proportion to |slope * distance from the middle of the node|.  Of
 * the parts above 0, those of values beyond what trees see of their column count for more,
 * and the others for as much less.
 */
void iforest_explain(const struct iforest *f, const double *row, double *part);

size_t iforest_columns(const struct iforest *f);
/* Mean over the trees of the mean path length of the rows that they were made of. */
double iforest_reference_path(const struct iforest *f);
/* The mean path length of ROW over the trees. */
double iforest_path(const struct iforest *f, const double *row);
/*
 * c(N), the mean path length of an unsuccessful search among N: 2(H(N) - 1), or
 * scikit-learn's approximation of it.  0 for N < 2.
 */
double iforest_c(uint64_t n, bool sklearn);

void iforest_save(const struct iforest *f, struct pack *out);
/* NULL with C filled when what is next in IN is no forest of so many COLUMNS. */
struct iforest *iforest_load(struct unpack *in, size_t columns, struct complaint *c);

#endif
