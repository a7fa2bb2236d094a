/*
 * utf8_decode - one character of text.  Layer: base; for utf8*.c only.
 */
#ifndef ML_UTF8_DECODE_H
#define ML_UTF8_DECODE_H

#include <stdint.h>

#include "str.h"

/* The length of the valid character that S (not empty) begins with, or 0. */
size_t utf8_decode(struct str s, uint32_t *code);
/*
 * The length of the maximal invalid part that S begins with when utf8_decode says
 * 0: the longest start of a valid character, at least one byte.
 */
size_t utf8_bad_length(struct str s);

#endif
