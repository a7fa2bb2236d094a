/*
 * task - what the model was asked to do, and what one row says about how it did.
 * Layer: stats.
 *
 * Binary: two classes, one positive; multiclass: any number of named classes;
 * regression: numbers; none: a log with neither label nor prediction, of which only
 * column statistics can be asked.  Class names that are numbers are one class when
 * their values are equal ("1" and "1.0").  Classes are dense numbers; binary's are
 * 0 (negative) and 1 (positive).
 */
#ifndef ML_TASK_H
#define ML_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "map.h"
#include "status.h"
#include "str.h"
#include "value.h"

enum task_kind { TASK_AUTO, TASK_NONE, TASK_BINARY, TASK_MULTICLASS, TASK_REGRESSION };
enum task_average { AVERAGE_AUTO, AVERAGE_BINARY, AVERAGE_MACRO, AVERAGE_MICRO, AVERAGE_WEIGHTED };

enum { CLASS_NONE = UINT32_MAX };

struct task {
	enum task_kind kind;
	enum task_average average;
	double threshold;     /* score >= threshold is positive; default 0.5 */
	bool threshold_given; /* then the score decides even where a pred stands */
	struct str positive;  /* --positive, p NULL: chosen when guessed */
	struct map classes;   /* canonical names; binary: negative, positive */
	struct buf scratch;
};

void task_init(struct task *t);
void task_release(struct task *t);

/*
 * Chooses the kind and the classes from sample rows: labels and predictions, each
 * N long (missing ones allowed), and whether a score column and p_* columns exist
 * (P: their names without "p_").  A kind that was told is kept.  REASON gets one
 * line for people: "binary (labels 0 and 1, positive 1)".
 */
int task_guess(struct task *t, const struct value *label, const struct value *pred, size_t n,
	       bool has_score, const struct str *p, size_t n_p, struct buf *reason,
	       struct complaint *c) MUST_USE;

/* One row as the accumulators see it. */
struct sample {
	uint32_t label, pred; /* classes, CLASS_NONE when missing */
	double y, yhat;       /* regression: label, prediction; NaN when missing */
	double score;         /* probability of the positive class; NaN when missing */
	const double *p;      /* by class number, task.classes.n of them; NULL: none */
	double weight;        /* 1 without --weight */
	const struct value *column; /* values of metric_plan's own columns */
};

/*
 * The class of a label or prediction: 0 with *CLASS (CLASS_NONE when missing), or
 * STATUS_RANGE for a binary task's third class.  Multiclass adds new names.
 */
int task_class(struct task *t, struct value v, uint32_t *class) MUST_USE;
struct str task_class_name(const struct task *t, uint32_t class);
/* Class numbers in the order people expect: numbers by value, then texts by bytes. */
uint32_t *task_class_order(const struct task *t);

#endif
