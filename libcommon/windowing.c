#include "windowing.h"

#include <stdlib.h>

#include "lookup.h"
#include "windowing_parts.h"
#include "xalloc.h"

static void
write_part(void *arg, const struct timeline_part *part)
{
	struct windowing *w = arg;

	buf_clear(&w->line);
	if (partial_write(&w->evaluation, buf_str(&w->plan), part, true, &w->line) < 0) {
		w->status = STATUS_LIMIT;
		return;
	}
	output_add(w->output, w->line.p, w->line.n);
	output_row(w->output);
}

static void
take_row(struct windowing *w, const struct row *row)
{
	struct evaluation *e = &w->evaluation;
	struct sample x;

	if (evaluation_row(e, row, &x) < 0) {
		w->options->refused(w->options->arg, row, WINDOWING_VALUE);
		return;
	}
	w->rows++;
	if (timeline_add(w->timeline, row->ts, e->group_value, e->groups, &x) == TIMELINE_TAKEN)
		return;
	w->late++;
	series_late(w->series);
	w->options->late(w->options->arg, row);
}

static void
accept_row(void *arg, const struct row *row)
{
	take_row(arg, row);
}

static void
refuse_ahead(void *arg, const struct row *row)
{
	struct windowing *w = arg;

	w->options->refused(w->options->arg, row, WINDOWING_AHEAD);
}

/* Nothing can be late or too early where all windows stay open or rows are counted. */
static bool
looks_ahead(const struct windowing *w)
{
	const struct windowing_options *o = w->options;

	return w->spec.kind != WINDOW_COUNT && !w->merging && !o->all && !o->partial &&
	       o->max_ahead > 0;
}

void
windowing_begin(struct windowing *w)
{
	const struct windowing_options *o = w->options;
	struct timeline_options options = {
		.lateness = o->lateness,
		.all = o->all || w->merging,
		.parts = o->partial,
		.max_groups = o->max_groups,
		.emit = series_emit,
		.closed = series_closed,
		.arg = w->series,
	};

	if (o->partial) {
		options.emit = write_part;
		options.closed = NULL;
		options.arg = w;
	} else if (o->spark) {
		w->spark = spark_new(&w->evaluation, &w->spec);
		options.emit = spark_emit;
		options.closed = NULL;
		options.arg = w->spark;
	}
	w->timeline = timeline_new(&w->spec, &w->evaluation.plan, &options);
	w->looks_ahead = looks_ahead(w);
	ahead_init(&w->ahead, o->max_ahead, accept_row, refuse_ahead, w);
	w->opened = true;
}

int
windowing_write_header(struct windowing *w)
{
	if (!w->options->partial) {
		if (!w->options->spark)
			series_columns(w->series);
		return 0;
	}
	buf_clear(&w->line);
	if (partial_header(&w->evaluation, true, &w->line) < 0)
		return STATUS_LIMIT;
	output_add(w->output, w->line.p, w->line.n);
	output_row(w->output);
	return 0;
}

/* Where rows have their time. */
static int
find_time(struct windowing *w, struct complaint *c)
{
	const struct windowing_options *o = w->options;
	const struct evaluation *e = &w->evaluation;

	w->columns = e->columns;
	timestamp_reader_init(&w->times, o->request.zone);
	if (o->time_format && timestamp_reader_format(&w->times, o->time_format, c) < 0)
		return STATUS_USAGE;
	if (!o->time)
		return 0;
	return lookup("column", str_of(o->time), e->column, e->columns, &w->time_at, c);
}

/* Windows by count tell the times of their rows only where there are any. */
static bool
has_times(const struct windowing *w, const struct scan *scan)
{
	const struct survey *survey = scan_survey(scan);

	if (w->options->time || w->spec.kind != WINDOW_COUNT)
		return true;
	for (size_t i = 0; i < survey_n(survey); i++)
		if (survey->field[i].depth == 1 && str_eq(survey->field[i].key, STR("ts")))
			return true;
	return false;
}

static int
evaluate(struct windowing *w, struct scan *scan, const struct str *extra, size_t n,
	 struct complaint *c)
{
	struct evaluation_options o = w->options->evaluation;
	struct str *all = xcalloc(n + 1, sizeof *all);
	int status;

	for (size_t i = 0; i < n; i++)
		all[i] = extra[i];
	if (has_times(w, scan))
		all[n++] = str_of(w->options->time ? w->options->time : "ts");
	o.metrics = w->request.metrics.p;
	o.extra = all;
	o.extras = n;
	status = evaluation_init(&w->evaluation, scan, &o, c);
	free(all);
	return status;
}

static void
start(struct windowing *w, const struct windowing_options *o, struct record_writer *writer,
      struct output *output)
{
	*w = (struct windowing){
		.options = o, .writer = writer, .output = output, .time_at = SIZE_MAX};
	buf_init(&w->plan, BUF_CAP_MAX);
	buf_init(&w->line, BUF_CAP_MAX);
	buf_init(&w->zone_name, BUF_CAP_MAX);
}

static int
check_partial(const struct windowing *w, struct complaint *c)
{
	if (!w->options->partial || w->spec.kind != WINDOW_COUNT)
		return 0;
	return complain(c, STATUS_USAGE, 0,
			"--partial: windows by count depend on the order of rows, and cannot be "
			"merged");
}

int
windowing_init(struct windowing *w, const struct windowing_options *o, struct scan *scan,
	       const struct str *extra, size_t n, struct record_writer *writer,
	       struct output *output, struct complaint *c)
{
	int status;

	start(w, o, writer, output);
	status = series_request_init(&w->request, o->evaluation.metrics, o->ewma, o->ewmas, o->fill,
				     c);
	if (status == 0)
		status = window_spec_init(&w->spec, &o->request, c);
	if (status == 0)
		status = check_partial(w, c);
	if (status == 0 && scan_format(scan))
		status = evaluate(w, scan, extra, n, c);
	if (status < 0 || !scan_format(scan))
		return status;
	status = find_time(w, c);
	if (status == 0)
		status = windowing_open_series(w, c);
	if (status == 0)
		status = windowing_make_plan(w);
	if (status < 0)
		return status;
	windowing_begin(w);
	return windowing_write_header(w);
}

int
windowing_open_series(struct windowing *w, struct complaint *c)
{
	w->series = series_new(&w->request, &w->evaluation, &w->spec, w->writer, c);
	return w->series ? 0 : STATUS_USAGE;
}

void
windowing_init_merge(struct windowing *w, const struct windowing_options *o,
		     struct record_writer *writer, struct output *output)
{
	start(w, o, writer, output);
	w->merging = true;
}

void
windowing_release(struct windowing *w)
{
	if (!w->options)
		return;
	if (w->opened)
		ahead_release(&w->ahead);
	timeline_free(w->timeline);
	series_free(w->series);
	spark_free(w->spark);
	evaluation_release(&w->evaluation);
	series_request_release(&w->request);
	zone_free(w->zone);
	buf_release(&w->zone_name);
	buf_release(&w->plan);
	buf_release(&w->line);
}

struct str
windowing_reason(const struct windowing *w)
{
	return buf_str(&w->evaluation.reason);
}

/* The time of ROW; false when it is refused for it. */
static bool
tell_time(struct windowing *w, const struct row *row, int64_t *ts)
{
	struct value v;

	*ts = row->ts;
	if (w->time_at == SIZE_MAX && (*ts != TIMESTAMP_NONE || w->spec.kind == WINDOW_COUNT))
		return true;
	v = w->time_at == SIZE_MAX ? (struct value){{NULL, 0}, VALUE_MISSING}
				   : row->value[w->time_at];
	if (v.kind == VALUE_MISSING || v.kind == VALUE_NAN || v.text.n == 0) {
		w->options->refused(w->options->arg, row, WINDOWING_NO_TIME);
		return false;
	}
	if (timestamp_parse(&w->times, v.text, ts) == 0)
		return true;
	w->options->refused(w->options->arg, row, WINDOWING_BAD_TIME);
	return false;
}

static void
add_timed(struct windowing *w, const struct row *row)
{
	if (w->looks_ahead)
		ahead_put(&w->ahead, row, w->columns);
	else
		take_row(w, row);
}

static void
add_at(struct windowing *w, const struct row *row, int64_t ts)
{
	struct row timed = *row;

	timed.ts = ts;
	add_timed(w, &timed);
}

void
windowing_add(struct windowing *w, const struct row *row)
{
	int64_t ts;

	if (!tell_time(w, row, &ts))
		return;
	if (ts == row->ts)
		add_timed(w, row);
	else
		add_at(w, row, ts);
}

void
windowing_settle(struct windowing *w)
{
	if (w->looks_ahead)
		ahead_finish(&w->ahead);
}

int
windowing_finish(struct windowing *w, bool cut)
{
	if (!w->opened)
		return 0;
	if (w->merging && windowing_write_header(w) < 0)
		return STATUS_LIMIT;
	windowing_settle(w);
	series_end(w->series, timeline_seen(w->timeline), cut);
	timeline_finish(w->timeline);
	if (w->spark)
		spark_write(w->spark, w->options->ascii, w->output);
	return w->status;
}

uint64_t
windowing_other(const struct windowing *w)
{
	return w->opened ? timeline_other(w->timeline) : 0;
}
