/*
 * pattern_starts - at how many places of a subject a match may begin.  Layer: parse.
 *
 * For pattern.c alone, which defines PCRE2_CODE_UNIT_WIDTH.
 */
#ifndef ML_PATTERN_STARTS_H
#define ML_PATTERN_STARTS_H

#include <pcre2.h>

#include "str.h"

struct pattern_starts {
	unsigned char first[256]; /* first[c]: 1 where a match may begin with byte c */
};

/* Keeps nothing of CODE. */
void pattern_starts_init(struct pattern_starts *p, const pcre2_code *code);
/* At most so many, the end included, which is at least 1; looks at each byte of S. */
size_t pattern_starts_count(const struct pattern_starts *p, struct str s);

#endif
