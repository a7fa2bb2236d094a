/*
 * padded - texts with the bytes behind them that block readers promise: hostile
 * ones, so that a parser that takes them for data is found out.
 */
#ifndef ML_PADDED_H
#define ML_PADDED_H

#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "str.h"

/* A copy in memory of exactly S.n + INPUT_PAD bytes, to be freed by padded_free. */
static inline struct str
padded(struct str s)
{
	static const char hostile[] = "\n\t,\"\\= \r";
	char *p = malloc(s.n + INPUT_PAD);

	if (!p)
		abort();
	if (s.n)
		memcpy(p, s.p, s.n);
	for (size_t i = 0; i < INPUT_PAD; i++)
		p[s.n + i] = hostile[i % (sizeof hostile - 1)];
	return (struct str){p, s.n};
}

static inline void
padded_free(struct str s)
{
	free((char *)s.p);
}

#endif
