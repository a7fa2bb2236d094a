#include "metric.h"

#define METRIC(name) extern const struct metric metric_##name;
#include "metric_list.h"
#undef METRIC

static const struct metric *const table[] = {
#define METRIC(name) &metric_##name,
#include "metric_list.h"
#undef METRIC
};

const struct metric *
metric_at(size_t i)
{
	return i < sizeof table / sizeof *table ? table[i] : NULL;
}

const struct metric *
metric_find(struct str name)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_eq(name, str_of(table[i]->name)))
			return table[i];
	return NULL;
}
