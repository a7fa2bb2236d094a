#include "metric.h"

#include "lookup.h"
#include "token.h"

#define METRIC(name) extern const struct metric metric_##name;
#include "metric_list.h"
#undef METRIC

static const struct metric *const table[] = {
#define METRIC(name) &metric_##name,
#include "metric_list.h"
#undef METRIC
};

enum { METRICS = sizeof table / sizeof *table };

const struct metric *
metric_at(size_t i)
{
	return i < METRICS ? table[i] : NULL;
}

const struct metric *
metric_find(struct str name)
{
	for (size_t i = 0; i < METRICS; i++)
		if (str_eq(name, str_of(table[i]->name)))
			return table[i];
	return NULL;
}

/* True if NAME, in any case, is one of the words of ALIKE. */
static bool
is_alike(struct str name, const char *alike)
{
	struct str rest = str_of(alike ? alike : "");

	while (rest.n) {
		struct str word = token_until(&rest, ' ');

		if (str_case_eq(word, name))
			return true;
	}
	return false;
}

int
metric_unknown(struct str name, struct complaint *c)
{
	struct str all[METRICS];
	size_t at;

	for (size_t i = 0; i < METRICS; i++)
		all[i] = str_of(table[i]->name);
	for (size_t i = 0; i < METRICS; i++) {
		if (!is_alike(name, table[i]->alike) && !str_case_eq(name, all[i]))
			continue;
		complain(c, STATUS_MISSING, 0,
			 "no metric '%.*s'; did you mean '%s'? there are: ", (int)name.n, name.p,
			 table[i]->name);
		lookup_list(c, all, METRICS);
		return STATUS_MISSING;
	}
	return lookup("metric", name, all, METRICS, &at, c);
}
