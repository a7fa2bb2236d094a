/*
 * logfmt - key=value pairs of one line.  Layer: parse.
 *
 * As go-logfmt/logfmt decodes: a key is a run of bytes above space without =, "
 * and '; a bare key is true; "key=" is empty; a value in double quotes has JSON's
 * escapes; one in single quotes has none.  Pairs are separated by bytes up to space,
 * or by nothing behind a closing quote.  A key that is not UTF-8 (or holds U+FFFD),
 * an unclosed double quote, a " or = in the middle of a value, a key without a name
 * and an invalid escape refuse the line.
 * Beyond go-logfmt, ' is an ordinary byte wherever it does not open a value that a
 * ' before a blank or the line's end closes (text=don't), in keys too.
 * A lone surrogate \uD800 becomes U+FFFD.
 */
#ifndef ML_LOGFMT_H
#define ML_LOGFMT_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "str.h"

struct logfmt {
	const char *start, *at, *end;
	const char *error; /* after STATUS_SYNTAX: a constant text */
	size_t offset;     /* and the byte of the line */
	uint64_t replaced; /* lone surrogates so far */
	bool portable;     /* no SIMD: for tests that compare; logfmt_start clears it */
};

/* How a value stood in the line. */
enum logfmt_form { LOGFMT_BARE, LOGFMT_PLAIN, LOGFMT_QUOTED };

/* A key that logfmt_next found, with an = behind it.  N 0: none. */
enum { LOGFMT_KEY_MAX = 47 };
struct logfmt_key {
	uint32_t n;
	char text[LOGFMT_KEY_MAX + 1];
};

/* INPUT_PAD bytes behind LINE are readable. */
void logfmt_start(struct logfmt *l, struct str line);
/*
 * The next pair.  LOGFMT_BARE is a key alone (VALUE is then "true"); LOGFMT_PLAIN
 * may be empty.  A value with escapes is decoded into SCRATCH (appended), which
 * the caller clears when the line is done and to which it gives room for the whole
 * line before, or else earlier values move.  1, 0 at the end, STATUS_SYNTAX.
 */
int logfmt_next(struct logfmt *l, struct buf *scratch, struct str *key, struct str *value,
		enum logfmt_form *form) MUST_USE;
/*
 * The same, sooner, if the next pair has KEY, which another line had, and an =; *FOUND is
 * then the one in this line.  0: it is to be found by logfmt_next.
 */
int logfmt_next_known(struct logfmt *l, struct buf *scratch, const struct logfmt_key *key,
		      struct str *found, struct str *value, enum logfmt_form *form) MUST_USE;
/*
 * Reads the next pairs for as long as they have the N keys at KEY in turn and are
 * LOGFMT_PLAIN, not empty, with one blank between: how many, and their VALUEs.  The others
 * are left to the above, and so are all of them where there is no SIMD for this.
 */
size_t logfmt_run(struct logfmt *l, const struct logfmt_key *key, size_t n, struct str *value);

#endif
