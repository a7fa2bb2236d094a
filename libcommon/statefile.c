#include "statefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"
#include "hash.h"
#include "output.h"
#include "slurp.h"
#include "token.h"

/* A state is as large as what is open; this is a bound against reading a device. */
#define STATE_MOST ((size_t)1 << 36)

enum { MODE = 0600, HOLDER_TEXT = 32 };

static void
put_sum(struct buf *out, struct str text)
{
	buf_adds(out, "sum\t");
	buf_addf(out, "%016llx\n", (unsigned long long)hash_stable(text));
}

/* Who holds the lock, as far as FD tells. */
static int
tell_holder(int fd, const char *path, struct complaint *c)
{
	char text[HOLDER_TEXT];
	ssize_t n = fd_peek(fd, text, sizeof text - 1);

	while (n > 0 && (text[n - 1] < '0' || text[n - 1] > '9'))
		n--;
	return complain(c, STATUS_IO, 0, "%.150s is in use by %s%.*s", path,
			n > 0 ? "process " : "another run", n > 0 ? (int)n : 0, text);
}

static void
write_holder(int fd)
{
	char text[HOLDER_TEXT];
	int n = snprintf(text, sizeof text, "%ld\n", (long)getpid());

	/* For people only: what fails here costs nothing. */
	if (fd_empty(fd) < 0 || write(fd, text, (size_t)n) < 0)
		errno = 0;
}

int
statefile_lock(const char *path, struct complaint *c)
{
	struct buf name;
	int fd, got;

	buf_init(&name, BUF_CAP_MAX);
	buf_addf(&name, "%s.lock", path);
	buf_addc(&name, '\0');
	fd = fd_open(name.p, O_RDWR | O_CREAT, MODE);
	buf_release(&name);
	if (fd < 0)
		return complain(c, STATUS_IO, 0, "%.150s.lock: %s", path, strerror(errno));
	do {
		got = flock(fd, LOCK_EX | LOCK_NB);
	} while (got < 0 && errno == EINTR);
	if (got == 0) {
		write_holder(fd);
		return fd;
	}
	if (errno == EWOULDBLOCK)
		tell_holder(fd, path, c);
	else
		complain(c, STATUS_IO, 0, "%.150s.lock: %s", path, strerror(errno));
	close(fd);
	return STATUS_IO;
}

/* Cuts the checksum off TEXT; false when it is wrong or missing. */
static bool
check_sum(struct str *text)
{
	struct buf expected;
	size_t n = text->n;
	bool good;

	if (n < 2 || text->p[n - 1] != '\n')
		return false;
	for (n--; n && text->p[n - 1] != '\n'; n--)
		;
	buf_init(&expected, BUF_CAP_MAX);
	put_sum(&expected, STR_N(text->p, n));
	good = str_eq(buf_str(&expected), STR_N(text->p + n, text->n - n));
	buf_release(&expected);
	text->n = n;
	return good;
}

int
statefile_read(const char *path, const char *version, struct buf *out, struct complaint *c)
{
	struct str text, found;
	struct buf all;
	int status;

	buf_init(&all, STATE_MOST);
	status = slurp(path, &all);
	text = buf_str(&all);
	if (status == STATUS_IO && errno == ENOENT) {
		buf_release(&all);
		return 0;
	}
	if (status < 0) {
		complain(c, status, 0, "%.150s: %s", path, strerror(errno));
	} else if (!check_sum(&text)) {
		status = complain(c, STATUS_DAMAGED, 0,
				  "%.150s is damaged: its checksum does not hold; remove it to "
				  "start over",
				  path);
	} else {
		found = token_until(&text, '\n');
		status = str_eq(found, str_of(version))
				 ? 1
				 : complain(c, STATUS_DAMAGED, 0,
					    "%.150s is of version '%.*s', this program reads '%s'",
					    path, (int)(found.n < 40 ? found.n : 40), found.p,
					    version);
		if (status == 1 && buf_add(out, text.p, text.n) < 0)
			status = STATUS_LIMIT;
	}
	buf_release(&all);
	return status;
}

int
statefile_write(const char *path, const char *version, struct str text)
{
	struct output o;
	struct buf all;
	int status, saved;

	buf_init(&all, BUF_CAP_MAX);
	buf_addf(&all, "%s\n", version);
	buf_add(&all, text.p, text.n);
	put_sum(&all, buf_str(&all));
	status = output_open(&o, path, MODE);
	if (status < 0) {
		saved = errno;
		buf_release(&all);
		errno = saved;
		return status;
	}
	output_add(&o, all.p, all.n);
	output_row(&o);
	status = output_finish(&o);
	saved = errno;
	output_release(&o);
	buf_release(&all);
	errno = saved;
	return status;
}
