/*
 * input_events - runs an input and keeps what came out of it: all bytes of blocks,
 * and one line of text for each event, so that two runs can be compared.
 */
#ifndef ML_INPUT_EVENTS_H
#define ML_INPUT_EVENTS_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "input.h"

enum { EVENT_FAULTS = 16 };

struct events {
	struct buf text; /* of all blocks */
	struct buf log;  /* a line an event, bytes left out */
	struct input_fault fault[EVENT_FAULTS];
	struct buf torn[EVENT_FAULTS]; /* their own copies */
	size_t faults, blocks, lines;
	unsigned behind; /* sum of what stood behind them */
	bool was_gzip;
};

static inline void
events_add_block(struct events *e, const struct input_block *b)
{
	assert_true(b->n > 0);
	/* The bytes behind a block can be read: a sanitizer would tell. */
	for (size_t i = 0; i < INPUT_PAD; i++)
		e->behind += (unsigned char)b->p[b->n + i];
	e->blocks++;
	for (size_t i = 0; i < b->n; i++)
		e->lines += b->p[i] == '\n';
	buf_add(&e->text, b->p, b->n);
	buf_addf(&e->log, "block %s offset %zu line %zu n %zu first %d last %d\n", b->file,
		 (size_t)b->offset, (size_t)b->line, b->n, b->first, b->last);
}

static inline void
events_add_fault(struct events *e, const struct input_fault *f)
{
	assert_true(e->faults < EVENT_FAULTS);
	buf_init(&e->torn[e->faults], BUF_CAP_MAX);
	if (f->torn.n)
		buf_add(&e->torn[e->faults], f->torn.p, f->torn.n);
	e->fault[e->faults++] = *f;
	buf_addf(&e->log, "fault %d %s line %zu byte %zu unverified %zu ", (int)f->kind, f->file,
		 (size_t)f->line, (size_t)f->byte, (size_t)f->first_unverified);
	buf_addf(&e->log, "torn %zu at %zu errno %d gz %d of %zu at %zu\n", (size_t)f->torn_bytes,
		 (size_t)f->torn_offset, f->error_number, (int)f->gz.fault, (size_t)f->gz.member,
		 (size_t)f->gz.fault_byte);
}

static inline void
events_run(struct events *e, const char *const *files, size_t n, const struct input_options *o)
{
	struct input *in = input_new(files, n, o);
	struct input_block b;
	struct input_fault f;
	int event;

	*e = (struct events){0};
	buf_init(&e->text, BUF_CAP_MAX);
	buf_init(&e->log, BUF_CAP_MAX);
	while ((event = input_next(in, &b, &f)) != INPUT_END) {
		if (event == INPUT_BLOCK)
			events_add_block(e, &b);
		else
			events_add_fault(e, &f);
	}
	assert_int_equal(input_next(in, &b, &f), INPUT_END);
	e->was_gzip = input_was_gzip(in);
	input_free(in);
}

static inline void
events_release(struct events *e)
{
	buf_release(&e->text);
	buf_release(&e->log);
	for (size_t i = 0; i < e->faults; i++)
		buf_release(&e->torn[i]);
}

/* A folder for a test's files, and a name in it. */
static char events_folder[] = "/tmp/input-XXXXXX";
static char events_path[4][64];

static inline const char *
events_name(int i)
{
	snprintf(events_path[i], sizeof events_path[i], "%s/%d.log", events_folder, i);
	return events_path[i];
}

/* File I of the folder holds S. */
static inline const char *
events_file(int i, struct str s)
{
	const char *name = events_name(i);
	FILE *f = fopen(name, "wb");

	if (!f || (s.n && fwrite(s.p, 1, s.n, f) != s.n) || fclose(f) != 0)
		abort();
	return name;
}

static inline int
events_begin(void **state)
{
	(void)state;
	return mkdtemp(events_folder) ? 0 : -1;
}

static inline int
events_end(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		unlink(events_name(i));
	return rmdir(events_folder);
}

#endif
