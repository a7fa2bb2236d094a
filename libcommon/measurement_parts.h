/*
 * measurement_parts - what the files of measurement share.  Layer: stats.
 */
#ifndef ML_MEASUREMENT_PARTS_H
#define ML_MEASUREMENT_PARTS_H

#include "measurement.h"

/* An empty M, to be released. */
void measurement_start(struct measurement *m, const struct measurement_options *o);
/* Reads --fail-if; 0 or STATUS_SYNTAX with C filled. */
int measurement_conditions(struct measurement *m, struct complaint *c) MUST_USE;
/* What is measured is known: opens the boards. */
void measurement_open(struct measurement *m);

#endif
