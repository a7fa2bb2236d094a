/*
 * Any fields, written as TSV, CSV and NDJSON and read again, are the same.  A byte for the
 * form, a byte for the pieces; fields end with 0x00, rows with 0x01.
 */
#include "feed.h"
#include "fuzz.h"
#include "record.h"
#include "scan.h"
#include "token.h"
#include "utf8.h"

enum { COLUMNS = 3, ROWS_MOST = 200 };

static const struct str names[COLUMNS] = {STR_INIT("id"), STR_INIT("model"), STR_INIT("note")};

struct cells {
	struct str cell[ROWS_MOST][COLUMNS];
	size_t rows;
};

/* Only what every form can hold: NDJSON is UTF-8. */
static void
cut_cells(struct cells *c, struct str text)
{
	c->rows = 0;
	while (text.n && c->rows < ROWS_MOST) {
		struct str row = token_until(&text, '\x01');

		for (int i = 0; i < COLUMNS; i++) {
			struct str s = token_until(&row, '\0');

			c->cell[c->rows][i] = utf8_valid(s) ? s : STR("x");
		}
		c->rows++;
	}
}

static void
write_cells(const struct cells *c, enum record_format form)
{
	const struct record_options o = {.format = form};
	const bool text[COLUMNS] = {true, true, true};
	struct record_writer *w;
	struct output out;

	output_init(&out, feed_writable(0));
	w = record_writer_new(&out, &o);
	record_columns(w, names, text, COLUMNS);
	for (size_t i = 0; i < c->rows; i++) {
		for (int k = 0; k < COLUMNS; k++)
			record_text(w, c->cell[i][k]);
		record_end(w);
	}
	HOLD(record_rows(w) == c->rows);
	HOLD(record_finish(w, 0, false) == 0 && output_finish(&out) == 0);
	record_writer_free(w);
	output_release(&out);
}

static bool
is_header(const struct str *cell)
{
	for (int i = 0; i < COLUMNS; i++) {
		bool found = false;

		for (int k = 0; k < COLUMNS; k++)
			found |= str_eq(names[i], cell[k]);
		if (!found)
			return false;
	}
	return true;
}

/* NAMED: each row tells its names, so that none is a header. */
static void
hold_rows(const struct cells *c, struct scan *s, bool named)
{
	struct scan_event e;
	size_t i = 0;
	int event;

	while ((event = scan_next(s, &e)) > 0) {
		HOLD(event == SCAN_ROW);
		while (!named && i < c->rows && is_header(c->cell[i]))
			i++;
		HOLD(i < c->rows);
		for (int k = 0; k < COLUMNS; k++) {
			const struct value *v = &e.row.value[k];

			HOLD_SAME(v->kind == VALUE_MISSING ? STR("") : v->text, c->cell[i][k]);
		}
		i++;
	}
	HOLD(event == SCAN_END);
	while (!named && i < c->rows && is_header(c->cell[i]))
		i++;
	HOLD(i == c->rows);
}

static void
read_cells(const struct cells *c, const char *name, const char *form, bool keys)
{
	const struct scan_options o = {.file = &name, .files = 1, .format = form, .as_is = true};
	const struct str text =
		keys ? STR("id=.id model=.model note=.note") : STR("id=id model=model note=note");
	struct path_columns wanted;
	struct scan *s = scan_new(&o);
	struct complaint why;

	HOLD(path_columns_parse(&wanted, text, &why) == 0);
	HOLD(scan_open(s, &why) == 0 && scan_bind(s, &wanted, &why) == 0);
	hold_rows(c, s, keys);
	scan_free(s);
	path_columns_release(&wanted);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const forms[] = {"tsv", "csv", "ndjson"};
	static const enum record_format form[] = {RECORD_TSV, RECORD_CSV, RECORD_NDJSON};
	struct str text = fuzz_str(data, size);
	unsigned choice = fuzz_byte(&text) % 3, pieces = fuzz_byte(&text);
	struct cells c;
	struct buf out;

	cut_cells(&c, text);
	buf_init(&out, BUF_CAP_MAX);
	write_cells(&c, form[choice]);
	feed_read(0, &out);
	read_cells(&c, feed_file(1, buf_str(&out)), forms[choice], choice == 2);
	if (out.n <= FEED_PIPE_MOST) {
		read_cells(&c, feed_pipe(buf_str(&out), pieces), forms[choice], choice == 2);
		feed_pipe_close();
	}
	buf_release(&out);
	return 0;
}
