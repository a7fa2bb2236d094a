/*
 * The walk over the tokens of a chunk: brackets and colons; see json_scan.c for
 * what it must check.  Inside what nobody wants it only keeps the levels.
 */
#include "json_internal.h"

/* The same key again: forgets what the first brought, unless the first counts. */
static int
meet_again(struct json *j, uint32_t node, const char *p)
{
	j->line_counts.duplicates++;
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

/* The value of a wanted node begins at P or behind blanks there. */
static int
meet(struct json *j, uint32_t number, const char *p)
{
	struct json_node *node = &j->trie.node[number];

	j->pending = number;
	if (node->met == j->number) {
		int status = meet_again(j, number, p);

		if (status < 0 || j->pending == JSON_NO_NODE)
			return status;
	}
	node->met = j->number;
	if (node->slot == JSON_NO_SLOT)
		return 0;
	return json_take(j, json_slot(j, node->slot), p);
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
on_colon(struct json *j, const char *p)
{
	struct json_level *level = &j->level[j->depth];
	const struct json_key *k = &j->trie.key[j->trie.key[j->last].next];
	const char *end = p - 1;

	if (level->close != '}')
		return STATUS_SYNTAX;
	if (level->node == JSON_NO_NODE)
		return 0;
	if (k->node == level->node && json_is_key(j, k, p)) {
		j->last = (uint32_t)(k - j->trie.key);
		j->pending = k->child;
	} else {
		while (json_is_blank(*end))
			end--;
		if (*end != '"')
			return STATUS_SYNTAX;
		j->pending = find_child(j, level->node, end);
	}
	return j->pending == JSON_NO_NODE ? 0 : meet(j, j->pending, p + 1);
}

/* The elements of a wanted array whose commas stand in [FROM, TO) of the chunk. */
static int
meet_elements(struct json *j, struct json_level *level, size_t *from, size_t to)
{
	const struct json_node *node = &j->trie.node[level->node];

	while (level->element < node->element + node->elements) {
		const struct json_element *wanted = &j->trie.element[level->element];
		size_t at = json_next_bit(j->scan.comma, (to + 63) / 64, *from);
		int status;

		if (at >= to)
			return 0;
		*from = at + 1;
		j->array_commas++;
		j->pending = JSON_NO_NODE;
		if (++level->index < wanted->index)
			continue;
		level->element++;
		status = meet(j, wanted->node, j->chunk + at + 1);
		if (status < 0)
			return status;
	}
	return 0;
}

uint64_t
json_count_commas(const struct json *j, size_t from, size_t to)
{
	uint64_t count = 0;

	for (size_t word = from / 64; word * 64 < to; word++) {
		uint64_t bits = j->scan.comma[word];

		if (word == from / 64)
			bits &= ~UINT64_C(0) << from % 64;
		if (to - word * 64 < 64)
			bits &= (UINT64_C(1) << to % 64) - 1;
		count += (uint64_t)json_count(bits);
	}
	return count;
}

/* The open array, or what was met in it, has the chunk up to TO. */
static int
end_segment(struct json *j, struct json_level *level, size_t to)
{
	size_t from = j->segment;
	uint64_t commas;

	if (level->node != JSON_NO_NODE) {
		int status = meet_elements(j, level, &from, to);

		if (status < 0)
			return status;
	}
	commas = json_count_commas(j, from, to);
	j->array_commas += commas;
	if (commas)
		j->pending = JSON_NO_NODE;
	return 0;
}

static int
first_element(struct json *j, struct json_level *level, const char *p)
{
	const struct json_node *node = &j->trie.node[level->node];
	const struct json_element *wanted = &j->trie.element[level->element];

	if (node->elements == 0 || wanted->index > 0 || *p == ']')
		return 0;
	level->element++;
	return meet(j, wanted->node, p);
}

/* A level that is opened at P for the pending node. */
static struct json_level
level_at(struct json *j, const char *p)
{
	struct json_level level = {
		.node = JSON_NO_NODE,
		.slot = JSON_NO_SLOT,
		.close = *p == '{' ? '}' : ']',
	};

	if (j->pending != JSON_NO_NODE) {
		const struct json_node *node = &j->trie.node[j->pending];

		level.node = node->inner ? j->pending : JSON_NO_NODE;
		level.element = node->element;
		level.slot = node->slot;
		j->pending = JSON_NO_NODE;
		if (level.slot != JSON_NO_SLOT)
			*json_slot(j, level.slot) = (struct value){STR_N(p, 0), VALUE_COMPOUND};
	}
	return level;
}

static int
on_open(struct json *j, const char *p)
{
	const char *inside = json_skip_blanks(p + 1, j->line + j->limit);
	struct json_level *level = &j->level[j->depth];

	if (level->close == ']') {
		int status = end_segment(j, level, (size_t)(p - j->chunk));

		if (status < 0)
			return status;
	}
	if (j->depth == JSON_DEPTH_MAX || inside == j->line + j->limit)
		return STATUS_SYNTAX;
	j->depth++;
	*++level = level_at(j, p);
	if (*p == '[') {
		j->segment = (size_t)(p - j->chunk) + 1;
		return level->node == JSON_NO_NODE ? 0 : first_element(j, level, inside);
	}
	j->not_empty += *inside == '"';
	return *inside == '"' || *inside == '}' ? 0 : STATUS_SYNTAX;
}

static int
on_close(struct json *j, const char *p)
{
	struct json_level *level = &j->level[j->depth];
	const char *before = p - 1;

	if (*p != level->close)
		return STATUS_SYNTAX;
	if (*p == ']') {
		int status = end_segment(j, level, (size_t)(p - j->chunk));

		if (status < 0)
			return status;
	}
	while (json_is_blank(*before))
		before--;
	if (*before == ',' || *before == ':')
		return STATUS_SYNTAX;
	if (level->slot != JSON_NO_SLOT) {
		struct value *v = json_slot(j, level->slot);

		v->text.n = (size_t)(p + 1 - v->text.p);
	}
	j->pending = JSON_NO_NODE;
	j->segment = (size_t)(p - j->chunk) + 1;
	j->depth--;
	return 0;
}

int
json_match(struct json *j)
{
	const struct json_level *level;

	j->segment = 0;
	for (size_t i = 0; i < j->scan.tokens; i++) {
		const char *p = j->chunk + j->scan.token[i];
		char kind = j->scan.kind[i];
		int status;

		if (kind == ':')
			status = on_colon(j, p);
		else if (kind == '{' || kind == '[')
			status = on_open(j, p);
		else
			status = on_close(j, p);
		if (status < 0)
			return status;
	}
	level = &j->level[j->depth];
	return level->close == ']' ? end_segment(j, &j->level[j->depth], j->scan.n) : 0;
}
