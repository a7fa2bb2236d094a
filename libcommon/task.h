/*
 * task - what the model was asked to do, and what one row says about how it did.
 * Layer: stats.
 *
 * Binary: two classes, one positive; multiclass: any number of named classes;
 * regression: numbers; none: a log with neither label nor prediction, of which only
 * column statistics can be asked.  Class names that are numbers are one class when
 * their values are equal ("1" and "1.0"), true and false are so in any case, and
 * where a task is about 0 and 1 they are these (and the other way round).  Classes
 * are dense numbers; binary's are 0 (negative) and 1 (positive).
 */
#ifndef ML_TASK_H
#define ML_TASK_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "confusion.h"
#include "map.h"
#include "status.h"
#include "str.h"
#include "value.h"

enum task_kind { TASK_AUTO, TASK_NONE, TASK_BINARY, TASK_MULTICLASS, TASK_REGRESSION };
enum task_average {
	AVERAGE_AUTO, /* binary's is binary, multiclass's is macro */
	AVERAGE_BINARY,
	AVERAGE_MACRO,
	AVERAGE_MICRO,
	AVERAGE_WEIGHTED
};

enum { CLASS_NONE = UINT32_MAX };

struct task {
	enum task_kind kind;
	enum task_average average;
	double threshold;     /* score >= threshold is positive; default 0.5 */
	bool threshold_given; /* then the score decides even where a pred stands */
	struct str positive;  /* --positive, p NULL: chosen when guessed */

	/* All below: set by task_guess. */
	bool has_label, has_pred, has_score; /* met in the sample; a column */
	struct map classes;                  /* canonical names; binary: negative, positive */
	uint32_t scored;                     /* classes 0 to scored - 1 may have p_*; 0: none has */
	uint32_t *p_class;                   /* by p_* column: its class, or CLASS_NONE */
	struct buf negative; /* binary whose negative class was met late: its name */
	bool negative_open;  /* ... or not yet */
	uint32_t byte[256];  /* class of one-byte texts met, plus 1 */
	struct map raw;      /* other texts met as they stood, the first 4096 ... */
	uint32_t *raw_class; /* ... and their classes */
	size_t raw_room;
	struct buf scratch;
};

void task_init(struct task *t);
void task_release(struct task *t);

/*
 * Chooses the kind and the classes from sample rows: labels and predictions, each
 * N long (missing ones allowed), and whether a score column and p_* columns exist
 * (P: their names without "p_").  A kind that was told is kept.  The rule, first
 * that holds:
 *
 *   1. no label, prediction or p_*: none.  No label, and predictions are more than
 *      100 texts of which most come once: none (they are prose, not classes).
 *   2. Two or more p_* columns of which one at least is named as a label or
 *      prediction is (or there is none of either): those and the classes met are the
 *      classes; two: binary, more: multiclass.
 *   3. Labels are 0 and 1 or false and true, and predictions too; if there are
 *      scores and both labels occur, predictions do not matter and one label in ten
 *      may be another (it is refused later): binary, positive 1 or true.
 *   4. All are numbers, and there is a score and they are two: binary, the greater
 *      one positive.  They are whole, at most 10 different, below 1000, predictions
 *      too, and each comes twice on average: that many classes.  Else: regression.
 *   5. Texts: two classes: binary, positive the last in byte order; else multiclass.
 *
 * --positive decides which class is positive where there are two; it is a complaint
 * when it is neither, or there are more, or the task has no classes.  REASON gets
 * one line for people, with bytes of the data: "binary (labels 0 and 1, positive
 * 1)".  0, STATUS_MISSING or STATUS_USAGE with C filled.
 */
int task_guess(struct task *t, const struct value *label, const struct value *pred, size_t n,
	       bool has_score, const struct str *p, size_t n_p, struct buf *reason,
	       struct complaint *c) MUST_USE;

/* One row as the accumulators see it. */
struct sample {
	uint32_t label, pred;              /* classes, CLASS_NONE when missing */
	double y, yhat;                    /* regression: label, prediction; NaN when missing */
	double score;                      /* probability of the positive class; NaN when missing */
	const double *p;                   /* t->scored of them, NaN when missing; NULL: none */
	double weight;                     /* finite, not negative; 1 without --weight */
	const struct value *const *column; /* values of metric_plan's own columns */
	const double *known; /* by such column: its number where that is known, else NaN;
				NULL: none is */
};

/*
 * Leaves nothing in *X.  Field by field: a literal would be made elsewhere and copied, in
 * loads that wait for all its stores.
 */
static inline void
sample_clear(struct sample *x)
{
	x->label = x->pred = CLASS_NONE;
	x->y = x->yhat = x->score = NAN;
	x->p = NULL;
	x->weight = 1;
	x->column = NULL;
	x->known = NULL;
}

/* A row with nothing in it. */
static inline struct sample
sample_empty(void)
{
	struct sample x;

	sample_clear(&x);
	return x;
}

/*
 * The class of a label or prediction: 0 with *CLASS (CLASS_NONE when missing),
 * STATUS_RANGE for a binary task's third class, STATUS_LIMIT past
 * CONFUSION_CLASSES_MAX classes.  Multiclass adds new names.
 */
int task_class(struct task *t, struct value v, uint32_t *class) MUST_USE;
/* The same at once for a text of one byte that was met before; else CLASS_NONE. */
static inline uint32_t
task_class_of_byte(const struct task *t, const struct value *v)
{
	bool fits = v->text.n == 1 && v->kind != VALUE_MISSING && v->kind != VALUE_NAN;

	return fits ? t->byte[(unsigned char)*v->text.p] - 1 : CLASS_NONE;
}
/* A label, prediction or score that is a number: 0 with *X (NaN when missing), or
 * STATUS_SYNTAX for a text, STATUS_RANGE for one beyond double. */
int task_number(struct value v, double *x) MUST_USE;
/*
 * Fills in what follows from the rest of a row: a missing binary score from p_*; the
 * prediction, where it is missing or a threshold was given, from the score; a
 * missing multiclass prediction from the greatest p_* (the first column among
 * equals).
 */
void task_complete(const struct task *t, struct sample *x);
/* False if that would surely not change X. */
static inline bool
task_completes(const struct task *t, const struct sample *x)
{
	if (t->kind == TASK_BINARY)
		return x->pred == CLASS_NONE || t->threshold_given || isnan(x->score);
	return t->kind == TASK_MULTICLASS && x->pred == CLASS_NONE;
}

/* The name is canonical; it lives as long as T. */
struct str task_class_name(const struct task *t, uint32_t class);
/*
 * The number of the class with this canonical name: 0 with *CLASS, or as task_class
 * does.  For names that were saved.
 */
int task_class_named(struct task *t, struct str name, uint32_t *class) MUST_USE;
/*
 * Class numbers in the order people expect: numbers by value, then texts by bytes;
 * t->classes.n of them, which the caller frees.
 */
uint32_t *task_class_order(const struct task *t);

#endif
