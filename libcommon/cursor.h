/*
 * cursor - a slice that is read from its front, piece by piece.  Layer: parse.
 *
 * Each function takes what it names off *S and says true, or leaves *S as it is
 * and says false.
 */
#ifndef ML_CURSOR_H
#define ML_CURSOR_H

#include "str.h"

static inline void
cursor_skip(struct str *s, size_t n)
{
	s->p += n;
	s->n -= n;
}

static inline bool
cursor_take(struct str *s, char c)
{
	if (s->n == 0 || *s->p != c)
		return false;
	cursor_skip(s, 1);
	return true;
}

/* Any blanks and tabs; how many. */
static inline size_t
cursor_blanks(struct str *s)
{
	size_t n = 0;

	while (n < s->n && (s->p[n] == ' ' || s->p[n] == '\t'))
		n++;
	cursor_skip(s, n);
	return n;
}

/* From LEAST to MOST digits (at most 9), as many as there are. */
static inline bool
cursor_digits(struct str *s, size_t least, size_t most, unsigned *x)
{
	unsigned value = 0;
	size_t n = 0;

	for (; n < s->n && n < most && s->p[n] >= '0' && s->p[n] <= '9'; n++)
		value = value * 10 + (unsigned)(s->p[n] - '0');
	if (n < least)
		return false;
	cursor_skip(s, n);
	*x = value;
	return true;
}

/* The letters A to Z of either case at the front of S. */
static inline struct str
cursor_letters(struct str *s)
{
	struct str found = {s->p, 0};

	while (found.n < s->n && (s->p[found.n] | 32) >= 'a' && (s->p[found.n] | 32) <= 'z')
		found.n++;
	cursor_skip(s, found.n);
	return found;
}

#endif
