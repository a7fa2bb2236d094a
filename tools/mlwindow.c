/*
 * mlwindow - how did each model do over time?  Metrics of record streams, a row a window
 * and group.
 */
#include <stdlib.h>
#include <unistd.h>

#include "cli_merge.h"
#include "cli_sandbox.h"
#include "diag.h"
#include "mlwindow.h"
#include "stop.h"
#include "xalloc.h"

static const char example[] =
	"  mlparse prod.log.gz | mlwindow -w 5m -g model\n"
	"  tail -F prod.log | mlparse | mlwindow -w 1m -m 'n,rate,p99(latency_ms)'\n"
	"  mlwindow -w 1d --local -z Europe/Berlin --fill records.tsv\n"
	"  ls *.gz | xargs -P4 -I{} sh -c 'mlparse {} | mlwindow -w 5m --partial' | mlwindow "
	"--merge";

static void
refuse(void *arg, const struct row *row, enum windowing_refusal why)
{
	struct mlwindow *m = arg;

	switch (why) {
	case WINDOWING_VALUE:
		intake_refuse(m->in, row, &m->windowing.evaluation.sampler);
		break;
	case WINDOWING_NO_TIME:
		intake_reject(m->in, row, REJECT_TIME, "the row has no time");
		break;
	case WINDOWING_BAD_TIME:
		intake_reject(m->in, row, REJECT_TIME, "not a time");
		break;
	case WINDOWING_AHEAD:
		intake_reject(m->in, row, REJECT_TIME,
			      "the time is ahead of all others (--max-ahead)");
		break;
	}
}

static void
keep_late(void *arg, const struct row *row)
{
	struct mlwindow *m = arg;

	if (!m->late_writer)
		return;
	record_values(m->late_writer, row->value, m->windowing.columns);
	record_end(m->late_writer);
}

static int
open_late(struct mlwindow *m, struct complaint *c)
{
	const struct record_options options = {.format = RECORD_TSV};

	if (!m->late_file)
		return 0;
	m->late_fd = intake_open_aside("--late", m->late_file, &m->files, c);
	if (m->late_fd < 0)
		return STATUS_USAGE;
	output_init(&m->late_out, m->late_fd);
	m->late_out.line_buffered = true;
	m->late_writer = record_writer_new(&m->late_out, &options);
	return 0;
}

static void
name_late(struct mlwindow *m)
{
	const struct evaluation *e = &m->windowing.evaluation;

	if (m->late_writer)
		record_columns(m->late_writer, e->column, NULL, e->columns);
}

static int
close_late(struct mlwindow *m, int status)
{
	if (!m->late_writer || output_finish(&m->late_out) == 0)
		return status;
	diag_errno("cannot write %s", m->late_file);
	return EXIT_TROUBLE;
}

/* Without setlocale: what a person's environment says of its signs. */
static bool
speaks_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	const char *value = NULL;

	for (size_t i = 0; i < 3 && !(value && *value); i++)
		value = getenv(names[i]);
	return value && (strstr(value, "UTF-8") || strstr(value, "utf8") || strstr(value, "UTF8"));
}

static int
check_spark(struct mlwindow *m, struct complaint *c)
{
	struct windowing_options *o = &m->options;

	o->ascii |= !speaks_utf8();
	if (o->spark && (o->partial || m->state_file))
		return complain(c, STATUS_USAGE, 0,
				"--spark goes with neither --partial nor --state");
	if (o->spark && !cli_to_terminal(&m->writing))
		return complain(
			c, STATUS_USAGE, 0,
			"--spark is for a person at a terminal; leave it out for a pipe or file");
	return 0;
}

static int
check_state(const struct mlwindow *m, struct complaint *c)
{
	if (m->show_open && !m->state_file)
		return complain(c, STATUS_USAGE, 0, "--open goes with --state");
	if (m->state_file && (m->merge || m->options.partial || m->options.all))
		return complain(c, STATUS_USAGE, 0,
				"--state goes with none of --merge, --partial, --all");
	return 0;
}

/* States are lines of their own form, and what they hold was settled when they were made. */
static int
check_parts(const struct mlwindow *m, struct complaint *c)
{
	const struct evaluation_options *e = &m->task.evaluation;
	const struct cli_filter *f = &m->filtering;
	const struct window_request *w = &m->options.request;
	bool partial = m->options.partial;
	const struct cli_clash clash[] = {
		{partial, "partial", m->writing.format > RECORD_TSV, "output-format"},
		{partial, "partial", m->writing.end_mark, "end-mark"},
		{m->merge, "merge", w->size, "window"},
		{m->merge, "merge", w->session > 0, "session"},
		{m->merge, "merge", w->count > 0, "count"},
		{m->merge, "merge", e->metrics, "metrics"},
		{m->merge, "merge", e->group, "group"},
		{m->merge, "merge", m->task.kind != TASK_AUTO, "task"},
		{m->merge, "merge", f->since || f->until, f->since ? "since" : "until"},
		{m->merge, "merge", f->where.n, "where"},
		{m->merge, "merge", f->sample > 0, "sample"},
	};

	return cli_check_clashes(clash, sizeof clash / sizeof clash[0], c);
}

static int
settle_options(struct mlwindow *m, struct complaint *c)
{
	struct windowing_options *o = &m->options;
	int status = check_state(m, c);

	if (status == 0)
		status = check_parts(m, c);
	if (status == 0)
		status = check_spark(m, c);
	if (status == 0)
		status = cli_parse_length("--lateness", m->lateness, &o->lateness, c);
	if (status == 0)
		status = cli_parse_length("--max-ahead", m->max_ahead, &o->max_ahead, c);
	o->evaluation = cli_task_evaluation(&m->task);
	o->evaluation.everything = m->late_file != NULL;
	o->evaluation.lean = !o->partial && !m->state_file;
	o->request.zone = intake_zone(m->in);
	o->request.zone_name = m->reading.zone;
	o->max_groups = m->task.max_groups;
	o->time_format = m->reading.time_format;
	o->ewma = m->ewma.item;
	o->ewmas = m->ewma.n;
	o->refused = refuse;
	o->late = keep_late;
	o->arg = m;
	mlwindow_recall(m);
	return status;
}

static int
open_windowing(struct mlwindow *m, struct scan *scan, struct complaint *c)
{
	size_t n;
	struct str *extra = filter_names(&m->filter, &n);
	int status =
		windowing_init(&m->windowing, &m->options, scan, extra, n, m->writer, &m->out, c);
	const struct plan_column *column;

	free(extra);
	if (status < 0 || !m->windowing.opened)
		return status;
	if (m->state.loaded && windowing_resume(&m->windowing, m->state.lines, c) < 0)
		return STATUS_USAGE;
	name_late(m);
	column = scan_columns(scan, &n);
	return filter_bind(&m->filter, column, n, c);
}

/* Opens the input and settles what is measured; without any input nothing is. */
static int
prepare(struct mlwindow *m, struct complaint *c)
{
	struct scan *scan = intake_scan(m->in);
	int status = settle_options(m, c);
	struct str reason;

	if (status == 0)
		status = open_late(m, c);
	if (status == 0)
		status = cli_filter_open(&m->filtering, m->in, &m->filter, c);
	if (status == 0)
		status = scan_open(scan, c);
	if (status == 0)
		status = open_windowing(m, scan, c);
	if (status < 0 || !m->windowing.opened)
		return status;
	reason = windowing_reason(&m->windowing);
	intake_notice(m->in, m->task.kind != TASK_AUTO, "task: %.*s", (int)reason.n, reason.p);
	return 0;
}

/* True if all rows there are were taken. */
static bool
take_rows(struct mlwindow *m)
{
	const struct row *row;
	int event;

	while ((event = intake_next_row(m->in, &row)) > 0) {
		if (cli_filter_keeps(&m->filter, m->in, row))
			windowing_add(&m->windowing, row);
		if (stop_signal())
			return false;
	}
	return event == 0 && !stop_signal();
}

static int
take_line(void *arg, struct str line, struct complaint *c)
{
	return windowing_merge(arg, line, c);
}

static int
tell_rest(struct mlwindow *m, int status)
{
	uint64_t other = windowing_other(&m->windowing);

	if (m->windowing.late)
		intake_notice(m->in, false, "%llu row%s came too late%s",
			      (unsigned long long)m->windowing.late,
			      m->windowing.late == 1 ? "" : "s",
			      m->late_file ? "" : " (--late keeps them)");
	if (m->windowing.series && series_unfilled(m->windowing.series))
		intake_notice(m->in, false, "a gap of more than %d windows was not filled",
			      SERIES_FILL_MAX);
	if (!other)
		return status;
	intake_notice(m->in, false,
		      "more than %llu groups: %llu rows went to (other); --max-groups raises the "
		      "limit",
		      (unsigned long long)m->task.max_groups, (unsigned long long)other);
	return cli_worse(status, EXIT_DAMAGED);
}

static int
finish(struct mlwindow *m, bool cut)
{
	int status = m->state_file ? mlwindow_keep_state(m) : windowing_finish(&m->windowing, cut);

	if (status < 0) {
		diag("a state is too large to be written");
		return EXIT_TROUBLE;
	}
	status = intake_finish(m->in, m->windowing.rows);
	record_finish(m->writer, intake_rejects(m->in), intake_damaged(m->in) || cut);
	return close_late(m, tell_rest(m, status));
}

static int
merge(struct mlwindow *m, struct complaint *c)
{
	windowing_init_merge(&m->windowing, &m->options, m->writer, &m->out);
	if (settle_options(m, c) < 0) {
		diag("%s", c->text);
		return EXIT_TROUBLE;
	}
	/* Half of the states would be wrong figures, so there are none. */
	if (cli_merge_lines(m->in, take_line, &m->windowing, &m->windowing.rows) != 0 ||
	    stop_signal())
		return EXIT_TROUBLE;
	return finish(m, false);
}

static int
table(struct mlwindow *m, struct complaint *c)
{
	if (prepare(m, c) == 0)
		return finish(m, !take_rows(m));
	diag("%s", c->text);
	return EXIT_TROUBLE;
}

static void
enter_sandbox(const struct mlwindow *m)
{
	struct sandbox s;

	cli_sandbox_begin(&s, &m->reading, &m->writing, &m->files);
	sandbox_allow(&s, m->late_file, SANDBOX_WRITE);
	sandbox_allow(&s, m->state_file, SANDBOX_WRITE);
	(void)sandbox_enter(&s);
}

static int
run(struct mlwindow *m, const struct cli_program *program)
{
	struct record_options options = cli_record_options(&m->writing, &m->reading, RECORD_TSV);
	struct complaint c;
	int status;

	enter_sandbox(m);
	m->reading.as_is = true;
	if (m->merge)
		cli_merge_reading(&m->reading);
	m->reading.stop = stop_begin();
	if (mlwindow_open_state(m) != 0)
		return cli_abandon(&m->out, &m->writing, EXIT_TROUBLE);
	m->in = intake_new(program, &m->reading, &m->files, &m->out, &status);
	if (!m->in)
		return cli_abandon(&m->out, &m->writing, status);
	m->writer = record_writer_new(&m->out, &options);
	status = m->merge ? merge(m, &c) : table(m, &c);
	if (status == EXIT_TROUBLE)
		return cli_abandon(&m->out, &m->writing, status);
	return mlwindow_close_state(m, cli_close(&m->out, &m->writing, status));
}

static void
release(struct mlwindow *m)
{
	windowing_release(&m->windowing);
	evaluation_release(&m->recalled);
	cli_state_release(&m->state);
	buf_release(&m->metrics);
	buf_release(&m->positive);
	buf_release(&m->saved);
	record_writer_free(m->late_writer);
	record_writer_free(m->writer);
	filter_release(&m->filter);
	intake_free(m->in);
	if (m->late_writer)
		output_release(&m->late_out);
	if (m->late_fd > STDERR_FILENO)
		close(m->late_fd);
	cli_filter_release(&m->filtering);
	cli_list_release(&m->ewma);
	cli_list_release(&m->files);
}

int
main(int argc, char **argv)
{
	static struct mlwindow m = {.late_fd = -1,
				    .options = {.lateness = 60 * TIMESTAMP_SECOND,
						.max_ahead = 3600 * TIMESTAMP_SECOND}};
	const struct cli_option windows[] = {
		{'w', "window", CLI_TEXT, &m.options.request.size, "LENGTH",
		 "windows of this length: 5m, 1h, 1d, 1month", NULL, 0, 0},
		{0, "slide", CLI_TEXT, &m.options.request.slide, "LENGTH",
		 "a window begins every LENGTH (the window's length)", NULL, 0, 0},
		{0, "session", CLI_DURATION, &m.options.request.session, "GAP",
		 "windows that end where a group is silent for GAP", NULL, 0, 0},
		{0, "count", CLI_COUNT, &m.options.request.count, "N", "windows of N rows", NULL, 1,
		 1e15},
		{0, "local", CLI_FLAG, &m.options.request.local, NULL,
		 "days, weeks (from Monday), months and years of the zone -z", NULL, 0, 0},
		{0, "align", CLI_TEXT, &m.options.request.align, "TIME",
		 "a window begins at TIME (1970-01-01)", NULL, 0, 0},
		{0, "lateness", CLI_TEXT, &m.lateness, "LENGTH",
		 "a window closes when rows are this much behind its end (1m)", NULL, 0, 0},
		{0, "max-ahead", CLI_TEXT, &m.max_ahead, "LENGTH",
		 "refuse times that leap ahead so far and back (1h; 0: any)", NULL, 0, 0},
		{0, "late", CLI_TEXT, &m.late_file, "FILE", "keep rows that come too late", NULL, 0,
		 0},
		{0, "all", CLI_FLAG, &m.options.all, NULL,
		 "keep all windows open to the end: rows in any order", NULL, 0, 0},
		{0, "fill", CLI_FLAG, &m.options.fill, NULL, "rows for windows without rows, too",
		 NULL, 0, 0},
		{0, "time", CLI_TEXT, &m.options.time, "NAME", "the column of times (ts)", NULL, 0,
		 0},
		{0, "state", CLI_TEXT, &m.state_file, "FILE",
		 "go on where the last run ended, keep what is open for the next", NULL, 0, 0},
		{0, "open", CLI_FLAG, &m.show_open, NULL,
		 "with --state: write what is open, too, as partial", NULL, 0, 0},
		{0, "spark", CLI_FLAG, &m.options.spark, NULL,
		 "on a terminal: a line of blocks a group and metric", NULL, 0, 0},
		{0, "ascii", CLI_FLAG, &m.options.ascii, NULL,
		 "with --spark: no signs but those of ASCII", NULL, 0, 0},
		{0, "partial", CLI_FLAG, &m.options.partial, NULL,
		 "write states to be merged, a line a window and group", NULL, 0, 0},
		{0, "merge", CLI_FLAG, &m.merge, NULL, "read such lines, in any order", NULL, 0, 0},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};
	const struct cli_option metrics[] = {
		{'m', "metrics", CLI_TEXT, &m.task.evaluation.metrics, "LIST",
		 "metrics, as for mlmetric; also rate and delta(METRIC)", NULL, 0, 0},
		{'g', "group", CLI_TEXT, &m.task.evaluation.group, "NAME,...",
		 "a row for each combination of these columns", NULL, 0, 0},
		{0, "ewma", CLI_LIST, &m.ewma, "METRIC:ALPHA",
		 "a column of its moving average: ALPHA of the new, the rest of the old", NULL, 0,
		 0},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};
	const struct cli_option *const tables[] = {windows,
						   metrics,
						   cli_task_options(&m.task),
						   cli_filter_options(&m.filtering),
						   cli_reading_options(&m.reading),
						   cli_writing_options(&m.writing),
						   NULL};
	static const char *const headings[] = {"Windows",       "Metrics", "Task",
					       "Choosing rows", "Reading", "Writing"};
	const struct cli_program program = {"mlwindow",
					    "compute the metrics of models over time from records",
					    "[OPTION]... [FILE]...",
					    example,
					    tables,
					    headings,
					    NULL};
	int status = cli_parse(&program, argc, argv, &m.files);

	if (status < 0 && cli_open(&m.out, &m.writing) != 0)
		status = EXIT_TROUBLE;
	else if (status < 0)
		status = run(&m, &program);
	release(&m);
	stop_end();
	return status;
}
