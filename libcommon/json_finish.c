/*
 * What waits for the end of the line: elements counted from the end of their array,
 * values that stand in several slots, and the place of decoded texts.
 */
#include "json_internal.h"
#include "utf8.h"
#include "xalloc.h"

static struct value *
slot_value(const struct json *j, uint32_t slot)
{
	return slot < j->wanted ? &j->value[slot] : &j->extra[slot - j->wanted];
}

/* The last record of a value counts: an earlier one was overwritten. */
static void
place_texts(struct json *j)
{
	while (j->decodings) {
		const struct json_decoded *d = &j->decoded[--j->decodings];

		if (d->value->kind != VALUE_MISSING && !d->value->text.p)
			d->value->text.p = j->text.p + d->offset;
	}
}

void
json_keep_text(struct json *j, struct value *v, size_t offset, size_t n)
{
	v->text = STR_N(NULL, n);
	GROW(j->decoded, j->decodings + 1, j->decoded_room);
	j->decoded[j->decodings++] = (struct json_decoded){v, offset};
}

/* A compound is handed on as it stood, but never with bytes that are no UTF-8. */
static int
mend_compounds(struct json *j)
{
	for (uint32_t i = 0; i < j->trie.slots; i++) {
		struct value *v = slot_value(j, i);
		size_t offset = j->text.n;

		if (v->kind != VALUE_COMPOUND || utf8_valid(v->text))
			continue;
		if (j->options.utf8_reject)
			return json_refuse(j, STATUS_DAMAGED, v->text.p,
					   "a string that is not UTF-8");
		if (buf_reserve(&j->text, 3 * v->text.n) < 0)
			return json_refuse(j, STATUS_LIMIT, v->text.p, "a value that is too long");
		j->line_counts.replaced += utf8_replace(v->text, &j->text);
		json_keep_text(j, v, offset, j->text.n - offset);
	}
	return 0;
}

/* The number of members of V. */
static int64_t
members(struct json *j, struct value v)
{
	struct json_walk w;
	struct str key;
	struct value member;
	int64_t n = 0;

	if (json_walk_start(&w, v.text) < 0)
		return 0;
	while (json_walk_next(&w, &j->key, &key, &member) == 1)
		n++;
	return n;
}

/* A value and, if it is a text, its place in j->text. */
struct found {
	struct value value;
	size_t offset;
};

/* Texts of the walk last only until its next step: keeps a copy. */
static int
keep(struct json *j, struct found *f, struct value member)
{
	*f = (struct found){member, j->text.n};
	if (member.kind != VALUE_TEXT)
		return 0;
	f->value.text.p = NULL;
	return buf_add(&j->text, member.text.p, member.text.n);
}

/* Makes the compound *F its member at STEP, VALUE_MISSING if there is none. */
static int
descend(struct json *j, struct found *f, const struct path_step *step)
{
	struct value from = f->value, member;
	int64_t wanted = step->index;
	struct json_walk w;
	struct str key;
	int status;

	*f = (struct found){0};
	if (from.kind != VALUE_COMPOUND || (from.text.p[0] == '[') != !step->key.p)
		return 0;
	if (wanted < 0)
		wanted += members(j, from);
	status = json_walk_start(&w, from.text);
	for (int64_t i = 0; status >= 0; i++) {
		status = json_walk_next(&w, &j->key, &key, &member);
		if (status != 1)
			break;
		if (step->key.p ? str_eq(step->key, key) : i == wanted)
			status = keep(j, f, member);
	}
	return status;
}

static int
resolve(struct json *j, const struct json_rest *rest)
{
	struct found f = {.value = *slot_value(j, rest->from)};
	struct value *to = slot_value(j, rest->slot);

	for (size_t i = 0; i < rest->n; i++)
		if (descend(j, &f, &rest->step[i]) < 0)
			return json_refuse(j, STATUS_SYNTAX, j->line, "a wanted value is not JSON");
	j->line_counts.nans += f.value.kind == VALUE_NAN;
	*to = f.value;
	if (f.value.kind == VALUE_TEXT)
		json_keep_text(j, to, f.offset, f.value.text.n);
	return 0;
}

int
json_finish(struct json *j)
{
	for (size_t i = 0; i < j->trie.rests; i++) {
		int status = resolve(j, &j->trie.rest[i]);

		if (status < 0)
			return status;
	}
	if (j->scan.carry.special) {
		int status = mend_compounds(j);

		if (status < 0)
			return status;
	}
	if (j->decodings)
		place_texts(j);
	if (!j->aliased && !j->trie.equal_paths)
		return 0;
	for (size_t i = 0; i < j->trie.copies; i++) {
		const struct json_copy *copy = &j->trie.copy[i];
		struct value *to = slot_value(j, copy->to);

		if (!copy->if_missing || to->kind == VALUE_MISSING)
			*to = *slot_value(j, copy->from);
	}
	return 0;
}
