/*
 * mlparse - finds time, model, prediction, score, label and latency in the logs of
 * model servers and writes them as records.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "cli_sandbox.h"
#include "diag.h"
#include "intake.h"
#include "mlparse.h"
#include "slurp.h"
#include "stop.h"
#include "wanted.h"
#include "xalloc.h"

enum { EXPLAINED_RECORDS = 3, EXPLAINED_BYTES = 50, COLUMNS_TEXT_MAX = 1 << 20 };

struct mlparse {
	struct cli_reading reading;
	struct cli_writing writing;
	struct cli_filter filtering;
	struct cli_list columns, files_of_columns, files;
	bool explain;
	struct path_columns wanted;
	struct output out;
	struct intake *in;
	struct filter filter;
	struct record_writer *writer;
	struct mlparse_rows rows;
};

static const char example[] =
	"  mlparse prod.log.gz | mlmetric -g model\n"
	"  mlparse -c 'ts=.time pred=.out.class score=.out.p[1] label=.truth' < log.gz\n"
	"  mlparse -e '(?<ts>\\S+) .* (?<latency_ms>[0-9.]+)ms' server.log.gz\n"
	"  mlparse --explain prod.log.gz";

/* The -c texts and the -C files, one after the other. */
static int
columns_text(const struct mlparse *m, struct buf *text, struct complaint *c)
{
	for (size_t i = 0; i < m->columns.n; i++) {
		buf_adds(text, m->columns.item[i]);
		buf_addc(text, '\n');
	}
	for (size_t i = 0; i < m->files_of_columns.n; i++) {
		const char *file = m->files_of_columns.item[i];
		int status = slurp(file, text);

		if (status < 0)
			return complain(c, status, 0, "%s: %s", file,
					status == STATUS_IO ? strerror(errno)
							    : "too large for a list of columns");
		buf_addc(text, '\n');
	}
	return 0;
}

static void
tell_guess(struct mlparse *m, struct buf *taken, struct buf *notice)
{
	struct str line = buf_str(notice);

	if (taken->n)
		intake_notice(m->in, false, "columns: %.*s", (int)taken->n, taken->p);
	while (line.n) {
		const char *lf = memchr(line.p, '\n', line.n);
		size_t n = lf ? (size_t)(lf - line.p) : line.n;

		intake_notice(m->in, false, "%.*s", (int)n, line.p);
		line.p += n + (lf != NULL);
		line.n -= n + (lf != NULL);
	}
}

static int
choose_columns(struct mlparse *m, struct complaint *c)
{
	struct scan *scan = intake_scan(m->in);
	struct buf text, taken, notice;
	int status;

	buf_init(&text, COLUMNS_TEXT_MAX);
	buf_init(&taken, BUF_CAP_MAX);
	buf_init(&notice, BUF_CAP_MAX);
	status = columns_text(m, &text, c);
	if (status == 0)
		status = wanted_columns(scan, buf_str(&text), &m->wanted, &taken, &notice, c);
	if (status == 0)
		tell_guess(m, &taken, &notice);
	buf_release(&text);
	buf_release(&taken);
	buf_release(&notice);
	return status;
}

static int
bind_filter(struct mlparse *m, struct complaint *c)
{
	size_t n;
	const struct plan_column *column = scan_columns(intake_scan(m->in), &n);

	return filter_bind(&m->filter, column, n, c);
}

/* Opens the input and settles what is read from it. */
static int
prepare(struct mlparse *m, struct complaint *c)
{
	struct scan *scan = intake_scan(m->in);
	int status = cli_filter_open(&m->filtering, m->in, &m->filter, c);

	if (status == 0)
		status = scan_open(scan, c);
	if (status == 0 && scan_format(scan))
		intake_notice(m->in, true, "input format: %s", scan_format(scan)->name);
	if (status == 0)
		status = choose_columns(m, c);
	if (status == 0)
		status = scan_bind(scan, &m->wanted, c);
	if (status == 0)
		status = bind_filter(m, c);
	return status;
}

static void
name_columns(struct mlparse *m)
{
	size_t n;
	const struct plan_column *column = scan_columns(intake_scan(m->in), &n);

	mlparse_name_columns(m->writer, column, n);
}

static void
write_row(struct mlparse *m, const struct row *row, size_t n)
{
	if (!cli_filter_keeps(&m->filter, m->in, row))
		return;
	record_values(m->writer, row->value, n);
	record_end(m->writer);
}

/* What EVENT of intake_next is about; N is the number of the columns. */
static void
write_event(struct mlparse *m, int event, const struct row *row, size_t *n)
{
	const struct scan_made *made = intake_made(m->in);

	if (event == 3) {
		record_rows_made(m->writer, made->text, made->rows);
		return;
	}
	if (event == 2) {
		name_columns(m);
		scan_columns(intake_scan(m->in), n);
	}
	write_row(m, row, *n);
}

/* A path that is in no line is mistyped, as a rule. */
static void
tell_not_found(struct mlparse *m, const struct path_column *column)
{
	const struct survey *survey = scan_survey(intake_scan(m->in));
	struct str *path = xcalloc(survey_n(survey), sizeof *path), source = column->source;
	char hint[80] = "";
	int near;

	for (size_t i = 0; i < survey_n(survey); i++)
		path[i] = survey->field[i].path;
	near = str_nearest(source, path, survey_n(survey));
	if (near >= 0 && !str_eq(path[near], source) && path[near].n < sizeof hint / 2)
		snprintf(hint, sizeof hint, "; did you mean %.*s?", (int)path[near].n,
			 path[near].p);
	intake_notice(m->in, false, "%.*s=%.*s: no line has %s%s", (int)column->name.n,
		      column->name.p, (int)source.n, source.p,
		      column->spread ? "an object or array there" : "that", hint);
	free(path);
}

static void
tell_all_not_found(struct mlparse *m)
{
	struct scan *scan = intake_scan(m->in);

	/* Where a header or a pattern names the fields, an empty one is no mistake. */
	if (!scan_format(scan) || scan_format(scan)->named)
		return;
	/* The survey takes its time: it is asked last. */
	for (size_t i = 0; i < m->wanted.n; i++)
		if (!scan_found(scan, &m->wanted.column[i]) && scan_survey(scan)->records)
			tell_not_found(m, &m->wanted.column[i]);
}

static int
write_rows(struct mlparse *m)
{
	struct row row;
	size_t n;
	int event;

	name_columns(m);
	scan_columns(intake_scan(m->in), &n);
	while ((event = intake_next(m->in, &row)) > 0) {
		write_event(m, event, &row, &n);
		if (m->out.error_number || stop_signal())
			break;
	}
	if (event == 0 && !stop_signal())
		tell_all_not_found(m);
	return intake_finish(m->in, record_rows(m->writer));
}

/* The first records, value by value, for --explain. */
struct explained {
	struct str *cell[EXPLAINED_RECORDS];
	size_t cells[EXPLAINED_RECORDS], records;
};

/* A copy of TEXT, of a long one only what a column of a table can hold. */
static struct str
shorten(struct str text)
{
	size_t n = text.n > EXPLAINED_BYTES ? EXPLAINED_BYTES : text.n;
	struct buf copy;

	while (n < text.n && n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
		n--;
	buf_init(&copy, BUF_CAP_MAX);
	buf_add(&copy, text.p, n);
	buf_adds(&copy, n < text.n ? "..." : "");
	return buf_str(&copy);
}

static void
keep_record(struct explained *x, const struct row *row, size_t n)
{
	struct str *cell = xcalloc(n, sizeof *cell);

	for (size_t i = 0; i < n; i++)
		if (row->value[i].kind != VALUE_MISSING)
			cell[i] = shorten(row->value[i].text);
	x->cell[x->records] = cell;
	x->cells[x->records++] = n;
}

/* Where a column comes from, as a person writes it; a spread's own text for its members. */
static struct str
source_of(const struct mlparse *m, struct str name)
{
	struct str spread = {NULL, 0};

	for (size_t i = 0; i < m->wanted.n; i++) {
		const struct path_column *column = &m->wanted.column[i];

		if (!column->spread && str_eq(column->name, name))
			return column->source;
		if (column->spread && (column->name.p[0] == name.p[0] || !spread.p))
			spread = column->source;
	}
	return spread;
}

static void
write_explained(struct mlparse *m, const struct explained *x)
{
	static const struct str name[] = {STR_INIT("column"), STR_INIT("from"),
					  STR_INIT("record_1"), STR_INIT("record_2"),
					  STR_INIT("record_3")};
	size_t n;
	const struct plan_column *column = scan_columns(intake_scan(m->in), &n);

	record_columns(m->writer, name, NULL, 2 + x->records);
	for (size_t i = 0; i < n; i++) {
		record_text(m->writer, column[i].name);
		record_text(m->writer, source_of(m, column[i].name));
		for (size_t r = 0; r < x->records; r++)
			record_text(m->writer,
				    i < x->cells[r] ? x->cell[r][i] : (struct str){NULL, 0});
		record_end(m->writer);
	}
}

/* The mapping and the first records instead of all records. */
static int
explain(struct mlparse *m)
{
	struct explained x = {.records = 0};
	struct row row;
	size_t n;

	while (x.records < EXPLAINED_RECORDS && intake_next(m->in, &row) > 0) {
		scan_columns(intake_scan(m->in), &n);
		keep_record(&x, &row, n);
	}
	write_explained(m, &x);
	for (size_t r = 0; r < x.records; r++) {
		for (size_t i = 0; i < x.cells[r]; i++)
			free((char *)x.cell[r][i].p);
		free(x.cell[r]);
	}
	return EXIT_DONE;
}

static void
enter_sandbox(const struct mlparse *m)
{
	struct sandbox s;

	cli_sandbox_begin(&s, &m->reading, &m->writing, &m->files);
	for (size_t i = 0; i < m->files_of_columns.n; i++)
		sandbox_allow(&s, m->files_of_columns.item[i], SANDBOX_READ);
	(void)sandbox_enter(&s);
}

static int
run(struct mlparse *m, const struct cli_program *program)
{
	enum record_format format = m->explain ? RECORD_TABLE : RECORD_TSV;
	struct record_options options = cli_record_options(&m->writing, &m->reading, format);
	struct complaint c;
	int status, stopped;

	enter_sandbox(m);
	m->reading.stop = stop_begin();
	m->in = intake_new(program, &m->reading, &m->files, &m->out, &status);
	if (!m->in)
		return cli_abandon(&m->out, &m->writing, status);
	m->writer = record_writer_new(&m->out, &options);
	if (prepare(m, &c) < 0) {
		diag("%s", c.text);
		return cli_abandon(&m->out, &m->writing, EXIT_TROUBLE);
	}
	m->rows = (struct mlparse_rows){&m->filtering, m->in, &options};
	if (!m->explain && !m->writing.line_buffered)
		mlparse_work_ahead(&m->rows, intake_scan(m->in));
	status = m->explain ? explain(m) : write_rows(m);
	/* What a signal ended is not whole: no file, and no mark that says so. */
	stopped = stop_signal();
	record_finish(m->writer, intake_rejects(m->in), intake_damaged(m->in) || stopped);
	if (stopped || (status == EXIT_TROUBLE && intake_is_empty(m->in)))
		return cli_abandon(&m->out, &m->writing, EXIT_TROUBLE);
	return cli_close(&m->out, &m->writing, status);
}

static void
release(struct mlparse *m)
{
	record_writer_free(m->writer);
	filter_release(&m->filter);
	intake_free(m->in);
	path_columns_release(&m->wanted);
	cli_filter_release(&m->filtering);
	cli_list_release(&m->columns);
	cli_list_release(&m->files_of_columns);
	cli_list_release(&m->files);
}

int
main(int argc, char **argv)
{
	static struct mlparse m;
	const struct cli_option own[] = {
		{'c', "columns", CLI_LIST, &m.columns, "COLUMNS",
		 "name=PATH ...; the word auto adds what guessing finds", NULL, 0, 0},
		{'C', "columns-file", CLI_LIST, &m.files_of_columns, "FILE",
		 "read such columns from FILE, # begins a comment", NULL, 0, 0},
		{0, "explain", CLI_FLAG, &m.explain, NULL,
		 "show the columns, their sources and three records, then stop", NULL, 0, 0},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};
	const struct cli_option *const tables[] = {own,
						   cli_pattern_options(&m.reading),
						   cli_filter_options(&m.filtering),
						   cli_reading_options(&m.reading),
						   cli_writing_options(&m.writing),
						   NULL};
	static const char *const headings[] = {"Columns", "Patterns", "Choosing rows", "Reading",
					       "Writing"};
	const struct cli_program program = {"mlparse",
					    "turn the logs of model servers into records",
					    "[OPTION]... [FILE]...",
					    example,
					    tables,
					    headings,
					    NULL};
	int status = cli_parse(&program, argc, argv, &m.files);

	if (status < 0)
		status = cli_open(&m.out, &m.writing) == 0 ? run(&m, &program) : EXIT_TROUBLE;
	release(&m);
	stop_end();
	return status;
}
