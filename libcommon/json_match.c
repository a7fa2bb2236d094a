/*
 * The walk over the tokens of a chunk: see json_scan.c for what it must check.  Inside
 * what nobody wants it only keeps the levels.
 */
#include "json_internal.h"

/* The same key again: forgets what the first brought, unless the first counts. */
static int
meet_again(struct json *j, uint32_t node, const char *p)
{
	j->line_counts.duplicates++;
	j->learning = NULL;
	if (j->options.duplicate == JSON_ERROR)
		return json_refuse(j, STATUS_SYNTAX, p, "a key that comes twice");
	if (j->options.duplicate == JSON_FIRST) {
		j->pending = JSON_NO_NODE;
		return 0;
	}
	for (uint32_t i = node; i < j->trie.nodes; i++) {
		if (!json_trie_is_below(&j->trie, i, node))
			continue;
		j->trie.node[i].met = 0;
		if (j->trie.node[i].slot != JSON_NO_SLOT)
			*json_slot(j, j->trie.node[i].slot) = (struct value){0};
	}
	return 0;
}

/* Where the value behind token I ends for sure, NULL if not in this chunk. */
static const char *
end_behind(const struct json *j, size_t i)
{
	return i + 1 < j->scan.tokens ? j->chunk + j->scan.token[i + 1] : NULL;
}

/* The value of a wanted node stands behind token I. */
static int
meet(struct json *j, uint32_t number, size_t i)
{
	struct json_node *node = &j->trie.node[number];
	const char *p = j->chunk + j->scan.token[i] + 1;

	j->pending = number;
	if (node->met == j->number) {
		int status = meet_again(j, number, p);

		if (status < 0 || j->pending == JSON_NO_NODE)
			return status;
	}
	node->met = j->number;
	if (node->slot == JSON_NO_SLOT)
		return 0;
	if (j->learning)
		j->level[j->depth].learned = json_shape_value(j, i, node->slot);
	return json_take(j, json_slot(j, node->slot), p, end_behind(j, i));
}

static uint32_t
find_escaped(struct json *j, uint32_t node, struct str raw)
{
	struct json_counts ignored = {0};
	size_t at;

	buf_clear(&j->key);
	if (json_decode(raw, &j->key, &ignored, &at) < 0)
		return JSON_NO_NODE;
	return json_trie_find(&j->trie, node, buf_str(&j->key));
}

/*
 * The child of NODE for the key whose closing quote is at END.  A quote inside a key
 * has a backslash in front, the one that opens it has not.
 */
static uint32_t
find_child(struct json *j, uint32_t node, const char *end)
{
	const char *start = end - 1;
	bool escapes = false;

	for (; start > j->line && (*start != '"' || start[-1] == '\\'); start--)
		escapes |= *start == '\\';
	if (escapes)
		return find_escaped(j, node, STR_N(start + 1, (size_t)(end - start) - 1));
	return json_trie_learn(&j->trie, node, start, (size_t)(end - start) + 1, &j->last);
}

static int
on_colon(struct json *j, size_t i)
{
	const struct json_level *level = &j->level[j->depth];
	const struct json_key *k = &j->trie.key[j->trie.key[j->last].next];
	const char *p = j->chunk + j->scan.token[i], *end = p - 1;

	if (level->close != '}' || (j->before != ',' && j->before != '{'))
		return STATUS_SYNTAX;
	j->pending = JSON_NO_NODE;
	if (level->node == JSON_NO_NODE)
		return 0;
	if (k->node == level->node && json_is_key(j, k, p)) {
		j->last = (uint32_t)(k - j->trie.key);
		j->pending = k->child;
	} else {
		while (json_is_blank(*end))
			end--;
		j->pending = find_child(j, level->node, end);
	}
	if (j->learning)
		json_shape_key(j, i, &j->trie.key[j->last]);
	return j->pending == JSON_NO_NODE ? 0 : meet(j, j->pending, i);
}

static int
on_comma(struct json *j, size_t i)
{
	struct json_level *level = &j->level[j->depth];
	const struct json_node *node;
	const struct json_element *wanted;

	j->pending = JSON_NO_NODE;
	if (level->close == '}')
		return j->before == ',' || j->before == '{' ? STATUS_SYNTAX : 0;
	if (level->close != ']')
		return STATUS_SYNTAX;
	if (level->node == JSON_NO_NODE)
		return 0;
	level->index++;
	node = &j->trie.node[level->node];
	if (level->element == node->element + node->elements)
		return 0;
	wanted = &j->trie.element[level->element];
	if (level->index < wanted->index)
		return 0;
	level->element++;
	return meet(j, wanted->node, i);
}

static int
first_element(struct json *j, struct json_level *level, size_t i)
{
	const struct json_node *node = &j->trie.node[level->node];
	const struct json_element *wanted;

	level->index = 0;
	level->element = node->element;
	/* Where nobody wants an element there may be no list of them. */
	if (node->elements == 0)
		return 0;
	wanted = &j->trie.element[node->element];
	if (wanted->index > 0)
		return 0;
	level->element++;
	return meet(j, wanted->node, i);
}

static int
on_open(struct json *j, size_t i)
{
	const char *p = j->chunk + j->scan.token[i];
	const struct json_level *outer = &j->level[j->depth];
	struct json_level *level;

	if (j->depth == JSON_DEPTH_MAX || (outer->close == '}' && j->before != ':'))
		return STATUS_SYNTAX;
	level = &j->level[++j->depth];
	level->close = *p == '{' ? '}' : ']';
	level->node = level->slot = JSON_NO_NODE;
	if (j->pending != JSON_NO_NODE) {
		const struct json_node *node = &j->trie.node[j->pending];

		level->node = node->inner ? j->pending : JSON_NO_NODE;
		level->slot = node->slot;
		if (node->slot != JSON_NO_SLOT)
			*json_slot(j, node->slot) = (struct value){STR_N(p, 0), VALUE_COMPOUND};
	}
	j->pending = JSON_NO_NODE;
	return *p == '[' && level->node != JSON_NO_NODE ? first_element(j, level, i) : 0;
}

/* True if what is left out in front of the closing bracket at P is an error. */
static bool
lacks_value(const struct json *j, const char *p)
{
	for (p--; json_is_blank(*p); p--)
		;
	if (*p == ',' || *p == ':')
		return true;
	return j->before == '{' && *p != '{';
}

static int
on_close(struct json *j, size_t i)
{
	struct json_level *level = &j->level[j->depth];
	const char *p = j->chunk + j->scan.token[i];

	if (*p != level->close || lacks_value(j, p) || (*p == '}' && j->before == ','))
		return STATUS_SYNTAX;
	j->depth--;
	if (level->slot != JSON_NO_SLOT) {
		struct value *v = json_slot(j, level->slot);

		v->text.n = (size_t)(p + 1 - v->text.p);
		if (j->learning)
			json_shape_end(j, j->level[j->depth].learned, i);
	}
	j->pending = JSON_NO_NODE;
	return 0;
}

int
json_match(struct json *j)
{
	for (size_t i = 0; i < j->scan.tokens; i++) {
		char kind = j->scan.kind[i];
		int status;

		if (kind == ':')
			status = on_colon(j, i);
		else if (kind == ',')
			status = on_comma(j, i);
		else if (kind == '{' || kind == '[')
			status = on_open(j, i);
		else
			status = on_close(j, i);
		if (status < 0)
			return status;
		j->before = kind;
	}
	return 0;
}
