#include "path.h"

#include <stdlib.h>

#include "path_text.h"
#include "xalloc.h"

static int
refuse(const struct path_text *t, const char *what)
{
	return complain(t->c, STATUS_SYNTAX, path_text_origin(t, t->at), "%s", what);
}

/* Bytes that end a key or a bare name unless it is quoted. */
static bool
ends_name(char c)
{
	return c == '\0' || strchr(" \t\r\n.[]()*/\"'=,", c) != NULL;
}

/* A bare name may hold points: it is the whole name of a field. */
static bool
ends_bare(char c)
{
	return c != '.' && ends_name(c);
}

static struct path_step *
add_step(struct path *path)
{
	path->step = xrealloc(path->step, path->n + 1, sizeof *path->step);
	path->step[path->n] = (struct path_step){0};
	return &path->step[path->n++];
}

/* "odd key", decoded in place. */
static int
read_quoted(struct path_text *t, struct str *key)
{
	char *out = t->p + t->at, *start = out;
	size_t opened = t->at++;

	for (; t->at < t->n && t->p[t->at] != '"'; t->at++) {
		char next = t->at + 1 < t->n ? t->p[t->at + 1] : '\0';

		if (t->p[t->at] == '\\' && (next == '"' || next == '\\'))
			t->at++;
		*out++ = t->p[t->at];
	}
	if (t->at == t->n) {
		t->at = opened;
		return refuse(t, "a \" that is not closed");
	}
	t->at++;
	*key = STR_N(start, (size_t)(out - start));
	return 0;
}

static int
read_name(struct path_text *t, bool (*ends)(char c), struct str *name)
{
	size_t start = t->at;

	if (path_text_peek(t) == '"')
		return read_quoted(t, name);
	while (t->at < t->n && !ends(t->p[t->at]))
		t->at++;
	*name = STR_N(t->p + start, t->at - start);
	return t->at > start ? 0 : STATUS_MISSING;
}

static int
read_key(struct path_text *t, struct path *path)
{
	struct str key;
	int status;

	t->at++;
	status = read_name(t, ends_name, &key);
	if (status == STATUS_MISSING)
		return refuse(t, "expected a key after '.'");
	if (status == 0)
		add_step(path)->key = key;
	return status;
}

static int
read_index(struct path_text *t, struct path *path)
{
	size_t digits;
	int64_t index = 0;
	bool negative;

	t->at++;
	negative = path_text_peek(t) == '-';
	t->at += negative;
	for (digits = t->at; path_text_peek(t) >= '0' && path_text_peek(t) <= '9'; t->at++) {
		index = index * 10 + (t->p[t->at] - '0');
		if (index > INT32_MAX)
			return refuse(t, "the index is too large");
	}
	if (t->at == digits)
		return refuse(t, "expected an index, a whole number");
	if (path_text_peek(t) != ']')
		return refuse(t, "expected ']' after the index");
	t->at++;
	if (negative && index == 0)
		return refuse(t, "there is no index -0; the last is -1");
	add_step(path)->index = (int32_t)(negative ? -index : index);
	return 0;
}

static int
read_bare(struct path_text *t, struct path *path)
{
	struct str name;
	int status = read_name(t, ends_bare, &name);

	if (status == STATUS_MISSING)
		return refuse(t, "expected a path such as .a.b[0], or a name");
	if (status < 0)
		return status;
	path->bare = true;
	add_step(path)->key = name;
	if (path_text_peek(t) == '[')
		return refuse(t, "a path into JSON begins with '.'");
	return 0;
}

/* True at an index, which [] (a spread) is not. */
static bool
at_index(const struct path_text *t)
{
	return path_text_peek(t) == '[' && !(t->at + 1 < t->n && t->p[t->at + 1] == ']');
}

int
path_read(struct path_text *t, struct path *path)
{
	int status = 0;

	*path = (struct path){0};
	if (path_text_peek(t) != '.' && !at_index(t))
		status = read_bare(t, path);
	else if (path_text_peek(t) == '.' && t->at + 1 < t->n && t->p[t->at + 1] == '[')
		t->at++; /* jq's .[0] */
	while (status == 0 && !path->bare) {
		if (path_text_peek(t) == '.')
			status = read_key(t, path);
		else if (at_index(t))
			status = read_index(t, path);
		else
			break;
	}
	if (status == 0 && path->n == 0)
		status = refuse(t, "expected an index, a whole number");
	if (status < 0)
		path_release(path);
	return status;
}

/* Moves the steps and the bytes of their keys into one block of memory. */
static void
adopt_keys(struct path *path, const struct path_text *t)
{
	size_t steps = path->n * sizeof *path->step;
	char *memory = xmalloc(steps + t->n), *bytes = memory + steps;

	memcpy(memory, path->step, steps);
	memcpy(bytes, t->p, t->n);
	free(path->step);
	path->step = (struct path_step *)(void *)memory;
	for (size_t i = 0; i < path->n; i++)
		if (path->step[i].key.p)
			path->step[i].key.p = bytes + (path->step[i].key.p - t->p);
}

int
path_parse(struct path *path, struct str text, struct complaint *c)
{
	struct path_text t = {.p = xmemdup0(text.p, text.n), .n = text.n, .c = c};
	int status = path_read(&t, path);

	if (status == 0 && t.at < t.n) {
		status = refuse(&t, "bytes behind the path");
		path_release(path);
	}
	if (status == 0)
		adopt_keys(path, &t);
	free(t.p);
	return status;
}

void
path_release(struct path *path)
{
	free(path->step);
	*path = (struct path){0};
}
