#include "plan_spread.h"

#include <stdlib.h>

#include "xalloc.h"

void
plan_spread_init(struct plan_spread *s, const struct path_column *spec, size_t source)
{
	*s = (struct plan_spread){.spec = spec, .source = source};
	map_init(&s->keys);
	buf_init(&s->key, BUF_CAP_MAX);
}

void
plan_spread_copy(struct plan_spread *s, const struct plan_spread *from)
{
	plan_spread_init(s, from->spec, from->source);
	map_release(&s->keys);
	map_copy(&s->keys, &from->keys);
	GROW(s->column, s->keys.n, s->column_room);
	if (s->keys.n)
		memcpy(s->column, from->column, s->keys.n * sizeof *s->column);
}

void
plan_spread_release(struct plan_spread *s)
{
	map_release(&s->keys);
	buf_release(&s->key);
	free(s->column);
	free(s->order);
}

void
plan_spread_restart(struct plan_spread *s)
{
	s->at = 0;
}

static bool
is_key(struct str known, char letter, struct str key)
{
	return known.n == key.n + 1 && known.p[0] == letter &&
	       memcmp(known.p + 1, key.p, key.n) == 0;
}

static uint32_t
number_of(struct plan_spread *s, char letter, struct str key)
{
	bool added;
	uint32_t k;

	buf_clear(&s->key);
	buf_addc(&s->key, letter);
	buf_add(&s->key, key.p, key.n);
	k = map_add(&s->keys, buf_str(&s->key), &added);
	GROW(s->column, s->keys.n, s->column_room);
	if (added)
		s->column[k] = SIZE_MAX;
	return k;
}

size_t *
plan_spread_next(struct plan_spread *s, char letter, struct str key)
{
	size_t at = s->at++;
	uint32_t k;

	if (at < s->n && is_key(map_key(&s->keys, s->order[at]), letter, key))
		return &s->column[s->order[at]];
	k = number_of(s, letter, key);
	if (at >= s->n) {
		GROW(s->order, at + 1, s->order_room);
		s->n = at + 1;
	}
	s->order[at] = k;
	return &s->column[k];
}
