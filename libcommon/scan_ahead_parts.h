/*
 * scan_ahead_parts - what is made of blocks before their turn.  Layer: record; for
 * scan_ahead*.c.
 */
#ifndef ML_SCAN_AHEAD_PARTS_H
#define ML_SCAN_AHEAD_PARTS_H

#include <pthread.h>

#include "scan_internal.h"

/* A row that was refused, behind the first TEXT bytes of what was made. */
struct scan_refusal {
	size_t text;
	uint64_t rows, filtered; /* before it */
	struct row row;          /* line: counted from the block's */
	enum reject_reason reason;
	size_t message, message_offset; /* message: its place, with its NUL, in the batch's */
};

struct scan_batch {
	enum { BATCH_NONE, BATCH_SOUND, BATCH_TRIPPED } state;
	uint64_t generation;
	struct output out;
	uint64_t rows, filtered, lines;
	struct scan_refusal *refusal;
	size_t refusals, room;
	struct buf messages;
	struct scan_counts counts;
};

struct scan_worker {
	struct scan *scan; /* NULL: none */
	void *sink;
	uint64_t generation;
	bool tripped; /* it changed: good for nothing */
};

struct scan_epoch {
	uint64_t format, plan;
};

struct scan_ahead {
	struct scan *scan;
	struct scan_sink sink;
	struct scan_batch batch[INPUT_AHEAD_PLACES];
	size_t helpers; /* 0: not begun */
	bool has_begun, renew;
	struct scan_epoch epoch; /* of the copies made last */
	uint64_t generation;
	unsigned level; /* the next pause */
	struct scan_counts counts;
	/* Of the batch at hand, what was told: */
	size_t refusal, text;
	uint64_t rows, filtered;

	pthread_mutex_t lock; /* of what follows */
	struct scan_worker now[INPUT_HELPERS], fresh[INPUT_HELPERS];
	unsigned pause; /* blocks that nothing is made of */
	bool *found;    /* of each wanted column, by workers that are no more */
};

/* Adds FROM to TO, TIMES over. */
void scan_add_counts(struct scan_counts *to, const struct scan_counts *from, uint64_t times);

#endif
