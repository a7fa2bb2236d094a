/*
 * plan_internal - what the files of plan share.  Layer: record; for plan*.c only.
 */
#ifndef ML_PLAN_INTERNAL_H
#define ML_PLAN_INTERNAL_H

#include "buf.h"
#include "map.h"
#include "plan.h"
#include "plan_spread.h"
#include "plan_value.h"
#include "schema.h"

enum plan_op {
	OP_COPY,    /* one source as it is */
	OP_UTF8,    /* the same, if it is UTF-8 */
	OP_TIME,    /* one source, a time */
	OP_NUMBER,  /* one source, a number */
	OP_TERMS,   /* terms, functions, units, checks */
	OP_LITERAL, /* the same in every row */
	OP_MEMBER,  /* filled by a spread */
};

struct plan_step {
	enum plan_op op;
	enum role role;
	const struct path_column *spec;
	size_t source; /* of the first term; the others follow */
	bool found;    /* in some row */
	struct plan_scale scale;
};

enum { PLAN_SPREADS = 3, MEMBER_KEY_MAX = 48, SHOWN_MAX = 40 };

struct plan {
	struct plan_options options;
	const struct path **path;
	size_t paths, path_room;
	struct plan_column *column;
	struct plan_step *step;
	struct value *value;
	size_t n, column_room, step_room, value_room;
	struct map names;
	struct plan_spread spread[PLAN_SPREADS];
	size_t spreads;
	struct timestamp_reader times;
	struct timestamp_writer written;
	int64_t ts;
	struct plan_counts counts;
	struct plan_scratch scratch;
	struct buf members;       /* of json_walk_next */
	bool ascii;               /* the sources are */
	bool plain;               /* value I is source I as it is */
	bool checked;             /* ... once that is known to be UTF-8 */
	size_t timed;             /* of a plain plan: the column of times, or SIZE_MAX */
	size_t unfound;           /* of a plain plan: steps not met in any row */
	const struct value *made; /* of the last row: VALUE, or its sources */
	bool grew;                /* columns were added that no row has told of */
	enum reject_reason reason;
	char message[200];
};

/*
 * Appends a column for the member KEY of a spread, letter_KEY under the first of its
 * names that is free; its number, or SIZE_MAX when there are too many columns.
 */
size_t plan_add_member(struct plan *p, char letter, struct str key);

#endif
