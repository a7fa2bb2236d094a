#include "wanted.h"

#include <stdlib.h>

#include "guess.h"
#include "lookup.h"
#include "schema.h"
#include "xalloc.h"

/* The names in COLUMNS; free() it. */
static struct str *
names_of(const struct path_columns *columns)
{
	struct str *name = xcalloc(columns->n, sizeof *name);

	for (size_t i = 0; i < columns->n; i++)
		name[i] = columns->column[i].name;
	return name;
}

static bool
is_named(const struct path_columns *columns, struct str name)
{
	for (size_t i = 0; i < columns->n; i++)
		if (str_eq(columns->column[i].name, name))
			return true;
	return false;
}

static bool
is_source(const struct path_columns *columns, struct str field)
{
	for (size_t i = 0; i < columns->n; i++)
		for (size_t t = 0; t < columns->column[i].n; t++) {
			const struct path *path = &columns->column[i].term[t].path;

			if (path->n == 1 && path->step[0].key.p && str_eq(path->step[0].key, field))
				return true;
		}
	return false;
}

/* Appends the fields that are no column yet, each under its own name. */
static void
keep_fields(const struct survey *survey, const struct path_columns *have, struct buf *text)
{
	struct buf name;

	buf_init(&name, BUF_CAP_MAX);
	for (size_t i = 0; i < survey_n(survey); i++) {
		struct str field = survey->field[i].key;

		buf_clear(&name);
		if (survey->field[i].depth != 1 || is_source(have, field) ||
		    schema_legal_name(field, &name) < 0 || is_named(have, buf_str(&name)))
			continue;
		buf_addf(text, "%s%.*s=", text->n ? " " : "", (int)name.n, name.p);
		path_quote(field, text);
	}
	buf_release(&name);
}

static int
guess(const struct scan *scan, const struct path_columns *told, struct buf *taken,
      struct buf *notice, struct complaint *c)
{
	const struct survey *survey = scan_survey(scan);
	struct str *name = names_of(told);
	int status = guess_columns(survey, scan_times(scan), name, told->n, taken, notice);
	struct path_columns guessed;

	free(name);
	if (status < 0)
		return complain(c, status, 0, "too many columns");
	if (!scan_format(scan) || !scan_format(scan)->named)
		return 0;
	status = path_columns_parse(&guessed, buf_str(taken), c);
	if (status < 0)
		return status;
	keep_fields(survey, &guessed, taken);
	path_columns_release(&guessed);
	return 0;
}

static int
nothing_found(const struct scan *scan, struct complaint *c)
{
	const struct survey *survey = scan_survey(scan);
	size_t n = survey_n(survey);
	struct str *path = xcalloc(n, sizeof *path);

	for (size_t i = 0; i < n; i++)
		path[i] = survey->field[i].path;
	complain(c, STATUS_MISSING, 0,
		 "no key has a usual name; name the columns, -c 'pred=PATH ...'; there are: ");
	lookup_list(c, path, n);
	free(path);
	return STATUS_MISSING;
}

/* Says where in the text of -c a fault is. */
static int
parse_told(struct path_columns *columns, struct str text, struct complaint *c)
{
	struct complaint inner;
	int status = path_columns_parse(columns, text, &inner);
	size_t line = 1, start = 0;

	if (status == 0)
		return 0;
	for (size_t i = 0; i < inner.offset && i < text.n; i++)
		if (text.p[i] == '\n') {
			line++;
			start = i + 1;
		}
	return complain(c, status, inner.offset, "columns, line %zu, byte %zu: %s", line,
			inner.offset - start + 1, inner.text);
}

int
wanted_columns(const struct scan *scan, struct str text, struct path_columns *columns,
	       struct buf *taken, struct buf *notice, struct complaint *c)
{
	struct buf all;
	int status = parse_told(columns, text, c);

	if (status < 0 || (columns->n && !columns->automatic))
		return status;
	status = guess(scan, columns, taken, notice, c);
	path_columns_release(columns);
	if (status < 0)
		return status;
	buf_init(&all, BUF_CAP_MAX);
	buf_add(&all, text.p, text.n);
	buf_addc(&all, '\n');
	buf_add(&all, taken->p, taken->n);
	status = path_columns_parse(columns, buf_str(&all), c);
	buf_release(&all);
	if (status == 0 && columns->n == 0 && survey_n(scan_survey(scan))) {
		path_columns_release(columns);
		return nothing_found(scan, c);
	}
	return status;
}

int
wanted_all(const struct scan *scan, struct path_columns *columns, struct complaint *c)
{
	static const struct path_columns none;
	struct buf text;
	int status;

	buf_init(&text, BUF_CAP_MAX);
	keep_fields(scan_survey(scan), &none, &text);
	status = path_columns_parse(columns, buf_str(&text), c);
	buf_release(&text);
	return status;
}
