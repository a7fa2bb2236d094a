#include "json_internal.h"
#include "number.h"

int
json_walk_start(struct json_walk *w, struct str compound)
{
	if (compound.n < 2 || (compound.p[0] != '{' && compound.p[0] != '['))
		return STATUS_SYNTAX;
	*w = (struct json_walk){
		.at = compound.p + 1,
		.end = compound.p + compound.n - 1,
		.array = compound.p[0] == '[',
	};
	return 0;
}

/* The byte behind the sound compound that begins at P. */
static const char *
compound_end(const char *p, const char *end)
{
	size_t depth = 0;

	for (; p < end; p++) {
		if (*p == '"')
			p = json_string_end(p + 1, end);
		else if (*p == '{' || *p == '[')
			depth++;
		else if ((*p == '}' || *p == ']') && --depth == 0)
			return p + 1;
	}
	return end;
}

/* Text of a member: as it stands, or decoded at OFFSET of the scratch. */
struct part {
	struct str text;
	bool decoded;
	size_t offset;
};

static int
read_string(struct json_walk *w, struct buf *scratch, struct part *part)
{
	struct json_counts ignored = {0};
	const char *start = w->at + 1;
	size_t at;

	part->text = STR_N(start, (size_t)(json_string_end(start, w->end) - start));
	w->at = start + part->text.n + 1;
	if (w->at > w->end)
		return STATUS_SYNTAX;
	part->decoded = json_needs_decoding(part->text);
	if (!part->decoded)
		return 0;
	part->offset = scratch->n;
	if (json_decode(part->text, scratch, &ignored, &at) < 0)
		return STATUS_SYNTAX;
	part->text.n = scratch->n - part->offset;
	return 0;
}

static int
read_key(struct json_walk *w, struct buf *scratch, struct part *key)
{
	char digits[NUMBER_TEXT_MAX];
	int status;

	if (w->array) {
		*key = (struct part){.decoded = true, .offset = scratch->n};
		key->text.n = number_print_uint(w->index++, digits);
		return buf_add(scratch, digits, key->text.n);
	}
	if (w->at == w->end || *w->at != '"')
		return STATUS_SYNTAX;
	status = read_string(w, scratch, key);
	w->at = json_skip_blanks(w->at, w->end);
	if (status < 0 || w->at == w->end || *w->at != ':')
		return STATUS_SYNTAX;
	w->at = json_skip_blanks(w->at + 1, w->end);
	return 0;
}

static int
read_value(struct json_walk *w, struct buf *scratch, struct part *part, struct value *v)
{
	const char *start = w->at;

	*part = (struct part){0};
	if (start >= w->end)
		return STATUS_SYNTAX;
	v->kind = VALUE_TEXT;
	if (*start == '"')
		return read_string(w, scratch, part);
	if (*start == '{' || *start == '[') {
		w->at = compound_end(start, w->end);
		part->text = STR_N(start, (size_t)(w->at - start));
		v->kind = VALUE_COMPOUND;
		return 0;
	}
	w->at = json_scalar_end(start, w->end);
	if (w->at == start || !json_scalar(STR_N(start, (size_t)(w->at - start)), v))
		return STATUS_SYNTAX;
	part->text = v->text;
	return 0;
}

static struct str
text_of(const struct part *part, const struct buf *scratch)
{
	return part->decoded ? STR_N(scratch->p + part->offset, part->text.n) : part->text;
}

int
json_walk_next(struct json_walk *w, struct buf *scratch, struct str *key, struct value *v)
{
	struct part key_part = {0}, part;

	buf_clear(scratch);
	w->at = json_skip_blanks(w->at, w->end);
	if (w->at == w->end)
		return 0;
	if (w->started) {
		if (*w->at != ',')
			return STATUS_SYNTAX;
		w->at = json_skip_blanks(w->at + 1, w->end);
	}
	w->started = true;
	if (read_key(w, scratch, &key_part) < 0 || read_value(w, scratch, &part, v) < 0)
		return STATUS_SYNTAX;
	*key = text_of(&key_part, scratch);
	v->text = text_of(&part, scratch);
	return 1;
}
