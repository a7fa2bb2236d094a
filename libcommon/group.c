#include "group.h"

#include <stdlib.h>

#include "token.h"
#include "tsv.h"
#include "xalloc.h"

/* Few places at first: there may be many groups of few rows. */
enum { FIRST_BITS = 3, MISSES = 256 };

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
	free(g->recent);
	buf_release(&g->key);
}

static inline struct str
text_of(const struct value *v)
{
	bool missing = v->kind == VALUE_MISSING || v->kind == VALUE_NAN;

	return missing ? STR("") : v->text;
}

static inline uint64_t
load(const char *p, size_t n)
{
	uint64_t word = 0;

	memcpy(&word, p, n);
	return word;
}

/*
 * The first and the last 8 bytes of TEXT: with its length, all of a text of at most 16
 * bytes.
 */
static inline void
ends_of(struct str text, uint64_t *head, uint64_t *tail)
{
	size_t n = text.n;

	if (n >= 8) {
		*head = load(text.p, 8);
		*tail = load(text.p + n - 8, 8);
	} else if (n >= 4) {
		*head = load(text.p, 4);
		*tail = load(text.p + n - 4, 4);
	} else {
		*head = n ? (unsigned char)text.p[0] | (unsigned)(unsigned char)text.p[n / 2] << 8
			  : 0;
		*tail = n ? (unsigned char)text.p[n - 1] : 0;
	}
}

/*
 * Where a group with these VALUES is remembered, by their lengths and ends.  Keys made to
 * collide here cost only what is not remembered costs.
 */
static inline struct group_recent *
place_of(struct group *g, const struct value *const *values, size_t n, uint64_t *head,
	 uint64_t *tail)
{
	uint64_t mixed = 0;

	for (size_t i = 0; i < n; i++) {
		struct str text = text_of(values[i]);

		ends_of(text, head, tail);
		/* 2^64 / golden ratio */
		mixed = (mixed ^ *head ^ (*tail << 23 | *tail >> 41) ^ text.n) *
			UINT64_C(0x9e3779b97f4a7c15);
	}
	return &g->recent[mixed >> (64 - g->recent_bits)];
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

/* The group of VALUES, of which all but the key's texts was looked at. */
static inline bool
is_recent(const struct group *g, const struct group_recent *r, const struct value *const *values,
	  size_t n, uint64_t head, uint64_t tail)
{
	if (!r->group)
		return false;
	if (n == 1 && r->n <= 16)
		return r->n == text_of(values[0]).n && r->head == head && r->tail == tail;
	return is_key_of(group_key(g, r->group), values, n);
}

/* Places to remember groups at: many where the few of the start did not do. */
static void
make_places(struct group *g)
{
	free(g->recent);
	g->recent_bits = g->misses ? GROUP_RECENT_BITS : FIRST_BITS;
	g->recent = xcalloc((size_t)1 << g->recent_bits, sizeof *g->recent);
	g->misses = 0;
}

uint32_t
group_of(struct group *g, const struct value *const *values, size_t n, bool *added)
{
	uint64_t head = 0, tail = 0;
	struct group_recent *recent;

	*added = false;
	if (g->misses == MISSES || !g->recent)
		make_places(g);
	recent = place_of(g, values, n, &head, &tail);
	if (is_recent(g, recent, values, n, head, tail))
		return g->last = recent->group;
	g->misses += g->recent_bits < GROUP_RECENT_BITS;
	make_key(g, values, n);
	g->last = find_or_add(g, added);
	g->other += g->last == GROUP_OTHER;
	if (g->last != GROUP_OTHER && !(g->key.n && memchr(g->key.p, '\\', g->key.n)))
		*recent = (struct group_recent){head, tail, g->key.n, g->last};
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
