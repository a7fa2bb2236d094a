#include "delimited.h"

#include <stdio.h>
#include <stdlib.h>

#include "csv.h"
#include "cursor.h"
#include "delimited_header.h"
#include "delimited_rows.h"
#include "format_line.h"
#include "tsv.h"
#include "xalloc.h"

struct delimited {
	struct csv csv;
	struct csv_pick pick;
	bool guess_delimiter; /* none was given */
	struct header header;
	bool named;       /* the header is known */
	uint64_t headers; /* that counted, so far */
	bool file_starts; /* the next record may be a header that holds from there */
	bool end_marks;   /* a line that says the stream is whole is no row */
	bool begins[256]; /* first bytes of the names */
	const struct path *const *path;
	size_t n;
	uint32_t *number; /* of the column of each path */
	size_t *slot;     /* and its place among the picked ones; SIZE_MAX: none */
	size_t *column;   /* the picked ones, ascending, SIZE_MAX behind them */
	struct str *field;
	size_t picked;
	struct delimited_rows rows;
	char message[64];
};

static struct delimited *
new_delimited(char delimiter, bool tsv)
{
	struct delimited *d = xcalloc(1, sizeof *d);

	csv_init(&d->csv, delimiter, tsv);
	header_init(&d->header);
	d->file_starts = true;
	return d;
}

void *
delimited_new_csv(const struct format_options *o, struct complaint *c)
{
	struct delimited *d;

	if (o->delimiter == '"' || o->delimiter == '\n' || o->delimiter == '\r') {
		complain(c, STATUS_USAGE, 0, "a quote or a line end cannot delimit fields");
		return NULL;
	}
	d = new_delimited(o->delimiter ? o->delimiter : ',', false);
	d->guess_delimiter = !o->delimiter;
	return d;
}

void *
delimited_new_tsv(const struct format_options *o, struct complaint *c)
{
	struct delimited *d = new_delimited('\t', true);

	(void)c;
	d->end_marks = o->end_marks;
	return d;
}

static void
forget_binding(struct delimited *d)
{
	delimited_rows_release(&d->rows);
	free(d->number);
	free(d->slot);
	free(d->column);
	free(d->field);
	d->number = NULL;
	d->slot = d->column = NULL;
	d->field = NULL;
}

void
delimited_free(void *state)
{
	struct delimited *d = state;

	if (!d)
		return;
	csv_release(&d->csv);
	header_release(&d->header);
	forget_binding(d);
	free(d);
}

static int
by_size(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

/* From the numbers of the columns: which to pick, and which of those each path is. */
static void
plan_picking(struct delimited *d)
{
	size_t n = 0, unique = 0;

	for (size_t i = 0; i < d->n; i++)
		if (d->number[i] != HEADER_NONE)
			d->column[n++] = d->number[i];
	qsort(d->column, n, sizeof *d->column, by_size);
	for (size_t i = 0; i < n; i++)
		if (unique == 0 || d->column[i] != d->column[unique - 1])
			d->column[unique++] = d->column[i];
	d->column[unique] = SIZE_MAX;
	d->picked = unique;
	for (size_t i = 0; i < d->n; i++) {
		size_t wanted = d->number[i];
		size_t *at = d->number[i] == HEADER_NONE
				     ? NULL
				     : bsearch(&wanted, d->column, unique, sizeof wanted, by_size);

		d->slot[i] = at ? (size_t)(at - d->column) : SIZE_MAX;
	}
	d->pick = (struct csv_pick){.delimiter = d->csv.delimiter,
				    .special = d->csv.tsv ? '\\' : '"',
				    .column = d->column,
				    .field = d->field};
}

int
delimited_bind(void *state, const struct path *const *path, size_t n, struct complaint *c)
{
	struct delimited *d = state;
	int status = 0;

	forget_binding(d);
	d->path = path;
	d->n = n;
	d->number = xcalloc(n, sizeof *d->number);
	d->slot = xcalloc(n, sizeof *d->slot);
	d->column = xcalloc(n + 1, sizeof *d->column);
	d->field = xcalloc(n, sizeof *d->field);
	if (d->named)
		status = header_bind(&d->header, path, n, d->number, c);
	else
		for (size_t i = 0; i < n; i++)
			d->number[i] = HEADER_NONE;
	plan_picking(d);
	return status;
}

void *
delimited_copy(const void *state)
{
	const struct delimited *from = state;
	struct delimited *d = new_delimited(from->csv.delimiter, from->csv.tsv);
	struct complaint missing;

	header_release(&d->header);
	header_copy(&d->header, &from->header);
	d->named = from->named;
	d->headers = from->headers;
	d->file_starts = from->file_starts;
	d->end_marks = from->end_marks;
	memcpy(d->begins, from->begins, sizeof d->begins);
	/* What is missing from the header is so for both. */
	(void)delimited_bind(d, from->path, from->n, &missing);
	return d;
}

uint64_t
delimited_epoch(const void *state)
{
	const struct delimited *d = state;

	return d->headers << 1 | d->file_starts;
}

void
delimited_restart(void *state)
{
	struct delimited *d = state;

	d->file_starts = true;
}

/* The fields of the last csv_record are the header from now on. */
static int
take_header(struct delimited *d, struct complaint *c)
{
	int status = header_set(&d->header, d->csv.field, d->csv.n, c);

	if (status < 0)
		return status;
	d->named = true;
	d->headers++;
	memset(d->begins, 0, sizeof d->begins);
	for (size_t i = 0; i < d->csv.n; i++)
		if (d->csv.field[i].n)
			d->begins[(unsigned char)d->csv.field[i].p[0]] = true;
	return 0;
}

/* The value of field I of the last csv_record. */
static struct value
field_value(const struct delimited *d, size_t i)
{
	struct str s = d->csv.field[i];

	if (s.n == 0 && !d->csv.quoted[i])
		return (struct value){{NULL, 0}, VALUE_MISSING};
	return (struct value){s, VALUE_TEXT};
}

static void
survey_record(const struct delimited *d, struct survey *survey)
{
	for (size_t i = 0; i < d->csv.n; i++)
		header_survey(survey, map_key(&d->header.names, (uint32_t)i), field_value(d, i));
	survey->records++;
}

/* A log of a header alone has its fields too, though without a value. */
static void
survey_header(const struct delimited *d, struct survey *survey)
{
	for (size_t i = 0; i < header_n(&d->header); i++)
		header_survey(survey, map_key(&d->header.names, (uint32_t)i),
			      (struct value){{NULL, 0}, VALUE_MISSING});
}

/* Is the last csv_record, which stands at P, an end mark? */
static bool
is_end_mark(const struct delimited *d, const char *p, struct endmark *mark)
{
	return d->end_marks && d->csv.n == 4 && endmark_parse(STR_N(p, d->csv.line), mark) == 0;
}

int
delimited_survey(void *state, struct str sample, struct survey *survey)
{
	struct delimited *d = state;
	struct complaint ignored;
	struct endmark mark;
	int result, percent;
	bool marked = false;
	size_t used;

	if (d->guess_delimiter)
		d->csv.delimiter = delimited_guess(sample, &percent);
	d->named = false;
	while ((used = delimited_sampled(&d->csv, &sample, &result))) {
		if (result == CSV_RECORD && is_end_mark(d, sample.p - used, &mark)) {
			marked = true;
			continue;
		}
		if (result != CSV_RECORD || d->csv.n == 0)
			continue;
		if (survey && d->named && d->csv.n == header_n(&d->header))
			survey_record(d, survey);
		else if (!d->named && take_header(d, &ignored) < 0)
			return STATUS_SYNTAX;
		if (!survey)
			break;
	}
	if (survey && survey->records == 0)
		survey_header(d, survey);
	return d->named || marked ? 0 : STATUS_SYNTAX;
}

static enum format_result
reject_ragged(struct delimited *d, struct format_record *r)
{
	snprintf(d->message, sizeof d->message, "found %zu field%s, expected %zu", d->csv.n,
		 d->csv.n == 1 ? "" : "s", header_n(&d->header));
	return format_reject(r, REJECT_FIELDS, d->message, 0);
}

/* The last csv_record is a header of KIND, or DELIMITED_DATA to go on. */
static enum format_result
meet_header(struct delimited *d, enum delimited_header_kind kind)
{
	struct complaint ignored;

	if (kind == DELIMITED_SAME)
		return FORMAT_NAMES;
	if (take_header(d, &ignored) < 0)
		return FORMAT_NAMES;
	if (delimited_bind(d, d->path, d->n, &ignored) < 0 || kind != DELIMITED_MOVED)
		return FORMAT_HEADER;
	return FORMAT_NAMES;
}

/*
 * Headers are looked for where they can be: at the start of a file and in records
 * that begin with a name of theirs or have fields too many.
 */
static enum delimited_header_kind
header_kind(const struct delimited *d, bool file_starts)
{
	size_t n = d->csv.n;

	if (!file_starts &&
	    (n < header_n(&d->header) || (n == header_n(&d->header) &&
					  header_find(&d->header, d->csv.field[0]) == HEADER_NONE)))
		return DELIMITED_DATA;
	return delimited_header_kind(&d->header, d->csv.field, n, file_starts);
}

static enum format_result
first_header(struct delimited *d, struct format_record *r)
{
	struct complaint c;

	if (take_header(d, &c) < 0) {
		snprintf(d->message, sizeof d->message, "%.*s", (int)sizeof d->message - 1, c.text);
		return format_reject(r, REJECT_SYNTAX, d->message, 0);
	}
	delimited_bind(d, d->path, d->n, &c);
	return FORMAT_HEADER;
}

static void
fill_from_record(const struct delimited *d, struct value *value)
{
	for (size_t i = 0; i < d->n; i++)
		value[i] = d->number[i] < d->csv.n ? field_value(d, d->number[i])
						   : (struct value){{NULL, 0}, VALUE_MISSING};
}

/* The last csv_record is sound: what is it? */
static enum format_result
take_record(struct delimited *d, struct value *value, struct format_record *r)
{
	bool file_starts = d->file_starts;
	enum delimited_header_kind kind;

	if (d->csv.n == 0 && !(d->named && d->csv.tsv && header_n(&d->header) == 1))
		return FORMAT_BLANK;
	d->file_starts = false;
	if (!d->named)
		return first_header(d, r);
	kind = d->csv.n ? header_kind(d, file_starts) : DELIMITED_DATA;
	if (kind != DELIMITED_DATA)
		return meet_header(d, kind);
	if (d->csv.n && d->csv.n != header_n(&d->header))
		return reject_ragged(d, r);
	fill_from_record(d, value);
	return FORMAT_ROW;
}

/* Any record, by way of csv_record. */
static enum format_result
next_whole(struct delimited *d, struct str s, bool last, struct value *value,
	   struct format_record *r)
{
	int result = csv_record(&d->csv, s, last, &r->used);

	if (result == CSV_MORE)
		return FORMAT_MORE;
	r->lines = d->csv.lines;
	r->line = (struct str){s.p, d->csv.line};
	switch (result) {
	case CSV_UNCLOSED:
		return format_reject(r, REJECT_UNCLOSED, "a quote that is never closed",
				     d->csv.fault);
	case CSV_STRAY:
		return format_reject(r, REJECT_SYNTAX, "bytes behind a closing quote",
				     d->csv.fault);
	case CSV_MANY:
		return format_reject(r, REJECT_FIELDS, "too many fields", d->csv.fault);
	default:
		return is_end_mark(d, s.p, &r->mark) ? FORMAT_END : take_record(d, value, r);
	}
}

/* What stands between the quotes that S begins with. */
static struct str
inside_quotes(struct str s)
{
	const char *end;

	cursor_skip(&s, 1);
	end = s.n ? memchr(s.p, '"', s.n) : NULL;
	return STR_N(s.p, end ? (size_t)(end - s.p) : s.n);
}

/* Could S begin with a name of the header, so that it may be one again? */
static bool
may_be_header(const struct delimited *d, struct str s)
{
	const char *end;

	if (s.p[0] == '"' && !d->csv.tsv)
		return header_find(&d->header, inside_quotes(s)) != HEADER_NONE;
	if (!d->begins[(unsigned char)s.p[0]])
		return false;
	end = memchr(s.p, d->csv.delimiter, s.n);
	return header_find(&d->header, (struct str){s.p, end ? (size_t)(end - s.p) : s.n}) !=
	       HEADER_NONE;
}

/* Undoes what the picked fields are escaped with; false when csv_record must do it. */
static bool
decode_picked(struct delimited *d)
{
	if (!d->pick.is_special)
		return true;
	buf_clear(&d->csv.scratch);
	if (!d->csv.tsv || buf_reserve(&d->csv.scratch, d->pick.line) < 0)
		return false;
	for (size_t i = 0; i < d->picked; i++)
		d->field[i] = tsv_unescape(d->field[i], &d->csv.scratch);
	return true;
}

static void
fill_from_picked(const struct delimited *d, struct value *value)
{
	for (size_t i = 0; i < d->n; i++) {
		struct str s = d->slot[i] == SIZE_MAX ? STR_N(NULL, 0) : d->field[d->slot[i]];

		value[i].text = s;
		value[i].kind = s.n ? VALUE_TEXT : VALUE_MISSING;
	}
}

enum format_result
delimited_next(void *state, struct str s, bool last, struct value *value, struct format_record *r)
{
	struct delimited *d = state;
	size_t used;

	if (!d->named || d->file_starts || (d->end_marks && s.p[0] == '#'))
		return next_whole(d, s, last, value, r);
	if (csv_pick(&d->pick, s, last, &used) == CSV_MORE)
		return d->pick.is_special && !d->csv.tsv ? next_whole(d, s, last, value, r)
							 : FORMAT_MORE;
	if (d->pick.n != header_n(&d->header) || d->pick.line == 0 ||
	    may_be_header(d, STR_N(s.p, d->pick.line)) || !decode_picked(d))
		return next_whole(d, s, last, value, r);
	r->used = used;
	r->lines = s.p[used - 1] == '\n';
	r->line = (struct str){s.p, d->pick.line};
	fill_from_picked(d, value);
	return FORMAT_ROW;
}

void
delimited_run(void *state, struct str s, struct format_run *r)
{
	struct delimited *d = state;

	r->n = 0;
	if (!d->named || d->file_starts)
		return;
	d->rows.cut.delimiter = d->csv.delimiter;
	d->rows.cut.special = d->pick.special;
	d->rows.cut.columns = header_n(&d->header);
	d->rows.header = &d->header;
	d->rows.begins = d->begins;
	d->rows.end_marks = d->end_marks;
	d->rows.number = d->number;
	d->rows.n = d->n;
	delimited_rows_next(&d->rows, s, r);
}
