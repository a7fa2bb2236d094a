/*
 * format_line - records that are lines.  Layer: record (shared by formats).
 */
#ifndef ML_FORMAT_LINE_H
#define ML_FORMAT_LINE_H

#include "format.h"

/*
 * Takes the line at the start of S: fills used, lines and line, which has neither LF
 * nor CRLF at its end.  False while its end is not there.
 */
static inline bool
format_take_line(struct str s, bool last, struct format_record *r)
{
	const char *lf = s.n ? memchr(s.p, '\n', s.n) : NULL;
	size_t n = lf ? (size_t)(lf - s.p) : s.n;

	if (!lf && !last)
		return false;
	r->used = n + (lf != NULL);
	r->lines = lf != NULL;
	if (n && s.p[n - 1] == '\r')
		n--;
	r->line = (struct str){s.p, n};
	return true;
}

static inline enum format_result
format_reject(struct format_record *r, enum reject_reason reason, const char *message,
	      size_t offset)
{
	r->reason = reason;
	r->message = message;
	r->offset = offset;
	return FORMAT_REJECT;
}

#endif
