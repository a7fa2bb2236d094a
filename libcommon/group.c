#include "group.h"

#include "token.h"
#include "tsv.h"

void
group_init(struct group *g, size_t max)
{
	*g = (struct group){.max = max};
	map_init(&g->keys);
	buf_init(&g->key, BUF_CAP_MAX);
}

void
group_release(struct group *g)
{
	map_release(&g->keys);
	buf_release(&g->key);
}

static struct str
text_of(const struct value *v)
{
	bool missing = v->kind == VALUE_MISSING || v->kind == VALUE_NAN;

	return missing ? STR("") : v->text;
}

/*
 * Where a group with these VALUES is remembered, by their lengths and last bytes.  Keys
 * made to collide here cost only what is not remembered costs.
 */
static size_t
place_of(const struct value *const *values, size_t n)
{
	uint64_t mixed = 0;

	for (size_t i = 0; i < n; i++) {
		struct str text = text_of(values[i]);
		size_t tail = text.n < sizeof(uint64_t) ? text.n : sizeof(uint64_t);
		uint64_t last = 0;

		if (tail == sizeof last)
			memcpy(&last, text.p + text.n - sizeof last, sizeof last);
		else
			for (size_t k = 0; k < tail; k++)
				last = last << 8 | (unsigned char)text.p[k];
		mixed = (mixed ^ last ^ text.n) * 0x9e3779b97f4a7c15u; /* 2^64 / golden ratio */
	}
	return mixed >> (64 - GROUP_RECENT_BITS);
}

/*
 * True if the VALUES are those of KEY.  They are compared as they stand, so KEY must
 * have no escapes: a value could spell what another one's escape looks like.  A TAB in
 * a value cannot deceive: KEY has exactly n - 1.
 */
static bool
is_key_of(struct str key, const struct value *const *values, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str text = text_of(values[i]);

		if ((i > 0 && !token_take(&key, '\t')) || text.n > key.n ||
		    (text.n && memcmp(key.p, text.p, text.n) != 0))
			return false;
		key = STR_N(key.p + text.n, key.n - text.n);
	}
	return key.n == 0;
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

/* The number of the group with the key g->key, which is added while there is room. */
static uint32_t
find_or_add(struct group *g, bool *added)
{
	struct str key = buf_str(&g->key);
	uint32_t i = g->keys.n < g->max ? map_add(&g->keys, key, added) : map_find(&g->keys, key);

	return i == MAP_NONE ? GROUP_OTHER : i + 1;
}

uint32_t
group_of(struct group *g, const struct value *const *values, size_t n, bool *added)
{
	size_t place = place_of(values, n);
	uint32_t recent = g->recent[place];

	*added = false;
	if (recent && is_key_of(group_key(g, recent), values, n))
		return g->last = recent;
	make_key(g, values, n);
	g->last = find_or_add(g, added);
	g->other += g->last == GROUP_OTHER;
	if (g->last != GROUP_OTHER && !(g->key.n && memchr(g->key.p, '\\', g->key.n)))
		g->recent[place] = g->last;
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
