/*
 * scan_internal - what the files of scan share.  Layer: record.
 */
#ifndef ML_SCAN_INTERNAL_H
#define ML_SCAN_INTERNAL_H

#include "scan.h"

struct scan {
	struct scan_options options;
	struct input *input;
	const struct format *format; /* NULL: empty input */
	void *state;
	struct survey survey;
	struct plan *plan;
	struct value *source;
	struct input_block block;
	size_t at;      /* bytes of the block that are done */
	uint64_t lines; /* line feeds among them */
	bool has_block, first;
	struct input_fault fault;  /* the last one met */
	bool has_fault, has_torn;  /* not told of yet: itself, its torn line */
	struct input_fault *early; /* met before the first block */
	size_t earlies, early_room, early_at;
	bool ended;
	uint64_t blank;
	char message[100];
	struct complaint why;
};

/* The next block, fault or end.  0 or a status. */
int scan_advance(struct scan *s) MUST_USE;
/* The whole lines by which a log is judged, from the block at hand. */
struct str scan_sample(const struct scan *s);
/* A parser (*STATE, made if it is NULL) that has seen the sample: it knows the header. */
int scan_open_state(const struct scan *s, void **state, struct survey *survey,
		    struct complaint *c) MUST_USE;
/* Tells STATE, a parser, which sources PLAN has. */
int scan_bind_state(const struct scan *s, void *state, const struct plan *plan,
		    struct complaint *c) MUST_USE;

#endif
