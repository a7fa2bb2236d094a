/*
 * mlmetric - how good is each model?  Metrics of record streams, a row a group.
 */
#include <math.h>
#include <stdlib.h>

#include "cli.h"
#include "cli_filter.h"
#include "cli_merge.h"
#include "cli_sandbox.h"
#include "cli_task.h"
#include "diag.h"
#include "intake.h"
#include "measurement.h"
#include "number.h"
#include "xalloc.h"

enum { REMARKS_SHOWN = 5, VIEWS_MAX = 8 };

struct mlmetric {
	struct cli_reading reading;
	struct cli_writing writing;
	struct cli_filter filtering;
	struct cli_list files, conditions;
	const char *ci, *view_parts[VIEWS_MAX]; /* NULL: not asked for */
	struct cli_task task;
	int empty;
	bool list, partial, merge, view_asked[VIEWS_MAX]; /* of views without parts */
	struct measurement_options options;

	struct output out;
	struct intake *in;
	struct record_writer *writer;
	struct filter filter;
	struct measurement measurement;
	uint64_t rows, remarks;
};

static const char example[] =
	"  mlparse prod.log.gz | mlmetric -g model\n"
	"  mlmetric -m 'n,accuracy,f1,p99(latency_ms)' -g model,region --totals\n"
	"  mlmetric --fail-if 'accuracy<0.9' --fail-if 'p99(latency_ms)>200'\n"
	"  mlmetric --thresholds=50 --best=f1\n"
	"  mlmetric --compare=pred_shadow -m accuracy,f1";

/* The number behind --ci, --thresholds or --calibration; DEFAULT without one. */
static int
parse_part(const char *option, const char *text, double least, double most, double *x,
	   struct complaint *c)
{
	if (!*text)
		return 0;
	if (number_parse(str_of(text), x) == 0 && *x >= least && *x <= most)
		return 0;
	return complain(c, STATUS_USAGE, 0, "--%s=%s: not a number from %g to %g", option, text,
			least, most);
}

static int
parse_level(struct mlmetric *m, struct complaint *c)
{
	double percent = 95;

	if (!m->ci)
		return 0;
	if (parse_part("ci", m->ci, 1, 99.9999, &percent, c) < 0)
		return STATUS_USAGE;
	m->options.level = percent / 100;
	return 0;
}

/* What only rows of metrics have does not go with a view, nor --best without its own. */
static int
check_view(const struct mlmetric *m, const struct view *v, struct complaint *c)
{
	const char *other = m->options.compare              ? "compare"
			    : m->options.evaluation.metrics ? "metrics"
			    : m->ci                         ? "ci"
							    : NULL;

	if (v && other)
		return complain(c, STATUS_USAGE, 0, "--%s and --%s do not go together", v->name,
				other);
	if (m->options.best && !(v && v->check))
		return complain(c, STATUS_USAGE, 0, "--best goes with --thresholds");
	return v && v->check ? v->check(m->options.best, c) : 0;
}

/* The one view asked for, if any. */
static int
choose_view(struct mlmetric *m, struct complaint *c)
{
	const struct view *v;

	for (size_t i = 0; (v = view_at(i)); i++) {
		double parts = (double)v->parts;

		if (!m->view_parts[i] && !m->view_asked[i])
			continue;
		if (m->options.view)
			return complain(c, STATUS_USAGE, 0, "--%s and --%s do not go together",
					m->options.view->name, v->name);
		if (v->parts &&
		    parse_part(v->name, m->view_parts[i], 1, (double)v->most, &parts, c) < 0)
			return STATUS_USAGE;
		if (parts != floor(parts))
			return complain(c, STATUS_USAGE, 0, "--%s=%s: not a whole number", v->name,
					m->view_parts[i]);
		m->options.view = v;
		m->options.parts = (uint64_t)parts;
	}
	return check_view(m, m->options.view, c);
}

/* States are lines of their own form, and what they hold was settled when they were made. */
static int
check_parts(const struct mlmetric *m, struct complaint *c)
{
	const struct view *v = m->options.view;
	const struct evaluation_options *e = &m->task.evaluation;
	const struct cli_filter *f = &m->filtering;
	const struct cli_clash clash[] = {
		{m->partial, "partial", v, v ? v->name : ""},
		{m->partial, "partial", m->options.compare, "compare"},
		{m->partial, "partial", m->writing.format > RECORD_TSV, "output-format"},
		{m->partial, "partial", m->writing.end_mark, "end-mark"},
		{m->merge, "merge", v, v ? v->name : ""},
		{m->merge, "merge", m->options.compare, "compare"},
		{m->merge, "merge", e->metrics, "metrics"},
		{m->merge, "merge", e->group, "group"},
		{m->merge, "merge", m->task.kind != TASK_AUTO, "task"},
		{m->merge, "merge", f->since || f->until, f->since ? "since" : "until"},
		{m->merge, "merge", f->where.n, "where"},
		{m->merge, "merge", f->sample > 0, "sample"},
	};

	return cli_check_clashes(clash, sizeof clash / sizeof clash[0], c);
}

/* Where a metric has no value, -v says why, and what is to be known about others. */
static void
tell_remark(void *arg, struct str text)
{
	struct mlmetric *m = arg;

	if (++m->remarks <= REMARKS_SHOWN)
		intake_notice(m->in, true, "%.*s", (int)text.n, text.p);
}

static void
tell_failed(void *arg, struct str text)
{
	struct mlmetric *m = arg;

	intake_notice(m->in, false, "%.*s", (int)text.n, text.p);
}

static int
settle_options(struct mlmetric *m, struct complaint *c)
{
	int status = parse_level(m, c);

	m->options.evaluation = cli_task_evaluation(&m->task);
	m->options.evaluation.lean = !m->partial && !m->ci;
	m->options.empty_passes = m->empty;
	m->options.max_groups = m->task.max_groups;
	m->options.condition = m->conditions.item;
	m->options.conditions = m->conditions.n;
	m->options.failed = tell_failed;
	m->options.remark = m->reading.verbose ? tell_remark : NULL;
	m->options.arg = m;
	if (status == 0)
		status = choose_view(m, c);
	return status < 0 ? status : check_parts(m, c);
}

static int
open_measurement(struct mlmetric *m, struct scan *scan, struct complaint *c)
{
	size_t n;
	struct str *extra = filter_names(&m->filter, &n);
	const struct plan_column *column;
	int status;

	m->options.evaluation.id = m->filter.sample < 1 ? "id" : NULL;
	status = measurement_init(&m->measurement, &m->options, scan, extra, n, c);
	free(extra);
	if (status < 0)
		return status;
	column = scan_columns(scan, &n);
	return filter_bind(&m->filter, column, n, c);
}

/* Opens the input and settles what is measured; without any input nothing is. */
static int
prepare(struct mlmetric *m, struct complaint *c)
{
	struct scan *scan = intake_scan(m->in);
	int status = settle_options(m, c);
	struct str reason;

	if (status == 0)
		status = cli_filter_open(&m->filtering, m->in, &m->filter, c);
	if (status == 0)
		status = scan_open(scan, c);
	if (status == 0 && scan_format(scan))
		status = open_measurement(m, scan, c);
	if (status < 0 || !m->measurement.opened)
		return status;
	reason = measurement_reason(&m->measurement);
	intake_notice(m->in, m->task.kind != TASK_AUTO, "task: %.*s", (int)reason.n, reason.p);
	return 0;
}

static void
measure_rows(struct mlmetric *m)
{
	const struct row *row;

	while (intake_next_row(m->in, &row) > 0) {
		if (!cli_filter_keeps(&m->filter, m->in, row))
			continue;
		if (measurement_add(&m->measurement, row) < 0)
			intake_refuse(m->in, row, m->measurement.refused);
		else
			m->rows++;
	}
}

static int
finish(struct mlmetric *m)
{
	uint64_t other = measurement_other(&m->measurement);
	int status = intake_finish(m->in, m->rows);

	if (m->remarks > REMARKS_SHOWN)
		intake_notice(m->in, true, "%llu further remarks on metrics",
			      (unsigned long long)(m->remarks - REMARKS_SHOWN));
	if (other) {
		intake_notice(m->in, false,
			      "more than %llu groups: %llu rows went to (other); --max-groups "
			      "raises the limit",
			      (unsigned long long)m->task.max_groups, (unsigned long long)other);
		status = cli_worse(status, EXIT_DAMAGED);
	}
	if (!m->measurement.opened)
		m->measurement.failed = measurement_without_rows(&m->options);
	return m->measurement.failed ? cli_worse(status, EXIT_FINDING) : status;
}

static int
take_line(void *arg, struct str line, struct complaint *c)
{
	return measurement_merge(arg, line, c);
}

static int
merge(struct mlmetric *m, struct complaint *c)
{
	if (settle_options(m, c) == 0 &&
	    measurement_init_merge(&m->measurement, &m->options, c) == 0)
		return cli_merge_lines(m->in, take_line, &m->measurement, &m->rows);
	diag("%s", c->text);
	return EXIT_TROUBLE;
}

static int
measure(struct mlmetric *m, struct complaint *c)
{
	if (prepare(m, c) < 0) {
		diag("%s", c->text);
		return EXIT_TROUBLE;
	}
	measure_rows(m);
	return 0;
}

static int
write_result(struct mlmetric *m)
{
	if (m->measurement.opened && !m->partial)
		measurement_write(&m->measurement, m->writer);
	if (!m->measurement.opened || !m->partial ||
	    measurement_write_parts(&m->measurement, &m->out) == 0)
		return 0;
	diag("a state is too large to be written");
	return EXIT_TROUBLE;
}

static int
run(struct mlmetric *m, const struct cli_program *program)
{
	enum record_format format = cli_to_terminal(&m->writing) ? RECORD_TABLE : RECORD_TSV;
	struct record_options options = cli_record_options(&m->writing, &m->reading, format);
	struct sandbox sandbox;
	struct complaint c;
	int status;

	cli_sandbox_begin(&sandbox, &m->reading, &m->writing, &m->files);
	(void)sandbox_enter(&sandbox);
	m->reading.as_is = true;
	if (m->merge)
		cli_merge_reading(&m->reading);
	m->in = intake_new(program, &m->reading, &m->files, &m->out, &status);
	if (!m->in)
		return cli_abandon(&m->out, &m->writing, status);
	m->writer = record_writer_new(&m->out, &options);
	status = m->merge ? merge(m, &c) : measure(m, &c);
	if (status == 0)
		status = write_result(m);
	if (status != 0)
		return cli_abandon(&m->out, &m->writing, status);
	status = finish(m);
	record_finish(m->writer, intake_rejects(m->in), intake_damaged(m->in));
	if (status == EXIT_TROUBLE && intake_is_empty(m->in))
		return cli_abandon(&m->out, &m->writing, status);
	return cli_close(&m->out, &m->writing, status);
}

/* --list-metrics: the table, as a table. */
static int
list_metrics(struct mlmetric *m)
{
	static const struct str name[] = {STR_INIT("metric"), STR_INIT("meaning"),
					  STR_INIT("columns"), STR_INIT("range")};
	struct record_options options = cli_record_options(&m->writing, &m->reading, RECORD_TABLE);
	const struct metric *metric;

	m->writer = record_writer_new(&m->out, &options);
	record_columns(m->writer, name, NULL, 4);
	for (size_t i = 0; (metric = metric_at(i)); i++) {
		record_text(m->writer, str_of(metric->shape));
		record_text(m->writer, str_of(metric->summary));
		record_text(m->writer, str_of(metric->needs));
		record_text(m->writer, str_of(metric->range));
		record_end(m->writer);
	}
	record_finish(m->writer, 0, false);
	return cli_close(&m->out, &m->writing, EXIT_DONE);
}

static void
release(struct mlmetric *m)
{
	record_writer_free(m->writer);
	if (m->measurement.options)
		measurement_release(&m->measurement);
	filter_release(&m->filter);
	intake_free(m->in);
	cli_filter_release(&m->filtering);
	cli_list_release(&m->conditions);
	cli_list_release(&m->files);
}

/* A row of options for each view: --report, --thresholds[=N] ... */
static const struct cli_option *
view_options(struct mlmetric *m, struct cli_option *row)
{
	const struct view *v;
	size_t i;

	for (i = 0; (v = view_at(i)); i++) {
		row[i] = (struct cli_option){.name = v->name,
					     .kind = CLI_FLAG,
					     .target = &m->view_asked[i],
					     .help = v->summary};
		if (!v->parts)
			continue;
		row[i].kind = CLI_OPTIONAL;
		row[i].target = &m->view_parts[i];
		row[i].argument = "N";
	}
	row[i] = (struct cli_option){.name = NULL};
	return row;
}

int
main(int argc, char **argv)
{
	static const char *const empties[] = {"fail", "pass", NULL};
	static struct mlmetric m;
	static struct cli_option views[VIEWS_MAX + 1];
	const struct cli_option own[] = {
		{'m', "metrics", CLI_TEXT, &m.task.evaluation.metrics, "LIST",
		 "metrics, separated by commas (a set that suits the task)", NULL, 0, 0},
		{'g', "group", CLI_TEXT, &m.task.evaluation.group, "NAME,...",
		 "a row for each combination of these columns", NULL, 0, 0},
		{0, "totals", CLI_FLAG, &m.options.totals, NULL,
		 "a last row for all groups together", NULL, 0, 0},
		{0, "partial", CLI_FLAG, &m.partial, NULL,
		 "write states to be merged, a line a group", NULL, 0, 0},
		{0, "merge", CLI_FLAG, &m.merge, NULL, "read such lines, in any order", NULL, 0, 0},
		{0, "list-metrics", CLI_FLAG, &m.list, NULL, "show all metrics and stop", NULL, 0,
		 0},
		{0, "ci", CLI_OPTIONAL, &m.ci, "PERCENT",
		 "confidence intervals as columns _lo and _hi (95)", NULL, 0, 0},
		{0, "compare", CLI_TEXT, &m.options.compare, "NAME",
		 "a second column of predictions: both, the difference, McNemar's p", NULL, 0, 0},
		{0, "best", CLI_TEXT, &m.options.best, "FIGURE",
		 "what the best cut-off of --thresholds is best at (f1)", NULL, 0, 0},
		{0, "fail-if", CLI_LIST, &m.conditions, "COND",
		 "exit status 1 when a group's METRIC OP NUMBER holds; repeatable", NULL, 0, 0},
		{0, "fail-empty", CLI_CHOICE, &m.empty, NULL,
		 "what a metric without a value does to --fail-if", empties, 0, 0},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};
	const struct cli_option *const tables[] = {own,
						   view_options(&m, views),
						   cli_task_options(&m.task),
						   cli_filter_options(&m.filtering),
						   cli_reading_options(&m.reading),
						   cli_writing_options(&m.writing),
						   NULL};
	static const char *const headings[] = {"Metrics",       "Views",   "Task",
					       "Choosing rows", "Reading", "Writing"};
	const struct cli_program program = {"mlmetric",
					    "compute the metrics of models from records",
					    "[OPTION]... [FILE]...",
					    example,
					    tables,
					    headings,
					    NULL};
	int status = cli_parse(&program, argc, argv, &m.files);

	if (status < 0 && cli_open(&m.out, &m.writing) != 0)
		status = EXIT_TROUBLE;
	else if (status < 0)
		status = m.list ? list_metrics(&m) : run(&m, &program);
	release(&m);
	return status;
}
