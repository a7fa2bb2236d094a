#include "scan_internal.h"

#include <stdio.h>
#include <stdlib.h>

#include "utf8.h"
#include "xalloc.h"

struct scan *
scan_new(const struct scan_options *o)
{
	struct scan *s = xcalloc(1, sizeof *s);

	s->options = *o;
	s->surveyed = xcalloc(1, sizeof *s->surveyed);
	buf_init(&s->surveyed->text, BUF_CAP_MAX);
	survey_init(&s->surveyed->survey);
	s->input = input_new(o->file, o->files, &o->input);
	return s;
}

void
scan_free(struct scan *s)
{
	if (!s)
		return;
	/* First of all, as its threads use the rest. */
	input_free(s->input);
	scan_ahead_free(s->ahead);
	if (s->state)
		s->format->free(s->state);
	plan_free(s->plan);
	if (s->surveyed) {
		buf_release(&s->surveyed->text);
		survey_release(&s->surveyed->survey);
	}
	free(s->surveyed);
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

/* One look at the block spares one at each value. */
static void
look_for_ascii(struct scan *s, bool is_whole)
{
	if (s->plan && s->format && !s->format->utf8)
		plan_ascii(s->plan, is_whole && utf8_is_ascii(STR_N(s->block.p, s->block.n)));
}

void
scan_give(struct scan *s, const struct input_block *b)
{
	s->block = *b;
	s->at = 0;
	s->lines = 0;
	s->has_block = true;
	s->first = b->first;
	look_for_ascii(s, true);
}

int
scan_advance(struct scan *s)
{
	struct input_fault fault;
	int event;

	if (s->ahead)
		scan_ahead_advance(s);
	event = input_next(s->input, &s->block, &fault);
	s->has_block = event == INPUT_BLOCK || event == INPUT_IDLE;
	s->ended = event == INPUT_END;
	s->at = 0;
	s->lines = 0;
	if (s->has_block)
		s->first |= s->block.first;
	if (event == INPUT_FAULT)
		meet_fault(s, &fault);
	if (s->ahead && event == INPUT_BLOCK)
		scan_ahead_take(s);
	if (!s->batch)
		look_for_ascii(s, event == INPUT_BLOCK);
	return event < 0 ? complain(&s->why, event, 0, "cannot read on") : 0;
}

const struct format *
scan_format(const struct scan *s)
{
	return s->end.hollow ? NULL : s->format;
}

const struct timestamp_reader *
scan_times(const struct scan *s)
{
	return s->options.times;
}

const struct plan_column *
scan_columns(const struct scan *s, size_t *n)
{
	return plan_columns(s->plan, n);
}

bool
scan_found(const struct scan *s, const struct path_column *spec)
{
	if (s->ahead && scan_ahead_found(s, spec))
		return true;
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

static inline int
tell_row(struct scan *s, enum plan_result r, struct scan_event *e)
{
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

	if (is_long)
		s->end.said = endmark_meet_row(&s->end.check);
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
		return scan_range_leaves_out(s, s->fault.file, s->fault.torn_offset)
			       ? 0
			       : tell_torn(s, e);
	e->fault = &s->fault;
	scan_end_reach(s, s->fault.file);
	return SCAN_FAULT;
}

/* A whole stream ends by a line feed: the end of this record may be missing. */
static int
tell_unended(struct scan_event *e)
{
	e->row.ts = TIMESTAMP_NONE;
	e->reason = REJECT_TORN;
	e->message = "the last line has no line feed: it is torn";
	e->message_offset = 0;
	return SCAN_REJECT;
}

/* The next record of the block: an event, or 0 to go on. */
static int
next_record(struct scan *s, struct scan_event *e)
{
	struct str rest = {s->block.p + s->at, s->block.n - s->at};
	struct format_record record;
	enum format_result r = s->format->next(s->state, rest, s->block.last, s->source, &record);
	bool require_end = s->options.require_end;
	int event = 0;

	if (require_end)
		scan_end_record(s, r, &record);
	switch (r) {
	case FORMAT_MORE:
		if (s->input)
			input_used(s->input, s->at, s->lines);
		s->has_block = false;
		return 0;
	case FORMAT_ROW:
		place(s, &e->row, record.line);
		event = require_end && record.lines == 0
				? tell_unended(e)
				: tell_row(s, plan_row(s->plan, s->source), e);
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
	case FORMAT_END:
		break;
	case FORMAT_HEADER:
		place(s, &e->row, record.line);
		event = scan_bind_state(s, s->state, s->plan, &s->why);
		break;
	}
	s->at += record.used;
	s->lines += record.lines;
	return event;
}

/* The event of a record that was cut beforehand. */
static inline int
next_of_run(struct scan *s, struct scan_event *e)
{
	const struct value *source = scan_run_next(s);
	int event;

	if (s->options.require_end)
		scan_end_record(s, FORMAT_ROW, &s->run.record);
	place(s, &e->row, s->run.record.line);
	event = tell_row(s, plan_row_of_texts(s->plan, source), e);
	s->at += s->run.record.used;
	s->lines++;
	return event;
}

static void
begin_file(struct scan *s)
{
	s->first = false;
	s->format->restart(s->state);
	if (s->options.require_end)
		scan_end_file(s);
}

/* True where nothing but the next record can be due. */
static inline bool
is_within_run(const struct scan *s)
{
	return scan_run_goes_on(s) && !s->batch && !s->options.require_end && !s->options.range;
}

int
scan_next(struct scan *s, struct scan_event *e)
{
	if (is_within_run(s))
		return next_of_run(s, e);
	for (;;) {
		int event;

		if (s->end.said && s->options.require_end)
			return scan_end_tell(s, e);
		if (!s->has_fault && s->early_at < s->earlies)
			meet_fault(s, &s->early[s->early_at++]);
		if (s->has_fault) {
			event = tell_fault(s, e);
			if (event)
				return event;
			continue;
		}
		if (s->batch) {
			event = scan_ahead_tell(s, e);
			if (event)
				return event;
			continue;
		}
		if (s->ended)
			return s->options.require_end && scan_end_last(s) ? scan_end_tell(s, e)
									  : SCAN_END;
		if (s->has_block && s->at < s->block.n) {
			if (s->first) {
				begin_file(s);
				continue;
			}
			if (s->options.range)
				scan_range_pass(s);
			if (scan_run_begins(s))
				return next_of_run(s, e);
			event = s->at < s->block.n ? next_record(s, e) : 0;
			if (event > 0 && s->options.range &&
			    scan_range_leaves_out(s, e->row.file, e->row.offset))
				continue;
			if (event)
				return event;
			continue;
		}
		if (!s->input)
			return SCAN_END;
		if (s->has_block)
			input_used(s->input, s->at, s->lines);
		event = scan_advance(s);
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
	if (s->ahead)
		scan_ahead_counts(s, counts);
}

void
scan_progress(const struct scan *s, uint64_t *done, uint64_t *total)
{
	input_progress(s->input, done, total);
}
