/*
 * pattern - a PCRE2 regular expression whose named groups are columns, or that
 * just matches (--where name~RE).  Layer: parse.
 *
 * JIT where the system allows it; a subject that is not valid UTF-8 is matched with
 * U+FFFD for what is wrong in it; \C, \X, callouts and two groups of one name are
 * refused; newline is LF.  The work on one subject has a limit that holds for all start
 * positions together (PCRE2's own begins anew at each), so the time is linear in
 * its length; heap and length have limits too.  A row that hits a limit is told
 * apart from one that does not match.  On an exhausted JIT stack the match is tried
 * again by the interpreter.  A pattern is for one thread.
 */
#ifndef ML_PATTERN_H
#define ML_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "status.h"
#include "str.h"

enum { PATTERN_MAX = 1 << 16, PATTERN_GROUPS_MAX = 1000 };

struct pattern_options {
	bool anchored; /* must match at the subject's first byte */
	bool no_jit;
	unsigned match_limit; /* 0: 1,000,000; steps beyond 2 a byte of the subject */
	size_t subject_max;   /* 0: 1 MiB */
};

struct pattern;

/* NULL with C filled (message and offset of the fault in TEXT). */
struct pattern *pattern_new(struct str text, const struct pattern_options *o, struct complaint *c);
void pattern_free(struct pattern *p);
/* The same one for another thread, which has replaced nothing yet. */
struct pattern *pattern_copy(const struct pattern *p);

/* The named groups in order of their number. */
size_t pattern_names(const struct pattern *p, const struct str **names);

enum pattern_result {
	PATTERN_NO = 0,
	PATTERN_YES = 1,
	PATTERN_MATCH_LIMIT = 2,
	PATTERN_HEAP_LIMIT = 3,
	PATTERN_JIT_STACK = 4, /* and the interpreter is not to be had either */
	PATTERN_TOO_LONG = 5,
	PATTERN_OTHER = 6,
};

/*
 * Matches S; on PATTERN_YES fills GROUP[0..names) (group.p NULL: took no part in
 * the match) with slices of S, or of a mended copy that lives until the next call.
 * GROUP may be NULL.
 */
enum pattern_result pattern_match(struct pattern *p, struct str s, struct str *group);
/* How many U+FFFD the copies were given so far. */
uint64_t pattern_replaced(const struct pattern *p);
/* A constant text for a result above PATTERN_YES. */
const char *pattern_result_text(enum pattern_result r);

#endif
