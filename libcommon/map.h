/*
 * map - byte strings to dense numbers 0, 1, 2, ... in order of arrival.
 * Layer: base.
 *
 * Open addressing over a keyed hash (hash.h), so hostile keys cost what honest
 * ones cost.  Keys are copied once and stay where they are until map_release.
 * Memory: about 24 bytes and the key per entry.
 */
#ifndef ML_MAP_H
#define ML_MAP_H

#include <stdint.h>

#include "hash.h"
#include "str.h"

struct map {
	struct hash_key key;
	struct map_entry *entry; /* n of them, in order of arrival */
	uint32_t *slot;          /* index + 1 into entry; 0 is free */
	size_t n, entry_room, slots;
	struct map_chunk *chunk; /* where the keys' bytes live */
};

enum { MAP_NONE = UINT32_MAX };

void map_init(struct map *m);
void map_release(struct map *m);
/* The same keys with the same numbers. */
void map_copy(struct map *m, const struct map *from);

/* The number of KEY, which is added when new (then *ADDED, if given, is true). */
uint32_t map_add(struct map *m, struct str key, bool *added);
/* The number of KEY or MAP_NONE. */
uint32_t map_find(const struct map *m, struct str key);
/* The key with number I < m->n; valid until map_release. */
struct str map_key(const struct map *m, uint32_t i);
/*
 * The numbers of all keys in byte order of the keys, in an array of m->n that
 * the caller frees.
 */
uint32_t *map_sorted(const struct map *m);

#endif
