#include "json_shape.h"

#include "json_internal.h"

/* A learner that is always wrong waits up to so many lines. */
enum { PATIENCE_MAX = 4096 };

static bool
same_tokens(const struct json *j, const struct json_shape *s)
{
	return s->tokens == j->scan.tokens && memcmp(s->kind, j->scan.kind, s->tokens) == 0;
}

static const char *
token_at(const struct json *j, size_t token)
{
	return j->chunk + j->scan.token[token];
}

static bool
same_keys(const struct json *j, const struct json_shape *s)
{
	for (size_t i = 0; i < s->n[JSON_KEYS]; i++) {
		const struct json_spot *spot = &s->spot[JSON_KEYS][i];

		if (!json_is_key(j, &j->trie.key[spot->what], token_at(j, spot->token)))
			return false;
	}
	return true;
}

/* What json_match asks of the bytes beside brackets; a blank fails as well. */
static bool
sound_brackets(const struct json *j, const struct json_shape *s)
{
	for (size_t i = 0; i < s->n[JSON_OBJECTS]; i++) {
		const struct json_spot *spot = &s->spot[JSON_OBJECTS][i];

		if (token_at(j, spot->token)[1] != (char)spot->what)
			return false;
	}
	for (size_t i = 0; i < s->n[JSON_CLOSES]; i++) {
		char before = token_at(j, s->spot[JSON_CLOSES][i].token)[-1];

		if (before == ',' || before == ':' || json_is_blank(before))
			return false;
	}
	return true;
}

static bool
same_segments(struct json *j, const struct json_shape *s)
{
	for (size_t i = 0; i < s->n[JSON_SEGMENTS]; i++) {
		const struct json_spot *spot = &s->spot[JSON_SEGMENTS][i];
		const uint32_t *token = j->scan.token + spot->token;
		uint64_t commas = json_count_commas(j, token[0], token[1]);

		if (spot->what && commas != spot->other)
			return false;
		j->array_commas += commas;
	}
	return true;
}

static bool
take_values(struct json *j, const struct json_shape *s)
{
	for (size_t i = 0; i < s->n[JSON_TAKEN]; i++) {
		const struct json_spot *spot = &s->spot[JSON_TAKEN][i];
		size_t at = j->scan.token[spot->token];

		for (unsigned comma = 0; comma < spot->other; comma++)
			at = json_next_bit(j->scan.comma, JSON_WORDS, at + 1);
		if (json_take(j, json_slot(j, spot->what), j->chunk + at + 1) < 0)
			return false;
	}
	for (size_t i = 0; i < s->n[JSON_SPANS]; i++) {
		const struct json_spot *spot = &s->spot[JSON_SPANS][i];
		const char *open = token_at(j, spot->token);
		size_t n = (size_t)(token_at(j, spot->other) + 1 - open);

		*json_slot(j, spot->what) = (struct value){STR_N(open, n), VALUE_COMPOUND};
	}
	return true;
}

static bool
fits(struct json *j, const struct json_shape *s)
{
	if (s->tokens == 0 || !same_tokens(j, s) || s->forgotten != j->trie.forgotten)
		return false;
	if (!same_keys(j, s) || !sound_brackets(j, s) || !same_segments(j, s))
		return false;
	j->not_empty = s->not_empty;
	return take_values(j, s);
}

bool
json_shape_match(struct json *j)
{
	struct json_shapes *shapes = &j->shapes;

	for (size_t i = 0; i < JSON_SHAPES; i++) {
		size_t at = (shapes->last + i) % JSON_SHAPES;

		if (fits(j, &shapes->shape[at])) {
			shapes->shape[at].hits++;
			shapes->last = at;
			return true;
		}
		j->array_commas = 0;
	}
	return false;
}

/* A level while a shape is learnt. */
struct level {
	uint32_t node;
	bool array;
	size_t index; /* of the current element */
	size_t span;  /* its place among the spans, SIZE_MAX: none */
};

struct learner {
	struct json *j;
	struct json_shape *s;
	struct level level[JSON_SHAPE_DEPTH + 1];
	size_t depth;
	uint32_t pending, last;
	bool failed;
};

static struct json_spot *
add_spot(struct learner *l, enum json_spots kind, size_t token, size_t other, uint32_t what)
{
	struct json_spot *spot = &l->s->spot[kind][0];

	if (l->s->n[kind] == JSON_SHAPE_TOKENS || other > UINT16_MAX) {
		l->failed = true;
		return spot;
	}
	spot += l->s->n[kind]++;
	*spot = (struct json_spot){(uint16_t)token, (uint16_t)other, what};
	return spot;
}

/* NODE's value begins at P, behind TOKEN and OTHER commas. */
static void
learn_value(struct learner *l, uint32_t node, const char *p, size_t token, size_t other)
{
	uint32_t slot = l->j->trie.node[node].slot;

	l->pending = node;
	p = json_skip_blanks(p, l->j->line + l->j->limit);
	if (slot != JSON_NO_SLOT && *p != '{' && *p != '[')
		add_spot(l, JSON_TAKEN, token, other, slot);
}

static void
learn_key(struct learner *l, size_t token)
{
	const char *p = token_at(l->j, token), *start = p - 2;
	struct json_trie *t = &l->j->trie;
	uint32_t node = l->level[l->depth].node, child;

	if (node == JSON_NO_NODE)
		return;
	while (*start != '"' && *start != '\\')
		start--;
	if (p[-1] != '"' || *start == '\\' || start[-1] == '\\' || p - start > JSON_KEY_MAX) {
		l->failed = true;
		return;
	}
	child = json_trie_learn(t, node, start, (size_t)(p - start), &l->last);
	add_spot(l, JSON_KEYS, token, 0, l->last);
	l->pending = JSON_NO_NODE;
	if (child != JSON_NO_NODE)
		learn_value(l, child, p + 1, token, 0);
}

static void
learn_open(struct learner *l, size_t token)
{
	const char *p = token_at(l->j, token);
	struct level *level;
	uint32_t slot = JSON_NO_SLOT;

	if (l->depth == JSON_SHAPE_DEPTH) {
		l->failed = true;
		return;
	}
	level = &l->level[++l->depth];
	*level = (struct level){.node = JSON_NO_NODE, .array = *p == '[', .span = SIZE_MAX};
	if (l->pending != JSON_NO_NODE) {
		slot = l->j->trie.node[l->pending].slot;
		level->node = l->j->trie.node[l->pending].inner ? l->pending : JSON_NO_NODE;
	}
	l->pending = JSON_NO_NODE;
	if (slot != JSON_NO_SLOT) {
		level->span = l->s->n[JSON_SPANS];
		add_spot(l, JSON_SPANS, token, 0, slot);
	}
	if (*p == '{') {
		l->failed |= p[1] != '"' && p[1] != '}';
		l->s->not_empty += p[1] == '"';
		add_spot(l, JSON_OBJECTS, token, 0, (unsigned char)p[1]);
	}
}

static void
learn_close(struct learner *l, size_t token)
{
	const struct level *level = &l->level[l->depth--];

	l->failed |= json_is_blank(token_at(l->j, token)[-1]);
	add_spot(l, JSON_CLOSES, token, 0, 0);
	if (level->span != SIZE_MAX)
		l->s->spot[JSON_SPANS][level->span].other = (uint16_t)token;
	l->pending = JSON_NO_NODE;
}

/* What stands between TOKEN and the next one, if that is in an array. */
static void
learn_segment(struct learner *l, size_t token)
{
	struct level *level = &l->level[l->depth];
	const struct json *j = l->j;
	size_t at = j->scan.token[token], to = j->scan.token[token + 1], commas = 0;

	if (!level->array)
		return;
	if (level->node != JSON_NO_NODE && j->chunk[at] == '[' &&
	    *json_skip_blanks(j->chunk + at + 1, j->chunk + to) != ']') {
		uint32_t child = json_trie_element(&j->trie, level->node, 0);

		if (child != JSON_NO_NODE)
			learn_value(l, child, j->chunk + at + 1, token, 0);
	}
	while ((at = json_next_bit(j->scan.comma, JSON_WORDS, at + 1)) < to) {
		uint32_t child = JSON_NO_NODE;

		commas++;
		l->pending = JSON_NO_NODE;
		if (level->node != JSON_NO_NODE)
			child = json_trie_element(&j->trie, level->node, ++level->index);
		if (child != JSON_NO_NODE)
			learn_value(l, child, j->chunk + at + 1, token, commas);
	}
	add_spot(l, JSON_SEGMENTS, token, commas, level->node != JSON_NO_NODE);
}

static void
learn_tokens(struct learner *l)
{
	size_t n = l->j->scan.tokens;

	for (size_t i = 0; i < n && !l->failed; i++) {
		char c = l->s->kind[i] = l->j->scan.kind[i];

		if (c == ':')
			learn_key(l, i);
		else if (c == '{' || c == '[')
			learn_open(l, i);
		else
			learn_close(l, i);
		if (i + 1 < n && !l->failed)
			learn_segment(l, i);
	}
	l->s->tokens = l->failed ? 0 : n;
}

/* The shape that is missed least. */
static struct json_shape *
choose(struct json_shapes *shapes)
{
	struct json_shape *least = shapes->shape;

	for (size_t i = 1; i < JSON_SHAPES; i++)
		if (shapes->shape[i].hits < least->hits)
			least = &shapes->shape[i];
	return least;
}

void
json_shape_learn(struct json *j)
{
	struct json_shapes *shapes = &j->shapes;
	struct learner l = {.j = j, .pending = j->trie.node[0].inner ? 0 : JSON_NO_NODE};

	if (j->scan.tokens > JSON_SHAPE_TOKENS || j->line_counts.duplicates)
		return;
	if (shapes->waits > 0) {
		shapes->waits--;
		return;
	}
	l.s = choose(shapes);
	/* One that never fitted was learnt in vain: learn less eagerly. */
	if (l.s->tokens && l.s->hits == 0 && shapes->patience < PATIENCE_MAX)
		shapes->patience = 2 * shapes->patience + 1;
	else if (l.s->hits)
		shapes->patience = 0;
	shapes->waits = shapes->patience;
	for (size_t i = 0; i < JSON_SHAPES; i++)
		shapes->shape[i].hits /= 2;
	*l.s = (struct json_shape){.tokens = 0};
	l.level[0] = (struct level){.node = JSON_NO_NODE, .span = SIZE_MAX};
	learn_tokens(&l);
	l.s->forgotten = j->trie.forgotten;
}
