#include <stdlib.h>

#include "profile_parts.h"
#include "xalloc.h"

void
profile_part_sum(struct profile_part *into, const struct profile_part *from)
{
	into->rows += from->rows;
	profile_part_time(into, from->first, from->last);
	for (size_t i = 0; i < into->columns; i++) {
		into->column[i].kind = from->column[i].kind;
		distribution_merge(&into->column[i], &from->column[i]);
	}
}

/* FROM's feature of the same name and kind as each of INTO's, at INTO's. */
static int
match(const struct profile *into, const struct profile *from, size_t *at, struct complaint *c)
{
	for (size_t i = 0; i < into->features.n; i++) {
		const struct feature *a = &into->features.feature[i];
		size_t j = 0;

		while (j < from->features.n && !str_eq(a->name, from->features.feature[j].name))
			j++;
		if (j == from->features.n)
			return complain(c, STATUS_USAGE, 0, "column '%.*s' is in one of them only",
					(int)a->name.n, a->name.p);
		if (a->kind != from->features.feature[j].kind ||
		    a->category != from->features.feature[j].category)
			return complain(c, STATUS_USAGE, 0,
					"column '%.*s' has numbers in one and categories in "
					"another",
					(int)a->name.n, a->name.p);
		at[j] = i;
	}
	return 0;
}

static int
check_merge(const struct profile *into, const struct profile *from, struct complaint *c)
{
	bool same = into->groups == from->groups;

	for (size_t i = 0; i < into->groups && same; i++)
		same = str_eq(into->group[i], from->group[i]);
	if (!same)
		return complain(c, STATUS_USAGE, 0, "they have other groups (-g)");
	if (into->season != from->season)
		return complain(c, STATUS_USAGE, 0, "they have another season");
	if (into->features.n != from->features.n)
		return complain(c, STATUS_USAGE, 0, "they have %zu and %zu columns",
				into->features.n, from->features.n);
	return 0;
}

static void
merge_parts(struct profile *into, const struct profile *from, const size_t *at)
{
	for (size_t i = 0; i < from->room; i++) {
		uint32_t k = (uint32_t)(i / from->phases);
		struct profile_part *part, ordered;

		if (!from->part[i])
			continue;
		if (k != GROUP_OTHER)
			k = group_of_key(&into->keys, group_key(&from->keys, k));
		part = profile_part_of(into, k, i % from->phases);
		ordered = *from->part[i];
		ordered.column = xcalloc(ordered.columns, sizeof *ordered.column);
		for (size_t j = 0; j < ordered.columns; j++)
			ordered.column[at[j]] = from->part[i]->column[j];
		profile_part_sum(part, &ordered);
		free(ordered.column);
	}
}

int
profile_merge(struct profile *into, const struct profile *from, struct complaint *c)
{
	size_t *at = xcalloc(from->features.n, sizeof *at);
	int status = check_merge(into, from, c);

	if (status == 0)
		status = match(into, from, at, c);
	if (status == 0) {
		merge_parts(into, from, at);
		into->rows += from->rows;
		for (size_t i = 0; i < from->seen_n; i++)
			profile_see(into, from->seen[i]);
	}
	free(at);
	return status;
}
