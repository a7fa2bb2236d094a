/*
 * scoring - rows of a table scored by models of normal rows.  Layer: detect.
 *
 * First a session learns, from the rows of a reference (scoring_choose, scoring_take,
 * scoring_fit) or from a model file (scoring_load); then it is bound to a table
 * (scoring_bind), takes its rows (scoring_add) and writes each of them with its scores.
 * Both may be the same rows: those that are added before scoring_fit are held.
 *
 * With groups there is a model of each group and one of all rows, which scores groups that
 * the reference did not have, or not with enough rows to raise an alarm; that is told once
 * for each of the first few.  A sequential method has a state for every group.
 *
 * A row is written as it came, its columns in the order of the input, then for each method
 * its score and p-value (alarm.h), then anomaly (0, 1, or missing where no alarm could be
 * raised) and why, which says for the method with the smallest p-value what the columns did,
 * the largest parts first; explaining takes longer than scoring.  Rows are scored in blocks;
 * scoring_flush writes those that wait.
 *
 * Memory: 8 bytes a cell of the reference until scoring_fit, the models, a block of rows.
 */
#ifndef ML_SCORING_H
#define ML_SCORING_H

#include "alarm.h"
#include "buf.h"
#include "detector.h"
#include "feature.h"
#include "method.h"
#include "path.h"
#include "record.h"
#include "scan.h"

/* Above this p-value a row is like most others, and nobody asks why. */
#define SCORING_WHY_P 0.1

enum { SCORING_BLOCK = 1024, SCORING_WHY = 3, SCORING_WHY_ALL = -1, SCORING_TOLD = 5 };

struct scoring_options {
	const struct method *const *method; /* of METHOD_ROW, METHODS of them */
	size_t methods;
	struct detector_options detector;
	struct features_request features; /* its group is scoring's own business */
	const char *group;                /* names separated by commas, NULL: none */
	bool pooled;                      /* one model for all groups */
	int64_t season;                   /* microseconds, 0: none */
	uint64_t max_groups;
	struct alarm_request alarm;
	int why;         /* columns named in why, 0: none, SCORING_WHY_ALL: a column for each */
	bool why_always; /* of rows above SCORING_WHY_P that are no alarms, too */
	/* Something a person should know; ARG is theirs. */
	void (*notice)(void *arg, const char *text);
	void *arg;
};

struct scoring {
	struct scoring_options options;
	struct alarm_rule rule;
	const struct method **loaded;      /* the methods of a model file, to be freed */
	struct features features;          /* the columns of the models */
	struct scoring_groups *groups;     /* who a row belongs to */
	struct scoring_learning *learning; /* the reference, until scoring_fit */
	struct scoring_model *model;       /* [0]: of all rows; [k]: of group k */
	size_t models;
	struct scoring_table *table; /* the rows at hand and how they are written */
	bool fitted, judges;         /* judges: the model of all rows can raise an alarm */
	uint64_t reference_rows, rows, anomalies;
	uint64_t odd;     /* texts in columns of numbers */
	uint64_t other;   /* rows of groups past max_groups */
	uint64_t unknown; /* groups that the model of all rows scores */
};

/*
 * O's texts and methods must outlive S.  0 or STATUS_USAGE with C filled; S is to be
 * released either way.
 */
int scoring_init(struct scoring *s, const struct scoring_options *o, struct complaint *c) MUST_USE;
void scoring_release(struct scoring *s);

/* The N COLUMNs of the reference.  0, or a status with C filled: not what was asked for. */
int scoring_choose(struct scoring *s, const struct plan_column *column, size_t n,
		   struct complaint *c) MUST_USE;
/* A row of the reference, in this PLACE: the next one, or that of an earlier row it replaces. */
void scoring_take(struct scoring *s, const struct row *row, uint64_t place);
/*
 * Learns.  0; STATUS_USAGE with C filled when there are no rows, no column of numbers, a
 * column named that is none, a season without times, or an alarm was asked for that so few
 * rows can never raise.  Held rows are scored at the next scoring_flush.
 */
int scoring_fit(struct scoring *s, struct complaint *c) MUST_USE;

/* What was learned, as the payload of a model file (mlmodel(5)). */
void scoring_save(const struct scoring *s, struct pack *out);
/*
 * Instead of learning.  Methods and groups are those of the file; where O named some, they
 * must be the same.  0, STATUS_DAMAGED, or STATUS_USAGE with C filled.
 */
int scoring_load(struct scoring *s, struct str bytes, struct complaint *c) MUST_USE;

/*
 * The N COLUMNs of the rows to come, and, in the order of the INPUT, what is written of
 * them; WRITER and INPUT must outlive S.  0, or a status with C filled: a column of the
 * models is not there, one is called as those that are added.  With a session that is still
 * to learn, after scoring_choose with the same columns.
 */
int scoring_bind(struct scoring *s, const struct plan_column *column, size_t n,
		 const struct path_columns *input, struct record_writer *writer,
		 struct complaint *c) MUST_USE;
/* Copies ROW; writes when a block is full and there are models. */
void scoring_add(struct scoring *s, const struct row *row);
/* Scores and writes the rows that wait.  After scoring_fit or scoring_load. */
void scoring_flush(struct scoring *s);
#endif
