#include "record.h"

#include <math.h>
#include <stdlib.h>

#include "endmark.h"
#include "number.h"
#include "record_internal.h"
#include "timestamp.h"
#include "utf8.h"
#include "xalloc.h"

struct record_writer *
record_writer_new(struct output *o, const struct record_options *options)
{
	struct record_writer *w = xcalloc(1, sizeof *w);

	w->o = o;
	w->options = *options;
	w->na = options->na ? str_of(options->na) : STR("");
	buf_init(&w->scratch, BUF_CAP_MAX);
	buf_init(&w->shown, BUF_CAP_MAX);
	buf_init(&w->keys, BUF_CAP_MAX);
	if (options->format == RECORD_TABLE)
		w->table = record_table_new(o, &w->options);
	return w;
}

void
record_writer_free(struct record_writer *w)
{
	if (!w)
		return;
	record_table_free(w->table);
	buf_release(&w->scratch);
	buf_release(&w->shown);
	buf_release(&w->keys);
	free(w->key_end);
	free(w->text);
	free(w);
}

bool
record_is_number(struct value v)
{
	return (v.kind == VALUE_NUMBER || v.kind == VALUE_TEXT) && number_is(v.text);
}

void
record_show(struct str s, struct buf *out)
{
	buf_clear(out);
	if (buf_reserve(out, 4 * s.n + 1) == 0)
		out->n = utf8_escape(s, out->p, out->room);
}

static void
write_header(struct record_writer *w, const struct str *name)
{
	for (size_t i = 0; i < w->columns; i++)
		record_value(w, (struct value){name[i], VALUE_TEXT});
	output_add(w->o, "\n", 1);
	output_row(w->o);
	w->at = 0;
}

void
record_columns(struct record_writer *w, const struct str *name, const bool *text, size_t n)
{
	w->columns = n;
	w->at = 0;
	w->text = xrealloc(w->text, n, sizeof *w->text);
	for (size_t i = 0; i < n; i++)
		w->text[i] = text && text[i];
	switch (w->options.format) {
	case RECORD_TSV:
	case RECORD_CSV:
		write_header(w, name);
		break;
	case RECORD_NDJSON:
		record_ndjson_columns(w, name);
		break;
	case RECORD_TABLE:
		record_table_columns(w->table, name, w->text, n);
		break;
	}
}

void
record_value(struct record_writer *w, struct value v)
{
	if (w->at >= w->columns)
		return;
	switch (w->options.format) {
	case RECORD_TSV:
		record_tsv_value(w, v);
		break;
	case RECORD_CSV:
		record_csv_value(w, v);
		break;
	case RECORD_NDJSON:
		record_ndjson_value(w, v);
		break;
	case RECORD_TABLE:
		record_table_value(w->table, v);
		break;
	}
	w->at++;
}

void
record_values(struct record_writer *w, const struct value *v, size_t n)
{
	if (n > w->columns - w->at)
		n = w->columns - w->at;
	if (w->options.format == RECORD_TSV) {
		record_tsv_values(w, v, n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		record_value(w, v[i]);
}

void
record_text(struct record_writer *w, struct str s)
{
	record_value(w, (struct value){s, s.p ? VALUE_TEXT : VALUE_MISSING});
}

void
record_number(struct record_writer *w, double x)
{
	char text[NUMBER_TEXT_MAX];
	struct value v = {{NULL, 0}, VALUE_MISSING};

	if (isfinite(x))
		v = (struct value){{text, number_print(x, text)}, VALUE_NUMBER};
	record_value(w, v);
}

void
record_uint(struct record_writer *w, uint64_t x)
{
	char text[NUMBER_TEXT_MAX];

	record_value(w, (struct value){{text, number_print_uint(x, text)}, VALUE_NUMBER});
}

void
record_time(struct record_writer *w, int64_t us)
{
	char text[TIMESTAMP_TEXT];
	struct value v = {{NULL, 0}, VALUE_MISSING};

	if (us != TIMESTAMP_NONE) {
		timestamp_print(us, text);
		v = (struct value){{text, sizeof text}, VALUE_TEXT};
	}
	record_value(w, v);
}

void
record_end(struct record_writer *w)
{
	while (w->at < w->columns)
		record_value(w, (struct value){{NULL, 0}, VALUE_MISSING});
	w->rows++;
	w->at = 0;
	if (w->table) {
		record_table_end(w->table);
		return;
	}
	if (w->options.format == RECORD_NDJSON)
		output_add(w->o, w->columns ? "}" : "{}", w->columns ? 1 : 2);
	*record_room(w->o, 1) = '\n';
	output_advance(w->o, 1);
	output_row(w->o);
}

void
record_rows_made(struct record_writer *w, struct str text, uint64_t n)
{
	w->rows += n;
	output_rows(w->o, text.p, text.n);
}

void
record_redirect(struct record_writer *w, struct output *o)
{
	w->o = o;
}

/* A table is as wide as its first rows. */
bool
record_can_be_made_apart(enum record_format format)
{
	return format != RECORD_TABLE;
}

uint64_t
record_rows(const struct record_writer *w)
{
	return w->rows;
}

int
record_finish(struct record_writer *w, uint64_t rejects, bool damaged)
{
	if (w->table)
		record_table_finish(w->table);
	if (w->options.end_mark && w->options.format == RECORD_TSV) {
		const struct endmark mark = {w->rows, rejects, damaged};

		buf_clear(&w->scratch);
		endmark_print(&mark, &w->scratch);
		output_add(w->o, w->scratch.p, w->scratch.n);
		output_row(w->o);
	}
	return w->o->error_number ? STATUS_IO : 0;
}
