#include "rows.h"

#include "fuzz.h"
#include "schema.h"
#include "token.h"
#include "utf8.h"
#include "wanted.h"
#include "xalloc.h"

void
rows_init(struct rows *r, struct str columns)
{
	*r = (struct rows){.columns = columns};
	buf_init(&r->log, BUF_CAP_MAX);
}

void
rows_release(struct rows *r)
{
	buf_release(&r->log);
}

static void
add_str(struct buf *log, struct str s)
{
	buf_addf(log, "%zu:", s.n);
	buf_add(log, s.p, s.n);
}

/* Blanks, a byte order mark, and what may stand between JSON texts (RFC 7464). */
static bool
is_gap(char c)
{
	return memchr(" \t\r\n\xef\xbb\xbf\x1e", c, 8) != NULL;
}

/* The event stands where it says, and nothing was left out before it. */
static void
check_place(struct rows *r, const struct row *row)
{
	size_t offset = (size_t)row->offset;

	if (!r->text.p)
		return;
	HOLD(offset >= r->at && offset <= r->text.n);
	for (; r->at < offset; r->at++) {
		r->lines += r->text.p[r->at] == '\n';
		if (r->gaps)
			HOLD(is_gap(r->text.p[r->at]));
	}
	HOLD(row->line == r->lines + 1);
	if (!row->raw.p) {
		/* A line that was too long is not kept. */
		for (; r->at < r->text.n && r->text.p[r->at] != '\n'; r->at++)
			;
		return;
	}
	HOLD(row->raw.n <= r->text.n - offset);
	HOLD_SAME(row->raw, STR_N(r->text.p + offset, row->raw.n));
	for (; r->at < offset + row->raw.n; r->at++)
		r->lines += r->text.p[r->at] == '\n';
}

static void
name_columns(const struct rows *r, const struct plan_column *column, size_t n)
{
	struct str *name = xcalloc(n, sizeof *name);
	bool *text = xcalloc(n, sizeof *text);

	for (size_t i = 0; i < n; i++) {
		HOLD(schema_name_ok(column[i].name));
		name[i] = column[i].name;
		text[i] = column[i].text;
	}
	if (r->writer && n)
		record_columns(r->writer, name, text, n);
	free(name);
	free(text);
}

/* Tells of columns that were not there yet. */
static void
meet_columns(struct rows *r, const struct scan *s)
{
	size_t n;
	const struct plan_column *column = scan_columns(s, &n);

	HOLD(n >= r->width);
	for (size_t i = r->width; i < n; i++) {
		buf_adds(&r->log, "column ");
		add_str(&r->log, column[i].name);
		buf_addf(&r->log, " %d%d%d\n", column[i].text, column[i].numeric, column[i].time);
	}
	name_columns(r, column, n);
	r->width = n;
}

static void
tell_row(struct rows *r, const struct row *row)
{
	r->rows++;
	r->bare |= r->width == 0;
	buf_addf(&r->log, "row ts %lld", (long long)row->ts);
	for (size_t i = 0; i < r->width; i++) {
		const struct value *v = &row->value[i];

		HOLD(v->kind == VALUE_MISSING || v->text.p);
		buf_addf(&r->log, " %d ", (int)v->kind);
		if (v->kind != VALUE_MISSING)
			add_str(&r->log, v->text);
	}
	if (r->writer) {
		record_values(r->writer, row->value, r->width);
		record_end(r->writer);
	}
}

static void
tell_fault(struct rows *r, const struct input_fault *f)
{
	bool gzip = f->kind == INPUT_FAULT_GZIP;

	r->faults++;
	buf_addf(&r->log, "fault %d line %zu byte %zu unverified %zu gz %d member %zu at %zu\n",
		 (int)f->kind, (size_t)f->line, (size_t)f->byte, (size_t)f->first_unverified,
		 gzip ? (int)f->gz.fault : 0, gzip ? (size_t)f->gz.member : 0,
		 gzip ? (size_t)f->gz.fault_byte : 0);
}

static void
tell_reject(struct rows *r, const struct scan_event *e)
{
	r->rejects++;
	HOLD(e->message && e->reason < REJECT_REASONS);
	buf_addf(&r->log, "reject %s at %zu: %s", reject_reason_name(e->reason), e->message_offset,
		 e->message);
}

static void
tell(struct rows *r, const struct scan *s, int event, const struct scan_event *e)
{
	if (event == SCAN_FAULT) {
		tell_fault(r, e->fault);
		return;
	}
	if (event == SCAN_MARK) {
		r->marks++;
		buf_addf(&r->log, "mark %zu %s\n", (size_t)e->row.line, e->message);
		return;
	}
	if (event == SCAN_COLUMNS)
		meet_columns(r, s);
	buf_addf(&r->log, "%zu %zu ", (size_t)e->row.line, (size_t)e->row.offset);
	check_place(r, &e->row);
	if (event == SCAN_REJECT)
		tell_reject(r, e);
	else
		tell_row(r, &e->row);
	buf_addc(&r->log, '\n');
}

static int
open_scan(struct rows *r, struct scan *s, struct path_columns *wanted, struct complaint *c)
{
	struct buf taken, notice;
	int status = scan_open(s, c);

	if (status < 0)
		return status;
	buf_init(&taken, BUF_CAP_MAX);
	buf_init(&notice, BUF_CAP_MAX);
	status = wanted_columns(s, r->columns, wanted, &taken, &notice, c);
	add_str(&r->log, buf_str(&taken));
	add_str(&r->log, buf_str(&notice));
	buf_release(&taken);
	buf_release(&notice);
	return status < 0 ? status : scan_bind(s, wanted, c);
}

static void
tell_end(struct rows *r, const struct scan *s, int event)
{
	struct scan_counts n;

	if (event < 0)
		buf_addf(&r->log, "stopped: %s\n", scan_why(s)->text);
	for (; event == SCAN_END && !r->faults && r->gaps && r->text.p && r->at < r->text.n;
	     r->at++)
		HOLD(is_gap(r->text.p[r->at]));
	scan_counts(s, &n);
	buf_addf(&r->log, "json %zu %zu %zu %zu ", (size_t)n.json.duplicates, (size_t)n.json.nans,
		 (size_t)n.json.replaced, (size_t)n.json.nuls);
	buf_addf(&r->log, "plan %zu %zu %zu %zu %zu blank %zu\n", (size_t)n.plan.zoneless,
		 (size_t)n.plan.folds, (size_t)n.plan.gaps, (size_t)n.plan.na,
		 (size_t)n.plan.replaced, (size_t)n.blank);
}

void
rows_run(struct rows *r, const struct scan_options *o)
{
	struct path_columns wanted = {.n = 0};
	struct scan *s = scan_new(o);
	struct scan_event e;
	struct complaint c;
	int event;

	r->status = open_scan(r, s, &wanted, &c);
	if (r->status < 0) {
		buf_addf(&r->log, "refused: %s\n", c.text);
	} else {
		meet_columns(r, s);
		while ((event = scan_next(s, &e)) > 0)
			tell(r, s, event, &e);
		tell_end(r, s, event);
	}
	scan_free(s);
	path_columns_release(&wanted);
}

/* The names of LINE are legal; how many there are. */
static size_t
check_names(struct str line)
{
	size_t n = 1;

	while (line.n && memchr(line.p, '\t', line.n)) {
		HOLD(schema_name_ok(token_until(&line, '\t')));
		n++;
	}
	HOLD(schema_name_ok(line));
	return n;
}

/* Every byte of LINE is as it may be; how many fields it has. */
static size_t
check_line(struct str line)
{
	size_t n = 1;

	HOLD(utf8_valid(line));
	HOLD(!memchr(line.p, '\0', line.n) && !memchr(line.p, '\r', line.n));
	for (size_t i = 0; i < line.n; i++) {
		n += line.p[i] == '\t';
		if (line.p[i] != '\\')
			continue;
		i++;
		HOLD(i < line.n && memchr("tnr\\", line.p[i], 4));
	}
	return n;
}

/* Every field of HEADER is one of LINE. */
static bool
holds_names(struct str line, struct str header)
{
	while (header.n) {
		struct str name = token_until(&header, '\t'), rest = line;
		bool found = false;

		while (rest.n && !found)
			found = str_eq(token_until(&rest, '\t'), name);
		if (!found)
			return false;
	}
	return true;
}

uint64_t
rows_check_mlrec(struct str s, bool *repeats)
{
	struct str header = {NULL, 0}, line;
	uint64_t rows = 0;
	size_t n = 0;

	HOLD(s.n == 0 || s.p[s.n - 1] == '\n');
	while (s.n) {
		line = token_until(&s, '\n');
		/* A wider header than the one before begins with it. */
		if (!header.p || (line.n > header.n && line.p[header.n] == '\t' &&
				  str_starts(line, header) && check_line(line) > n)) {
			header = line;
			n = check_names(line);
			continue;
		}
		HOLD(check_line(line) == n);
		*repeats |= holds_names(line, header);
		rows++;
	}
	return rows;
}

static size_t
fields_in(struct str line)
{
	size_t n = 1;

	for (size_t i = 0; i < line.n; i++)
		n += line.p[i] == '\t';
	return n;
}

void
rows_check_table(struct str s)
{
	size_t n = 0;

	HOLD(s.n == 0 || s.p[s.n - 1] == '\n');
	while (s.n) {
		struct str line = token_until(&s, '\n');

		HOLD(n == 0 || fields_in(line) == n);
		n = fields_in(line);
	}
}
