/* scan - does each stream end as --require-end wants it? */
#include "scan_internal.h"

static bool
is_operand(const char *operand, const char *file)
{
	return operand == file ||
	       (strcmp(operand, "-") == 0 && strcmp(file, "(standard input)") == 0);
}

void
scan_end_reach(struct scan *s, const char *file)
{
	struct scan_end *e = &s->end;
	const char *const *operand = s->options.file;

	if (file == e->file)
		return;
	e->file = file;
	for (; e->reached < s->options.files && !is_operand(operand[e->reached], file);
	     e->reached++)
		e->empty = e->empty ? e->empty : operand[e->reached];
	e->reached++;
}

void
scan_end_file(struct scan *s)
{
	struct scan_end *e = &s->end;

	if (e->at.file && !e->said)
		e->said = endmark_meet_end(&e->check);
	scan_end_reach(s, s->block.file);
}

void
scan_end_record(struct scan *s, enum format_result r, const struct format_record *record)
{
	struct scan_end *e = &s->end;

	e->at = (struct row){.ts = TIMESTAMP_NONE,
			     .file = s->block.file,
			     .line = s->block.line + s->lines,
			     .offset = s->block.offset + s->at,
			     .raw = record->line};
	switch (r) {
	case FORMAT_ROW:
	case FORMAT_REJECT:
		e->said = endmark_meet_row(&e->check);
		break;
	case FORMAT_NAMES:
	case FORMAT_HEADER:
		e->said = endmark_meet_header(&e->check, r == FORMAT_HEADER);
		break;
	case FORMAT_END:
		e->said = endmark_meet_mark(&e->check, &record->mark);
		break;
	case FORMAT_MORE:
	case FORMAT_BLANK:
		break;
	}
}

bool
scan_end_last(struct scan *s)
{
	struct scan_end *e = &s->end;

	if (e->checks == 2)
		return false;
	if (e->checks++ == 0 && e->at.file) {
		e->said = endmark_meet_end(&e->check);
		if (e->said)
			return true;
	}
	e->checks = 2;
	if (e->reached < s->options.files && !e->empty)
		e->empty = s->options.file[e->reached];
	if (!e->file && !e->empty)
		e->empty = "(standard input)";
	e->at = (struct row){.ts = TIMESTAMP_NONE, .file = e->empty};
	e->said = e->empty ? "empty, without even an end mark" : NULL;
	return e->said != NULL;
}

int
scan_end_tell(struct scan *s, struct scan_event *event)
{
	event->row = s->end.at;
	event->message = s->end.said;
	s->end.said = NULL;
	return SCAN_MARK;
}
