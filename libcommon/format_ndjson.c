#include <stdlib.h>

#include "format.h"
#include "format_line.h"
#include "xalloc.h"

struct ndjson_state {
	struct json_options options;
	struct json *json; /* NULL: not bound */
};

static void *
ndjson_new(const struct format_options *o, struct complaint *c)
{
	struct ndjson_state *x = xcalloc(1, sizeof *x);

	(void)c;
	x->options = o->json;
	x->json = json_new(NULL, 0, &x->options);
	return x;
}

static void
ndjson_free(void *state)
{
	struct ndjson_state *x = state;

	if (!x)
		return;
	json_free(x->json);
	free(x);
}

/* The next line of *REST that is not blank; false at the end. */
static bool
next_line(struct str *rest, struct str *line)
{
	struct format_record r;

	while (rest->n && format_take_line(*rest, true, &r)) {
		rest->p += r.used;
		rest->n -= r.used;
		*line = str_trim(r.line);
		if (line->n)
			return true;
	}
	return false;
}

static int
ndjson_probe(struct str sample)
{
	const struct json_options none = {.validate = false};
	struct json *json = json_new(NULL, 0, &none);
	unsigned lines = 0, objects = 0;
	struct str line;

	while (next_line(&sample, &line)) {
		lines++;
		objects += line.p[0] == '{' && json_find(json, line, NULL) == 0;
	}
	json_free(json);
	return lines ? (int)(100 * objects / lines) : 0;
}

/* Where a walk over a record's members stands. */
struct visit {
	struct survey *survey;
	struct buf *path; /* of the object at hand */
	unsigned depth;
};

/* Bounded by SURVEY_DEPTH. */
static void
visit_members(const struct visit *v, struct str object)
{
	struct json_walk walk;
	struct buf scratch;
	struct value value;
	struct str key;

	if (json_walk_start(&walk, object) < 0)
		return;
	buf_init(&scratch, BUF_CAP_MAX);
	while (json_walk_next(&walk, &scratch, &key, &value) == 1) {
		const struct visit below = {v->survey, v->path, v->depth + 1};
		size_t n = v->path->n;

		buf_addc(v->path, '.');
		path_quote(key, v->path);
		survey_add(v->survey, buf_str(v->path), key, v->depth, value);
		if (value.kind == VALUE_COMPOUND && value.text.p[0] == '{' &&
		    v->depth < SURVEY_DEPTH)
			visit_members(&below, value.text);
		v->path->n = n;
	}
	buf_release(&scratch);
}

static int
ndjson_survey(void *state, struct str sample, struct survey *survey)
{
	struct ndjson_state *x = state;
	struct buf path;
	struct str line;

	buf_init(&path, BUF_CAP_MAX);
	while (next_line(&sample, &line)) {
		const struct visit top = {survey, &path, 1};

		if (line.p[0] != '{' || json_find(x->json, line, NULL) < 0)
			continue;
		visit_members(&top, line);
		survey->records++;
	}
	buf_release(&path);
	return 0;
}

static int
ndjson_bind(void *state, const struct path *const *path, size_t n, struct complaint *c)
{
	struct ndjson_state *x = state;

	(void)c;
	json_free(x->json);
	x->json = json_new(path, n, &x->options);
	return 0;
}

static void
ndjson_restart(void *state)
{
	(void)state;
}

static enum reject_reason
reason_of(int status)
{
	switch (status) {
	case STATUS_LIMIT:
		return REJECT_DEPTH;
	case STATUS_DAMAGED:
		return REJECT_UTF8;
	default:
		return REJECT_SYNTAX;
	}
}

static enum format_result
ndjson_next(void *state, struct str s, bool last, struct value *value, struct format_record *r)
{
	struct ndjson_state *x = state;
	/* A record separator before each text is RFC 7464's form. */
	size_t skip = s.n && s.p[0] == '\x1e', n;
	int status = json_find_line(x->json, STR_N(s.p + skip, s.n - skip), value, &n);

	n += skip;
	if (n == s.n && !last)
		return FORMAT_MORE;
	r->lines = n < s.n;
	r->used = n + r->lines;
	r->line = STR_N(s.p, n && s.p[n - 1] == '\r' ? n - 1 : n);
	if (status == 0)
		return FORMAT_ROW;
	if (status == STATUS_MISSING)
		return FORMAT_BLANK;
	r->message = json_error(x->json, &r->offset);
	r->offset += skip;
	r->reason = reason_of(status);
	return FORMAT_REJECT;
}

static const struct json_counts *
ndjson_counts(const void *state)
{
	const struct ndjson_state *x = state;

	return json_counts(x->json);
}

const struct format format_ndjson = {
	.name = "ndjson",
	.utf8 = true,
	.summary = "one JSON object a line (also RFC 7464's text sequences)",
	.probe = ndjson_probe,
	.new = ndjson_new,
	.free = ndjson_free,
	.survey = ndjson_survey,
	.bind = ndjson_bind,
	.restart = ndjson_restart,
	.next = ndjson_next,
	.counts = ndjson_counts,
};
