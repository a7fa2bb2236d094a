/*
 * output - bytes to a file descriptor or, atomically, to a file.  Layer: io.
 *
 * Full blocks of 64 KiB; short writes, EINTR and EAGAIN (poll, no busy wait)
 * are handled; the first failure is kept and every later call returns it.
 * output_flush writes whole rows only: bytes behind the last output_row stay.
 */
#ifndef ML_OUTPUT_H
#define ML_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "status.h"
#include "str.h"

struct output {
	int fd;
	char *p;
	size_t n, room;
	size_t most;      /* bytes that are held back, but for a row under way */
	size_t row_end;   /* bytes of whole rows in p */
	uint64_t written; /* bytes handed to the kernel */
	int error_number; /* of the first failure, 0: none */
	bool line_buffered;
	struct output_file *file; /* NULL: fd is somebody else's */
};

/* Writes to FD, which stays open.  Enlarges a pipe where that is allowed. */
void output_init(struct output *o, int fd);
/* Writes nowhere: all that is added stands in p[0..n), and n = row_end = 0 forgets it. */
void output_init_memory(struct output *o);
/*
 * Writes to a new temporary file beside PATH (O_EXCL, 0600); output_finish makes
 * it PATH: fsync, the old file's mode (else MODE less the umask), rename, fsync of
 * the directory.  A PATH that is no regular file (/dev/stderr, a fifo) is written
 * in place.  STATUS_IO with errno on failure.
 */
int output_open(struct output *o, const char *path, unsigned mode) MUST_USE;

/* Room for N bytes at the returned pointer; output_advance says how many were used. */
char *output_reserve(struct output *o, size_t n);

static inline void
output_advance(struct output *o, size_t n)
{
	o->n += n;
}

void output_add(struct output *o, const char *p, size_t n);
/* Writes the N bytes at P, which are whole rows, behind those before: many at once. */
void output_rows(struct output *o, const char *p, size_t n);

/* The bytes so far end a row: may be written; writes when a block is full. */
void output_row(struct output *o);
/* Drops the bytes behind the last whole row. */
void output_drop(struct output *o);
/* Writes all whole rows now. */
int output_flush(struct output *o);
/* Flushes, and for output_open's makes the file PATH.  0 or STATUS_IO (errno). */
int output_finish(struct output *o) MUST_USE;
/* Frees; an output_open'd file that was not finished is unlinked. */
void output_release(struct output *o);

#endif
