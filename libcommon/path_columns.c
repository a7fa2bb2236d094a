/*
 * A -c text is cut into words by shell-like rules: blanks separate, '' takes every
 * byte as it is ('' inside it is one '), and in a source (not in a := text) so does
 * "".  Each word is then read by recursive descent without recursion: the grammar
 * has no nesting.
 */
#include <math.h>
#include <stdlib.h>

#include "lookup.h"
#include "map.h"
#include "number.h"
#include "path.h"
#include "path_text.h"
#include "utf8.h"
#include "xalloc.h"

enum { NAME_MAX_BYTES = 63 };

/* The text being cut; bytes and origin have room for all of it. */
struct reader {
	struct str text; /* a copy that lives as long as the columns */
	size_t at;
	char *bytes;
	size_t *origin;
	size_t used;
	struct map names;
	size_t room;
	struct complaint *c;
};

static int
refuse(const struct path_text *t, size_t at, const char *what)
{
	return complain(t->c, STATUS_SYNTAX, path_text_origin(t, at), "%s", what);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Skips blanks and comments; false at the end of the text. */
static bool
find_word(struct reader *r)
{
	while (r->at < r->text.n) {
		if (r->text.p[r->at] == '#')
			while (r->at < r->text.n && r->text.p[r->at] != '\n')
				r->at++;
		else if (!is_blank(r->text.p[r->at]))
			return true;
		else
			r->at++;
	}
	return false;
}

/* Where the cutting of a word stands. */
struct cutting {
	bool single, twice, literal, begun;
	size_t opened;
};

/* Looks at the next byte; true if it belongs to the word. */
static bool
cut_byte(struct reader *r, struct cutting *k, char last)
{
	char c = r->text.p[r->at], next = r->at + 1 < r->text.n ? r->text.p[r->at + 1] : '\0';

	if (c == '\'' && !k->twice) {
		if (k->single && next == '\'') {
			r->at++;
			return true;
		}
		k->single = !k->single;
		k->opened = r->at;
		return false;
	}
	if (c == '"' && !k->literal && !(k->twice && last == '\\')) {
		k->twice = !k->twice;
		k->opened = r->at;
	}
	if (c == '=' && !k->begun && !k->twice) {
		k->begun = true;
		k->literal = last == ':';
	}
	return true;
}

/* An even number of backslashes before a quote escapes itself, not the quote. */
static char
effective_last(char c, char last)
{
	return c == '\\' && last == '\\' ? '\0' : c;
}

static int
cut_word(struct reader *r, struct path_text *t)
{
	struct cutting k = {0};
	char last = '\0';

	*t = (struct path_text){.p = r->bytes + r->used, .origin = r->origin + r->used, .c = r->c};
	for (; r->at < r->text.n; r->at++) {
		if (is_blank(r->text.p[r->at]) && !k.single && !k.twice)
			break;
		if (!cut_byte(r, &k, last))
			continue;
		last = effective_last(r->text.p[r->at], last);
		r->bytes[r->used] = r->text.p[r->at];
		r->origin[r->used++] = r->at;
		t->n++;
	}
	r->origin[r->used] = r->at;
	r->bytes[r->used++] = '\0';
	if (k.single || k.twice)
		return complain(r->c, STATUS_SYNTAX, k.opened, "a %c that is not closed",
				k.single ? '\'' : '"');
	return 0;
}

static bool
name_byte(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (c >= '0' && c <= '9' && !first);
}

static int
read_name(struct path_text *t, struct reader *r, struct path_column *column)
{
	bool added;
	size_t n = 0;

	while (n < t->n && t->p[n] != '=' &&
	       !(t->p[n] == ':' && n + 1 < t->n && t->p[n + 1] == '='))
		n++;
	if (n == t->n && t->n && (t->p[0] == '*' || t->p[0] == '/'))
		return refuse(t, 0, "no blanks around '//', '*' and '/'");
	if (n == t->n)
		return refuse(t, 0, "expected NAME=SOURCE, such as score=.output.score");
	for (size_t i = 0; i < n; i++)
		if (!name_byte(t->p[i], i == 0))
			return refuse(
				t, i,
				"a column's name is letters, digits and _, a digit not first");
	if (n == 0)
		return refuse(t, 0, "expected a column's name before '='");
	if (n > NAME_MAX_BYTES)
		return refuse(t, NAME_MAX_BYTES, "a column's name has at most 63 bytes");
	column->name = STR_N(t->p, n);
	map_add(&r->names, column->name, &added);
	if (!added)
		return complain(t->c, STATUS_SYNTAX, path_text_origin(t, 0),
				"column '%.*s' is given twice", (int)n, t->p);
	t->at = n;
	return 0;
}

/* The function's name at the cursor, if a '(' is behind it. */
static struct str
function_name(const struct path_text *t)
{
	size_t n = t->at;

	while (n < t->n && name_byte(t->p[n], false))
		n++;
	return n < t->n && t->p[n] == '(' ? STR_N(t->p + t->at, n - t->at) : STR_N(NULL, 0);
}

static int
read_function(struct path_text *t, struct str name, struct path_term *term)
{
	static const struct str names[] = {
		{"argmax", 6},
		{"max", 3},
		{"len", 3},
	};
	size_t which;
	int status = lookup("function", name, names, sizeof names / sizeof *names, &which, t->c);

	if (status < 0) {
		t->c->offset = path_text_origin(t, t->at);
		return STATUS_SYNTAX;
	}
	term->function = (enum path_function)(PATH_ARGMAX + which);
	t->at += name.n + 1;
	status = path_read(t, &term->path);
	if (status == 0 && path_text_peek(t) != ')') {
		path_release(&term->path);
		return refuse(t, t->at, "expected ')' after the path");
	}
	t->at += status == 0;
	return status;
}

static bool
at_text(const struct path_text *t, struct str s)
{
	return str_starts(STR_N(t->p + t->at, t->n - t->at), s);
}

static int
read_term(struct path_text *t, struct path_column *column)
{
	struct path_term term = {0};
	struct str function = function_name(t);
	int status = function.p ? read_function(t, function, &term) : path_read(t, &term.path);

	if (status < 0)
		return status;
	column->term = xrealloc(column->term, column->n + 1, sizeof *column->term);
	column->term[column->n++] = term;
	if (!at_text(t, STR("[]")))
		return 0;
	if (!column->spread)
		return refuse(t, t->at,
			      "[] only stands in f=, p= and c=, which spread into columns");
	t->at += 2;
	return 0;
}

static int
read_scale(struct path_text *t, struct path_column *column)
{
	struct str number = STR_N(t->p + t->at + 1, t->n - t->at - 1);

	column->scaled = true;
	column->scale_divides = t->p[t->at] == '/';
	if (number_parse(number, &column->scale_by) < 0 || !isfinite(column->scale_by))
		return refuse(t, t->at + 1, "expected a number to the end of the column");
	if (column->scale_divides && column->scale_by == 0)
		return refuse(t, t->at + 1, "division by zero");
	t->at = t->n;
	return 0;
}

/* What stands behind the last term must be a scale or nothing. */
static int
read_end(struct path_text *t, struct path_column *column)
{
	char c = path_text_peek(t);

	if (column->spread && t->at < t->n)
		return refuse(t, t->at,
			      "f=, p= and c= take paths to objects or arrays, nothing else");
	if (c == '*' || c == '/')
		return read_scale(t, column);
	if (c == ',')
		return refuse(t, t->at, "columns are separated by blanks, not by ','");
	if (t->at < t->n)
		return refuse(t, t->at, "expected '//', '*', '/' or a blank after the path");
	return 0;
}

static bool
spreads(struct str name)
{
	return name.n == 1 && (*name.p == 'f' || *name.p == 'p' || *name.p == 'c');
}

static int
read_source(struct path_text *t, struct path_column *column)
{
	int status;

	t->at++;
	column->spread = spreads(column->name);
	for (;;) {
		status = read_term(t, column);
		if (status < 0)
			return status;
		if (column->spread && column->term[column->n - 1].function != PATH_VALUE)
			return refuse(t, 0, "f=, p= and c= take no function");
		if (!at_text(t, STR("//")))
			return read_end(t, column);
		t->at += 2;
	}
}

static int
read_column(struct path_text *t, struct reader *r, struct path_column *column)
{
	int status = read_name(t, r, column);
	size_t from;

	if (status < 0)
		return status;
	from = path_text_origin(t, t->at + 1 + (t->p[t->at] == ':'));
	column->source = STR_N(r->text.p + from, r->at - from);
	if (t->p[t->at] == '=')
		return read_source(t, column);
	column->literal = STR_N(t->p + t->at + 2, t->n - t->at - 2);
	from = utf8_valid_prefix(column->literal);
	return from < column->literal.n ? refuse(t, t->at + 2 + from, "a text that is not UTF-8")
					: 0;
}

static int
read_word(struct reader *r, struct path_columns *pc)
{
	struct path_text t;
	int status = cut_word(r, &t);

	if (status < 0)
		return status;
	if (str_eq(STR_N(t.p, t.n), STR("auto"))) {
		pc->automatic = true;
		return 0;
	}
	GROW(pc->column, pc->n + 1, r->room);
	pc->column[pc->n] = (struct path_column){0};
	return read_column(&t, r, &pc->column[pc->n++]);
}

int
path_columns_parse(struct path_columns *pc, struct str text, struct complaint *c)
{
	/* Each word ends in a NUL of its own, in the place of a blank or the end. */
	char *memory = xmalloc(2 * text.n + 1);
	struct reader r = {
		.text = STR_N(memory, text.n),
		.bytes = memory + text.n,
		.origin = xcalloc(text.n + 1, sizeof *r.origin),
		.c = c,
	};
	int status = 0;

	if (text.n)
		memcpy(memory, text.p, text.n);
	*pc = (struct path_columns){.memory = memory};
	map_init(&r.names);
	while (status == 0 && find_word(&r))
		status = read_word(&r, pc);
	map_release(&r.names);
	free(r.origin);
	if (status < 0)
		path_columns_release(pc);
	return status;
}

static bool
is_plain(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!name_byte(name.p[i], false))
			return false;
	return name.n > 0;
}

int
path_quote(struct str name, struct buf *out)
{
	int status;

	if (is_plain(name))
		return buf_add(out, name.p, name.n);
	status = buf_addc(out, '"');
	for (size_t i = 0; i < name.n && status == 0; i++) {
		if (name.p[i] == '"' || name.p[i] == '\\')
			status = buf_addc(out, '\\');
		if (status == 0)
			status = buf_addc(out, name.p[i]);
	}
	return status < 0 ? status : buf_addc(out, '"');
}

void
path_columns_release(struct path_columns *pc)
{
	for (size_t i = 0; i < pc->n; i++) {
		for (size_t j = 0; j < pc->column[i].n; j++)
			path_release(&pc->column[i].term[j].path);
		free(pc->column[i].term);
	}
	free(pc->column);
	free(pc->memory);
	*pc = (struct path_columns){0};
}
