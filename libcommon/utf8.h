/*
 * utf8 - checking, mending and showing text.  Layer: base.
 *
 * Valid means RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF.
 * Every function is linear, keeps no state and takes NUL as data.
 */
#ifndef ML_UTF8_H
#define ML_UTF8_H

#include <stdint.h>

#include "buf.h"
#include "str.h"

#define UTF8_REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* The bytes of S before the first that is not valid UTF-8; S.n when all are. */
size_t utf8_valid_prefix(struct str s);
/* True if no byte of S is above 127: valid, and found so sooner. */
bool utf8_is_ascii(struct str s);
/* True if all of S is valid. */
bool utf8_valid(struct str s);

/*
 * Appends S with each maximal invalid part (as in WHATWG's decoder) replaced by
 * U+FFFD; returns the number of replacements.  OUT must have a cap of 3 * S.n.
 */
size_t utf8_replace(struct str s, struct buf *out);

/* Appends CODE (a scalar value) in UTF-8 to P, which has 4 bytes; its length. */
size_t utf8_encode(uint32_t code, char *p);

/*
 * For eyes: copies S to OUT (ROOM bytes) with C0, DEL, C1, bidi controls,
 * U+2028/2029 and invalid bytes written as \n \t \r or \xHH of each byte.
 * Returns the bytes written, always whole escapes and whole characters.
 */
size_t utf8_escape(struct str s, char *out, size_t room);

/* Columns of a terminal that S takes: 2 for wide characters, 0 for combining. */
size_t utf8_width(struct str s);

#endif
