#include "input_source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"
#include "xalloc.h"

enum { RAW_ROOM = 256 << 10 };

void
input_source_init(struct input_source *s, const struct input_options *o,
		  const struct input_wait *wait, atomic_uint_fast64_t *read_bytes)
{
	*s = (struct input_source){.wait = wait,
				   .read_bytes = read_bytes,
				   .recover = o->recover,
				   .max_ratio = o->max_ratio,
				   .fd = -1};
}

void
input_source_close(struct input_source *s)
{
	if (s->own_fd && s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	gunzip_free(s->gz);
	s->gz = NULL;
}

void
input_source_release(struct input_source *s)
{
	input_source_close(s);
	free(s->raw);
}

int
input_source_open(struct input_source *s, const char *name)
{
	struct stat st;
	int why;

	s->own_fd = strcmp(name, "-") != 0;
	s->eof = s->sniffed = false;
	s->raw_at = s->raw_n = 0;
	s->status = 0;
	s->fd = s->own_fd ? fd_open(name, O_RDONLY, 0) : STDIN_FILENO;
	if (s->fd < 0)
		return errno;
	why = fstat(s->fd, &st) < 0 ? errno : S_ISDIR(st.st_mode) ? EISDIR : 0;
	if (why) {
		input_source_close(s);
		return why;
	}
	s->regular = S_ISREG(st.st_mode);
	if (!s->raw)
		s->raw = xmalloc(RAW_ROOM);
	return 0;
}

/* Waits for data if PATIENT: BYTES when read(2) will not wait. */
static enum input_source_status
await(struct input_source *s, bool patient)
{
	int status;

	if (s->regular)
		return INPUT_SOURCE_BYTES;
	status = fd_poll(s->fd, false, 0, s->wait->stop);
	if (status == FD_NOT_YET && patient) {
		s->wait->tell(s->wait->arg, true);
		status = fd_poll(s->fd, false, -1, s->wait->stop);
		s->wait->tell(s->wait->arg, false);
	}
	if (status == FD_STOP)
		return INPUT_SOURCE_STOPPED;
	return status == FD_READY ? INPUT_SOURCE_BYTES : INPUT_SOURCE_BLOCKED;
}

bool
input_source_waits(const struct input_source *s, int most)
{
	bool has_bytes = s->raw_at < s->raw_n || s->eof || s->status;

	return !s->regular && !has_bytes &&
	       fd_poll(s->fd, false, most, s->wait->stop) == FD_NOT_YET;
}

/* read(2), once: *N = 0 at the end.  A regular file is asked for what it has now. */
static enum input_source_status
read_some(struct input_source *s, void *p, size_t room, bool patient, size_t *n)
{
	for (;;) {
		enum input_source_status status = await(s, patient);
		ssize_t got;

		if (status != INPUT_SOURCE_BYTES)
			return status;
		got = read(s->fd, p, room);
		if (got >= 0) {
			*n = (size_t)got;
			atomic_fetch_add_explicit(s->read_bytes, (uint64_t)got,
						  memory_order_relaxed);
			return INPUT_SOURCE_BYTES;
		}
		if (errno == EINTR || errno == EAGAIN)
			continue;
		s->error_number = errno;
		return INPUT_SOURCE_READ;
	}
}

/* Fills up raw (from its start when all of it was used). */
static enum input_source_status
read_raw(struct input_source *s, bool patient)
{
	enum input_source_status status;
	size_t n = 0;

	if (s->raw_at == s->raw_n)
		s->raw_at = s->raw_n = 0;
	status = read_some(s, s->raw + s->raw_n, RAW_ROOM - s->raw_n, patient, &n);
	s->raw_n += n;
	if (status == INPUT_SOURCE_BYTES && n == 0)
		s->eof = true;
	return status;
}

static const struct {
	const char *name; /* NULL: gzip */
	const char *magic;
	size_t n;
} magics[] = {
	{NULL, "\x1f\x8b", 2},
	{"zstd", "\x28\xb5\x2f\xfd", 4},
	{"xz",
	 "\xfd"
	 "7zXZ\0",
	 6},
	{"bzip2", "BZh", 3}, /* a digit and the next one follow */
};

/* The magic at the start of raw: its index, -1 none, -2 too early to tell. */
static int
find_magic(const struct input_source *s)
{
	static const char block[] = "1AY&SY"; /* 48 bits of pi: bzip2's block header */
	size_t n = s->raw_n;

	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
		size_t common = n < magics[i].n ? n : magics[i].n;

		if (memcmp(s->raw, magics[i].magic, common) != 0)
			continue;
		if (n < magics[i].n)
			return s->eof ? -1 : -2;
		if (i == 3) {
			size_t more = n > 4 ? n - 4 : 0;

			if (more > sizeof block - 1)
				more = sizeof block - 1;
			if ((n > 3 && (s->raw[3] < '1' || s->raw[3] > '9')) ||
			    memcmp(s->raw + 4, block, more) != 0)
				return -1;
			if (more < sizeof block - 1)
				return s->eof ? -1 : -2;
		}
		return (int)i;
	}
	return -1;
}

/* Reads until it is clear what the operand is.  BYTES when it is. */
static enum input_source_status
sniff(struct input_source *s, bool patient)
{
	enum input_source_status status;
	int found = -2;

	while (found == -2) {
		status = read_raw(s, patient);
		if (status != INPUT_SOURCE_BYTES)
			return status;
		found = find_magic(s);
	}
	s->sniffed = true;
	if (found == 0)
		s->gz = gunzip_new(s->recover, s->max_ratio);
	if (found <= 0)
		return INPUT_SOURCE_BYTES;
	s->what = magics[found].name;
	return INPUT_SOURCE_FOREIGN;
}

static enum input_source_status
read_plain(struct input_source *s, char *p, size_t room, bool patient, size_t *made)
{
	enum input_source_status status;
	size_t n = s->raw_n - s->raw_at;

	if (n) {
		*made = n < room ? n : room;
		memcpy(p, s->raw + s->raw_at, *made);
		s->raw_at += *made;
		return INPUT_SOURCE_BYTES;
	}
	if (s->eof)
		return INPUT_SOURCE_END;
	status = read_some(s, p, room, patient, made);
	return status == INPUT_SOURCE_BYTES && *made == 0 ? INPUT_SOURCE_END : status;
}

static enum input_source_status
read_gzip(struct input_source *s, char *p, size_t room, bool patient, size_t *made)
{
	for (;;) {
		size_t used;
		int status = gunzip_run(s->gz, s->raw + s->raw_at, s->raw_n - s->raw_at, s->eof,
					&used, (unsigned char *)p, room, made);

		s->raw_at += used;
		if (status == 0)
			s->status = INPUT_SOURCE_END;
		if (status == STATUS_DAMAGED)
			s->status = INPUT_SOURCE_DAMAGED;
		if (*made)
			return INPUT_SOURCE_BYTES;
		if (s->status)
			return (enum input_source_status)s->status;
		if (s->raw_at == s->raw_n && !s->eof) {
			enum input_source_status got = read_raw(s, patient);

			if (got != INPUT_SOURCE_BYTES)
				return got;
		}
	}
}

enum input_source_status
input_source_read(struct input_source *s, char *p, size_t room, bool patient, size_t *made)
{
	enum input_source_status status = (enum input_source_status)s->status;

	*made = 0;
	if (status)
		return status;
	status = INPUT_SOURCE_BYTES;
	if (!s->sniffed)
		status = sniff(s, patient);
	if (status == INPUT_SOURCE_BYTES)
		status = s->gz ? read_gzip(s, p, room, patient, made)
			       : read_plain(s, p, room, patient, made);
	if (status != INPUT_SOURCE_BYTES && status != INPUT_SOURCE_BLOCKED)
		s->status = (int)status;
	return status;
}

void
input_source_resume(struct input_source *s)
{
	s->status = s->recover ? 0 : INPUT_SOURCE_END;
}
