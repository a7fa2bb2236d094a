/*
 * calibration - do scores mean what they say?  Equal-width bins over [0,1].
 * Layer: stats.
 *
 * Bin of score s among B: min(floor(s * B), B - 1) with the edges i/B compared, not
 * divided: bin i holds i/B <= s < (i+1)/B, the last is closed.  ECE = sum over bins
 * of share * |mean score - share of positives|.  Sums are exact.
 */
#ifndef ML_CALIBRATION_H
#define ML_CALIBRATION_H

#include "moments.h"

struct calibration {
	uint32_t bins;
	struct moments *score;    /* per bin */
	struct moments *positive; /* per bin: 0 and 1 */
	bool weighted;
};

void calibration_init(struct calibration *c, uint32_t bins, bool weighted);
void calibration_release(struct calibration *c);
void calibration_add(struct calibration *c, double score, bool positive, double weight);
void calibration_merge(struct calibration *into, const struct calibration *from);
double calibration_ece(const struct calibration *c); /* NaN of nothing */
int calibration_save(const struct calibration *c, struct buf *out);
int calibration_load(struct calibration *c, struct str text) MUST_USE;

#endif
