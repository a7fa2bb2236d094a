#include "fuzz.h"

#include <stdio.h>

#include "utf8.h"
#include "xalloc.h"

enum { SHOWN = 60 };

_Noreturn void
fuzz_broken(const char *claim, const char *file, int line)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, claim);
	abort();
}

/* What stands at byte AT of S, and a little before. */
static void
show(const char *name, struct str s, size_t at)
{
	char text[SHOWN * 4];
	size_t from = at > SHOWN / 2 ? at - SHOWN / 2 : 0;
	size_t n = s.n - from < SHOWN ? s.n - from : SHOWN;

	n = utf8_escape(STR_N(s.p + from, n), text, sizeof text);
	fprintf(stderr, "%s, %zu bytes, from %zu on: %.*s\n", name, s.n, from, (int)n, text);
}

void
fuzz_same(struct str a, struct str b, const char *file, int line)
{
	size_t at = 0;

	if (str_eq(a, b))
		return;
	while (at < a.n && at < b.n && a.p[at] == b.p[at])
		at++;
	show("one", a, at);
	show("other", b, at);
	fuzz_broken("both are the same", file, line);
}

char *
fuzz_text(struct str s)
{
	const char *nul = s.n ? memchr(s.p, '\0', s.n) : NULL;

	return xmemdup0(s.p, nul ? (size_t)(nul - s.p) : s.n);
}
