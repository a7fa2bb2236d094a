/*
 * metric_value - what the metrics' value functions share.  Layer: stats; only
 * metric_*.c include it.
 */
#ifndef ML_METRIC_VALUE_H
#define ML_METRIC_VALUE_H

#include "calibration.h"
#include "confusion.h"
#include "distinct.h"
#include "metric.h"
#include "moments.h"
#include "quantile.h"
#include "roc.h"
#include "tally.h"

struct metric_result metric_none(const char *why);
/* X, or, when that is no finite number, no answer because of WHY. */
struct metric_result metric_number(double x, const char *why);
/* A share of rows; EMPTY says why there is none when OF is 0. */
struct metric_result metric_share(double hits, double of, const char *empty);

/* Rows, and those with a label. */
uint64_t metric_rows(const struct metric_state *s);
uint64_t metric_labelled_rows(const struct metric_state *s);
/* Why there is nothing with a label and what else is needed: "no rows", ... */
const char *metric_why_nothing(const struct metric_call *call, const struct metric_state *s);

/* The accumulators of CALL; USE is one of its metric's bits. */
const struct confusion *metric_confusion(const struct metric_state *s);
const struct moments *metric_moments(const struct metric_call *call, const struct metric_state *s,
				     unsigned use);
const struct distinct *metric_distinct_values(const struct metric_call *call,
					      struct metric_state *s);
const struct tally *metric_tally_of(const struct metric_call *call, struct metric_state *s);
const struct calibration *metric_calibration(const struct metric_call *call,
					     const struct metric_state *s);
/* Why the tally has no answer. */
const char *metric_why_no_tally(const struct metric_call *call, const struct metric_state *s);

/* NUMBER as the answer, unless there were not ANY rows for it or not all could be used. */
struct metric_result metric_of_values(const struct metric_call *call, const struct metric_state *s,
				      bool any, double number);
/*
 * NUMBER as the answer from the rows of USE: none when there were no such rows, with
 * a note when values had to be left out.
 */
struct metric_result metric_of_moments(const struct metric_call *call, const struct metric_state *s,
				       unsigned use, double number);
/* The mean, the most common such answer, of the first moments that the metric uses. */
struct metric_result metric_series_mean(const struct metric_call *call, struct metric_state *s);
/* ... and that of rows for which something holds. */
struct metric_result metric_series_share(const struct metric_call *call, struct metric_state *s);
/* The quantile Q of the metric's values. */
struct metric_result metric_of_quantile(const struct metric_call *call, struct metric_state *s,
					double q);
/* 1 - UNEXPLAINED / SPREAD of labels; where there is no spread, 1 or 0 (scikit-learn). */
struct metric_result metric_explained(const struct metric_call *call, const struct metric_state *s,
				      double unexplained, double spread);
/* Rows without a value of the metric's column. */
struct metric_result metric_missing_rows(const struct metric_call *call, struct metric_state *s);

/* HITS of OF, from the counts of one class against the rest. */
struct metric_ratio {
	double hits, of;
};

/*
 * The ratio averaged over classes as the task says (binary: of the positive class).
 * ZERO, if given, is the note of a class with nothing to divide by, which counts as
 * 0 (scikit-learn's convention); without it such a class is left out, because of EMPTY.
 */
struct metric_result metric_average(const struct metric_call *call, struct metric_state *s,
				    struct metric_ratio (*ratio)(struct confusion_rates r,
								 double parameter),
				    const char *zero, const char *empty);
/* A cell of the binary confusion matrix. */
struct metric_result metric_cell(const struct metric_call *call, struct metric_state *s,
				 uint32_t label, uint32_t pred);
/* A figure of the whole matrix; WHY there may be none. */
struct metric_result metric_of_matrix(const struct metric_call *call, struct metric_state *s,
				      double (*figure)(const struct confusion *c), const char *why);
/*
 * FIGURE of the scores; of multiclass ones, each class against the rest, averaged as
 * the task says over the classes that have an answer.
 */
struct metric_result metric_of_roc(const struct metric_call *call, struct metric_state *s,
				   double (*figure)(struct roc *r));

#endif
