/*
 * JSON lines: an object to a line.  Also read are JSON text sequences (RFC 7464: a
 * record separator before each) and lines of several objects, which some shippers
 * write; such a line is cut only after all of it was found sound, so that a torn one
 * stays a single reject.
 */
#include <stdlib.h>

#include "format.h"
#include "format_line.h"
#include "xalloc.h"

struct ndjson {
	struct json_options options;
	const struct path *const *path; /* the N that json finds */
	size_t n;
	struct json *json;
	/* The rest of a line of several objects: RESUME up to END. */
	const char *resume, *end;
};

enum { RECORD_SEPARATOR = 0x1E };

static struct str
from(const char *p, const char *end)
{
	return STR_N(p, (size_t)(end - p));
}

/* The next line of *REST without blanks and record separator; false at the end. */
static bool
next_line(struct str *rest, struct str *line)
{
	struct format_record r;

	if (rest->n == 0 || !format_take_line(*rest, true, &r))
		return false;
	*rest = STR_N(rest->p + r.used, rest->n - r.used);
	*line = str_trim(r.line);
	if (line->n && *line->p == RECORD_SEPARATOR)
		*line = str_trim(STR_N(line->p + 1, line->n - 1));
	return true;
}

/* How many objects or arrays LINE consists of; 0 if of anything else. */
static size_t
count_values(struct str line)
{
	size_t count = 0;

	for (; line.n; count++) {
		size_t n = json_prefix(line);

		if (n == 0)
			return 0;
		line = from(line.p + n, line.p + line.n);
	}
	return count;
}

static int
ndjson_probe(struct str sample)
{
	uint64_t lines = 0, sound = 0;
	struct str line;

	while (next_line(&sample, &line)) {
		lines += line.n > 0;
		sound += line.n > 0 && *line.p == '{' && count_values(line) > 0;
	}
	return lines ? (int)(100 * sound / lines) : 0;
}

static void *
ndjson_new(const struct format_options *o, struct complaint *c)
{
	struct ndjson *f = xcalloc(1, sizeof *f);

	(void)c;
	f->options = o->json;
	f->json = json_new(NULL, 0, &o->json);
	return f;
}

static void *
ndjson_copy(const void *state)
{
	const struct ndjson *from = state;
	struct ndjson *f = xcalloc(1, sizeof *f);

	*f = *from;
	f->json = json_new(f->path, f->n, &f->options);
	f->resume = f->end = NULL;
	return f;
}

static void
ndjson_free(void *state)
{
	struct ndjson *f = state;

	if (!f)
		return;
	json_free(f->json);
	free(f);
}

/* A walk down the objects of one line. */
struct descent {
	struct json_walk level[SURVEY_DEPTH];
	size_t path_n[SURVEY_DEPTH]; /* length of the path to each level */
	unsigned depth;
	struct buf path, scratch;
};

static int
survey_member(struct descent *d, struct survey *survey, struct str key, struct value v)
{
	int status;

	d->path.n = d->path_n[d->depth];
	buf_addc(&d->path, '.');
	status = path_quote(key, &d->path);
	if (status < 0)
		return status;
	survey_add(survey, buf_str(&d->path), key, d->depth + 1, v);
	if (v.kind != VALUE_COMPOUND || *v.text.p != '{' || d->depth + 1 == SURVEY_DEPTH)
		return 0;
	d->path_n[++d->depth] = d->path.n;
	return json_walk_start(&d->level[d->depth], v.text);
}

static int
survey_line(struct descent *d, struct survey *survey, struct str line)
{
	int status = json_walk_start(&d->level[0], line);

	d->depth = 0;
	while (status >= 0) {
		struct str key;
		struct value v;

		status = json_walk_next(&d->level[d->depth], &d->scratch, &key, &v);
		if (status == 1)
			status = survey_member(d, survey, key, v);
		else if (status == 0 && d->depth-- == 0)
			break;
	}
	survey->records++;
	return status == STATUS_LIMIT ? status : 0;
}

static int
ndjson_survey(void *state, struct str sample, struct survey *survey)
{
	struct descent d = {.depth = 0};
	struct str line;
	int status = 0;

	(void)state;
	if (!survey)
		return 0;
	buf_init(&d.path, BUF_CAP_MAX);
	buf_init(&d.scratch, BUF_CAP_MAX);
	while (status == 0 && next_line(&sample, &line)) {
		size_t n;

		for (; status == 0 && line.n && *line.p == '{';
		     line = from(line.p + n, line.p + line.n)) {
			n = json_prefix(line);
			if (n == 0)
				break;
			status = survey_line(&d, survey, str_trim(STR_N(line.p, n)));
		}
	}
	buf_release(&d.path);
	buf_release(&d.scratch);
	return status;
}

static int
ndjson_bind(void *state, const struct path *const *path, size_t n, struct complaint *c)
{
	struct ndjson *f = state;

	(void)c;
	json_free(f->json);
	f->path = path;
	f->n = n;
	f->json = json_new(path, n, &f->options);
	f->resume = f->end = NULL;
	return 0;
}

static void
ndjson_restart(void *state)
{
	struct ndjson *f = state;

	f->resume = f->end = NULL;
}

static enum format_result
refuse(const struct ndjson *f, int status, struct format_record *r, size_t skipped)
{
	enum reject_reason reason = status == STATUS_LIMIT     ? REJECT_DEPTH
				    : status == STATUS_DAMAGED ? REJECT_UTF8
							       : REJECT_SYNTAX;
	size_t offset;
	const char *why = json_error(f->json, &offset);

	return format_reject(r, reason, why, offset + skipped);
}

/* What LENGTH bytes of line, without the LF, mean to the caller. */
static void
fill(struct format_record *r, struct str s, size_t length)
{
	r->line = STR_N(s.p, length);
	r->used = length;
	r->lines = 0;
	if (length < s.n && s.p[length] == '\n') {
		r->used++;
		r->lines = 1;
	}
	if (r->line.n && r->line.p[r->line.n - 1] == '\r')
		r->line.n--;
}

/* The next of several objects on a line. */
static enum format_result
next_of_several(struct ndjson *f, struct str s, struct value *value, struct format_record *r)
{
	size_t n = json_prefix(from(f->resume, f->end));
	int status;

	fill(r, s, n);
	f->resume += n;
	if (f->resume == f->end)
		f->resume = f->end = NULL;
	status = json_find(f->json, r->line, value);
	return status == 0 ? FORMAT_ROW : refuse(f, status, r, 0);
}

static enum format_result
ndjson_next(void *state, struct str s, bool last, struct value *value, struct format_record *r)
{
	struct ndjson *f = state;
	size_t separator = s.n && *s.p == RECORD_SEPARATOR, n;
	int status;

	if (f->resume && f->resume == s.p)
		return next_of_several(f, s, value, r);
	status = json_find_line(f->json, STR_N(s.p + separator, s.n - separator), value, &n);
	n += separator;
	if (n == s.n && !last)
		return FORMAT_MORE;
	fill(r, s, n);
	if (status == 0)
		return FORMAT_ROW;
	if (status == STATUS_MISSING)
		return FORMAT_BLANK;
	if (status == STATUS_SYNTAX && !separator && count_values(r->line) > 1) {
		f->resume = s.p;
		f->end = s.p + n;
		return next_of_several(f, s, value, r);
	}
	return refuse(f, status, r, separator);
}

static const struct json_counts *
ndjson_counts(const void *state)
{
	const struct ndjson *f = state;

	return json_counts(f->json);
}

const struct format format_ndjson = {
	.name = "ndjson",
	.summary = "JSON lines: one object to a line",
	.nested = true,
	.utf8 = true,
	.probe = ndjson_probe,
	.new = ndjson_new,
	.free = ndjson_free,
	.copy = ndjson_copy,
	.survey = ndjson_survey,
	.bind = ndjson_bind,
	.restart = ndjson_restart,
	.next = ndjson_next,
	.counts = ndjson_counts,
};
