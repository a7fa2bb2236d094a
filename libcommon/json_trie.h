/*
 * json_trie - the wanted paths of json_find as a tree.  Layer: parse; for json*.c.
 *
 * A node is a place in a line, its slot the value that wants it.  Finding the
 * child for a key takes one hash look-up; but lines of one log have the same keys
 * in the same order, so each key met remembers which key followed it, and mostly
 * the child is known after comparing the key with that one.
 */
#ifndef ML_JSON_TRIE_H
#define ML_JSON_TRIE_H

#include <stdint.h>

#include "buf.h"
#include "map.h"
#include "path.h"

#define JSON_NO_NODE UINT32_MAX
#define JSON_NO_SLOT UINT32_MAX

struct json_node {
	uint32_t slot;
	uint32_t parent;
	bool inner;                 /* something below it is wanted */
	uint32_t element, elements; /* its wanted elements: place in the list, count */
	uint64_t met;               /* number of the line in which it was met last */
};

struct json_element {
	uint32_t parent, node;
	size_t index;
};

/* A key met in a line, quotes included; two cache lines in all. */
enum { JSON_KEY_MAX = 80 };
struct json_key {
	uint64_t word[2], mask[2]; /* its first 16 bytes */
	uint32_t n;                /* 0: none */
	uint32_t node, child;      /* the object it stood in, what it leads to */
	uint32_t next;             /* the key that followed it last */
	char text[JSON_KEY_MAX];
};

/* SLOT's value is only known once the line is: rest of PATH inside what FROM holds. */
struct json_rest {
	uint32_t from, slot;
	const struct path_step *step;
	size_t n;
};

/* Slot TO gets what FROM holds: equal paths, and keys with points for nested ones. */
struct json_copy {
	uint32_t from, to;
	bool if_missing;
};

struct json_trie {
	struct json_node *node;
	size_t nodes, node_room;
	struct json_element *element; /* by parent, then index */
	size_t elements, element_room;
	struct map keys; /* of (node, key), numbered as children are */
	uint32_t *child;
	size_t child_room;
	struct json_key *key;
	size_t key_mask;
	uint64_t forgotten; /* keys that gave way to others */
	struct json_rest *rest;
	size_t rests, rest_room;
	struct json_copy *copy;
	size_t copies, copy_room;
	bool equal_paths; /* a copy that does not depend on what is missing */
	uint32_t slots;   /* the caller's and those behind them */
	struct buf scratch;
};

void json_trie_init(struct json_trie *t, const struct path *const *paths, size_t n);
void json_trie_release(struct json_trie *t);

/* The child of NODE for KEY (decoded, without quotes). */
uint32_t json_trie_find(struct json_trie *t, uint32_t node, struct str key);
/*
 * The same for the N bytes at P, a key with its quotes and without escapes, behind
 * which 16 bytes can be read; the key is remembered.  *LAST is the key before it.
 */
uint32_t json_trie_learn(struct json_trie *t, uint32_t node, const char *p, size_t n,
			 uint32_t *last);

/* True if ABOVE is NODE or one of the nodes that lead to it. */
bool json_trie_is_below(const struct json_trie *t, uint32_t node, uint32_t above);

#endif
