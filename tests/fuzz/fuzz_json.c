/*
 * JSON text: every variant of the scan and the judge (json_check) agree, validate is
 * RFC 8259, a line is found as its text is, compounds can be walked, and what is quoted
 * reads back.  A byte of options, the paths in a line, the text.
 */
#include "fuzz.h"
#include "json_internal.h"
#include "token.h"
#include "utf8.h"

#include "../unit/padded.h"

enum { PATHS_MOST = 6, WALK_DEPTH = 4 };

struct wanted {
	struct path path[PATHS_MOST];
	const struct path *list[PATHS_MOST];
	size_t n;
};

struct found {
	struct json *json;
	struct value value[PATHS_MOST];
	int status;
};

static void
want(struct wanted *w, struct str line)
{
	struct complaint c;

	w->n = 0;
	while (line.n && w->n < PATHS_MOST)
		if (path_parse(&w->path[w->n], token_until(&line, ' '), &c) == 0) {
			w->list[w->n] = &w->path[w->n];
			w->n++;
		}
}

static void
find(struct found *f, const struct wanted *w, const struct json_options *o,
     const struct json_variant *variant, struct str text)
{
	f->json = json_new(w->list, w->n, o);
	f->json->variant = variant;
	f->status = json_find(f->json, text, f->value);
}

static void
hold_same_values(const struct found *a, const struct found *b, size_t n)
{
	HOLD(a->status == b->status);
	for (size_t i = 0; i < n; i++) {
		HOLD(a->value[i].kind == b->value[i].kind);
		HOLD_SAME(a->value[i].text, b->value[i].text);
	}
	HOLD(memcmp(json_counts(a->json), json_counts(b->json), sizeof(struct json_counts)) == 0);
}

static void
hold_same_error(const struct found *a, const struct found *b)
{
	size_t at[2] = {0, 0};

	if (a->status == 0 || a->status == STATUS_MISSING)
		return;
	HOLD(strcmp(json_error(a->json, &at[0]), json_error(b->json, &at[1])) == 0);
	HOLD(at[0] == at[1]);
}

/* Members of V, and theirs. */
static void
walk(struct value v, int depth)
{
	struct json_walk w;
	struct value member;
	struct buf scratch;
	struct str key;

	HOLD(v.kind == VALUE_MISSING || v.kind == VALUE_NAN || utf8_valid(v.text));
	if (v.kind != VALUE_COMPOUND || depth == 0)
		return;
	buf_init(&scratch, BUF_CAP_MAX);
	if (json_walk_start(&w, v.text) == 0)
		while (json_walk_next(&w, &scratch, &key, &member) > 0)
			walk(member, depth - 1);
	buf_release(&scratch);
}

/* The line that TEXT begins with, found behind another one, so that shapes are met. */
static void
hold_line(const struct wanted *w, const struct json_options *o, struct str text)
{
	const char *lf = text.n ? memchr(text.p, '\n', text.n) : NULL;
	struct str line = padded(STR_N(text.p, lf ? (size_t)(lf - text.p) : text.n));
	struct found whole;
	struct value value[PATHS_MOST];
	struct json *json = json_new(w->list, w->n, o);
	size_t n;

	find(&whole, w, o, json_best_variant(), line);
	for (int i = 0; i < 3; i++) {
		HOLD(json_find_line(json, text, value, &n) == whole.status);
		HOLD(n == line.n);
		for (size_t k = 0; k < w->n; k++) {
			HOLD(value[k].kind == whole.value[k].kind);
			HOLD_SAME(value[k].text, whole.value[k].text);
		}
	}
	json_free(whole.json);
	json_free(json);
	padded_free(line);
}

static void
hold_verdict(const struct found *f, const struct wanted *w, const struct json_options *o,
	     struct str text)
{
	const char *why;
	size_t at;
	int status = json_check(text, o->validate, &at, &why);

	/* What is wanted is looked at more closely. */
	if (f->status == 0)
		HOLD(status == 0);
	if (w->n == 0)
		HOLD(f->status == status);
	if (w->n == 0 && o->validate)
		HOLD((f->status == 0) == json_valid(text));
}

static void
hold_quote(struct str text)
{
	const struct wanted none = {.n = 0};
	const struct json_options strict = {.validate = true};
	struct found f;
	struct buf out;
	struct str quoted;

	buf_init(&out, BUF_CAP_MAX);
	HOLD(json_quote(text, &out) == 0);
	quoted = padded(buf_str(&out));
	find(&f, &none, &strict, json_best_variant(), quoted);
	HOLD(f.status == 0 && json_valid(quoted));
	json_free(f.json);
	padded_free(quoted);
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = fuzz_str(data, size);
	unsigned choice = fuzz_byte(&text);
	const struct json_options o = {.validate = choice & 1,
				       .utf8_reject = choice & 2,
				       .duplicate = (enum json_duplicate)(choice / 4 % 3)};
	size_t variants;
	const struct json_variant *variant = json_variants(&variants);
	struct found first, other;
	struct wanted w;

	want(&w, token_until(&text, '\n'));
	text = padded(text);
	find(&first, &w, &o, &variant[variants - 1], text);
	for (size_t i = 0; i + 1 < variants; i++) {
		if (!variant[i].runs_here())
			continue;
		find(&other, &w, &o, &variant[i], text);
		hold_same_values(&first, &other, w.n);
		hold_same_error(&first, &other);
		json_free(other.json);
	}
	hold_verdict(&first, &w, &o, text);
	for (size_t i = 0; first.status == 0 && i < w.n; i++)
		walk(first.value[i], WALK_DEPTH);
	hold_line(&w, &o, text);
	hold_quote(text);
	json_free(first.json);
	padded_free(text);
	for (size_t i = 0; i < w.n; i++)
		path_release(&w.path[i]);
	return 0;
}
