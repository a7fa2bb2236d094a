#include "slurp.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "fd.h"

static int
read_all(int fd, struct buf *out)
{
	char piece[4096];
	ssize_t n;
	int status;

	while ((n = read(fd, piece, sizeof piece)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN) {
			(void)fd_poll(fd, false, -1, -1);
			continue;
		}
		if (n < 0)
			return STATUS_IO;
		status = buf_add(out, piece, (size_t)n);
		if (status < 0)
			return status;
	}
	return 0;
}

int
slurp(const char *path, struct buf *out)
{
	int fd = STDIN_FILENO, status, saved;

	if (strcmp(path, "-") != 0)
		fd = fd_open(path, O_RDONLY, 0);
	if (fd < 0)
		return STATUS_IO;
	status = read_all(fd, out);
	saved = errno;
	if (fd != STDIN_FILENO)
		close(fd);
	errno = saved;
	return status;
}
