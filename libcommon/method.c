#include "method.h"

#include <stdlib.h>

#include "lookup.h"
#include "xalloc.h"

#define METHOD(name) extern const struct method method_##name;
#include "method_list.h"
#undef METHOD

static const struct method *const methods[] = {
#define METHOD(name) &method_##name,
#include "method_list.h"
#undef METHOD
	NULL};

/* With the NULL behind them. */
enum { METHODS = sizeof methods / sizeof methods[0] };

const struct method *
method_at(size_t i)
{
	return i < METHODS ? methods[i] : NULL;
}

int
method_find(struct str name, const struct method **method, struct complaint *c)
{
	struct str names[METHODS] = {{NULL, 0}};
	size_t n = 0, at;

	for (; methods[n]; n++)
		names[n] = str_of(methods[n]->name);
	if (lookup("method", name, names, n, &at, c) < 0)
		return STATUS_MISSING;
	*method = methods[at];
	return 0;
}

/* M is to stand beside the N that were named before. */
static int
check(const struct method *m, const struct method *const *method, size_t n, struct complaint *c)
{
	for (size_t i = 0; i < n; i++)
		if (method[i] == m)
			return complain(c, STATUS_USAGE, 0, "method %s: named twice", m->name);
	if (n && method[0]->family != m->family)
		return complain(c, STATUS_USAGE, 0,
				"methods %s and %s give tables of different kinds: run them apart",
				method[0]->name, m->name);
	return 0;
}

const struct method **
method_parse(const char *list, size_t *n, struct complaint *c)
{
	const struct method **method = xcalloc(METHODS, sizeof *method);
	struct str rest = str_of(list);

	*n = 0;
	for (const char *comma = list; comma;) {
		const struct method *m;
		struct str name;

		comma = memchr(rest.p, ',', rest.n);
		name = STR_N(rest.p, comma ? (size_t)(comma - rest.p) : rest.n);
		rest = STR_N(name.p + name.n + !!comma, rest.n - name.n - !!comma);
		if (method_find(str_trim(name), &m, c) < 0 || check(m, method, *n, c) < 0) {
			free(method);
			return NULL;
		}
		method[(*n)++] = m;
	}
	return method;
}
