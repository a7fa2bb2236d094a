/*
 * scoring_parts - what the files of scoring share.  Layer: detect; for scoring*.c only.
 */
#ifndef ML_SCORING_PARTS_H
#define ML_SCORING_PARTS_H

#include "group.h"
#include "matrix.h"
#include "scoring.h"
#include "season.h"

/* What was learned of a group, or of all rows. */
struct scoring_model {
	uint64_t rows; /* of the reference; 0: nothing was learned */
	struct season season;
	void **model; /* one of each method */
	struct alarm *alarm;
	struct alarm_limit *limit;
	bool usable; /* it can raise an alarm */
};

/* A group of the rows that are scored. */
struct scoring_state {
	size_t model;
	void **own; /* copies of that model's sequential methods; NULL: it uses the model's */
	struct alarm_streak streak;
	bool known;
};

struct scoring_groups {
	struct str *name; /* of the columns, copies */
	size_t n;
	size_t *at;
	const struct value **value;
	struct group keys; /* those of the reference first */
	struct scoring_state *state;
	size_t states, room;
};

/* A row of the reference, beside its numbers. */
struct scoring_origin {
	int64_t ts;
	uint64_t arrival; /* a sample's rows do not stand in their order */
	uint32_t group;
};

struct scoring_learning {
	struct matrix rows;
	struct scoring_origin *origin;
	size_t room;
	uint64_t arrivals, timed;
};

/* A field of a row that waits; its bytes follow those of the field before. */
struct scoring_field {
	uint32_t n;
	unsigned char kind;
	bool has_text;
};

struct scoring_waiting {
	int64_t ts;
	size_t at; /* of its first field's bytes */
	uint32_t group;
};

struct scoring_table {
	size_t columns;
	size_t *order; /* of the columns that are written */
	size_t written;
	struct record_writer *writer;
	const struct plan_column *column;

	struct buf text; /* of the rows that wait */
	struct scoring_field *field;
	struct scoring_waiting *waiting;
	size_t n, field_room, waiting_room;

	/* Of the block that is scored. */
	struct value *value; /* of a row */
	double *cell;        /* rows by features */
	double *gathered;    /* of one group */
	size_t *member;      /* its rows */
	bool *explained;     /* rows with parts */
	double *score, *p;   /* methods by rows */
	double *part;        /* methods by rows by features */
	struct buf why;
};

/* What C says goes to the session's notice. */
void scoring_tell(const struct scoring *s, const char *format, ...) PRINTF_LIKE(2, 3);
/* The session's detector number I. */
const struct detector *scoring_detector(const struct scoring *s, size_t i);

/* Groups: their columns in a table; the group of a row; what a person calls one. */
int scoring_groups_new(struct scoring *s, struct complaint *c) MUST_USE;
void scoring_groups_free(struct scoring *s);
int scoring_groups_bind(struct scoring *s, const struct plan_column *column, size_t n,
			struct complaint *c) MUST_USE;
uint32_t scoring_group(struct scoring *s, const struct value *value);
/* Which models score GROUP; chooses at its first row. */
struct scoring_state *scoring_state_of(struct scoring *s, uint32_t group);

void scoring_learning_free(struct scoring *s);
/* One more, empty model; it and the others may move when the next one comes. */
struct scoring_model *scoring_model_add(struct scoring *s);
void scoring_models_free(struct scoring *s);
/* What the rule means for each model.  0, or STATUS_USAGE with C filled. */
int scoring_judge(struct scoring *s, struct complaint *c) MUST_USE;

void scoring_table_free(struct scoring *s);
/* The method for which row R of the block is the oddest. */
size_t scoring_oddest(const struct scoring *s, size_t r);
/* The values of row number ROW of those that wait. */
void scoring_values(struct scoring *s, size_t row);
/* Names what is written; STATUS_USAGE with C filled when two are the same. */
int scoring_write_columns(const struct scoring *s, struct complaint *c) MUST_USE;
/* Row R of the block, whose values stand in the table. */
void scoring_write_row(struct scoring *s, size_t r, int anomaly);

#endif
