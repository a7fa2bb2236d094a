/*
 * record - a table for people.
 *
 * The first rows are held back, as escaped text end to end in one buffer, until the
 * widths are known; then rows are written as they come and a longer value pushes
 * the rest of its line to the right.  The last column is not padded, so no line
 * ends in blanks.
 */
#include <stdlib.h>

#include "record_internal.h"
#include "utf8.h"
#include "xalloc.h"

enum { GAP = 2 };

struct table_column {
	char *name;
	size_t width;
	bool text;
	bool right; /* at least one number and nothing else so far */
	bool seen;
};

struct record_table {
	struct output *o;
	const struct record_options *options;
	struct table_column *column;
	size_t columns, at;
	struct buf cells;  /* text of the rows held back */
	size_t *cell_size; /* of each of their cells */
	size_t held, room, rows;
	struct buf shown;
	bool streaming;
};

struct record_table *
record_table_new(struct output *o, const struct record_options *options)
{
	struct record_table *t = xcalloc(1, sizeof *t);

	t->o = o;
	t->options = options;
	buf_init(&t->cells, BUF_CAP_MAX);
	buf_init(&t->shown, BUF_CAP_MAX);
	return t;
}

static void
free_columns(struct record_table *t, size_t from)
{
	for (size_t i = from; i < t->columns; i++)
		free(t->column[i].name);
}

void
record_table_free(struct record_table *t)
{
	if (!t)
		return;
	free_columns(t, 0);
	free(t->column);
	free(t->cell_size);
	buf_release(&t->cells);
	buf_release(&t->shown);
	free(t);
}

static void
put_blanks(struct output *o, size_t n)
{
	memset(output_reserve(o, n), ' ', n);
	output_advance(o, n);
}

static void
put_cell(struct record_table *t, size_t i, struct str text)
{
	const struct table_column *c = &t->column[i];
	size_t width = utf8_width(text), pad = c->width > width ? c->width - width : 0;

	if (i)
		put_blanks(t->o, GAP);
	if (c->right)
		put_blanks(t->o, pad);
	output_add(t->o, text.p, text.n);
	if (!c->right && i + 1 < t->columns)
		put_blanks(t->o, pad);
}

/* Blanks of empty cells at the end of a line say nothing. */
static void
put_line_end(struct record_table *t)
{
	struct output *o = t->o;

	while (o->n > o->row_end && o->p[o->n - 1] == ' ')
		o->n--;
	output_add(o, "\n", 1);
	output_row(o);
}

static void
put_header(struct record_table *t)
{
	bool bold = t->options->colour;

	if (bold)
		output_add(t->o, "\033[1m", 4);
	for (size_t i = 0; i < t->columns; i++)
		put_cell(t, i, str_of(t->column[i].name));
	if (bold)
		output_add(t->o, "\033[0m", 4);
	put_line_end(t);
}

/* Writes the header and the rows held back; from now on rows are written as they come. */
static void
start_streaming(struct record_table *t)
{
	const char *p = buf_str(&t->cells).p;

	if (t->streaming || !t->columns)
		return;
	t->streaming = true;
	put_header(t);
	for (size_t i = 0; i < t->held; i++) {
		put_cell(t, i % t->columns, STR_N(p, t->cell_size[i]));
		p += t->cell_size[i];
		if ((i + 1) % t->columns == 0)
			put_line_end(t);
	}
	t->held = 0;
	buf_release(&t->cells);
}

void
record_table_columns(struct record_table *t, const struct str *name, const bool *text, size_t n)
{
	size_t known = t->columns < n ? t->columns : n;

	if (t->held)
		start_streaming(t);
	free_columns(t, known);
	t->column = xrealloc(t->column, n, sizeof *t->column);
	for (size_t i = known; i < n; i++)
		t->column[i] = (struct table_column){.name = xmemdup0(name[i].p, name[i].n),
						     .width = utf8_width(name[i]),
						     .text = text[i]};
	t->columns = n;
	t->at = 0;
	if (t->streaming)
		put_header(t);
}

static void
hold(struct record_table *t, struct value v, struct str text)
{
	struct table_column *c = &t->column[t->at];
	size_t width = utf8_width(text);
	bool missing = record_is_missing(v);
	bool number = !missing && !c->text && record_is_number(v);

	if (width > c->width)
		c->width = width;
	if (!missing) {
		c->right = number && (c->right || !c->seen);
		c->seen = true;
	}
	GROW(t->cell_size, t->held + 1, t->room);
	t->cell_size[t->held++] = text.n;
	buf_add(&t->cells, text.p, text.n);
}

void
record_table_value(struct record_table *t, struct value v)
{
	struct str text = v.text;

	if (record_is_missing(v))
		text = t->options->na ? str_of(t->options->na) : STR("");
	record_show(text, &t->shown);
	if (t->streaming)
		put_cell(t, t->at, buf_str(&t->shown));
	else
		hold(t, v, buf_str(&t->shown));
	t->at++;
}

void
record_table_end(struct record_table *t)
{
	t->at = 0;
	t->rows++;
	if (t->streaming)
		put_line_end(t);
	else if (t->rows >= RECORD_TABLE_ROWS || t->cells.n >= RECORD_TABLE_BYTES)
		start_streaming(t);
}

void
record_table_finish(struct record_table *t)
{
	start_streaming(t);
}
