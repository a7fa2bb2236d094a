/*
 * A forest's bytes: u32 rows of a subsample, u8 whether c(n) is scikit-learn's, u32 columns, of
 * each column what trees see of it: f64 middle, f64 reach; u64 trees; of each tree u64 nodes; of
 * each node, breadth first, u32 rows that the tree was made of and u8 what it is:
 *
 *   0  a leaf
 *   1  a split on one column: u32 column, f64 threshold
 *   2  a split along several: u32 terms, f64 threshold; of each u32 column, f64 slope,
 *      f64 middle
 *
 * Children have no numbers: breadth first, those of the first node that splits are nodes 1
 * and 2, those of the next one 3 and 4.  So no index can point anywhere wrong, and each
 * node is reached once; counts, columns and depths are left to be checked.
 */
#include <stdlib.h>

#include "iforest_internal.h"
#include "xalloc.h"

enum { LEAF, ONE_COLUMN, SEVERAL };

/* The least bytes of each. */
enum {
	NODE_BYTES = 5,
	PAIR_BYTES = 22,
	TERM_BYTES = 20,
	TREE_BYTES = 8 + NODE_BYTES,
	SEEN_BYTES = 16
};

static void
save_node(const struct iforest *f, const struct iforest_node *n, struct pack *out)
{
	pack_u32(out, n->count);
	pack_u8(out, !n->left ? LEAF : n->terms ? SEVERAL : ONE_COLUMN);
	if (!n->left)
		return;
	pack_u32(out, n->terms ? n->terms : n->column);
	pack_double(out, n->threshold);
	for (size_t i = 0; i < n->terms; i++) {
		const struct iforest_term *t = &f->term[n->column + i];

		pack_u32(out, t->column);
		pack_double(out, t->slope);
		pack_double(out, t->middle);
	}
}

void
iforest_save(const struct iforest *f, struct pack *out)
{
	pack_u32(out, f->subsample);
	pack_u8(out, f->sklearn);
	pack_u32(out, (uint32_t)f->columns);
	for (size_t j = 0; j < f->columns; j++) {
		pack_double(out, f->seen[j].middle);
		pack_double(out, f->seen[j].reach);
	}
	pack_u64(out, f->trees);
	for (size_t i = 0; i < f->trees; i++) {
		pack_u64(out, f->tree[i].nodes);
		for (uint32_t k = 0; k < f->tree[i].nodes; k++)
			save_node(f, &f->tree[i].node[k], out);
	}
}

static uint32_t
load_column(const struct iforest *f, struct unpack *in)
{
	uint32_t column = unpack_u32(in);

	if (column >= f->columns)
		unpack_refuse(in);
	return column;
}

static void
load_terms(struct iforest *f, struct unpack *in, struct iforest_node *n)
{
	n->terms = unpack_u32(in);
	n->threshold = unpack_double(in) + 0.0;
	n->column = (uint32_t)f->terms;
	/* A model file has no room for more terms than 32 bits count (modelfile.h). */
	if (n->terms < 1 || n->terms > in->rest.n / TERM_BYTES) {
		unpack_refuse(in);
		return;
	}
	GROW(f->term, f->terms + n->terms, f->terms_room);
	for (size_t i = 0; i < n->terms; i++) {
		struct iforest_term *t = &f->term[f->terms++];

		t->column = load_column(f, in);
		t->slope = unpack_double(in);
		t->middle = unpack_double(in);
	}
}

/* True if the node splits. */
static bool
load_node(struct iforest *f, struct unpack *in, struct iforest_node *n)
{
	uint8_t what;

	n->count = unpack_u32(in);
	what = unpack_u8(in);
	if (what == ONE_COLUMN) {
		n->column = load_column(f, in);
		n->threshold = unpack_double(in) + 0.0;
	} else if (what == SEVERAL) {
		load_terms(f, in, n);
	}
	if (what > SEVERAL || n->count < 1)
		unpack_refuse(in);
	return what != LEAF;
}

/* Counts and depths; DEPTH has room for each node. */
static bool
is_sound(const struct iforest *f, const struct iforest_tree *t, uint16_t *depth)
{
	if (t->node[0].count != f->subsample)
		return false;
	for (uint32_t i = 0; i < t->nodes; i++) {
		const struct iforest_node *n = &t->node[i], *l = &t->node[n->left], *r = l + 1;

		if (depth[i] > IFOREST_DEPTH_MAX ||
		    (n->left && (uint64_t)l->count + r->count != n->count))
			return false;
		if (n->left)
			depth[n->left] = depth[n->left + 1] = (uint16_t)(depth[i] + 1);
	}
	return true;
}

static void
load_tree(struct iforest *f, struct unpack *in, struct iforest_tree *t)
{
	uint64_t nodes = unpack_count(in, NODE_BYTES), next = 1;
	uint16_t *depth;

	/* All but the last leaf come in pairs of a split and a leaf. */
	if (nodes < 1 || nodes > 2 * (uint64_t)f->subsample - 1 ||
	    nodes / 2 * PAIR_BYTES + NODE_BYTES > in->rest.n) {
		unpack_refuse(in);
		return;
	}
	t->node = xcalloc(nodes, sizeof *t->node);
	/* A node at NEXT would be nobody's child. */
	for (; t->nodes < next && !in->bad; t->nodes++)
		if (load_node(f, in, &t->node[t->nodes])) {
			t->node[t->nodes].left = (uint32_t)next;
			next += 2;
			if (next > nodes)
				unpack_refuse(in);
		}
	depth = xcalloc(nodes, sizeof *depth);
	if (!in->bad && (next != nodes || !is_sound(f, t, depth)))
		unpack_refuse(in);
	free(depth);
}

/* All but the trees; NULL if it cannot be. */
static struct iforest *
load_head(struct unpack *in, size_t columns)
{
	uint32_t subsample = unpack_u32(in);
	uint8_t sklearn = unpack_u8(in);
	struct unpack seen;
	struct iforest *f;
	uint64_t trees;

	if (unpack_u32(in) != columns || columns > in->rest.n / SEEN_BYTES)
		unpack_refuse(in);
	seen = *in;
	for (size_t j = 0; j < columns && !in->bad; j++) {
		unpack_double(in);
		if (unpack_double(in) < 0)
			unpack_refuse(in);
	}
	trees = unpack_count(in, TREE_BYTES);
	if (in->bad || subsample < 1 || subsample > IFOREST_SUBSAMPLE_MAX || sklearn > 1 ||
	    trees < 1 || trees > IFOREST_TREES_MAX)
		return NULL;
	f = iforest_new(columns, trees, subsample, sklearn);
	for (size_t j = 0; j < columns; j++) {
		f->seen[j].middle = unpack_double(&seen);
		f->seen[j].reach = unpack_double(&seen);
	}
	return f;
}

struct iforest *
iforest_load(struct unpack *in, size_t columns, struct complaint *c)
{
	struct iforest *f = load_head(in, columns);

	if (!f) {
		complain(c, STATUS_DAMAGED, in->offset, "no isolation forest");
		return NULL;
	}
	for (size_t i = 0; i < f->trees && !in->bad; i++)
		load_tree(f, in, &f->tree[i]);
	if (in->bad) {
		complain(c, STATUS_DAMAGED, in->offset, "a tree that cannot be");
		iforest_free(f);
		return NULL;
	}
	iforest_finish(f);
	return f;
}
