/*
 * task_name - when two texts name one class.  Layer: stats; only task*.c include it.
 */
#ifndef ML_TASK_NAME_H
#define ML_TASK_NAME_H

#include "task.h"

/* What a class name is about, if it is about a number. */
struct task_name {
	struct str text; /* canonical */
	bool numeric;
	double number;
	bool boolean; /* true or false; number is 1 or 0 */
};

/* NAME made canonical; its text lives in SCRATCH or is that of NAME. */
struct task_name task_name_of(struct str name, struct buf *scratch);
/* True if "p_" and NAME, made legal, is "p_" and P. */
bool task_name_is_column(struct str name, struct str p, struct buf *scratch);
/* True if "p_" and A and "p_" and B are one name when made legal. */
bool task_name_like(struct str a, struct str b, struct buf *scratch);
/* 0 for 1 and true and the like exchanged for each other; p NULL for all else. */
struct str task_name_twin(struct str name);

/* Ascending: numbers by value, then texts by bytes. */
int task_name_cmp(struct str a, struct str b);

/* True if V says nothing. */
bool task_is_missing(struct value v);
/* Room for N columns p_*, none of them a class as yet. */
void task_set_columns(struct task *t, size_t n);

#endif
