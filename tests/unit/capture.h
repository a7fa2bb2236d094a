/*
 * capture - what a function under test writes to a standard descriptor.
 */
#ifndef ML_TEST_CAPTURE_H
#define ML_TEST_CAPTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct capture {
	int fd, saved, file;
};

static inline void
capture_start(struct capture *c, int fd)
{
	char name[] = "/tmp/capture-XXXXXX";

	c->fd = fd;
	c->file = mkstemp(name);
	c->saved = dup(fd);
	assert_true(c->file >= 0 && c->saved >= 0);
	unlink(name);
	fflush(NULL);
	dup2(c->file, fd);
}

/* What was written, NUL-terminated in TEXT. */
static inline void
capture_end(struct capture *c, char *text, size_t room)
{
	ssize_t n;

	fflush(NULL);
	dup2(c->saved, c->fd);
	close(c->saved);
	n = pread(c->file, text, room - 1, 0);
	close(c->file);
	assert_true(n >= 0);
	text[n] = '\0';
}

#endif
