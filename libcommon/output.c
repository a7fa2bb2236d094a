/* F_SETPIPE_SZ is Linux's own. */
#define _GNU_SOURCE

#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"
#include "xalloc.h"

enum { BLOCK = 64 << 10, PIPE_ROOM = 1 << 20 };

struct output_file {
	char *path; /* NULL: written in place */
	char *directory;
	char *temporary; /* NULL once it is PATH */
	mode_t mode;
};

/* Fewer, larger exchanges with the next program.  Failure does not matter. */
static void
enlarge_pipe(int fd)
{
#ifdef F_SETPIPE_SZ
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) && fcntl(fd, F_GETPIPE_SZ) < PIPE_ROOM)
		(void)fcntl(fd, F_SETPIPE_SZ, PIPE_ROOM);
#else
	(void)fd;
#endif
}

static void
output_begin(struct output *o, int fd, char *block)
{
	*o = (struct output){.fd = fd, .room = BLOCK, .most = BLOCK, .p = block};
	enlarge_pipe(fd);
}

void
output_init(struct output *o, int fd)
{
	output_begin(o, fd, xmalloc(BLOCK));
}

void
output_init_memory(struct output *o)
{
	*o = (struct output){.fd = -1, .room = BLOCK, .most = SIZE_MAX, .p = xmalloc(BLOCK)};
}

/* Keeps the first failure.  What is in the buffer will never be written. */
static int
fail(struct output *o)
{
	if (!o->error_number)
		o->error_number = errno;
	o->n = o->row_end = 0;
	errno = o->error_number;
	return STATUS_IO;
}

static char *
temporary_in(const char *directory)
{
	static const char name[] = "/.mltools-XXXXXX";
	size_t n = strlen(directory);
	char *path = xmalloc(n + sizeof name);

	memcpy(path, directory, n);
	memcpy(path + n, name, sizeof name);
	return path;
}

static mode_t
mode_for_new(unsigned mode)
{
	mode_t mask = umask(0);

	umask(mask);
	return (mode_t)mode & ~mask;
}

static void
free_file(struct output_file *f)
{
	free(f->path);
	free(f->directory);
	free(f->temporary);
	free(f);
}

/* Opens the temporary file for F, whose path is set.  The descriptor or -1. */
static int
open_temporary(struct output_file *f)
{
	int fd;

	f->directory = fd_folder_of(f->path);
	f->temporary = temporary_in(f->directory);
	do {
		fd = mkstemp(f->temporary);
	} while (fd < 0 && errno == EINTR);
	if (fd >= 0)
		return fd_move(fd);
	free(f->temporary);
	f->temporary = NULL;
	return -1;
}

int
output_open(struct output *o, const char *path, unsigned mode)
{
	struct output_file *f = xcalloc(1, sizeof *f);
	struct stat st;
	int error = stat(path, &st) == 0 ? 0 : errno;
	bool there = error == 0;
	int fd;

	/* Memory may end the process: not with a temporary file about. */
	*o = (struct output){.fd = -1, .file = f, .p = xmalloc(BLOCK)};
	if (fd_is_special(path) || (there && !S_ISREG(st.st_mode))) {
		fd = fd_open(path, O_WRONLY, 0);
	} else if (error && error != ENOENT) {
		/* What may be there, and a link, would be replaced by a file for all to read. */
		errno = error;
		fd = -1;
	} else {
		f->mode = there ? st.st_mode & 07777 : mode_for_new(mode);
		/* Behind a link the file is replaced, not the link. */
		f->path = there ? realpath(path, NULL) : xstrdup(path);
		fd = f->path ? open_temporary(f) : -1;
	}
	if (fd < 0) {
		int saved = errno;

		output_release(o);
		errno = saved;
		return STATUS_IO;
	}
	output_begin(o, fd, o->p);
	o->file = f;
	return 0;
}

/* Hands the N bytes at P to the kernel. */
static int
write_all(struct output *o, const char *p, size_t n)
{
	size_t at = 0;

	if (o->error_number)
		return fail(o);
	while (at < n) {
		ssize_t wrote = write(o->fd, p + at, n - at);

		if (wrote >= 0) {
			at += (size_t)wrote;
			o->written += (uint64_t)wrote;
		} else if (errno == EAGAIN) {
			fd_poll(o->fd, true, -1, -1);
		} else if (errno != EINTR) {
			return fail(o);
		}
	}
	return 0;
}

/* The same with N bytes from the buffer's start. */
static int
write_out(struct output *o, size_t n)
{
	if (write_all(o, o->p, n) < 0)
		return STATUS_IO;
	memmove(o->p, o->p + n, o->n - n);
	o->n -= n;
	o->row_end = 0;
	return 0;
}

char *
output_reserve(struct output *o, size_t n)
{
	GROW(o->p, o->n + n, o->room);
	return o->p + o->n;
}

void
output_add(struct output *o, const char *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(output_reserve(o, n), p, n);
	o->n += n;
}

void
output_row(struct output *o)
{
	o->row_end = o->n;
	if (o->n >= o->most || o->line_buffered)
		(void)write_out(o, o->n);
}

void
output_rows(struct output *o, const char *p, size_t n)
{
	if (n < o->most / 2) {
		output_add(o, p, n);
		output_row(o);
	} else if (write_out(o, o->n) == 0) {
		(void)write_all(o, p, n);
	}
}

void
output_drop(struct output *o)
{
	o->n = o->row_end;
}

int
output_flush(struct output *o)
{
	return write_out(o, o->row_end);
}

static int
sync_fd(int fd)
{
	int status;

	do {
		status = fsync(fd);
	} while (status < 0 && errno == EINTR);
	return status;
}

/* A new name is on disk only when its directory is. */
static int
sync_directory(const char *path)
{
	int fd = fd_open(path, O_RDONLY | O_DIRECTORY, 0);
	int status, saved;

	if (fd < 0)
		return STATUS_IO;
	/* Some file systems have nothing to do for a directory, and say so. */
	status = sync_fd(fd) < 0 && errno != EINVAL ? STATUS_IO : 0;
	saved = errno;
	close(fd);
	errno = saved;
	return status;
}

/* The temporary file becomes PATH: wholly or not at all. */
static int
put_in_place(struct output *o)
{
	struct output_file *f = o->file;
	int fd = o->fd;

	if (fchmod(fd, f->mode) < 0 || sync_fd(fd) < 0)
		return fail(o);
	o->fd = -1;
	if (close(fd) < 0 && errno != EINTR)
		return fail(o);
	if (rename(f->temporary, f->path) < 0)
		return fail(o);
	free(f->temporary);
	f->temporary = NULL;
	return sync_directory(f->directory) < 0 ? fail(o) : 0;
}

int
output_finish(struct output *o)
{
	int fd = o->fd;

	if (output_flush(o) < 0)
		return STATUS_IO;
	if (!o->file || fd < 0)
		return 0;
	if (o->file->path)
		return put_in_place(o);
	o->fd = -1;
	return close(fd) < 0 && errno != EINTR ? fail(o) : 0;
}

void
output_release(struct output *o)
{
	struct output_file *f = o->file;

	if (f) {
		if (o->fd >= 0)
			close(o->fd);
		if (f->temporary)
			unlink(f->temporary);
		free_file(f);
	}
	free(o->p);
	*o = (struct output){.fd = -1};
}
