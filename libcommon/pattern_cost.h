/*
 * pattern_cost - what a match by a program with automatic callouts has cost so far, in
 * bytes looked at, so that it can be given up.  Layer: parse.
 *
 * A callout comes before each item of the pattern; it costs CALL bytes, what the
 * match has moved since the last one, and what the item can look at without that being
 * seen: a back reference the longest group; a fixed repetition half its count; looking
 * behind the way back.  For pattern.c alone, which defines PCRE2_CODE_UNIT_WIDTH.
 */
#ifndef ML_PATTERN_COST_H
#define ML_PATTERN_COST_H

#include <pcre2.h>

#include "str.h"

enum { PATTERN_CALL_BYTES = 8 }; /* that a run passes in the time of one callout */

struct pattern_cost {
	uint32_t *unseen; /* by the item's offset in the pattern; see pattern_cost.c */
	size_t size;      /* of the pattern */
	uint32_t look_behind;
	uint32_t call; /* what each callout costs */
	uint64_t left; /* bytes */
	size_t last;   /* where the match stood at the last callout */
};

/* The item of TEXT at a callout; PCRE2 may place its end behind that of the pattern. */
struct str pattern_cost_item(struct str text, const pcre2_callout_enumerate_block *at);

/* CODE was compiled from TEXT, of which nothing is kept.  4 bytes of memory a byte of it. */
void pattern_cost_init(struct pattern_cost *c, const pcre2_code *code, struct str text);
void pattern_cost_release(struct pattern_cost *c);

/* A subject begins that may cost BYTES. */
void pattern_cost_begin(struct pattern_cost *c, uint64_t bytes);
/* For pcre2_set_callout, with the cost as ARG. */
int pattern_cost_count(pcre2_callout_block *at, void *arg);

#endif
