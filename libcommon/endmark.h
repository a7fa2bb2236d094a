/*
 * endmark - the last line of a stream that says it is whole (design.md 2.11).
 * Layer: record.
 *
 *	#end<TAB>rows=N<TAB>rejects=N<TAB>status=ok|damaged
 *
 * A pipe hides how its producer died: cut off between two rows it looks like a short
 * log.  A producer that is asked to writes the mark last; a reader that is asked to
 * holds its input against it.  Input may be several streams, one behind the other
 * (cat): each is a header, rows and a mark of its own.  Only a line of exactly this
 * form is a mark; anything else that begins with #end is a row like others.
 */
#ifndef ML_ENDMARK_H
#define ML_ENDMARK_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "str.h"

struct endmark {
	uint64_t rows, rejects;
	bool damaged;
};

/* LINE without its line end: 0, or STATUS_SYNTAX when it is no mark. */
int endmark_parse(struct str line, struct endmark *mark) MUST_USE;
/* Appends the mark with its line end. */
int endmark_print(const struct endmark *mark, struct buf *out);

enum { ENDMARK_TEXT = 160 };

/*
 * What a reader holds its input against.  All 0 is a check before the first line;
 * whatever is not as it should be is told once, by a text that is valid until the
 * next call; NULL: nothing to tell.
 */
struct endmark_check {
	enum { ENDMARK_NOTHING, ENDMARK_OPEN, ENDMARK_CLOSED, ENDMARK_BEHIND } state;
	uint64_t rows; /* of the stream at hand, refused ones too */
	char text[ENDMARK_TEXT];
};

/* A header; ADDS: with more names than the one before, so that the stream may go on. */
const char *endmark_meet_header(struct endmark_check *c, bool adds);
const char *endmark_meet_row(struct endmark_check *c);
const char *endmark_meet_mark(struct endmark_check *c, const struct endmark *mark);
/* The input, or one file of it, ends here; the check starts anew. */
const char *endmark_meet_end(struct endmark_check *c);

#endif
