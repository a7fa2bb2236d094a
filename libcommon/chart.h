/*
 * chart - an exponentially weighted moving average with control limits.  Layer: detect.
 *
 * z = lambda x + (1 - lambda) z, from the centre of the reference on.  A process that has not
 * changed keeps z within WIDTH standard deviations of z around the centre; these are exact
 * from the first value on: sigma^2 lambda / (2 - lambda) (1 - (1 - lambda)^2t) after t
 * values (Roberts 1959; NIST/SEMATECH e-Handbook 6.3.2.4).  A value counts as CHART_FAR sigma
 * from the centre at most, so that a single one is forgotten after a few rows.
 */
#ifndef ML_CHART_H
#define ML_CHART_H

#include "pack.h"
#include "scale.h"

enum { CHART_FAR = 30, CHART_BYTES = SCALE_BYTES + 4 * 8 }; /* of one that is saved */

/* What lambda (1 at most) and width must not be below. */
#define CHART_LAMBDA_MIN 1e-6
#define CHART_WIDTH_MIN 1e-6

struct chart {
	struct scale scale; /* mean and standard deviation of the reference */
	double lambda, width;
	double z;     /* standard deviations of a value from the centre */
	double decay; /* (1 - lambda)^2t */
};

void chart_init(struct chart *c, const struct scale *scale, double lambda, double width);
/* The next value; NaN is none. */
void chart_add(struct chart *c, double x);
/* Where z stands: beyond -1 or 1 it is out of control; 0 before the first value. */
double chart_position(const struct chart *c);

void chart_save(const struct chart *c, struct pack *out);
/* IN turns bad for what chart_save would not have written. */
void chart_load(struct chart *c, struct unpack *in);

#endif
