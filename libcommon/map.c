#include "map.h"

#include <stdlib.h>

#include "xalloc.h"

enum { MAP_FIRST_SLOTS = 16, MAP_CHUNK = 1 << 14, MAP_CHUNK_FIRST = 256 };

struct map_entry {
	struct str key;
	uint32_t hash; /* the high half, so that growing needs no rehash of keys */
};

struct map_chunk {
	struct map_chunk *next;
	size_t n, room;
	char bytes[];
};

void
map_init(struct map *m)
{
	*m = (struct map){0};
	hash_key_random(&m->key);
}

void
map_copy(struct map *m, const struct map *from)
{
	map_init(m);
	for (uint32_t i = 0; i < from->n; i++)
		map_add(m, map_key(from, i), NULL);
}

void
map_release(struct map *m)
{
	for (struct map_chunk *c = m->chunk, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	free(m->entry);
	free(m->slot);
	*m = (struct map){0};
}

static const char *
keep(struct map *m, struct str key)
{
	struct map_chunk *c = m->chunk;
	char *p;

	if (!c || c->room - c->n < key.n) {
		size_t room = c ? MAP_CHUNK : MAP_CHUNK_FIRST;

		if (room < key.n)
			room = key.n;
		c = xmalloc(sizeof *c + room);
		*c = (struct map_chunk){.next = m->chunk, .room = room};
		m->chunk = c;
	}
	p = c->bytes + c->n;
	if (key.n)
		memcpy(p, key.p, key.n);
	c->n += key.n;
	return p;
}

static uint32_t
hash32(const struct map *m, struct str key)
{
	return (uint32_t)(hash_keyed(&m->key, key) >> 32);
}

/* The slot that holds KEY or the free one where it belongs. */
static size_t
probe(const struct map *m, struct str key, uint32_t hash)
{
	size_t mask = m->slots - 1;

	for (size_t at = hash & mask;; at = (at + 1) & mask) {
		uint32_t i = m->slot[at];

		if (!i || (m->entry[i - 1].hash == hash && str_eq(m->entry[i - 1].key, key)))
			return at;
	}
}

static void
grow(struct map *m)
{
	size_t slots = m->slots ? 2 * m->slots : MAP_FIRST_SLOTS;
	uint32_t *slot = xcalloc(slots, sizeof *slot);

	for (size_t i = 0; i < m->n; i++) {
		size_t at = m->entry[i].hash & (slots - 1);

		while (slot[at])
			at = (at + 1) & (slots - 1);
		slot[at] = (uint32_t)i + 1;
	}
	free(m->slot);
	m->slot = slot;
	m->slots = slots;
}

uint32_t
map_add(struct map *m, struct str key, bool *added)
{
	uint32_t hash = hash32(m, key);
	size_t at;

	if (4 * (m->n + 1) > 3 * m->slots)
		grow(m);
	at = probe(m, key, hash);
	if (added)
		*added = !m->slot[at];
	if (m->slot[at])
		return m->slot[at] - 1;
	GROW(m->entry, m->n + 1, m->entry_room);
	m->entry[m->n] = (struct map_entry){{keep(m, key), key.n}, hash};
	m->slot[at] = (uint32_t)++m->n;
	return (uint32_t)m->n - 1;
}

uint32_t
map_find(const struct map *m, struct str key)
{
	uint32_t i;

	if (!m->n)
		return MAP_NONE;
	i = m->slot[probe(m, key, hash32(m, key))];
	return i ? i - 1 : MAP_NONE;
}

struct str
map_key(const struct map *m, uint32_t i)
{
	return m->entry[i].key;
}

struct ranked {
	struct str key;
	uint32_t i;
};

static int
by_key(const void *a, const void *b)
{
	return str_cmp(((const struct ranked *)a)->key, ((const struct ranked *)b)->key);
}

uint32_t *
map_sorted(const struct map *m)
{
	struct ranked *ranked = xcalloc(m->n, sizeof *ranked);
	uint32_t *order = xcalloc(m->n, sizeof *order);

	for (size_t i = 0; i < m->n; i++)
		ranked[i] = (struct ranked){m->entry[i].key, (uint32_t)i};
	qsort(ranked, m->n, sizeof *ranked, by_key);
	for (size_t i = 0; i < m->n; i++)
		order[i] = ranked[i].i;
	free(ranked);
	return order;
}
