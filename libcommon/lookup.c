#include "lookup.h"

#include <stdio.h>

/* Names for as long as there is room, then an ellipsis. */
static void
list_names(char *text, size_t room, const struct str *name, size_t n)
{
	static const char more[] = ", ...";
	size_t used = strlen(text);

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
	list_names(c->text, sizeof c->text, name, n);
	return STATUS_MISSING;
}
