/*
 * distance - what a method that compares two distributions is made of.  Layer: detect.
 */
#ifndef ML_DISTANCE_H
#define ML_DISTANCE_H

#include <stdbool.h>

#include "distribution.h"

/* What came out for one column; NaN: there is no such figure for this method. */
struct distance_result {
	double statistic;
	double p_value;   /* of no change; every plain method has one, variants where theirs has */
	double effect;    /* the size of the change that the floor is for; often the statistic */
	double threshold; /* the effect's floor; a variant: the alarm limit of its tool */
	double expected;  /* of the statistic, if nothing has changed and samples are so large */
	double error;     /* the statistic is within this of the raw data's; NaN: unknown */
	bool alarm;       /* variants: what their tool would say; else effect >= threshold */
	const char *reason; /* why there is no statistic, a constant text; NULL */
};

struct distance_options {
	double floor; /* --floor, NaN: the method's own */
};

struct distance {
	bool numbers, categories; /* what it takes */
	bool variant;             /* judged by its tool's own rule, not by effect and FDR */
	/* REFERENCE and CURRENT are of one kind, and this method takes it. */
	void (*measure)(const struct distribution *reference, const struct distribution *current,
			const struct distance_options *o, struct distance_result *result);
};

#endif
