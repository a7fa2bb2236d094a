/*
 * A profile in a file; the container is modelfile.h's:
 *
 *     groups (64 bits), each the name of a column (text)
 *     season (64 bits, microseconds)
 *     names (64 bits), each of a column that the reference had (text)
 *     columns (64 bits), each name (text), kind (8 bits: 0 numbers, 1 categories),
 *         texts as they stand (8 bits: 0 or 1)
 *     parts (64 bits), each
 *         group (8 bits: 0 all further groups, 1 one with a key), key (text), hour (64 bits)
 *         rows (64 bits), first and last time (64 bits each)
 *         the columns (distribution_file.c)
 *
 * Parts stand in byte order of their groups' keys, further groups first, then by hour.
 */
#include <stdlib.h>

#include "profile_parts.h"
#include "schema.h"
#include "season.h"
#include "timestamp.h"
#include "token.h"
#include "xalloc.h"

static void
save_part(const struct profile *p, uint32_t k, size_t phase, struct pack *out)
{
	const struct profile_part *part = p->part[k * p->phases + phase];

	pack_u8(out, k != GROUP_OTHER);
	pack_text(out, k == GROUP_OTHER ? STR("") : group_key(&p->keys, k));
	pack_u64(out, phase);
	pack_u64(out, part->rows);
	pack_u64(out, (uint64_t)part->first);
	pack_u64(out, (uint64_t)part->last);
	for (size_t i = 0; i < part->columns; i++)
		distribution_save(&part->column[i], out);
}

/* Saves group K's parts, or counts them only. */
static uint64_t
save_group(const struct profile *p, uint32_t k, struct pack *out)
{
	uint64_t n = 0;

	for (size_t phase = 0; phase < p->phases; phase++) {
		size_t at = k * p->phases + phase;

		if (at >= p->room || !p->part[at])
			continue;
		n++;
		if (out)
			save_part(p, k, phase, out);
	}
	return n;
}

static uint64_t
save_groups(const struct profile *p, struct pack *out)
{
	uint32_t *order = group_sorted(&p->keys);
	uint64_t n = save_group(p, GROUP_OTHER, out);

	for (size_t i = 0; i < group_n(&p->keys); i++)
		n += save_group(p, order[i], out);
	free(order);
	return n;
}

void
profile_save(const struct profile *p, struct pack *out)
{
	pack_u64(out, p->groups);
	for (size_t i = 0; i < p->groups; i++)
		pack_text(out, p->group[i]);
	pack_u64(out, (uint64_t)p->season);
	pack_u64(out, p->seen_n);
	for (size_t i = 0; i < p->seen_n; i++)
		pack_text(out, p->seen[i]);
	pack_u64(out, p->features.n);
	for (size_t i = 0; i < p->features.n; i++) {
		pack_text(out, p->features.feature[i].name);
		pack_u8(out, p->features.feature[i].kind == FEATURE_CATEGORY);
		pack_u8(out, p->features.feature[i].category);
	}
	pack_u64(out, save_groups(p, NULL));
	save_groups(p, out);
}

/* As many columns as a table can have. */
static uint64_t
take_columns(struct unpack *in, size_t size)
{
	uint64_t n = unpack_count(in, size);

	if (n <= SCHEMA_COLUMNS_MAX)
		return n;
	unpack_refuse(in);
	return 0;
}

static void
take_head(struct profile *p, struct unpack *in, size_t max_groups)
{
	size_t groups = (size_t)take_columns(in, 4);
	struct str *group = xcalloc(groups, sizeof *group);
	struct complaint c;
	int64_t season;

	for (size_t i = 0; i < groups; i++)
		group[i] = unpack_text(in);
	season = (int64_t)unpack_u64(in);
	if (season && season_check(season, &c) < 0) {
		unpack_refuse(in);
		season = 0;
	}
	profile_init(p, group, groups, season, max_groups);
	free(group);
	for (uint64_t n = take_columns(in, 4); n && !in->bad; n--)
		profile_see(p, unpack_text(in));
}

static void
take_features(struct profile *p, struct unpack *in)
{
	size_t n = (size_t)take_columns(in, 6);

	for (size_t i = 0; i < n && !in->bad; i++) {
		struct str name = unpack_text(in);
		uint8_t kind = unpack_u8(in), category = unpack_u8(in);

		if (kind > 1 || category > kind)
			unpack_refuse(in);
		for (size_t j = 0; j < i; j++)
			if (str_eq(name, p->features.feature[j].name))
				unpack_refuse(in);
		features_add(&p->features, name, kind ? FEATURE_CATEGORY : FEATURE_NUMBER);
		p->features.feature[i].category = category;
	}
}

static int64_t
take_time(struct unpack *in)
{
	int64_t t = (int64_t)unpack_u64(in);

	if (t != TIMESTAMP_NONE && (t < TIMESTAMP_MIN || t > TIMESTAMP_MAX))
		unpack_refuse(in);
	return t;
}

/* A part that is to come behind the LAST one. */
static void
take_part(struct profile *p, struct unpack *in, uint32_t *last_k, size_t *last_phase)
{
	bool keyed = unpack_u8(in) == 1;
	struct str key = unpack_text(in);
	size_t phase = (size_t)unpack_u64(in);
	struct profile_part *part;
	uint32_t k = keyed ? group_of_key(&p->keys, key) : GROUP_OTHER;
	bool first = *last_k == UINT32_MAX;

	if (in->bad || (keyed && k == GROUP_OTHER) || phase >= p->phases ||
	    (!first && (k < *last_k || (k == *last_k && phase <= *last_phase)))) {
		unpack_refuse(in);
		return;
	}
	*last_k = k;
	*last_phase = phase;
	part = profile_part_of(p, k, phase);
	part->rows = unpack_u64(in);
	part->first = take_time(in);
	part->last = take_time(in);
	p->rows += part->rows;
	if (part->rows > TOKEN_COUNT_MAX || p->rows > TOKEN_COUNT_MAX)
		unpack_refuse(in);
	for (size_t i = 0; i < part->columns && !in->bad; i++) {
		struct distribution *d = &part->column[i];
		bool numbers = p->features.feature[i].kind == FEATURE_NUMBER;

		distribution_release(d);
		if (distribution_load(d, in) && (numbers != (d->kind == DISTRIBUTION_NUMBERS) ||
						 d->n + d->missing + d->odd != part->rows))
			unpack_refuse(in);
	}
}

int
profile_load(struct profile *p, struct unpack *in, size_t max_groups, struct complaint *c)
{
	uint32_t k = UINT32_MAX;
	size_t phase = 0;
	uint64_t n;

	take_head(p, in, max_groups);
	take_features(p, in);
	n = unpack_count(in, 29);
	for (uint64_t i = 0; i < n && !in->bad; i++)
		take_part(p, in, &k, &phase);
	p->settled = p->condensed = true;
	if (unpack_done(in))
		return 0;
	return complain(c, STATUS_DAMAGED, in->offset, "it is no sound profile");
}
