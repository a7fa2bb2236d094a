#include "feed.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "buf.h"
#include "fuzz.h"
#include "rng.h"

enum { NAME_MAX_BYTES = 48 };

/* What stands between the wrapped calls and the target; one reader at a time uses it. */
static struct {
	int fd[FEED_FILES];
	char name[FEED_FILES][NAME_MAX_BYTES];
	int pipe;
	char pipe_name[NAME_MAX_BYTES];
	unsigned pieces;
	struct rng rng;
} feed;

/* An open file without a name, of which /proc has one. */
static int
open_file(int i)
{
	char path[2][32] = {"/dev/shm/fuzz-XXXXXX", "/tmp/fuzz-XXXXXX"};
	int fd = -1;

	for (int at = 0; at < 2 && fd < 0; at++) {
		fd = mkstemp(path[at]);
		if (fd >= 0)
			unlink(path[at]);
	}
	HOLD(fd >= 0);
	snprintf(feed.name[i], NAME_MAX_BYTES, "/proc/self/fd/%d", fd);
	return fd;
}

int
feed_writable(int i)
{
	if (!feed.name[i][0])
		feed.fd[i] = open_file(i);
	HOLD(ftruncate(feed.fd[i], 0) == 0);
	HOLD(lseek(feed.fd[i], 0, SEEK_SET) == 0);
	return feed.fd[i];
}

const char *
feed_file(int i, struct str s)
{
	int fd = feed_writable(i);

	HOLD(write(fd, s.p, s.n) == (ssize_t)s.n);
	return feed.name[i];
}

void
feed_read(int i, struct buf *out)
{
	off_t end = lseek(feed.fd[i], 0, SEEK_END);

	HOLD(end >= 0 && buf_reserve(out, (size_t)end + 1) == 0);
	HOLD(pread(feed.fd[i], out->p + out->n, (size_t)end, 0) == end);
	out->n += (size_t)end;
}

const char *
feed_pipe(struct str s, unsigned pieces)
{
	int end[2];

	HOLD(s.n <= FEED_PIPE_MOST && pipe(end) == 0);
	HOLD(write(end[1], s.p, s.n) == (ssize_t)s.n);
	close(end[1]);
	feed.pipe = end[0];
	feed.pieces = pieces;
	rng_seed(&feed.rng, pieces);
	snprintf(feed.pipe_name, sizeof feed.pipe_name, "/proc/self/fd/%d", end[0]);
	return feed.pipe_name;
}

void
feed_pipe_close(void)
{
	close(feed.pipe);
	feed.pieces = 0;
}

ssize_t __real_read(int fd, void *p, size_t n);
ssize_t __wrap_read(int fd, void *p, size_t n);
int __real_poll(struct pollfd *p, nfds_t n, int most);
int __wrap_poll(struct pollfd *p, nfds_t n, int most);

ssize_t
__wrap_read(int fd, void *p, size_t n)
{
	uint64_t most = UINT64_C(1) << 2 * (1 + feed.pieces % 7), piece;

	if (!feed.pieces)
		return __real_read(fd, p, n);
	piece = 1 + rng_below(&feed.rng, most);
	return __real_read(fd, p, n < piece ? n : (size_t)piece);
}

/* Who only asks is told "not yet" every other time or so; who waits is served. */
int
__wrap_poll(struct pollfd *p, nfds_t n, int most)
{
	if (most == 0 && feed.pieces && rng_below(&feed.rng, 2) == 0)
		return 0;
	return __real_poll(p, n, most);
}
