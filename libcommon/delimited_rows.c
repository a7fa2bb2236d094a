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

/* The fields of a line of S to VALUE; CR: what the last one loses at its end. */
static inline void
fill(const struct delimited_rows *d, struct str s, const uint32_t *place, uint32_t cr,
     struct value *value)
{
	uint32_t last = (uint32_t)d->cut.columns - 1;

	for (size_t i = 0; i < d->n; i++) {
		uint32_t k = d->number[i], from, to;

		if (k == HEADER_NONE) {
			value[i] = (struct value){{NULL, 0}, VALUE_MISSING};
			continue;
		}
		from = place[k] + 1;
		to = place[k + 1] - (k == last ? cr : 0);
		value[i].text.p = s.p + from;
		value[i].text.n = to - from;
		value[i].kind = to > from ? VALUE_TEXT : VALUE_MISSING;
	}
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

void
delimited_rows_next(struct delimited_rows *d, struct str s, struct format_run *r)
{
	size_t columns = d->cut.columns, rows, i;

	if (!d->value)
		make_room(d);
	rows = csv_run(&d->cut, s);
	for (i = 0; i < rows; i++) {
		const uint32_t *place = d->cut.place + i * columns;
		uint32_t from = place[0] + 1, lf = place[columns], last = place[columns - 1] + 1;
		uint32_t cr = lf > last && s.p[lf - 1] == '\r', line = lf - cr - from;

		if (line == 0 ||
		    needs_look(d, STR_N(s.p + from, columns > 1 ? place[1] - from : line)))
			break;
		fill(d, s, place, cr, d->value + i * d->n);
		d->line[i] = line;
		d->used[i] = lf + 1 - from;
	}
	*r = (struct format_run){i, d->value, d->line, d->used};
}
