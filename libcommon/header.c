#include "header.h"

#include <stdlib.h>

#include "lookup.h"
#include "schema.h"
#include "xalloc.h"

void
header_init(struct header *h)
{
	map_init(&h->names);
}

void
header_release(struct header *h)
{
	map_release(&h->names);
}

void
header_copy(struct header *h, const struct header *from)
{
	map_copy(&h->names, &from->names);
}

int
header_set(struct header *h, const struct str *name, size_t n, struct complaint *c)
{
	struct map names;

	map_init(&names);
	for (size_t i = 0; i < n; i++) {
		bool added;

		map_add(&names, name[i], &added);
		if (!added) {
			map_release(&names);
			return complain(c, STATUS_SYNTAX, 0, "two columns are named '%.*s'",
					(int)name[i].n, name[i].p);
		}
	}
	map_release(&h->names);
	h->names = names;
	return 0;
}

uint32_t
header_find(const struct header *h, struct str name)
{
	return map_find(&h->names, name);
}

int
header_flat_name(const struct path *path, struct buf *out)
{
	int status = 0;

	for (size_t i = 0; i < path->n && status == 0; i++) {
		const struct path_step *step = &path->step[i];

		if (!step->key.p) {
			status = buf_addf(out, "[%d]", (int)step->index);
			continue;
		}
		if (i)
			status = buf_addc(out, '.');
		if (status == 0)
			status = buf_add(out, step->key.p, step->key.n);
	}
	return status;
}

/* The first name whose legal form is WANTED. */
static uint32_t
find_legal(const struct header *h, struct str wanted)
{
	uint32_t found = HEADER_NONE;
	struct buf legal;

	buf_init(&legal, SCHEMA_NAME_MAX + 1);
	for (uint32_t i = 0; i < header_n(h) && found == HEADER_NONE; i++) {
		buf_clear(&legal);
		if (schema_legal_name(map_key(&h->names, i), &legal) == 0 &&
		    str_eq(buf_str(&legal), wanted))
			found = i;
	}
	buf_release(&legal);
	return found;
}

static int
complain_of(const struct header *h, struct str wanted, struct complaint *c)
{
	struct str *name = xcalloc(header_n(h), sizeof *name);
	size_t at;
	int status;

	for (uint32_t i = 0; i < header_n(h); i++)
		name[i] = map_key(&h->names, i);
	status = lookup("column", wanted, name, header_n(h), &at, c);
	free(name);
	return status;
}

int
header_bind(const struct header *h, const struct path *const *path, size_t n, uint32_t *number,
	    struct complaint *c)
{
	struct buf flat;
	int status = 0;

	buf_init(&flat, BUF_CAP_MAX);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&flat);
		header_flat_name(path[i], &flat);
		number[i] = header_find(h, buf_str(&flat));
		if (number[i] == HEADER_NONE)
			number[i] = find_legal(h, buf_str(&flat));
		if (number[i] == HEADER_NONE && status == 0)
			status = complain_of(h, buf_str(&flat), c);
	}
	buf_release(&flat);
	return status;
}

void
header_survey(struct survey *survey, struct str name, struct value v)
{
	struct buf path;

	buf_init(&path, BUF_CAP_MAX);
	if (path_quote(name, &path) == 0)
		survey_add(survey, buf_str(&path), name, 1, v);
	buf_release(&path);
}
