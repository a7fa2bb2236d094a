#include "group.h"

#include "token.h"
#include "tsv.h"

void
group_init(struct group *g, size_t max)
{
	*g = (struct group){.max = max};
	map_init(&g->keys);
	buf_init(&g->key, BUF_CAP_MAX);
	buf_init(&g->last_key, BUF_CAP_MAX);
}

void
group_release(struct group *g)
{
	map_release(&g->keys);
	buf_release(&g->key);
	buf_release(&g->last_key);
}

static struct str
text_of(const struct value *v)
{
	bool missing = v->kind == VALUE_MISSING || v->kind == VALUE_NAN;

	return missing ? STR("") : v->text;
}

/*
 * True if the VALUES are those of the last row.  They are compared as they stand, so
 * last_key must have no escapes: a value could spell what another one's escape looks
 * like.  A TAB in a value cannot deceive: last_key has exactly n - 1.
 */
static bool
same_as_last(const struct group *g, const struct value *const *values, size_t n)
{
	struct str rest = buf_str(&g->last_key);

	if (!g->last_plain)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct str text = text_of(values[i]);

		if ((i > 0 && !token_take(&rest, '\t')) || text.n > rest.n ||
		    (text.n && memcmp(rest.p, text.p, text.n) != 0))
			return false;
		rest = STR_N(rest.p + text.n, rest.n - text.n);
	}
	return rest.n == 0;
}

/* Makes the key of VALUES in g->key; BUF_CAP_MAX is more than any row can hold. */
static void
make_key(struct group *g, const struct value *const *values, size_t n)
{
	int status = 0;

	buf_clear(&g->key);
	for (size_t i = 0; i < n && status == 0; i++) {
		if (i > 0)
			status = buf_addc(&g->key, '\t');
		if (status == 0)
			status = tsv_escape(text_of(values[i]), &g->key);
	}
}

/* Remembers g->key as the last one. */
static void
keep_last(struct group *g, uint32_t number)
{
	struct buf swap = g->last_key;

	g->last_key = g->key;
	g->key = swap;
	g->last = number;
	g->last_plain = !g->last_key.n || !memchr(g->last_key.p, '\\', g->last_key.n);
}

uint32_t
group_of(struct group *g, const struct value *const *values, size_t n, bool *added)
{
	*added = false;
	if (!same_as_last(g, values, n)) {
		uint32_t i;

		make_key(g, values, n);
		if (g->keys.n < g->max)
			i = map_add(&g->keys, buf_str(&g->key), added);
		else
			i = map_find(&g->keys, buf_str(&g->key));
		keep_last(g, i == MAP_NONE ? GROUP_OTHER : i + 1);
	}
	g->other += g->last == GROUP_OTHER;
	return g->last;
}

uint32_t
group_of_key(struct group *g, struct str key)
{
	uint32_t i = g->keys.n < g->max ? map_add(&g->keys, key, NULL) : map_find(&g->keys, key);

	return i == MAP_NONE ? GROUP_OTHER : i + 1;
}

struct str
group_key(const struct group *g, uint32_t k)
{
	return map_key(&g->keys, k - 1);
}

struct str
group_value(const struct group *g, uint32_t k, size_t i)
{
	struct str rest = group_key(g, k), part = token_until(&rest, '\t');

	while (i-- > 0)
		part = token_until(&rest, '\t');
	return part;
}

uint32_t *
group_sorted(const struct group *g)
{
	uint32_t *order = map_sorted(&g->keys);

	for (size_t i = 0; i < g->keys.n; i++)
		order[i]++;
	return order;
}

size_t
group_n(const struct group *g)
{
	return g->keys.n;
}
