/*
 * str - a slice of bytes that somebody else owns.  Layer: base.
 *
 * NUL is a byte like any other.  P is NULL only in a slice that says "missing";
 * an empty text has a P and N = 0.
 */
#ifndef ML_STR_H
#define ML_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* The same as an initialiser of a static. */
#define STR_INIT(literal)                                                                          \
	{                                                                                          \
		(literal), sizeof(literal) - 1                                                     \
	}
#define STR_N(pointer, length) ((struct str){(pointer), (length)})

static inline struct str
str_of(const char *s)
{
	return (struct str){s, strlen(s)};
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Byte order, the shorter first among equals: less, equal, greater than 0. */
int str_cmp(struct str a, struct str b);
/* ASCII letters of either case are equal, whatever the locale. */
bool str_case_eq(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
/* Without the blanks and tabs at both ends. */
struct str str_trim(struct str s);

/*
 * "Did you mean": the index of the NAME nearest to S by edit distance, case
 * ignored, or -1 when none is near enough to be what was meant.
 */
int str_nearest(struct str s, const struct str *names, size_t n);

#endif
