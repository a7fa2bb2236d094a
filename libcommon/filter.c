#include "filter.h"

#include <stdlib.h>

#include "hash.h"
#include "lookup.h"
#include "xalloc.h"

void
filter_init(struct filter *f)
{
	*f = (struct filter){.since = TIMESTAMP_NONE,
			     .until = TIMESTAMP_NONE,
			     .sample = 1,
			     .id_column = SIZE_MAX};
}

void
filter_release(struct filter *f)
{
	for (size_t i = 0; i < f->n; i++)
		where_release(&f->where[i]);
	free(f->where);
	free(f->column);
	filter_init(f);
	f->where = NULL;
	f->column = NULL;
}

int
filter_add(struct filter *f, struct str text, struct complaint *c)
{
	struct where w;
	int status = where_parse(&w, text, c);

	if (status < 0)
		return status;
	f->where = xrealloc(f->where, f->n + 1, sizeof *f->where);
	f->column = xrealloc(f->column, f->n + 1, sizeof *f->column);
	f->where[f->n++] = w;
	return 0;
}

static bool
is_ranged(const struct filter *f)
{
	return f->since != TIMESTAMP_NONE || f->until != TIMESTAMP_NONE;
}

struct str *
filter_names(const struct filter *f, size_t *n)
{
	struct str *name = xcalloc(f->n + 1, sizeof *name);

	*n = 0;
	for (size_t i = 0; i < f->n; i++)
		name[(*n)++] = f->where[i].name;
	if (is_ranged(f))
		name[(*n)++] = STR("ts");
	return name;
}

int
filter_bind(struct filter *f, const struct plan_column *column, size_t n, struct complaint *c)
{
	struct str *name = xcalloc(n, sizeof *name);
	size_t ts;
	int status = 0;

	/* An empty log has no columns, and no rows either. */
	if (n == 0) {
		free(name);
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		name[i] = column[i].name;
	for (size_t i = 0; i < f->n && status == 0; i++)
		status = lookup("column", f->where[i].name, name, n, &f->column[i], c);
	if (status == 0 && is_ranged(f))
		status = lookup("column", STR("ts"), name, n, &ts, c);
	for (size_t i = 0; i < n; i++)
		if (str_eq(name[i], STR("id")))
			f->id_column = i;
	free(name);
	return status;
}

static bool
in_range(const struct filter *f, int64_t ts)
{
	if (!is_ranged(f))
		return true;
	if (ts == TIMESTAMP_NONE)
		return false;
	return (f->since == TIMESTAMP_NONE || ts >= f->since) &&
	       (f->until == TIMESTAMP_NONE || ts < f->until);
}

static bool
in_sample(const struct filter *f, const struct row *row)
{
	struct str key = row->raw;

	if (f->sample >= 1)
		return true;
	if (f->id_column != SIZE_MAX && row->value[f->id_column].kind != VALUE_MISSING)
		key = row->value[f->id_column].text;
	return (double)(hash_stable(key) >> 11) * 0x1p-53 < f->sample;
}

int
filter_keeps(const struct filter *f, const struct row *row)
{
	if (!in_range(f, row->ts) || !in_sample(f, row))
		return 0;
	for (size_t i = 0; i < f->n; i++) {
		int holds = where_test(&f->where[i], row->value[f->column[i]]);

		if (holds != 1)
			return holds;
	}
	return 1;
}
