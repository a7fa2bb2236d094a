#include "lookup.h"

#include <stdio.h>

void
lookup_list(struct complaint *c, const struct str *name, size_t n)
{
	static const char more[] = ", ...";
	char *text = c->text;
	size_t used = strlen(text), room = sizeof c->text;

	for (size_t i = 0; i < n; i++) {
		if (used + name[i].n + sizeof more + 2 > room) {
			snprintf(text + used, room - used, "%s", more);
			return;
		}
		used += (size_t)snprintf(text + used, room - used, "%s%.*s", i ? ", " : "",
					 (int)name[i].n, name[i].p);
	}
}

int
lookup(const char *kind, struct str wanted, const struct str *name, size_t n, size_t *at,
       struct complaint *c)
{
	int near;

	for (size_t i = 0; i < n; i++)
		if (str_eq(name[i], wanted)) {
			*at = i;
			return 0;
		}
	near = str_nearest(wanted, name, n);
	if (near >= 0)
		complain(c, STATUS_MISSING, 0,
			 "no %s '%.*s'; did you mean '%.*s'? there are: ", kind, (int)wanted.n,
			 wanted.p, (int)name[near].n, name[near].p);
	else
		complain(c, STATUS_MISSING, 0, "no %s '%.*s'; there are: ", kind, (int)wanted.n,
			 wanted.p);
	lookup_list(c, name, n);
	return STATUS_MISSING;
}
