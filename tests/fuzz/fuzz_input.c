/*
 * The block reader: the same lines, offsets and faults from a file, by two threads and from a
 * pipe in pieces, whatever the caller leaves of a block.  A byte of options, a byte for
 * the pieces, then gz.h.
 */
#include "feed.h"
#include "fuzz.h"
#include "gz.h"
#include "input.h"

enum { SHORT_LINE = 40, RECOVER = 1, SHORT = 2, LEAVE = 4, RATIO = 8, BOUND = 16 };

struct seen {
	struct buf text; /* of all blocks, without what was left */
	struct buf log;  /* of the faults */
	uint64_t lines;
	bool bad_data; /* where a block's header is corrupt backends may part: inflate.h */
};

static uint64_t
lines_in(const char *p, size_t n)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += p[i] == '\n';
	return lines;
}

/* Takes the lines of B, but its last one if LEAVE and more may come. */
static void
take_block(struct seen *s, struct input *in, const struct input_block *b, bool leave)
{
	size_t used = b->n;

	HOLD(b->n > 0 && (b->last || b->p[b->n - 1] == '\n'));
	HOLD(b->line == s->lines + 1);
	if (leave && !b->last) {
		for (used--; used && b->p[used - 1] != '\n'; used--)
			;
		input_used(in, used, lines_in(b->p, used));
	}
	s->lines += lines_in(b->p, used);
	buf_add(&s->text, b->p, used);
}

static void
take_fault(struct seen *s, const struct input_fault *f)
{
	buf_addf(&s->log, "%d line %zu at %zu unverified %zu torn %zu at %zu: ", (int)f->kind,
		 (size_t)f->line, (size_t)f->byte, (size_t)f->first_unverified,
		 (size_t)f->torn_bytes, (size_t)f->torn_offset);
	buf_add(&s->log, f->torn.p ? f->torn.p : "", f->torn.n);
	s->bad_data |= f->kind == INPUT_FAULT_GZIP && f->gz.fault == GUNZIP_BAD_DATA;
	if (f->kind == INPUT_FAULT_GZIP)
		buf_addf(&s->log, " gz %d member %zu at %zu", (int)f->gz.fault,
			 (size_t)f->gz.member, (size_t)f->gz.fault_byte);
	buf_addf(&s->log, ", behind %zu bytes\n", s->text.n);
	if (f->kind == INPUT_FAULT_LONG_LINE || f->torn_bytes)
		s->lines++;
}

static void
read_all(struct seen *s, const char *name, const struct input_options *o, bool leave)
{
	struct input *in = input_new(&name, 1, o);
	struct input_block b;
	struct input_fault f;
	int event;

	*s = (struct seen){.lines = 0};
	buf_init(&s->text, BUF_CAP_MAX);
	buf_init(&s->log, BUF_CAP_MAX);
	while ((event = input_next(in, &b, &f)) != INPUT_END) {
		HOLD(event == INPUT_BLOCK || event == INPUT_FAULT);
		if (event == INPUT_BLOCK)
			take_block(s, in, &b, leave);
		else
			take_fault(s, &f);
	}
	HOLD(input_next(in, &b, &f) == INPUT_END);
	input_free(in);
}

static void
release(struct seen *s)
{
	buf_release(&s->text);
	buf_release(&s->log);
}

static void
hold_same(const struct seen *first, const char *name, const struct input_options *o, bool leave)
{
	struct seen other;

	read_all(&other, name, o, leave);
	if (!first->bad_data && !other.bad_data) {
		HOLD_SAME(buf_str(&first->text), buf_str(&other.text));
		HOLD_SAME(buf_str(&first->log), buf_str(&other.log));
	}
	release(&other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = fuzz_str(data, size);
	unsigned choice = fuzz_byte(&rest), pieces = fuzz_byte(&rest);
	struct input_options o = {.recover = choice & RECOVER,
				  .max_line = choice & SHORT ? SHORT_LINE : 0,
				  .max_ratio = choice & RATIO ? 20 : 0,
				  .max_output_bytes = choice & BOUND ? 1000 : 0};
	/* What is left counts as part of the line that follows it. */
	bool leave = choice & LEAVE && !(choice & SHORT);
	struct buf stream, text;
	struct seen first;
	const char *name;
	bool sound;

	buf_init(&stream, BUF_CAP_MAX);
	buf_init(&text, BUF_CAP_MAX);
	gz_make(&rest, &stream, &text, &sound);
	stream.n = stream.n < FEED_PIPE_MOST ? stream.n : 0;
	name = feed_file(0, buf_str(&stream));
	read_all(&first, name, &o, false);
	hold_same(&first, name, &o, leave);
	o.threads = true;
	hold_same(&first, name, &o, leave);
	o.threads = pieces & 1;
	hold_same(&first, feed_pipe(buf_str(&stream), pieces), &o, leave);
	feed_pipe_close();
	release(&first);
	buf_release(&stream);
	buf_release(&text);
	return 0;
}
