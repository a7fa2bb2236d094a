#include "json_trie.h"

#include <stdlib.h>

#include "xalloc.h"

enum { KEYS_MIN = 256, KEY_TRIES = 8, JOINTS_MAX = 4 };

static uint32_t
new_node(struct json_trie *t, uint32_t parent)
{
	GROW(t->node, t->nodes + 1, t->node_room);
	t->node[t->nodes] = (struct json_node){.slot = JSON_NO_SLOT, .parent = parent};
	if (parent != JSON_NO_NODE)
		t->node[parent].inner = true;
	return (uint32_t)t->nodes++;
}

/* What the map knows a key by: its node's number, then its bytes; NULL: no room. */
static struct str
map_text(struct json_trie *t, uint32_t node, struct str key)
{
	buf_clear(&t->scratch);
	if (buf_reserve(&t->scratch, sizeof node + key.n) < 0)
		return STR_N(NULL, 0);
	buf_add(&t->scratch, (const char *)&node, sizeof node);
	buf_add(&t->scratch, key.p, key.n);
	return buf_str(&t->scratch);
}

uint32_t
json_trie_find(struct json_trie *t, uint32_t node, struct str key)
{
	struct str text = map_text(t, node, key);
	uint32_t number = text.p ? map_find(&t->keys, text) : MAP_NONE;

	return number == MAP_NONE ? JSON_NO_NODE : t->child[number];
}

static uint32_t
key_child(struct json_trie *t, uint32_t node, struct str key)
{
	bool added;
	uint32_t number = map_add(&t->keys, map_text(t, node, key), &added);

	GROW(t->child, t->keys.n, t->child_room);
	if (added)
		t->child[number] = new_node(t, node);
	return t->child[number];
}

static uint32_t
element_child(struct json_trie *t, uint32_t node, size_t index)
{
	for (size_t i = 0; i < t->elements; i++)
		if (t->element[i].parent == node && t->element[i].index == index)
			return t->element[i].node;
	GROW(t->element, t->elements + 1, t->element_room);
	t->element[t->elements] = (struct json_element){node, new_node(t, node), index};
	return t->element[t->elements++].node;
}

/* The slot of NODE, which gets one behind the caller's when it has none. */
static uint32_t
slot_of(struct json_trie *t, uint32_t node)
{
	if (t->node[node].slot == JSON_NO_SLOT)
		t->node[node].slot = t->slots++;
	return t->node[node].slot;
}

static void
add_copy(struct json_trie *t, uint32_t from, uint32_t to, bool if_missing)
{
	if (from == to)
		return;
	GROW(t->copy, t->copies + 1, t->copy_room);
	t->copy[t->copies++] = (struct json_copy){from, to, if_missing};
	t->equal_paths |= !if_missing;
}

static void
add_path(struct json_trie *t, const struct path *path, uint32_t slot)
{
	uint32_t node = 0;

	for (size_t i = 0; i < path->n; i++) {
		const struct path_step *step = &path->step[i];

		if (!step->key.p && step->index < 0) {
			GROW(t->rest, t->rests + 1, t->rest_room);
			t->rest[t->rests++] =
				(struct json_rest){slot_of(t, node), slot, step, path->n - i};
			return;
		}
		node = step->key.p ? key_child(t, node, step->key)
				   : element_child(t, node, (size_t)step->index);
	}
	if (t->node[node].slot == JSON_NO_SLOT)
		t->node[node].slot = slot;
	else
		add_copy(t, t->node[node].slot, slot, false);
}

/*
 * The path with the keys at the joints in MASK joined by points: {"a.b": 1} is how
 * some write .a.b.  Joint I is the one in front of the I-th key that follows a key.
 */
static void
add_joined(struct json_trie *t, const struct path *path, uint32_t slot, unsigned mask)
{
	uint32_t node = 0;
	struct buf key;

	buf_init(&key, BUF_CAP_MAX);
	for (size_t i = 0; i < path->n;) {
		buf_clear(&key);
		if (!path->step[i].key.p) {
			node = element_child(t, node, (size_t)path->step[i++].index);
			continue;
		}
		buf_add(&key, path->step[i].key.p, path->step[i].key.n);
		for (i++; i < path->n && path->step[i].key.p; i++, mask >>= 1) {
			if (!(mask & 1)) {
				mask >>= 1;
				break;
			}
			buf_addc(&key, '.');
			buf_add(&key, path->step[i].key.p, path->step[i].key.n);
		}
		node = key_child(t, node, buf_str(&key));
	}
	buf_release(&key);
	add_copy(t, slot_of(t, node), slot, true);
}

static void
add_joins(struct json_trie *t, const struct path *path, uint32_t slot)
{
	unsigned joints = 0;

	for (size_t i = 0; i < path->n; i++) {
		if (!path->step[i].key.p && path->step[i].index < 0)
			return;
		joints += i > 0 && path->step[i].key.p && path->step[i - 1].key.p;
	}
	if (joints > JOINTS_MAX)
		return;
	for (unsigned mask = 1; mask < 1u << joints; mask++)
		add_joined(t, path, slot, mask);
}

static int
by_parent(const void *a, const void *b)
{
	const struct json_element *x = a, *y = b;

	if (x->parent != y->parent)
		return x->parent < y->parent ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static void
sort_elements(struct json_trie *t)
{
	if (t->elements)
		qsort(t->element, t->elements, sizeof *t->element, by_parent);
	for (size_t i = t->elements; i-- > 0;) {
		struct json_node *parent = &t->node[t->element[i].parent];

		parent->element = (uint32_t)i;
		parent->elements++;
	}
}

void
json_trie_init(struct json_trie *t, const struct path *const *paths, size_t n)
{
	*t = (struct json_trie){.slots = (uint32_t)n};
	map_init(&t->keys);
	buf_init(&t->scratch, BUF_CAP_MAX);
	new_node(t, JSON_NO_NODE);
	for (size_t i = 0; i < n; i++)
		add_path(t, paths[i], (uint32_t)i);
	for (size_t i = 0; i < n; i++)
		add_joins(t, paths[i], (uint32_t)i);
	sort_elements(t);
	for (t->key_mask = KEYS_MIN; t->key_mask < 4 * t->keys.n;)
		t->key_mask *= 2;
	t->key = xcalloc(t->key_mask, sizeof *t->key);
	t->key_mask--;
	for (size_t i = 0; i <= t->key_mask; i++)
		t->key[i].node = JSON_NO_NODE;
}

void
json_trie_release(struct json_trie *t)
{
	free(t->node);
	free(t->element);
	free(t->child);
	free(t->key);
	free(t->rest);
	free(t->copy);
	map_release(&t->keys);
	buf_release(&t->scratch);
}

/* Ones in the first BYTES bytes of a word in memory. */
static uint64_t
mask_of(size_t bytes)
{
	if (bytes >= 8)
		return ~UINT64_C(0);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return ~(~UINT64_C(0) >> 8 * bytes);
#else
	return (UINT64_C(1) << 8 * bytes) - 1;
#endif
}

static void
remember(struct json_key *k, uint32_t node, uint32_t child, const char *p, size_t n)
{
	*k = (struct json_key){.n = (uint32_t)n, .node = node, .child = child};
	memcpy(k->text, p, n);
	for (size_t i = 0; i < 2; i++) {
		k->mask[i] = mask_of(n > 8 * i ? n - 8 * i : 0);
		memcpy(&k->word[i], k->text + 8 * i, sizeof k->word[i]);
		k->word[i] &= k->mask[i];
	}
}

/* Where to look for the key first. */
static uint64_t
place_of(uint32_t node, const char *p, size_t n)
{
	uint64_t first, last;

	memcpy(&first, p, sizeof first);
	memcpy(&last, p + (n < 8 ? 0 : n - 8), sizeof last);
	first &= mask_of(n);
	last &= mask_of(n);
	return ((first ^ (last << 29 | last >> 35) ^ (uint64_t)node << 7 ^ n) *
		UINT64_C(0x9E3779B97F4A7C15)) >>
	       32;
}

/*
 * The place of the key, which may hold it, be free, or hold one that must give way;
 * never 0, which is nobody's.
 */
static uint32_t
find_place(const struct json_trie *t, uint32_t node, const char *p, size_t n)
{
	uint64_t first = place_of(node, p, n);

	for (uint64_t i = 0; i < KEY_TRIES; i++) {
		uint32_t place = (uint32_t)((first + i) & t->key_mask);
		const struct json_key *k = &t->key[place];

		if (place &&
		    (k->n == 0 || (k->node == node && k->n == n && memcmp(k->text, p, n) == 0)))
			return place;
	}
	first &= t->key_mask;
	return (uint32_t)(first ? first : 1);
}

uint32_t
json_trie_learn(struct json_trie *t, uint32_t node, const char *p, size_t n, uint32_t *last)
{
	uint32_t place;
	struct json_key *k;

	if (n > JSON_KEY_MAX)
		return json_trie_find(t, node, STR_N(p + 1, n - 2));
	place = find_place(t, node, p, n);
	k = &t->key[place];
	if (k->node != node || k->n != n || memcmp(k->text, p, n) != 0) {
		t->forgotten += k->n > 0;
		remember(k, node, json_trie_find(t, node, STR_N(p + 1, n - 2)), p, n);
	}
	t->key[*last].next = place;
	*last = place;
	return k->child;
}

bool
json_trie_is_below(const struct json_trie *t, uint32_t node, uint32_t above)
{
	while (node != JSON_NO_NODE && node != above)
		node = t->node[node].parent;
	return node == above;
}
