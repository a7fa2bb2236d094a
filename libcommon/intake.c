#include "intake.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "diag.h"
#include "intake_internal.h"
#include "utf8.h"
#include "xalloc.h"

enum { QUOTED = 80, QUOTED_BEFORE = 50, MESSAGE = 1024, NAME_SHOWN = 400, VALUE_SHOWN = 40 };

static int
refuse_terminal(const struct cli_program *p)
{
	diag("standard input is a terminal: name a FILE or pipe a log into %s", p->name);
	diag("usage: %s %s ('%s --help' tells more)", p->name, p->synopsis, p->name);
	return EXIT_TROUBLE;
}

struct intake *
intake_new(const struct cli_program *p, const struct cli_reading *r, const struct cli_list *files,
	   struct output *out, int *status)
{
	struct intake *in;
	struct scan_options o;
	struct complaint c;

	if (files->n == 0 && isatty(STDIN_FILENO)) {
		*status = refuse_terminal(p);
		return NULL;
	}
	in = xcalloc(1, sizeof *in);
	*in = (struct intake){.program = p, .reading = r, .out = out, .rejects_fd = -1};
	if (intake_options(in, &o, &c) < 0 || intake_open_rejects(in, files, &c) < 0) {
		*status = cli_usage_error(p, "%s", c.text);
		intake_free(in);
		return NULL;
	}
	o.file = files->item;
	o.files = files->n;
	in->files = files->n ? files->n : 1;
	in->scan = scan_new(&o);
	intake_progress_start(&in->progress, in);
	return in;
}

void
intake_free(struct intake *in)
{
	if (!in)
		return;
	intake_progress_wipe(&in->progress);
	scan_free(in->scan);
	zone_free(in->zone);
	if (in->rejects_fd >= 0)
		output_release(&in->rejects);
	if (in->rejects_fd > STDERR_FILENO)
		close(in->rejects_fd);
	free(in);
}

struct scan *
intake_scan(struct intake *in)
{
	return in->scan;
}

int64_t
intake_now(const struct intake *in)
{
	return in->now;
}

const struct zone *
intake_zone(const struct intake *in)
{
	return in->zone;
}

void
intake_before_wait(struct intake *in, void (*flush)(void *arg), void *arg)
{
	in->flush = flush;
	in->flush_arg = arg;
}

bool
intake_is_empty(const struct intake *in)
{
	return in->rows_in == 0;
}

uint64_t
intake_rejects(const struct intake *in)
{
	return in->rejected;
}

void
intake_put_back(struct intake *in, uint64_t rows)
{
	in->rows_in -= rows;
}

void
intake_say(struct intake *in, const char *format, ...)
{
	char text[MESSAGE];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	intake_progress_wipe(&in->progress);
	diag("%s", text);
}

void
intake_notice(struct intake *in, bool verbose, const char *format, ...)
{
	char text[MESSAGE];
	va_list ap;

	if (in->reading->quiet || (verbose && !in->reading->verbose))
		return;
	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	intake_say(in, "%s", text);
}

static bool
is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* At most QUOTED bytes of RAW around byte OFFSET, whole characters, escaped. */
static void
quote(struct str raw, size_t offset, char *text, size_t room)
{
	size_t from = offset > QUOTED - 10 && offset <= raw.n ? offset - QUOTED_BEFORE : 0;
	size_t to = raw.n - from > QUOTED ? from + QUOTED : raw.n;
	int head, n;

	while (from && from < to && is_continuation(raw.p[from]))
		from++;
	while (to < raw.n && to > from && is_continuation(raw.p[to]))
		to--;
	head = snprintf(text, room, "%s", from ? "..." : "");
	n = head +
	    (int)utf8_escape(STR_N(raw.p + from, to - from), text + head, room - (size_t)head - 4);
	snprintf(text + n, room - (size_t)n, "%s", to < raw.n ? "..." : "");
}

static void
show_reject(struct intake *in, const struct row *row, const char *message, size_t offset)
{
	char quoted[4 * QUOTED + 16] = "", at[40] = "";

	if (row->raw.p)
		quote(row->raw, offset, quoted, sizeof quoted);
	if (offset)
		snprintf(at, sizeof at, " at byte %zu", offset + 1);
	intake_say(in, "%.*s:%llu: %s%s%s%s", NAME_SHOWN, row->file, (unsigned long long)row->line,
		   message, at, quoted[0] ? ": " : "", quoted);
}

static void
keep_reject(struct intake *in, struct str raw)
{
	if (in->rejects_fd < 0 || !raw.p)
		return;
	output_add(&in->rejects, raw.p, raw.n);
	output_add(&in->rejects, "\n", 1);
	output_row(&in->rejects);
}

static void
count_reject(struct intake *in, const struct row *row, enum reject_reason reason,
	     const char *message, size_t offset)
{
	bool strict = in->reading->strict, quiet = in->reading->quiet && !strict;
	uint64_t n = ++in->rejected_by[reason];

	in->rejected++;
	keep_reject(in, row->raw);
	if (!quiet && n <= INTAKE_SHOWN)
		show_reject(in, row, message, offset);
	else if (!quiet && n == INTAKE_SHOWN + 1)
		intake_say(in, "further lines rejected for %s are counted, not shown",
			   reject_reason_name(reason));
	/* A torn line is followed by the fault that tore it, which has more to say. */
	if (strict && reason != REJECT_TORN && !in->stopped) {
		in->stopped = true;
		in->status = cli_worse(in->status, EXIT_DAMAGED);
		intake_say(in, "stopped at the first bad line (--strict)");
	}
}

void
intake_reject(struct intake *in, const struct row *row, enum reject_reason reason,
	      const char *format, ...)
{
	char text[MESSAGE / 2];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	count_reject(in, row, reason, text, 0);
}

void
intake_refuse(struct intake *in, const struct row *row, const struct sampler *s)
{
	size_t shown = s->text.n < VALUE_SHOWN ? s->text.n : VALUE_SHOWN;

	intake_reject(in, row, REJECT_VALUE, "%.*s '%.*s' %s", (int)s->name.n, s->name.p,
		      (int)shown, shown ? s->text.p : "", s->message);
}

void
intake_filtered(struct intake *in)
{
	in->filtered++;
}

/* Counts a fault of FILE; true if it is to be shown. */
static bool
count_fault(struct intake *in, const char *file, int status)
{
	in->faults++;
	in->status = cli_worse(in->status, status);
	if (in->fault_file != file)
		in->faults_shown = 0;
	in->fault_file = file;
	if (in->faults_shown == INTAKE_SHOWN)
		intake_say(in, "%.*s: further faults of this file are counted, not shown",
			   NAME_SHOWN, file);
	return in->faults_shown++ < INTAKE_SHOWN;
}

/* The stream does not end as --require-end wants it. */
static void
tell_mark(struct intake *in, const struct scan_event *e)
{
	const struct row *row = &e->row;

	if (!count_fault(in, row->file, EXIT_DAMAGED))
		return;
	if (row->line)
		intake_say(in, "%.*s:%llu: %s", NAME_SHOWN, row->file,
			   (unsigned long long)row->line, e->message);
	else
		intake_say(in, "%.*s: %s", NAME_SHOWN, row->file, e->message);
}

static void
tell_fault(struct intake *in, const struct input_fault *f)
{
	struct buf text;

	if (!count_fault(in, f->file, intake_fault_status(f)))
		return;
	buf_init(&text, BUF_CAP_MAX);
	intake_fault_text(f, in->reading->recover, &text);
	if (f->line)
		intake_say(in, "%.*s:%llu: %.*s", NAME_SHOWN, f->file, (unsigned long long)f->line,
			   (int)text.n, text.p);
	else
		intake_say(in, "%.*s: %.*s", NAME_SHOWN, f->file, (int)text.n, text.p);
	buf_release(&text);
	if (in->reading->strict && f->kind == INPUT_FAULT_GZIP)
		in->stopped = true;
}

const struct scan_made *
intake_made(const struct intake *in)
{
	return &in->event.made;
}

/* Why the scan cannot go on, and where if that is known. */
static void
say_why(struct intake *in, const struct row *row)
{
	const char *text = scan_why(in->scan)->text;

	if (row->file)
		intake_say(in, "%.*s:%llu: %s", NAME_SHOWN, row->file,
			   (unsigned long long)row->line, text);
	else
		intake_say(in, "%s", text);
}

/*
 * What the scan GOT, but for a SCAN_ROW: intake_next_row's answer, or -1 to go on.  Kept
 * out of there, whose frame it would enlarge.
 */
static __attribute__((noinline)) int
take_event(struct intake *in, int got)
{
	struct scan_event *e = &in->event;

	switch (got) {
	case SCAN_COLUMNS:
		in->rows_in++;
		return 2;
	case SCAN_MADE:
		in->rows_in += e->made.rows + e->made.filtered;
		in->filtered += e->made.filtered;
		return 3;
	case SCAN_REJECT:
		in->rows_in++;
		count_reject(in, &e->row, e->reason, e->message, e->message_offset);
		break;
	case SCAN_FAULT:
		tell_fault(in, e->fault);
		break;
	case SCAN_MARK:
		tell_mark(in, e);
		break;
	case SCAN_END:
		return 0;
	default:
		say_why(in, &e->row);
		in->status = EXIT_TROUBLE;
		in->stopped = true;
	}
	return -1;
}

int
intake_next_row(struct intake *in, const struct row **row)
{
	struct scan_event *e = &in->event;
	int answer = -1;

	*row = &e->row;
	/* Who cannot write need not read on; cli_close has the message. */
	while (answer < 0 && !in->stopped && !(in->out && in->out->error_number)) {
		int got;

		e->row.file = NULL;
		got = scan_next(in->scan, e);
		intake_progress_tick(in, got == SCAN_MADE ? (unsigned)e->made.rows : 1);
		if (got == SCAN_ROW) {
			in->rows_in++;
			return 1;
		}
		answer = take_event(in, got);
	}
	return answer;
}

int
intake_next(struct intake *in, struct row *row)
{
	const struct row *at;
	int got = intake_next_row(in, &at);

	if (got > 0)
		*row = *at;
	return got;
}
