/*
 * alarm_scores - the largest scores one by one, the others as a staircase.  Layer: detect.
 */
#ifndef ML_ALARM_SCORES_H
#define ML_ALARM_SCORES_H

#include "alarm.h"

/* Of the N scores X, which are put in order and cut short: S owns them. */
void alarm_scores_take(struct alarm_scores *s, double *x, size_t n);
void alarm_scores_release(struct alarm_scores *s);
/* How many are SCORE or more, or some more than that. */
uint64_t alarm_scores_from(const struct alarm_scores *s, double score);
/* The score that a share P within [0,1] of them lies above, linear between two; N > 0. */
double alarm_scores_above(const struct alarm_scores *s, double p);
void alarm_scores_save(const struct alarm_scores *s, struct pack *out);
/* Replaces S; IN turns bad for what alarm_scores_save would not have written. */
void alarm_scores_load(struct alarm_scores *s, struct unpack *in);

#endif
