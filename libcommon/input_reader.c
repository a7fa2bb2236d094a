#include "input_reader.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { MAX_LINE = 16 << 20 };

void
input_reader_init(struct input_reader *r, const char *const *files, size_t n,
		  const struct input_options *o)
{
	r->files = files;
	r->n = n;
	r->max_line = o->max_line ? o->max_line : MAX_LINE;
	r->block = o->block ? o->block : INPUT_ROOM;
	r->max_output = o->max_output_bytes;
}

void
input_reader_release(struct input_reader *r)
{
	input_source_release(&r->source);
}

const char *
input_reader_name(const char *file)
{
	return strcmp(file, "-") == 0 ? "(standard input)" : file;
}

static char *
start_of(const struct input_slot *s)
{
	return s->buffer + INPUT_HEAD;
}

/* Gives S a buffer for ROOM bytes of text; those it holds stay. */
static void
size_slot(struct input_slot *s, size_t room)
{
	s->buffer = xrealloc(s->buffer, INPUT_HEAD + room + INPUT_PAD, 1);
	s->room = room;
}

static void
begin_event(struct input_reader *r, struct input_slot *s, int event)
{
	s->event = event;
	s->p = start_of(s);
	s->n = 0;
	s->file = r->file;
	s->offset = r->offset;
	s->number = r->next;
	s->first = r->first;
	s->last = false;
	s->gzip = r->source.gz != NULL;
	s->ahead = INPUT_UNTOUCHED;
	s->member = 0;
	s->fault = (struct input_fault){.file = r->file};
}

static void
close_file(struct input_reader *r)
{
	input_source_close(&r->source);
	r->file = NULL;
	r->carry_n = 0;
	if (r->over)
		r->next = r->n;
}

/* False: S holds a fault or the end instead. */
static bool
open_next(struct input_reader *r, struct input_slot *s)
{
	int error_number;

	r->first = r->fresh = true;
	r->skipping = false;
	r->offset = r->member = 0;
	r->carry_n = 0;
	if (r->next == r->n) {
		begin_event(r, s, INPUT_END);
		return false;
	}
	r->file = input_reader_name(r->files[r->next]);
	error_number = input_source_open(&r->source, r->files[r->next++]);
	if (error_number) {
		begin_event(r, s, INPUT_FAULT);
		s->fault.kind = INPUT_FAULT_OPEN;
		s->fault.error_number = error_number;
		r->file = NULL;
	}
	return error_number == 0;
}

/* Bytes of P up to and with its last line feed, 0 without one. */
static size_t
whole_lines(const char *p, size_t n)
{
	while (n && p[n - 1] != '\n')
		n--;
	return n;
}

/* input_source_read, at most a block at a time and as max_output allows. */
static enum input_source_status
read_on(struct input_reader *r, char *p, size_t room, bool patient, size_t *made)
{
	enum input_source_status status;

	*made = 0;
	if (r->over)
		return INPUT_SOURCE_OVER;
	if (room > r->block)
		room = r->block;
	/* One byte more than is allowed tells whether there is more. */
	if (r->max_output && room > r->max_output - r->output)
		room = (size_t)(r->max_output - r->output) + 1;
	status = input_source_read(&r->source, p, room, patient, made);
	r->output += *made;
	if (r->max_output && r->output > r->max_output) {
		r->over = true;
		if (--*made == 0)
			return INPUT_SOURCE_OVER;
	}
	return status;
}

static const struct {
	const char *name; /* NULL: UTF-8, which is eaten */
	const char *mark;
	size_t n;
} marks[] = {
	{NULL, "\xef\xbb\xbf", 3},       {"UTF-32LE", "\xff\xfe\0\0", 4},
	{"UTF-32BE", "\0\0\xfe\xff", 4}, {"UTF-16LE", "\xff\xfe", 2},
	{"UTF-16BE", "\xfe\xff", 2},
};

/* The byte order mark at P: its index, -1 none, -2 too early to tell. */
static int
find_mark(const char *p, size_t n, bool end)
{
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		if (memcmp(p, marks[i].mark, n < marks[i].n ? n : marks[i].n) != 0)
			continue;
		if (n >= marks[i].n)
			return (int)i;
		if (!end)
			return -2;
	}
	return -1;
}

/* What was gathered in a slot: n bytes, the first CUT of them whole lines. */
struct gathered {
	size_t n, cut;
};

/* Looks at a file's first bytes (END: there are no more).  False: not UTF-8. */
static bool
begin_text(struct input_reader *r, struct input_slot *s, struct gathered *g, bool end)
{
	int mark = find_mark(start_of(s), g->n, end);

	r->fresh = mark == -2;
	if (mark == 0) {
		g->n -= marks[0].n;
		g->cut = g->cut ? g->cut - marks[0].n : 0;
		memmove(start_of(s), start_of(s) + marks[0].n, g->n);
		r->offset += marks[0].n;
	}
	if (mark > 0)
		r->source.what = marks[mark].name;
	return mark <= 0;
}

/* Room for the rest of a long line. */
static void
enlarge(struct input_reader *r, struct input_slot *s)
{
	size_t room = 2 * s->room;

	r->make_way(r->arg, s);
	if (room > r->max_line)
		room = r->max_line + 1;
	size_slot(s, room);
}

/*
 * Reads until there is a block's worth of lines, a line that is too long (BYTES with
 * CUT 0), or no more for now.
 */
static enum input_source_status
gather(struct input_reader *r, struct input_slot *s, struct gathered *g)
{
	while ((g->n < r->block || !g->cut) && (g->n <= r->max_line || g->cut)) {
		enum input_source_status status;
		size_t made, lines;

		if (g->n == s->room)
			enlarge(r, s);
		status = read_on(r, start_of(s) + g->n, s->room - g->n, !g->cut, &made);
		lines = whole_lines(start_of(s) + g->n, made);
		if (lines)
			g->cut = g->n + lines;
		g->n += made;
		if (r->fresh && !begin_text(r, s, g, made == 0))
			return INPUT_SOURCE_FOREIGN;
		if (status != INPUT_SOURCE_BYTES)
			return status;
	}
	return INPUT_SOURCE_BYTES;
}

/* The last member that began, if this is the first block with a byte of it. */
static void
mark_member(struct input_reader *r, struct input_slot *s)
{
	const struct gunzip_state *st = r->source.gz ? gunzip_state(r->source.gz) : NULL;

	if (!st || st->member == r->member || st->member_out >= s->offset + s->n)
		return;
	r->member = s->member = st->member;
	s->member_offset = st->member_out > s->offset ? st->member_out : s->offset;
}

/* Hands over the first CUT bytes of those gathered. */
static bool
emit(struct input_reader *r, struct input_slot *s, struct gathered g)
{
	begin_event(r, s, INPUT_BLOCK);
	s->n = g.cut;
	memset(s->p + g.n, 0, INPUT_PAD);
	mark_member(r, s);
	r->first = false;
	r->offset += g.cut;
	r->carry = s->p + g.cut;
	r->carry_n = g.n - g.cut;
	return true;
}

/* The source cannot go on; the N bytes in S are what is left of a line. */
static bool
tell_fault(struct input_reader *r, struct input_slot *s, enum input_source_status status, size_t n)
{
	struct input_fault *f = &s->fault;

	begin_event(r, s, INPUT_FAULT);
	f->kind = status == INPUT_SOURCE_DAMAGED ? INPUT_FAULT_GZIP
		  : status == INPUT_SOURCE_READ  ? INPUT_FAULT_READ
		  : status == INPUT_SOURCE_OVER  ? INPUT_FAULT_OUTPUT
						 : INPUT_FAULT_ENCODING;
	if (f->kind == INPUT_FAULT_READ)
		f->error_number = r->source.error_number;
	if (f->kind == INPUT_FAULT_ENCODING)
		f->what = r->source.what;
	else if (n)
		f->torn = (struct str){s->p, n};
	if (r->source.gz)
		f->gz = *gunzip_state(r->source.gz);
	f->torn_offset = r->offset;
	f->torn_bytes = f->torn.n;
	f->byte = r->offset + f->torn.n;
	r->offset += n;
	r->carry_n = 0;
	if (f->kind == INPUT_FAULT_GZIP)
		input_source_resume(&r->source);
	else
		close_file(r);
	return true;
}

static bool
tell_end(struct input_reader *r, struct input_slot *s)
{
	r->next = r->n;
	close_file(r);
	begin_event(r, s, INPUT_END);
	return true;
}

/* Goes to the end of a line that is too long, and tells of it. */
static bool
skip(struct input_reader *r, struct input_slot *s)
{
	enum input_source_status status;
	const char *lf = NULL;
	size_t made;

	do {
		status = read_on(r, start_of(s), s->room, true, &made);
		lf = made ? memchr(start_of(s), '\n', made) : NULL;
		r->skipped += lf ? (size_t)(lf - start_of(s)) : made;
	} while (status == INPUT_SOURCE_BYTES && !lf);
	if (status == INPUT_SOURCE_STOPPED)
		return tell_end(r, s);
	begin_event(r, s, INPUT_FAULT);
	s->fault.kind = INPUT_FAULT_LONG_LINE;
	s->fault.byte = s->fault.torn_offset = r->offset;
	s->fault.torn_bytes = r->skipped;
	r->skipping = false;
	r->offset += r->skipped + (lf != NULL);
	if (lf) {
		r->carry = lf + 1;
		r->carry_n = made - (size_t)(lf + 1 - s->p);
	}
	return true;
}

/* The file is over; false if it left nothing to tell. */
static bool
finish_file(struct input_reader *r, struct input_slot *s, struct gathered g)
{
	if (g.n - g.cut > r->max_line)
		return emit(r, s, g);
	g.cut = g.n;
	if (g.n) {
		emit(r, s, g);
		s->last = true;
	}
	close_file(r);
	return g.n > 0;
}

/* The next event of the open file; false if it left none. */
static bool
fill_open(struct input_reader *r, struct input_slot *s)
{
	struct gathered g = {.n = r->carry_n};
	enum input_source_status status;

	if (g.n)
		memcpy(start_of(s), r->carry, g.n);
	r->carry_n = 0;
	if (r->skipping)
		return skip(r, s);
	g.cut = whole_lines(start_of(s), g.n);
	status = gather(r, s, &g);
	if (status == INPUT_SOURCE_STOPPED)
		return tell_end(r, s);
	if (status == INPUT_SOURCE_FOREIGN)
		return tell_fault(r, s, status, 0);
	if (status == INPUT_SOURCE_END)
		return finish_file(r, s, g);
	if (g.cut)
		return emit(r, s, g);
	if (g.n > r->max_line) {
		r->skipping = true;
		r->skipped = g.n;
		return skip(r, s);
	}
	return tell_fault(r, s, status, g.n);
}

void
input_reader_fill(struct input_reader *r, struct input_slot *s)
{
	if (s->room != r->block)
		size_slot(s, r->block);
	do {
		if (!r->file && !open_next(r, s))
			return;
	} while (!fill_open(r, s));
}
