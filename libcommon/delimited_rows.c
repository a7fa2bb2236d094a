#include "delimited_rows.h"

#include <stdlib.h>

#include "xalloc.h"

static void
make_room(struct delimited_rows *d)
{
	d->value = xcalloc(DELIMITED_ROWS * d->n + 1, sizeof *d->value);
	d->line = xcalloc(DELIMITED_ROWS, sizeof *d->line);
	d->used = xcalloc(DELIMITED_ROWS, sizeof *d->used);
	d->cut.place = xcalloc(CSV_RUN_BYTES + 65, sizeof *d->cut.place);
	d->cut.most = DELIMITED_ROWS;
}

void
delimited_rows_release(struct delimited_rows *d)
{
	free(d->value);
	free(d->line);
	free(d->used);
	free(d->cut.place);
	d->value = NULL;
	d->line = d->used = NULL;
	d->cut.place = NULL;
}

/* Could the line be anything but a row?  FIELD is its first one. */
static inline bool
needs_look(const struct delimited_rows *d, struct str field)
{
	char first = *field.p; /* the delimiter at least */

	if (d->end_marks && first == '#')
		return true;
	return d->begins[(unsigned char)first] && header_find(d->header, field) != HEADER_NONE;
}

/* Measures the lines, up to the first that needs a second look; how many. */
static size_t
measure_lines(struct delimited_rows *d, struct str s, size_t rows)
{
	size_t columns = d->cut.columns;
	const uint32_t *place = d->cut.place;

	for (size_t i = 0; i < rows; i++, place += columns) {
		uint32_t from = place[0] + 1, lf = place[columns], last = place[columns - 1] + 1;
		uint32_t cr = lf > last && s.p[lf - 1] == '\r', line = lf - cr - from;

		if (line == 0 ||
		    needs_look(d, STR_N(s.p + from, columns > 1 ? place[1] - from : line)))
			return i;
		d->line[i] = line;
		d->used[i] = lf + 1 - from;
	}
	return rows;
}

/* Field K of each line to VALUE of each row. */
static void
fill(const struct delimited_rows *d, struct str s, size_t rows, uint32_t k, struct value *value)
{
	size_t columns = d->cut.columns, stride = d->n;
	const uint32_t *place = d->cut.place + k;

	for (size_t i = 0; i < rows; i++, place += columns, value += stride) {
		uint32_t from = place[0] + 1, n = place[1] - from;

		value->text.p = s.p + from;
		value->text.n = n;
		value->kind = n ? VALUE_TEXT : VALUE_MISSING;
	}
}

/* The last field, which may end before a CR. */
static void
fill_last(const struct delimited_rows *d, struct str s, size_t rows, struct value *value)
{
	size_t columns = d->cut.columns;
	const uint32_t *place = d->cut.place;

	for (size_t i = 0; i < rows; i++, place += columns, value += d->n) {
		uint32_t from = place[columns - 1] + 1, n = place[0] + 1 + d->line[i] - from;

		value->text.p = s.p + from;
		value->text.n = n;
		value->kind = n ? VALUE_TEXT : VALUE_MISSING;
	}
}

static void
fill_missing(const struct delimited_rows *d, size_t rows, struct value *value)
{
	for (size_t i = 0; i < rows; i++, value += d->n)
		*value = (struct value){{NULL, 0}, VALUE_MISSING};
}

void
delimited_rows_next(struct delimited_rows *d, struct str s, struct format_run *r)
{
	size_t rows;

	if (!d->value)
		make_room(d);
	rows = measure_lines(d, s, csv_run(&d->cut, s));
	for (size_t i = 0; i < d->n; i++) {
		if (d->number[i] == HEADER_NONE)
			fill_missing(d, rows, d->value + i);
		else if (d->number[i] + 1 == d->cut.columns)
			fill_last(d, s, rows, d->value + i);
		else
			fill(d, s, rows, d->number[i], d->value + i);
	}
	*r = (struct format_run){rows, d->value, d->line, d->used};
}
