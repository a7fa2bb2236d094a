/*
 * A line is scanned and matched chunk by chunk (json_scan.c, json_match.c) and taken
 * only if both and the sums over it agree; when they do not, json_check.c says why.
 */
#include "json.h"

#include <stdlib.h>

#include "json_internal.h"
#include "xalloc.h"

/* Scratch above this is given back before the next line. */
enum { SCRATCH_KEPT = 1 << 20 };

static const struct json_variant *
choose_variant(bool portable)
{
	size_t n;
	const struct json_variant *all = json_variants(&n);

	return portable ? &all[n - 1] : json_best_variant();
}

struct json *
json_new(const struct path *const *paths, size_t n, const struct json_options *o)
{
	struct json *j = xcalloc_aligned(JSON_ALIGN, sizeof *j);

	j->options = *o;
	j->variant = choose_variant(o->portable);
	j->wanted = n;
	json_trie_init(&j->trie, paths, n);
	j->extra = xcalloc(j->trie.slots - n + 1, sizeof *j->extra);
	j->level[0] = (struct json_level){.node = JSON_NO_NODE, .slot = JSON_NO_SLOT};
	j->shape = json_shapes_new();
	buf_init(&j->text, BUF_CAP_MAX);
	buf_init(&j->key, BUF_CAP_MAX);
	return j;
}

void
json_free(struct json *j)
{
	if (!j)
		return;
	json_trie_release(&j->trie);
	buf_release(&j->text);
	buf_release(&j->key);
	free(j->decoded);
	free(j->extra);
	free(j->shape);
	free(j);
}

int
json_refuse(struct json *j, int status, const char *p, const char *why)
{
	j->why = why;
	j->why_at = (size_t)(p - j->line);
	return status;
}

static void
clear(struct value *value, size_t n)
{
	if (n)
		memset(value, 0, n * sizeof *value);
}

static void
start_line(struct json *j, struct str text, bool lines, struct value *value)
{
	json_scan_start(&j->scan, lines);
	j->line = text.p;
	j->limit = text.n;
	j->value = value;
	clear(value, j->wanted);
	if (j->aliased)
		clear(j->extra, j->trie.slots - j->wanted);
	j->aliased = false;
	j->number++;
	j->depth = 0;
	j->last = 0;
	j->pending = j->trie.node[0].inner ? 0 : JSON_NO_NODE;
	j->before = '\0';
	j->learning = NULL;
	j->why = NULL;
	j->decodings = 0;
	j->line_counts = (struct json_counts){0};
	if (j->text.room > SCRATCH_KEPT)
		buf_release(&j->text);
	buf_clear(&j->text);
}

/* The only chunk of a line: by its shape if that is known, else token by token. */
static int
match_all(struct json *j)
{
	const struct json_shape *s = json_shape_fits(j);

	if (s)
		return json_shape_take(j, s);
	json_shape_begin(j);
	return json_match(j);
}

/* Scans and matches; *N becomes the line's length. */
static int
read_line(struct json *j, struct str text, size_t *n)
{
	size_t at = 0;

	for (;;) {
		size_t size = text.n - at < JSON_CHUNK ? text.n - at : JSON_CHUNK;
		bool all;
		int status;

		j->chunk = text.p + at;
		j->variant->scan(&j->scan, j->chunk, size);
		*n = at + j->scan.n;
		if (j->scan.ended)
			j->limit = *n;
		all = j->scan.ended || at + size == text.n;
		if (j->scan.carry.bad || (all && j->scan.carry.in_string))
			return STATUS_SYNTAX;
		status = all && at == 0 ? match_all(j) : json_match(j);
		if (status < 0)
			return status;
		at += size;
		if (all)
			return 0;
	}
}

/* What only the whole line can tell. */
static int
end_line(struct json *j, struct str line)
{
	int status = 0;

	if (!j->before && json_skip_blanks(line.p, line.p + line.n) == line.p + line.n)
		return STATUS_MISSING;
	if (j->depth)
		return STATUS_SYNTAX;
	if (!j->before && j->wanted)
		return json_refuse(j, STATUS_SYNTAX, line.p, "neither an object nor an array");
	if (j->learning)
		json_shape_keep(j);
	if (j->options.validate)
		status = json_check(line, true, &j->why_at, &j->why);
	return status < 0 ? status : json_finish(j);
}

static void
add_counts(struct json_counts *to, const struct json_counts *from)
{
	to->duplicates += from->duplicates;
	to->nans += from->nans;
	to->replaced += from->replaced;
	to->nuls += from->nuls;
}

/*
 * What is wrong with a line that gave STATUS: if it is not even JSON then that, and
 * only else what was wrong with a value.
 */
static int
judge(struct json *j, struct str line, int status)
{
	size_t at;
	const char *why;
	int verdict = json_check(line, j->options.validate, &at, &why);

	if (verdict == 0 && j->why)
		return status;
	return json_refuse(j, verdict < 0 ? verdict : STATUS_SYNTAX, line.p + at,
			   verdict < 0 ? why : "not JSON");
}

static int
find(struct json *j, struct str text, bool lines, struct value *value, size_t *n)
{
	int status;

	start_line(j, text, lines, value);
	status = read_line(j, text, n);
	if (status < 0) {
		const char *lf = lines ? memchr(text.p, '\n', text.n) : NULL;

		*n = lf ? (size_t)(lf - text.p) : text.n;
	} else {
		status = end_line(j, STR_N(text.p, *n));
	}
	if (status == 0) {
		add_counts(&j->counts, &j->line_counts);
		return 0;
	}
	clear(value, j->wanted);
	return status == STATUS_MISSING ? status : judge(j, STR_N(text.p, *n), status);
}

int
json_find(struct json *j, struct str s, struct value *value)
{
	size_t n;

	return find(j, s, false, value, &n);
}

int
json_find_line(struct json *j, struct str text, struct value *value, size_t *n)
{
	return find(j, text, true, value, n);
}

const char *
json_error(const struct json *j, size_t *offset)
{
	*offset = j->why_at;
	return j->why;
}

const struct json_counts *
json_counts(const struct json *j)
{
	return &j->counts;
}

const char *
json_simd(void)
{
	return json_best_variant()->name;
}
