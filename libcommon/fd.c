#include "fd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "str.h"
#include "xalloc.h"

int
fd_move(int fd)
{
	int moved, saved;

	if (fd < 0)
		return -1;
	if (fd > STDERR_FILENO && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0)
		return fd;
	moved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	saved = errno;
	close(fd);
	errno = saved;
	return moved;
}

int
fd_empty(int fd)
{
	int status;

	do {
		status = ftruncate(fd, 0);
	} while (status < 0 && errno == EINTR);
	return status;
}

ssize_t
fd_peek(int fd, void *p, size_t n)
{
	ssize_t got;

	do {
		got = pread(fd, p, n, 0);
	} while (got < 0 && errno == EINTR);
	return got;
}

bool
fd_is_special(const char *path)
{
	struct str name = str_of(path);

	if (str_starts(name, STR("/dev/")))
		return !str_starts(name, STR("/dev/shm/"));
	return str_starts(name, STR("/proc/"));
}

char *
fd_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	return xmemdup0(path, slash == path ? 1 : (size_t)(slash - path));
}

int
fd_open(const char *path, int flags, unsigned mode)
{
	int fd;

	do {
		fd = open(path, flags | O_CLOEXEC | O_NOCTTY, (mode_t)mode);
	} while (fd < 0 && errno == EINTR);
	return fd > STDERR_FILENO ? fd : fd_move(fd);
}

int
fd_poll(int fd, bool writing, int most, int stop)
{
	struct pollfd p[2] = {{.fd = fd, .events = writing ? POLLOUT : POLLIN},
			      {.fd = stop, .events = POLLIN}};
	int n;

	do {
		n = poll(p, stop >= 0 ? 2 : 1, most);
	} while (n < 0 && (errno == EINTR || errno == EAGAIN));
	if (stop >= 0 && p[1].revents)
		return FD_STOP;
	if (n < 0 || p[0].revents)
		return FD_READY;
	return FD_NOT_YET;
}
