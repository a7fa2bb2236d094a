/*
 * calibration - do scores mean what they say?  Equal-width bins over [0,1].
 * Layer: stats.
 *
 * Bin i of B holds i/B < s <= (i+1)/B, found by comparing with the edges, the first
 * one 0 as well (Guo et al. 2017); scores outside [0,1] are not for here.  ECE = sum
 * over bins of share * |mean score - share of positives|.  Sums are exact.
 */
#ifndef ML_CALIBRATION_H
#define ML_CALIBRATION_H

#include "moments.h"

enum { CALIBRATION_BINS_MAX = 10000 };

struct calibration {
	uint32_t bins;
	struct moments *score;    /* per bin */
	struct moments *positive; /* per bin: 0 and 1 */
	bool weighted;
};

/* 1 to CALIBRATION_BINS_MAX bins. */
void calibration_init(struct calibration *c, uint32_t bins, bool weighted);
void calibration_release(struct calibration *c);
void calibration_add(struct calibration *c, double score, bool positive, double weight);
void calibration_merge(struct calibration *into, const struct calibration *from);
double calibration_ece(const struct calibration *c); /* NaN of nothing */

/* One text of token.h's signs; 0, or STATUS_LIMIT. */
int calibration_save(const struct calibration *c, struct buf *out) MUST_USE;
/* Replaces C, initialised as the one saved was; STATUS_DAMAGED leaves it empty. */
int calibration_load(struct calibration *c, struct str text) MUST_USE;

#endif
