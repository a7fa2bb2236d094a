/*
 * Columns as -c takes them: names are legal, what was written stands in the text, a quoted
 * name reads back, and a single path is one in a column, too.
 */
#include "fuzz.h"
#include "path.h"
#include "schema.h"

static void
hold_columns(struct str text)
{
	struct path_columns columns;
	struct complaint c;

	if (path_columns_parse(&columns, text, &c) < 0) {
		HOLD(c.offset <= text.n && c.text[0]);
		return;
	}
	for (size_t i = 0; i < columns.n; i++) {
		const struct path_column *column = &columns.column[i];

		HOLD(schema_name_ok(column->name));
		HOLD(column->n == 0 || column->term);
		for (size_t k = 0; k < column->n; k++)
			HOLD(column->term[k].path.n > 0);
		for (size_t k = 0; k < i; k++)
			HOLD(!str_eq(column->name, columns.column[k].name));
	}
	path_columns_release(&columns);
}

static void
hold_path(struct str text)
{
	struct complaint c;
	struct path path;

	if (path_parse(&path, text, &c) < 0) {
		HOLD(c.text[0]);
		return;
	}
	HOLD(path.n > 0 && (!path.bare || path.n == 1));
	path_release(&path);
}

/* As a bare name: any bytes. */
static void
hold_quoted(struct str name)
{
	struct complaint c;
	struct path path;
	struct buf out;

	buf_init(&out, BUF_CAP_MAX);
	HOLD(path_quote(name, &out) == 0);
	HOLD(path_parse(&path, buf_str(&out), &c) == 0);
	HOLD(path.n == 1 && path.bare);
	HOLD_SAME(path.step[0].key, name);
	path_release(&path);
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = fuzz_str(data, size);

	hold_columns(text);
	hold_path(text);
	hold_quoted(text);
	return 0;
}
