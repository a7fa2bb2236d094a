/* mlparse - rows written by threads that work ahead: each has a filter and a writer. */
#include <stdlib.h>

#include "intake.h"
#include "mlparse.h"
#include "xalloc.h"

struct sink {
	struct filter filter;
	struct output header; /* what naming the columns wrote */
	struct record_writer *writer;
	size_t columns;
};

void
mlparse_name_columns(struct record_writer *w, const struct plan_column *column, size_t n)
{
	struct str *name = xcalloc(n, sizeof *name);
	bool *text = xcalloc(n, sizeof *text);

	for (size_t i = 0; i < n; i++) {
		name[i] = column[i].name;
		text[i] = column[i].text;
	}
	if (n)
		record_columns(w, name, text, n);
	free(name);
	free(text);
}

static void *
open_sink(void *arg, const struct plan_column *column, size_t n)
{
	const struct mlparse_rows *r = arg;
	struct sink *s = xcalloc(1, sizeof *s);
	struct complaint none;

	/* What is wrong with a condition was told when the program's own was opened. */
	(void)!cli_filter_open(r->filtering, r->in, &s->filter, &none);
	(void)!filter_bind(&s->filter, column, n, &none);
	output_init_memory(&s->header);
	s->writer = record_writer_new(&s->header, r->options);
	s->columns = n;
	mlparse_name_columns(s->writer, column, n);
	return s;
}

static void
close_sink(void *sink)
{
	struct sink *s = sink;

	filter_release(&s->filter);
	record_writer_free(s->writer);
	output_release(&s->header);
	free(s);
}

static int
add_row(void *sink, struct scan_event *e, struct output *out)
{
	struct sink *s = sink;
	int keeps = filter_keeps(&s->filter, &e->row);

	if (keeps < 0)
		e->message = cli_filter_refusal(&e->reason);
	if (keeps == 1) {
		record_redirect(s->writer, out);
		record_values(s->writer, e->row.value, s->columns);
		record_end(s->writer);
	}
	return keeps < 0 ? -1 : keeps;
}

void
mlparse_work_ahead(struct mlparse_rows *r, struct scan *scan)
{
	const struct scan_sink sink = {open_sink, close_sink, add_row, r};

	if (record_can_be_made_apart(r->options->format))
		scan_work_ahead(scan, &sink);
}
