/*
 * Lines of one log are built alike: the same brackets, colons and commas in the same
 * order, only the bytes between them differ.  So the tokens of a line that was found
 * sound are kept as they stand, one byte each, with where the keys were that had to be
 * told apart and where the wanted values were.  A line with the same tokens needs no
 * walk over them.  What the walk checks follows then:
 *
 *   brackets match, and colons and commas    they did so in the line that was learned,
 *   stand where they may                     and are the same here
 *   a colon has a key                        the scan says that a string is in front of
 *                                            it, and that begins only behind a mark
 *   no value is missing                      behind a comma or colon the scan knows, and
 *                                            in front of a closing bracket too, if there
 *                                            is no empty array or object; else it is
 *                                            looked at
 *   an empty object is empty                 its brackets are neighbours
 *   a key leads where it did                 it is compared with the one learned, in
 *                                            each object in which something is wanted
 *
 * Whatever does not fit goes the long way, so nothing depends on what was learned.  A
 * log whose lines all differ would learn in vain: each shape that is never met again
 * doubles the lines that pass before its place is used anew.
 */
#include "json_internal.h"
#include "xalloc.h"

enum { SHAPES = 16, SHAPE_TOKENS = 768, SHAPE_KEYS = 160, SHAPE_VALUES = 96, PAUSE_MAX = 4096 };

typedef uint64_t pair __attribute__((vector_size(16)));

/* A key in front of TOKEN, and what json_is_key needs of it at one place. */
struct shape_key {
	pair word, mask;
	const struct json_key *key;
	uint32_t token, n;
};

struct json_shape {
	size_t tokens; /* 0: none */
	uint64_t forgotten;
	uint32_t pause, wait; /* lines that pass before another is learned here */
	uint32_t keys, values, closes;
	bool has_long, has_empty; /* a key of more than 16 bytes; an empty object */
	struct shape_key key[SHAPE_KEYS];
	struct {
		uint32_t slot;
		uint16_t token, end; /* END: of a compound, else 0 */
	} value[SHAPE_VALUES];
	uint16_t close[SHAPE_TOKENS]; /* closing brackets that are not behind another */
	char kind[SHAPE_TOKENS];
};

struct json_shape *
json_shapes_new(void)
{
	return xcalloc(SHAPES, sizeof(struct json_shape));
}

static const char *
token(const struct json *j, size_t i)
{
	return j->chunk + j->scan.token[i];
}

static bool
is_close(char kind)
{
	return kind == '}' || kind == ']';
}

/* True if the values in front of the closing brackets are there, or cannot be. */
static bool
closes_fit(const struct json *j, const struct json_shape *s)
{
	const char *chunk = j->chunk;

	if (!j->scan.carry.hollow && !s->has_empty)
		return true;
	for (uint32_t i = 0; i < s->closes; i++) {
		size_t at = s->close[i];
		char before = chunk[j->scan.token[at] - 1];

		if (s->kind[at - 1] == '{'
			    ? before != '{'
			    : json_is_blank(before) || before == ',' || before == ':')
			return false;
	}
	return true;
}

/* One key by one. */
static bool
all_keys_fit(const struct json *j, const struct json_shape *s)
{
	for (uint32_t i = 0; i < s->keys; i++)
		if (!json_is_key(j, s->key[i].key, token(j, s->key[i].token)))
			return false;
	return true;
}

/* As json_is_key; keys of up to 16 bytes in a line without escapes need no more. */
static bool
keys_fit(const struct json *j, const struct json_shape *s)
{
	pair odd = {0, 0};

	if (s->has_long || j->scan.carry.special)
		return all_keys_fit(j, s);
	for (uint32_t i = 0; i < s->keys; i++) {
		const struct shape_key *k = &s->key[i];
		size_t end = j->scan.token[k->token];
		pair bytes;

		if (end <= k->n)
			return false;
		memcpy(&bytes, j->chunk + end - k->n, sizeof bytes);
		odd |= (bytes & k->mask) ^ k->word;
	}
	return (odd[0] | odd[1]) == 0;
}

static struct json_shape *
place_for(const struct json *j)
{
	return &j->shape[j->scan.tokens % SHAPES];
}

const struct json_shape *
json_shape_fits(struct json *j)
{
	struct json_shape *s = place_for(j);

	if (s->tokens == 0 || s->tokens != j->scan.tokens || s->forgotten != j->trie.forgotten ||
	    memcmp(s->kind, j->scan.kind, s->tokens) != 0 || !closes_fit(j, s) || !keys_fit(j, s))
		return NULL;
	s->pause = 0;
	j->before = s->kind[s->tokens - 1];
	return s;
}

int
json_shape_take(struct json *j, const struct json_shape *s)
{
	for (uint32_t i = 0; i < s->values; i++) {
		struct value *v = json_slot(j, s->value[i].slot);
		size_t at = s->value[i].token, end = s->value[i].end;
		int status;

		if (end) {
			const char *p = token(j, at + 1);

			*v = (struct value){STR_N(p, (size_t)(token(j, end) + 1 - p)),
					    VALUE_COMPOUND};
			continue;
		}
		status = json_take(j, v, token(j, at) + 1, token(j, at + 1));
		if (status < 0)
			return status;
	}
	return 0;
}

void
json_shape_begin(struct json *j)
{
	struct json_shape *s = place_for(j);

	if (j->scan.tokens == 0 || j->scan.tokens > SHAPE_TOKENS ||
	    j->trie.node[0].slot != JSON_NO_SLOT)
		return;
	if (s->wait) {
		s->wait--;
		return;
	}
	s->pause = s->pause ? 2 * s->pause : 1;
	s->wait = s->pause = s->pause > PAUSE_MAX ? PAUSE_MAX : s->pause;
	s->tokens = 0;
	s->keys = s->values = s->closes = 0;
	s->has_long = s->has_empty = false;
	s->forgotten = j->trie.forgotten;
	j->learning = s;
}

void
json_shape_key(struct json *j, size_t i, const struct json_key *k)
{
	struct json_shape *s = j->learning;

	if (s->keys == SHAPE_KEYS || k->node != j->level[j->depth].node ||
	    !json_is_key(j, k, token(j, i))) {
		j->learning = NULL;
		return;
	}
	s->key[s->keys++] = (struct shape_key){.word = {k->word[0], k->word[1]},
					       .mask = {k->mask[0], k->mask[1]},
					       .key = k,
					       .token = (uint32_t)i,
					       .n = k->n};
	s->has_long |= k->n > 16;
}

uint32_t
json_shape_value(struct json *j, size_t i, uint32_t slot)
{
	struct json_shape *s = j->learning;

	if (s->values == SHAPE_VALUES) {
		j->learning = NULL;
		return 0;
	}
	s->value[s->values].slot = slot;
	s->value[s->values].token = (uint16_t)i;
	s->value[s->values].end = 0;
	return s->values++;
}

void
json_shape_end(struct json *j, uint32_t value, size_t i)
{
	j->learning->value[value].end = (uint16_t)i;
}

void
json_shape_keep(struct json *j)
{
	struct json_shape *s = j->learning;
	const char *kind = j->scan.kind;

	if (s->forgotten != j->trie.forgotten)
		return;
	s->tokens = j->scan.tokens;
	memcpy(s->kind, kind, s->tokens);
	for (size_t i = 1; i < s->tokens; i++)
		if (is_close(kind[i]) && !is_close(kind[i - 1]) && kind[i - 1] != '[') {
			s->close[s->closes++] = (uint16_t)i;
			s->has_empty |= kind[i - 1] == '{';
		}
}
