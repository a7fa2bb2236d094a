/*
 * logfmt - key=value pairs of one line.  Layer: parse.
 *
 * As go-logfmt/logfmt decodes: a key is a run of bytes above space without = and
 * "; a bare key is true; "key=" is empty; a value in quotes has JSON's escapes.
 * An unclosed quote, a quote in mid-key or mid-value and an invalid escape refuse
 * the line.
 */
#ifndef ML_LOGFMT_H
#define ML_LOGFMT_H

#include <stdbool.h>

#include "buf.h"
#include "status.h"
#include "str.h"

struct logfmt {
	const char *at, *end;
	const char *error; /* after STATUS_SYNTAX: a constant text */
	size_t offset;     /* and the byte of the line */
	const char *start;
};

void logfmt_start(struct logfmt *l, struct str line);
/*
 * The next pair.  *HAS_VALUE is false for a bare key (VALUE is then "true").
 * A value with escapes is decoded into SCRATCH (appended), which the caller
 * clears when the line is done.  1, 0 at the end, STATUS_SYNTAX.
 */
int logfmt_next(struct logfmt *l, struct buf *scratch, struct str *key, struct str *value,
		bool *has_value) MUST_USE;

#endif
