/*
 * detector - what a method that scores rows is made of.  Layer: detect.
 *
 * A model is learned from a reference (or loaded) and belongs to who asked for it.  Scores
 * are finite and grow with how odd a row is; missing values are NaN.  Whatever the
 * reference is (no row, one, all equal, all missing), there is a model and it has scores.
 */
#ifndef ML_DETECTOR_H
#define ML_DETECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matrix.h"
#include "pack.h"
#include "status.h"

/* What a person may ask for; detector_defaults() has the defaults. */
struct detector_options {
	uint64_t seed;
	uint64_t trees, subsample;
	uint64_t max_depth;   /* 0: ceil(log2(subsample)) */
	uint64_t extension;   /* 0: one column a split */
	bool sklearn;         /* --compat=sklearn: its approximation of c(n) */
	uint64_t hidden;      /* units of the autoencoder, 0: chosen by the number of columns */
	double lambda, sigma; /* of control charts */
};

struct detector {
	/* Learns from all rows of REFERENCE, in their order. */
	void *(*fit)(const struct matrix *reference, const struct detector_options *o);
	void (*free)(void *model);
	/*
	 * SCORE[i] of the N rows at ROW (N times the model's columns).  Where sequential, the
	 * model learns from row to row; else any split of the rows gives the same scores.
	 */
	void (*score)(void *model, const double *row, size_t n, double *score);
	/*
	 * PART[j]: what column j did to make the row odd (below 0: it spoke for the row, or, in
	 * a unit that is signed, its value was low), in the unit that the method tells.  After
	 * score of that row.
	 */
	void (*explain)(const void *model, const double *row, double *part);
	/*
	 * SCORE[i] of each row of the reference as if the model had not seen it.  NULL:
	 * alarm.h learns from parts of the reference and scores the others.
	 */
	void (*calibrate)(const void *model, const struct matrix *reference,
			  const struct detector_options *o, double *score);
	/* Only finite numbers are written; what load() reads is checked in every index and count.
	 */
	void (*save)(const void *model, struct pack *out);
	/* NULL with C filled (offset: byte) when the bytes are no model of so many COLUMNS. */
	void *(*load)(struct unpack *in, size_t columns, struct complaint *c);
	bool sequential;
	const char *unit; /* of explain's parts: "path length", "squared error" ... */
};

void detector_defaults(struct detector_options *o);

#endif
