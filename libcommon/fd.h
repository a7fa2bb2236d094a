/*
 * fd - file descriptors as a careful program uses them.  Layer: io.
 *
 * A data file never becomes descriptor 0, 1 or 2, even when those were closed:
 * else a message to stderr could end up in somebody's data.  Every call goes on
 * after EINTR.
 */
#ifndef ML_FD_H
#define ML_FD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "status.h"

/* open(2) with O_CLOEXEC; at least 3, or -1 with errno. */
int fd_open(const char *path, int flags, unsigned mode) MUST_USE;
/* Moves FD to at least 3, close-on-exec; -1 with errno and FD closed on failure. */
int fd_move(int fd) MUST_USE;

/* Makes the file FD empty: 0, or -1 with errno. */
int fd_empty(int fd) MUST_USE;
/* Up to N bytes of the file FD's start, for P; how many, or -1 with errno.  FD stays. */
ssize_t fd_peek(int fd, void *p, size_t n) MUST_USE;

/* True of names that lead to what is open already, or to devices: /dev/ but /dev/shm/, /proc/. */
bool fd_is_special(const char *path);
/* The folder that PATH is in, to be freed. */
char *fd_folder_of(const char *path) MUST_USE;

enum { FD_READY = 1, FD_NOT_YET = 0, FD_STOP = 2 };

/*
 * Can FD be read (or written, WRITING) without waiting?  Waits at most MOST
 * milliseconds until it can, -1 for ever: FD_READY, or FD_STOP when STOP (-1: none)
 * can be read, or FD_NOT_YET.  A hang-up or an error counts as ready: the call itself
 * will say which.
 */
int fd_poll(int fd, bool writing, int most, int stop);

#endif
