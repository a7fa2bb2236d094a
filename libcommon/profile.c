#include "profile.h"

#include <stdlib.h>

#include "profile_parts.h"
#include "season.h"
#include "timestamp.h"
#include "xalloc.h"

static const int64_t hour = 3600 * TIMESTAMP_SECOND;

void
profile_init(struct profile *p, const struct str *group, size_t groups, int64_t season,
	     size_t max_groups)
{
	*p = (struct profile){.groups = groups, .season = season, .phases = 1};
	if (season)
		p->phases = (size_t)(season / hour);
	features_init(&p->features);
	group_init(&p->keys, max_groups);
	p->group = xcalloc(groups, sizeof *p->group);
	for (size_t i = 0; i < groups; i++)
		p->group[i] = STR_N(xmemdup0(group[i].p, group[i].n), group[i].n);
}

void
profile_release(struct profile *p)
{
	for (size_t i = 0; i < p->room; i++) {
		if (p->part[i])
			profile_part_release(p->part[i]);
		free(p->part[i]);
	}
	for (size_t i = 0; i < p->groups; i++)
		free((char *)p->group[i].p);
	for (size_t i = 0; i < p->seen_n; i++)
		free((char *)p->seen[i].p);
	free(p->part);
	free(p->group);
	free(p->seen);
	group_release(&p->keys);
	features_release(&p->features);
	*p = (struct profile){0};
}

void
profile_see(struct profile *p, struct str name)
{
	for (size_t i = 0; i < p->seen_n; i++)
		if (str_eq(p->seen[i], name))
			return;
	GROW(p->seen, p->seen_n + 1, p->seen_room);
	p->seen[p->seen_n++] = STR_N(xmemdup0(name.p, name.n), name.n);
}

struct profile_part *
profile_part_of(struct profile *p, uint32_t k, size_t phase)
{
	size_t at = k * p->phases + phase, old = p->room;

	if (at >= old) {
		GROW(p->part, at + 1, p->room);
		for (size_t i = old; i < p->room; i++)
			p->part[i] = NULL;
	}
	if (!p->part[at]) {
		p->part[at] = xmalloc(sizeof *p->part[at]);
		profile_part_init(p->part[at], p->features.n);
	}
	return p->part[at];
}

void
profile_add(struct profile *p, const struct value *row, const struct value *const *values,
	    int64_t ts)
{
	bool added;
	uint32_t k = group_of(&p->keys, values, p->groups, &added);
	size_t phase = 0;

	if (p->season) {
		if (ts == TIMESTAMP_NONE)
			return;
		phase = season_phase(p->season, ts);
	}
	p->rows++;
	features_see(&p->features, row);
	profile_part_add(profile_part_of(p, k, phase), &p->features, false, row, ts);
}

/* Leaves PART the columns whose numbers are KEPT, N of them. */
static void
select_columns(struct profile_part *part, const size_t *kept, size_t n)
{
	size_t next = 0;

	for (size_t i = 0; i < part->columns; i++)
		if (next < n && kept[next] == i)
			part->column[next++] = part->column[i];
		else
			distribution_release(&part->column[i]);
	part->columns = n;
}

/* What of the features was left stands in the old order, each where it was bound to. */
static size_t *
find_kept(const struct features *f, const size_t *at)
{
	size_t *kept = xcalloc(f->n, sizeof *kept);
	size_t old = 0;

	for (size_t i = 0; i < f->n; i++) {
		while (at[old] != f->feature[i].at)
			old++;
		kept[i] = old++;
	}
	return kept;
}

void
profile_settle(struct profile *p)
{
	size_t *at = xcalloc(p->features.n, sizeof *at), *kept;

	for (size_t i = 0; i < p->features.n; i++)
		at[i] = p->features.feature[i].at;
	features_settle(&p->features);
	kept = find_kept(&p->features, at);
	for (size_t i = 0; i < p->room; i++) {
		if (!p->part[i])
			continue;
		select_columns(p->part[i], kept, p->features.n);
		profile_part_settle(p->part[i], &p->features);
	}
	p->settled = true;
	free(at);
	free(kept);
}

void
profile_condense(struct profile *p)
{
	size_t bound = p->season ? PROFILE_SEASON_CELLS : DISTRIBUTION_CELLS;

	p->condensed = true;
	for (size_t i = 0; i < p->room; i++)
		for (size_t j = 0; p->part[i] && j < p->part[i]->columns; j++)
			distribution_condense(&p->part[i]->column[j], bound);
}

uint32_t
profile_group(const struct profile *p, struct str key, bool other)
{
	uint32_t k = other ? GROUP_OTHER : map_find(&p->keys.keys, key);

	if (!other && k != MAP_NONE)
		k++;
	for (size_t phase = 0; k != MAP_NONE && phase < p->phases; phase++) {
		size_t at = k * p->phases + phase;

		if (at < p->room && p->part[at])
			return k;
	}
	return UINT32_MAX;
}

size_t
profile_hours(const struct profile *p, int64_t from, int64_t until, size_t *first)
{
	size_t last;

	*first = 0;
	if (!p->season || until - from >= p->season)
		return p->phases;
	*first = season_phase(p->season, from);
	last = season_phase(p->season, until - 1);
	/* Nearly a whole season may end in the hour where it began. */
	if (last == *first && until - from > hour)
		return p->phases;
	return (last + p->phases - *first) % p->phases + 1;
}

void
profile_sum(const struct profile *p, uint32_t k, size_t first, size_t n, struct profile_part *part)
{
	profile_part_init(part, p->features.n);
	profile_part_seal(part);
	for (size_t i = 0; i < n; i++) {
		size_t at = k * p->phases + (first + i) % p->phases;

		if (at < p->room && p->part[at])
			profile_part_sum(part, p->part[at]);
	}
	for (size_t i = 0; i < part->columns; i++)
		part->column[i].kind = p->features.feature[i].kind == FEATURE_NUMBER
					       ? DISTRIBUTION_NUMBERS
					       : DISTRIBUTION_CATEGORIES;
}
