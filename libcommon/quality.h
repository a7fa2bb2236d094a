/*
 * quality - what is wrong with the values of a column, beside where they lie.  Layer:
 * detect.
 *
 *     missing       the share of missing values.  Effect: its change, either way.
 *     type          of numbers: the share of values that are none.  Effect: its change.
 *     new_category  the share of values that the reference has not.  Effect: that less the
 *                   share expected (Good 1953: the reference's values that came once).
 *     range         of numbers: the share of values below or above all of the reference's.
 *                   Effect: that less the 2 / (n + 1) expected of values from one source.
 *
 * P-values: of two shares by the chi-square law with Yates' correction; of new categories by
 * the binomial law at the share expected and two standard errors of it; of the range exactly, by
 * the ranks of the extremes among all values (ties make it only larger).  Floors of the effect:
 * 0.05 for missing, 0.01 for the others.
 */
#ifndef ML_QUALITY_H
#define ML_QUALITY_H

#include "distance.h"

enum quality { QUALITY_MISSING, QUALITY_TYPE, QUALITY_NEW_CATEGORY, QUALITY_RANGE, QUALITIES };

const char *quality_name(enum quality q);
/*
 * False where Q has no meaning for such a column, or there is nothing to compare.  Both are
 * sealed and of one kind.
 */
bool quality_measure(enum quality q, const struct distribution *reference,
		     const struct distribution *current, struct distance_result *result);

#endif
