#include "input.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "input_ring.h"
#include "xalloc.h"

struct input {
	struct input_ring ring;
	const char *const *files;
	size_t n;
	uint64_t total; /* bytes of all operands, 0: unknown */
	bool begun, was_gzip;

	struct input_slot *slot; /* the event at hand */
	char *at;                /* of its block: not delivered yet */
	size_t left;
	bool held; /* a rest went before it: it is still to be delivered */

	struct input_block block; /* the last one delivered, while OUT */
	bool out;
	bool whole; /* it is all of its slot, and nothing else */
	size_t used;
	uint64_t used_lines;

	size_t number; /* of the operand at hand */
	bool given;    /* a block of it */
	uint64_t line; /* number of the line that comes next */
	uint64_t member, member_line;
	uint64_t member_skipped; /* began in a line too long */

	/* What the caller left; the block that begins with it may stand here too. */
	char *rest;
	size_t rest_n, rest_room;
	struct input_block rest_of; /* the block that it is the end of */
};

static const char *const standard_input[] = {"-"};

struct input *
input_new(const char *const *files, size_t n, const struct input_options *o)
{
	struct input *in = xcalloc(1, sizeof *in);

	in->files = n ? files : standard_input;
	in->n = n ? n : 1;
	input_ring_init(&in->ring, in->files, in->n, o);
	return in;
}

void
input_free(struct input *in)
{
	if (!in)
		return;
	input_ring_release(&in->ring);
	free(in->rest);
	free(in);
}

/* Bytes of all operands together if all are regular files. */
static uint64_t
sizes(const struct input *in)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < in->n; i++) {
		struct stat st;
		int status = strcmp(in->files[i], "-") == 0 ? fstat(STDIN_FILENO, &st)
							    : stat(in->files[i], &st);

		if (status == 0 && !S_ISREG(st.st_mode))
			return 0;
		if (status == 0)
			sum += (uint64_t)st.st_size;
	}
	return sum;
}

static uint64_t
count_lines(const char *p, size_t n)
{
	const char *end = p + n;
	uint64_t lines = 0;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
		lines++;
		p++;
	}
	return lines;
}

/* Keeps the N bytes at P, which may stand in the rest itself. */
static void
keep_rest(struct input *in, const char *p, size_t n)
{
	GROW(in->rest, n, in->rest_room);
	if (n)
		memmove(in->rest, p, n);
	in->rest_n = n;
}

/* Takes account of what the caller did with the last block. */
static void
settle(struct input *in)
{
	const struct input_block *b = &in->block;
	size_t rest = in->out ? b->n - in->used : 0;

	if (in->out) {
		if (in->used == b->n && in->used_lines == UINT64_MAX)
			in->used_lines = count_lines(b->p, b->n);
		in->line += in->used_lines;
		in->out = false;
		if (rest && b->last) {
			in->line += count_lines(b->p + in->used, rest);
			rest = 0;
		}
		in->rest_of = *b;
		in->rest_of.first = b->first && in->used == 0;
		in->rest_of.offset = b->offset + in->used;
		keep_rest(in, b->p + in->used, rest);
	}
	if (in->slot && in->left == 0 && !in->held && in->slot->event != INPUT_END) {
		input_ring_drop(&in->ring);
		in->slot = NULL;
	}
	in->held = false;
}

static bool
fetch(struct input *in)
{
	struct input_slot *s = in->slot = input_ring_next(&in->ring);

	if (!s)
		return false;
	in->at = s->p;
	in->left = s->event == INPUT_BLOCK ? s->n : 0;
	return true;
}

void
input_patience(struct input *in, int ms)
{
	in->ring.until = ms < 0 ? INPUT_FOREVER : clock_monotonic() + INT64_C(1000) * ms;
}

/* Bytes of the N at P before the first line that is longer than MOST. */
static size_t
before_long_line(const char *p, size_t n, size_t most)
{
	const char *start = p, *end = p + n, *lf;

	while ((size_t)(end - start) > most) {
		/* The last line feed of those that would do. */
		for (lf = start + most; lf > start && *lf != '\n'; lf--)
			;
		if (*lf != '\n')
			return memchr(start, '\n', (size_t)(end - start)) ? (size_t)(start - p) : n;
		start = lf + 1;
	}
	return n;
}

/* A line of N bytes at OFFSET of FILE that is too long. */
static int
give_long_line(struct input *in, struct input_fault *f, const char *file, uint64_t offset, size_t n)
{
	*f = (struct input_fault){.kind = INPUT_FAULT_LONG_LINE,
				  .file = file,
				  .line = in->line++,
				  .byte = offset,
				  .torn_offset = offset,
				  .torn_bytes = n};
	return INPUT_FAULT;
}

/* The first line of what the caller left, which is too much. */
static int
give_long_rest(struct input *in, struct input_fault *f)
{
	const char *lf = memchr(in->rest, '\n', in->rest_n);
	size_t n = lf ? (size_t)(lf - in->rest) : in->rest_n;
	uint64_t offset = in->rest_of.offset;

	in->rest_of.offset += n + 1;
	in->rest_of.first = false;
	keep_rest(in, in->rest + n + (lf != NULL), in->rest_n - n - (lf != NULL));
	return give_long_line(in, f, in->rest_of.file, offset, n);
}

static int
give(struct input *in, struct input_block *b)
{
	in->out = true;
	in->used = in->block.n;
	in->used_lines = UINT64_MAX;
	*b = in->block;
	return INPUT_BLOCK;
}

/* What the caller left, with nothing (EVENT: INPUT_IDLE: yet) that could complete it. */
static int
give_rest(struct input *in, struct input_block *b, int event)
{
	GROW(in->rest, in->rest_n + INPUT_PAD, in->rest_room);
	memset(in->rest + in->rest_n, 0, INPUT_PAD);
	in->block = in->rest_of;
	in->block.p = in->rest;
	in->block.n = in->rest_n;
	in->block.line = in->line;
	in->block.last = event == INPUT_BLOCK;
	in->whole = false;
	in->rest_n = 0;
	in->held = true;
	give(in, b);
	return event;
}

/* The rest and the N bytes of the slot as one run. */
static char *
join(struct input *in, size_t n)
{
	size_t rest = in->rest_n;

	in->rest_n = 0;
	if (rest <= INPUT_HEAD) {
		if (rest)
			memcpy(in->at - rest, in->rest, rest);
		return in->at - rest;
	}
	GROW(in->rest, rest + n + INPUT_PAD, in->rest_room);
	memcpy(in->rest + rest, in->at, n);
	memset(in->rest + rest + n, 0, INPUT_PAD);
	return in->rest;
}

/*
 * Notes at which line a member begins, if it does so in the block at hand, or before it
 * in a line that was too long.
 */
static void
find_member(struct input *in)
{
	const struct input_slot *s = in->slot;
	const struct input_block *b = &in->block;
	bool here = s->member && s->member_offset < b->offset + b->n;
	uint64_t member = here ? s->member : in->member_skipped;

	if (member <= in->member)
		return;
	in->member = member;
	in->member_line = b->line;
	if (here && s->member_offset > b->offset)
		in->member_line += count_lines(b->p, (size_t)(s->member_offset - b->offset));
}

static int
give_block(struct input *in, struct input_block *b, size_t n)
{
	const struct input_slot *s = in->slot;
	size_t rest = in->rest_n;

	in->block = (struct input_block){
		.p = join(in, n),
		.n = rest + n,
		.file = s->file,
		.offset = s->offset + (uint64_t)(in->at - s->p) - rest,
		.line = in->line,
		.first = rest ? in->rest_of.first : !in->given,
		.last = s->last && n == in->left,
	};
	in->whole = rest == 0 && n == s->n;
	in->given = true;
	in->at += n;
	in->left -= n;
	in->was_gzip |= s->gzip;
	find_member(in);
	return give(in, b);
}

/* Lines of a damaged member that came out before it was known to be damaged. */
static bool
is_unverified(const struct input_fault *f)
{
	switch (f->gz.fault) {
	case GUNZIP_TRUNCATED:
	case GUNZIP_NO_TRAILER:
	case GUNZIP_BAD_DATA:
	case GUNZIP_BAD_CRC:
	case GUNZIP_BAD_LENGTH:
	case GUNZIP_RATIO:
		return f->kind == INPUT_FAULT_GZIP;
	default:
		return false;
	}
}

static int
give_fault(struct input *in, struct input_fault *f)
{
	*f = in->slot->fault;
	if (f->kind == INPUT_FAULT_LONG_LINE) {
		f->line = in->line++;
		return INPUT_FAULT;
	}
	f->line = in->line - 1;
	if (is_unverified(f) && f->gz.member == in->member)
		f->first_unverified = in->member_line;
	if (f->torn_bytes)
		in->line++;
	return INPUT_FAULT;
}

/* Another operand than that of the last event. */
static void
turn_to(struct input *in, size_t number)
{
	in->number = number;
	in->given = false;
	in->line = 1;
	in->member = in->member_skipped = 0;
}

int
input_next(struct input *in, struct input_block *b, struct input_fault *f)
{
	const size_t max_line = in->ring.reader.max_line;
	size_t n = 0;

	if (!in->begun)
		in->total = sizes(in);
	in->begun = true;
	settle(in);
	if (in->rest_n > max_line)
		return give_long_rest(in, f);
	if (!in->slot && !fetch(in))
		return give_rest(in, b, INPUT_IDLE);
	if (in->left)
		n = before_long_line(in->at, in->left, max_line);
	if (in->rest_n && (n == 0 || in->slot->number != in->number))
		return give_rest(in, b, INPUT_BLOCK);
	if (in->slot->event == INPUT_END)
		return INPUT_END;
	if (in->slot->number != in->number)
		turn_to(in, in->slot->number);
	if (n)
		return give_block(in, b, n);
	if (in->left == 0)
		return give_fault(in, f);
	n = (size_t)((const char *)memchr(in->at, '\n', in->left) - in->at);
	in->at += n + 1;
	in->left -= n + 1;
	if (in->slot->member &&
	    in->slot->member_offset < in->slot->offset + (uint64_t)(in->at - in->slot->p))
		in->member_skipped = in->slot->member;
	return give_long_line(in, f, in->slot->file,
			      in->slot->offset + (uint64_t)(in->at - in->slot->p) - n - 1, n);
}

size_t
input_helpers(const struct input *in)
{
	size_t n = 1 + in->ring.options.helpers;

	if (!in->ring.threaded)
		return 0;
	return n < INPUT_HELPERS ? n : INPUT_HELPERS;
}

void
input_ahead(struct input *in, const struct input_ahead *a)
{
	if (in->ring.threaded)
		input_ring_ahead(&in->ring, a);
}

bool
input_was_ahead(const struct input *in, size_t *place)
{
	if (!in->out || !in->whole || in->slot->ahead != INPUT_RUN ||
	    in->slot->first != in->block.first)
		return false;
	*place = (size_t)(in->slot - in->ring.slot);
	return true;
}

void
input_used(struct input *in, size_t bytes, uint64_t lines)
{
	if (!in->out || bytes > in->block.n)
		return;
	in->used = bytes;
	in->used_lines = lines;
}

void
input_progress(const struct input *in, uint64_t *done, uint64_t *total)
{
	*done = atomic_load_explicit(&in->ring.read_bytes, memory_order_relaxed);
	*total = in->total;
}

bool
input_was_gzip(const struct input *in)
{
	return in->was_gzip;
}
