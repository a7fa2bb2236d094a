#include "scan.h"

#include <stdio.h>
#include <stdlib.h>

#include "lookup.h"
#include "schema.h"
#include "token.h"
#include "xalloc.h"

/* The first records decide the format, the guessed columns and the spread ones. */
enum { SAMPLE_LINES = 1000, SAMPLE_BYTES = 1 << 18, SAMPLE_PATIENCE = 250 /* ms */ };
enum { FORMATS_MAX = 32 };

struct scan {
	struct scan_options options;
	struct input *input;
	const struct format *format; /* NULL: empty input */
	void *state;
	struct survey survey;
	struct plan *plan;
	struct value *source;
	struct input_block block;
	size_t at;      /* bytes of the block that are done */
	uint64_t lines; /* line feeds among them */
	bool has_block, first;
	struct input_fault fault;  /* the last one met */
	bool has_fault, has_torn;  /* not told of yet: itself, its torn line */
	struct input_fault *early; /* met before the first block */
	size_t earlies, early_room, early_at;
	bool ended;
	uint64_t blank;
	char message[100];
	struct complaint why;
};

struct scan *
scan_new(const struct scan_options *o)
{
	struct scan *s = xcalloc(1, sizeof *s);

	s->options = *o;
	survey_init(&s->survey);
	s->input = input_new(o->file, o->files, &o->input);
	return s;
}

void
scan_free(struct scan *s)
{
	if (!s)
		return;
	if (s->state)
		s->format->free(s->state);
	plan_free(s->plan);
	survey_release(&s->survey);
	input_free(s->input);
	for (size_t i = 0; i < s->earlies; i++)
		free((char *)s->early[i].torn.p);
	free(s->early);
	free(s->source);
	free(s);
}

/* Makes F the fault that scan_next tells of. */
static void
meet_fault(struct scan *s, const struct input_fault *f)
{
	s->fault = *f;
	s->has_fault = true;
	s->has_torn = f->torn.p && f->kind != INPUT_FAULT_LONG_LINE;
}

/* The next block, fault or end.  0 or a status. */
static int
advance(struct scan *s)
{
	struct input_fault fault;
	int event = input_next(s->input, &s->block, &fault);

	s->has_block = event == INPUT_BLOCK || event == INPUT_IDLE;
	s->ended = event == INPUT_END;
	s->at = 0;
	s->lines = 0;
	if (s->has_block)
		s->first |= s->block.first;
	if (event == INPUT_FAULT)
		meet_fault(s, &fault);
	return event < 0 ? complain(&s->why, event, 0, "cannot read on") : 0;
}

/* The first block of the first operand that has one; faults on the way are kept. */
static int
first_block(struct scan *s)
{
	int status;

	for (;;) {
		status = advance(s);
		if (status < 0 || !s->has_fault)
			return status;
		GROW(s->early, s->earlies + 1, s->early_room);
		if (s->fault.torn.p)
			s->fault.torn.p = xmemdup0(s->fault.torn.p, s->fault.torn.n);
		s->early[s->earlies++] = s->fault;
		s->has_fault = false;
	}
}

static size_t
count_lines(struct str s)
{
	size_t n = 0;

	for (const char *p = s.p, *end = s.p + s.n; p < end; n++) {
		p = memchr(p, '\n', (size_t)(end - p));
		if (!p)
			break;
		p++;
	}
	return n;
}

/*
 * Waits until the first block is large enough to judge a log by; not for long, as
 * somebody may be looking at a log that grows.
 */
static int
gather_sample(struct scan *s)
{
	size_t enough = SAMPLE_BYTES, last_n = 0;
	int status = first_block(s);

	input_patience(s->input, SAMPLE_PATIENCE);
	if (s->options.input.max_line && s->options.input.max_line < enough)
		enough = s->options.input.max_line;
	while (status == 0 && s->has_block && !s->block.last && s->block.n < enough &&
	       s->block.n > last_n &&
	       count_lines((struct str){s->block.p, s->block.n}) < SAMPLE_LINES) {
		last_n = s->block.n;
		input_used(s->input, 0, 0);
		status = advance(s);
	}
	input_patience(s->input, -1);
	return status;
}

/* At most SAMPLE_LINES whole lines of the first block. */
static struct str
sample(const struct scan *s)
{
	const char *p = s->block.p, *end = p + s->block.n, *lf;

	for (size_t i = 0; i < SAMPLE_LINES && p < end; i++) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (!lf)
			return (struct str){s->block.p,
					    (size_t)((s->block.last ? end : p) - s->block.p)};
		p = lf + 1;
	}
	return (struct str){s->block.p, (size_t)(p - s->block.p)};
}

static struct str
first_line(struct str text)
{
	const char *lf;

	while (text.n && memchr(" \t\r\n", text.p[0], 4)) {
		text.p++;
		text.n--;
	}
	lf = text.n ? memchr(text.p, '\n', text.n) : NULL;
	if (lf)
		text.n = (size_t)(lf - text.p);
	if (text.n && text.p[text.n - 1] == '\r')
		text.n--;
	return str_trim(text);
}

/* JSON that is not one record a line deserves to be named (faults.md F6). */
static int
refuse_json_document(struct str text, struct complaint *c)
{
	struct str line = first_line(text);

	if (line.n && line.p[0] == '[' && !json_valid(line))
		return complain(c, STATUS_USAGE, 0,
				"not JSON lines; looks like a JSON array (jq -c '.[]' makes lines "
				"of it)");
	if (line.n && line.p[0] == '{' && line.n < text.n && !json_valid(line) && json_valid(text))
		return complain(c, STATUS_USAGE, 0,
				"not JSON lines; looks like one JSON document over many lines "
				"(jq -c . makes a line of it)");
	return 0;
}

/* True if the input looks like records of one column: no separator could show that. */
static bool
is_one_column(const struct scan *s)
{
	struct str rest = sample(s), line = token_until(&rest, '\n');

	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return s->options.as_is && schema_name_ok(line);
}

static int
unknown_format(const char *wanted, struct complaint *c)
{
	struct str name[FORMATS_MAX];
	size_t n = 0, at;

	for (; n < FORMATS_MAX && format_at(n); n++)
		name[n] = str_of(format_at(n)->name);
	return lookup("input format", str_of(wanted), name, n, &at, c);
}

/* The format that -i or -e names, if one does, so that bad options are told at once. */
static int
open_named(struct scan *s, struct complaint *c)
{
	const char *wanted = s->options.format;
	bool is_auto = !wanted || strcmp(wanted, "auto") == 0;

	if (is_auto && s->options.parse.pattern)
		wanted = "regex";
	else if (is_auto)
		return 0;
	s->format = format_find(str_of(wanted));
	if (!s->format)
		return unknown_format(wanted, c);
	if (s->options.parse.pattern && strcmp(wanted, "regex") != 0)
		return complain(c, STATUS_USAGE, 0, "-e reads any text, -i %s does not go with it",
				wanted);
	s->state = s->format->new (&s->options.parse, c);
	return s->state ? 0 : STATUS_USAGE;
}

static int
choose_format(struct scan *s, struct complaint *c)
{
	if (!s->format && s->has_block)
		s->format = format_guess(sample(s));
	if (!s->format && s->has_block && is_one_column(s))
		s->format = format_find(STR("tsv"));
	if (s->has_block && (!s->format || strcmp(s->format->name, "ndjson") == 0) &&
	    refuse_json_document((struct str){s->block.p, s->block.n}, c) < 0)
		return STATUS_USAGE;
	if (s->has_block && !s->format)
		return complain(c, STATUS_USAGE, 0,
				"the first lines are no format known here: name it by -i, or give "
				"a pattern by -e");
	return 0;
}

/* A parser that has seen the sample: it knows the header, if there is one. */
static int
open_state(const struct scan *s, void **state, struct survey *survey, struct complaint *c)
{
	struct str text = {NULL, 0};
	int status = 0;

	if (!*state)
		*state = s->format->new (&s->options.parse, c);
	if (!*state)
		return STATUS_USAGE;
	if (s->has_block)
		text = sample(s);
	/* A pattern knows its columns without any line. */
	if (s->has_block || s->options.parse.pattern)
		status = s->format->survey(*state, text, survey);
	if (status < 0)
		return complain(c, status, 0, "the first line is no header of %s", s->format->name);
	return 0;
}

int
scan_open(struct scan *s, struct complaint *c)
{
	int status = open_named(s, c);

	if (status < 0)
		return status;
	status = gather_sample(s);
	if (status < 0) {
		*c = s->why;
		return status;
	}
	status = choose_format(s, c);
	if (status < 0 || !s->format)
		return status;
	return open_state(s, &s->state, &s->survey, c);
}

const struct format *
scan_format(const struct scan *s)
{
	return s->format;
}

const struct survey *
scan_survey(const struct scan *s)
{
	return &s->survey;
}

const struct timestamp_reader *
scan_times(const struct scan *s)
{
	return s->options.times;
}

static int
bind_state(const struct scan *s, void *state, const struct plan *plan, struct complaint *c)
{
	size_t n;
	const struct path *const *path = plan_paths(plan, &n);

	return s->format->bind(state, path, n, c);
}

static struct plan *
make_plan(const struct scan *s, const struct path_columns *columns, struct complaint *c)
{
	const struct plan_options o = {
		.times = s->options.times,
		.na = s->options.na,
		.flat = s->options.as_is || (s->format && !s->format->nested),
		.check_utf8 = s->format && !s->format->utf8,
		.utf8_reject = s->options.parse.json.utf8_reject,
		.as_is = s->options.as_is,
	};

	return plan_new(columns, &o, c);
}

struct trial {
	struct plan *plan;
	struct value *source;
	scan_try_row *row; /* may be NULL */
	void *arg;
};

static void
tell_trial(const struct trial *t)
{
	size_t n;
	const struct plan_column *column = plan_columns(t->plan, &n);

	if (t->row)
		t->row(t->arg, column, n, plan_values(t->plan));
}

static void
try_records(const struct scan *s, void *state, const struct trial *t)
{
	struct str text = sample(s);
	struct format_record record;

	while (text.n) {
		enum format_result r = s->format->next(state, text, true, t->source, &record);

		if (r == FORMAT_MORE)
			return;
		if (r == FORMAT_ROW && plan_row(t->plan, t->source) != PLAN_REJECT)
			tell_trial(t);
		text.p += record.used;
		text.n -= record.used;
	}
}

/* Runs a plan over the sample with a parser of its own. */
static int
try_plan(const struct scan *s, const struct trial *t, struct complaint *c)
{
	struct survey seen;
	void *state = NULL;
	int status;

	if (!s->format || !s->has_block)
		return 0;
	survey_init(&seen);
	status = open_state(s, &state, &seen, c);
	if (status == 0)
		status = bind_state(s, state, t->plan, c);
	if (status == 0)
		try_records(s, state, t);
	if (state)
		s->format->free(state);
	survey_release(&seen);
	return status;
}

static struct value *
make_sources(const struct plan *plan)
{
	size_t n;

	plan_paths(plan, &n);
	return xcalloc(n, sizeof(struct value));
}

int
scan_try(struct scan *s, const struct path_columns *columns, scan_try_row *row, void *arg,
	 struct complaint *c)
{
	struct trial t = {.plan = make_plan(s, columns, c), .row = row, .arg = arg};
	int status;

	if (!t.plan)
		return STATUS_USAGE;
	t.source = make_sources(t.plan);
	status = try_plan(s, &t, c);
	free(t.source);
	plan_free(t.plan);
	return status;
}

int
scan_bind(struct scan *s, const struct path_columns *columns, struct complaint *c)
{
	struct trial t = {.row = NULL};
	int status = 0;

	s->plan = make_plan(s, columns, c);
	if (!s->plan)
		return STATUS_USAGE;
	s->source = make_sources(s->plan);
	if (plan_spreads(s->plan)) {
		t.plan = s->plan;
		t.source = s->source;
		status = try_plan(s, &t, c);
		plan_settle(s->plan);
	}
	if (status < 0 || !s->format)
		return status;
	return bind_state(s, s->state, s->plan, c);
}

const struct plan_column *
scan_columns(const struct scan *s, size_t *n)
{
	return plan_columns(s->plan, n);
}

bool
scan_found(const struct scan *s, const struct path_column *spec)
{
	return s->plan && plan_found(s->plan, spec);
}

static void
place(const struct scan *s, struct row *row, struct str raw)
{
	row->file = s->block.file;
	row->line = s->block.line + s->lines;
	row->offset = s->block.offset + s->at;
	row->raw = raw;
}

static int
tell_row(struct scan *s, struct scan_event *e)
{
	enum plan_result r = plan_row(s->plan, s->source);

	e->row.value = plan_values(s->plan);
	e->row.ts = plan_ts(s->plan);
	if (r == PLAN_REJECT) {
		e->reason = plan_reason(s->plan, &e->message);
		e->message_offset = 0;
		return SCAN_REJECT;
	}
	return r == PLAN_GREW ? SCAN_COLUMNS : SCAN_ROW;
}

/* What is left of a file behind a fault: the torn line is a record, and bad. */
static int
tell_torn(struct scan *s, struct scan_event *e)
{
	const struct input_fault *f = &s->fault;
	bool is_long = f->kind == INPUT_FAULT_LONG_LINE;

	e->row = (struct row){.ts = TIMESTAMP_NONE,
			      .file = f->file,
			      .line = is_long ? f->line : f->line + 1,
			      .offset = f->torn_offset,
			      .raw = f->torn};
	e->reason = is_long ? REJECT_LONG_LINE : REJECT_TORN;
	e->message = s->message;
	if (is_long)
		snprintf(s->message, sizeof s->message,
			 "a line of %llu bytes from byte %llu on, more than --max-line allows",
			 (unsigned long long)f->torn_bytes, (unsigned long long)f->torn_offset);
	else
		snprintf(s->message, sizeof s->message, "the line is torn by the damage");
	e->message_offset = 0;
	return SCAN_REJECT;
}

static int
tell_fault(struct scan *s, struct scan_event *e)
{
	if (s->has_torn) {
		s->has_torn = false;
		return tell_torn(s, e);
	}
	s->has_fault = false;
	if (s->fault.kind == INPUT_FAULT_LONG_LINE)
		return tell_torn(s, e);
	e->fault = &s->fault;
	return SCAN_FAULT;
}

/* The next record of the block: an event, or 0 to go on. */
static int
next_record(struct scan *s, struct scan_event *e)
{
	struct str rest = {s->block.p + s->at, s->block.n - s->at};
	struct format_record record;
	enum format_result r = s->format->next(s->state, rest, s->block.last, s->source, &record);
	int event = 0;

	switch (r) {
	case FORMAT_MORE:
		input_used(s->input, s->at, s->lines);
		s->has_block = false;
		return 0;
	case FORMAT_ROW:
		place(s, &e->row, record.line);
		event = tell_row(s, e);
		break;
	case FORMAT_REJECT:
		place(s, &e->row, record.line);
		e->row.ts = TIMESTAMP_NONE;
		e->reason = record.reason;
		e->message = record.message;
		e->message_offset = record.offset;
		event = SCAN_REJECT;
		break;
	case FORMAT_BLANK:
		s->blank++;
		break;
	case FORMAT_NAMES:
		break;
	case FORMAT_HEADER:
		place(s, &e->row, record.line);
		event = bind_state(s, s->state, s->plan, &s->why);
		break;
	}
	s->at += record.used;
	s->lines += record.lines;
	return event;
}

int
scan_next(struct scan *s, struct scan_event *e)
{
	for (;;) {
		int event;

		if (!s->has_fault && s->early_at < s->earlies)
			meet_fault(s, &s->early[s->early_at++]);
		if (s->has_fault)
			return tell_fault(s, e);
		if (s->ended)
			return SCAN_END;
		if (s->has_block && s->at < s->block.n) {
			if (s->first)
				s->format->restart(s->state);
			s->first = false;
			event = next_record(s, e);
			if (event)
				return event;
			continue;
		}
		if (s->has_block)
			input_used(s->input, s->at, s->lines);
		event = advance(s);
		if (event < 0)
			return event;
	}
}

const struct complaint *
scan_why(const struct scan *s)
{
	return &s->why;
}

void
scan_counts(const struct scan *s, struct scan_counts *counts)
{
	*counts = (struct scan_counts){.blank = s->blank};
	if (s->state && s->format->counts)
		counts->json = *s->format->counts(s->state);
	if (s->plan)
		plan_counts(s->plan, &counts->plan);
}

void
scan_progress(const struct scan *s, uint64_t *done, uint64_t *total)
{
	input_progress(s->input, done, total);
}
