/*
 * value - one field of a log line: a slice and what kind of thing it is.
 * Layer: parse.
 *
 * The slice holds the decoded text (escapes undone, valid UTF-8) and belongs to
 * whoever filled it in: the line's block or the parser's scratch, until the next
 * line.
 */
#ifndef ML_VALUE_H
#define ML_VALUE_H

#include <stdint.h>

#include "str.h"

enum value_kind {
	VALUE_MISSING,  /* no such field, null, or an empty unquoted one */
	VALUE_TEXT,     /* a string */
	VALUE_NUMBER,   /* JSON's number, as text */
	VALUE_BOOL,     /* true or false, as text */
	VALUE_COMPOUND, /* a JSON object or array, as raw text */
	VALUE_NAN,      /* bare NaN, Infinity, -Infinity: missing, but counted */
};

struct value {
	struct str text;
	enum value_kind kind;
};

#endif
