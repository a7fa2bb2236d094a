#include "modelfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"
#include "hash.h"
#include "output.h"
#include "pack.h"
#include "slurp.h"

enum { MODE = 0600, VERSION_READ = 1, SUM_BYTES = 8, SHOWN = 40 };

/* A byte over 127, CR LF and LF: what mangles text mangles these, and is found out. */
static const struct str magic = STR_INIT("\211MLM\r\n\032\n");

/* The bytes around a payload of KIND. */
static size_t
around(const char *kind)
{
	return magic.n + 2 * sizeof(uint32_t) + strlen(kind) + sizeof(uint64_t) + SUM_BYTES;
}

static void
put(struct pack *p, const char *kind, struct str payload)
{
	buf_add(&p->bytes, magic.p, magic.n);
	pack_u32(p, VERSION_READ);
	pack_text(p, str_of(kind));
	pack_u64(p, payload.n);
	buf_add(&p->bytes, payload.p, payload.n);
	pack_u64(p, hash_stable(buf_str(&p->bytes)));
}

static int
write_bytes(const char *path, struct str bytes)
{
	struct output o;
	int status = output_open(&o, path, MODE), saved;

	if (status < 0)
		return status;
	output_add(&o, bytes.p, bytes.n);
	output_row(&o);
	status = output_finish(&o);
	saved = errno;
	output_release(&o);
	errno = saved;
	return status;
}

int
modelfile_write(const char *path, const char *kind, struct str payload)
{
	struct pack p;
	int status, saved;

	if (payload.n > MODELFILE_MOST - around(kind))
		return STATUS_LIMIT;
	pack_init(&p);
	put(&p, kind, payload);
	status = write_bytes(path, buf_str(&p.bytes));
	saved = errno;
	pack_release(&p);
	errno = saved;
	return status;
}

static int
damaged(const char *path, const char *what, struct complaint *c)
{
	return complain(c, STATUS_DAMAGED, 0, "%.150s is damaged: %s; make it anew", path, what);
}

/* What stands in front of the payload, and the sum behind it. */
static int
take(const char *path, struct str bytes, const char *kind, struct str *payload, struct complaint *c)
{
	struct unpack u, sum;
	struct str found;
	uint32_t version;

	if (!str_starts(bytes, magic))
		return complain(c, STATUS_DAMAGED, 0, "%.150s is no model that mldrift --fit wrote",
				path);
	if (bytes.n < magic.n + SUM_BYTES)
		return damaged(path, "it is cut short", c);
	unpack_init(&sum, STR_N(bytes.p + bytes.n - SUM_BYTES, SUM_BYTES));
	bytes.n -= SUM_BYTES;
	unpack_init(&u, STR_N(bytes.p + magic.n, bytes.n - magic.n));
	version = unpack_u32(&u);
	if (!u.bad && version != VERSION_READ)
		return complain(c, STATUS_DAMAGED, 0,
				"%.150s is of version %lu, this program reads %d: make it anew",
				path, (unsigned long)version, VERSION_READ);
	if (unpack_u64(&sum) != hash_stable(bytes))
		return damaged(path, "its checksum does not hold", c);
	found = unpack_text(&u);
	if (!u.bad && !str_eq(found, str_of(kind)))
		return complain(c, STATUS_DAMAGED, 0, "%.150s holds '%.*s', not '%s'", path,
				(int)(found.n < SHOWN ? found.n : SHOWN), found.p, kind);
	if (unpack_count(&u, 1) != u.rest.n || u.bad)
		return damaged(path, "its length is another", c);
	*payload = u.rest;
	return 0;
}

/* A file that is too large need not be read to know it. */
static int
read_bytes(const char *path, struct buf *all)
{
	struct stat st;

	if (stat(path, &st) == 0 && st.st_size > MODELFILE_MOST)
		return STATUS_LIMIT;
	return slurp(path, all);
}

static int
too_large(const char *path, struct complaint *c)
{
	return complain(c, STATUS_LIMIT, 0, "%.150s is larger than any model", path);
}

int
modelfile_read(const char *path, const char *kind, struct buf *out, struct complaint *c)
{
	struct str payload = STR("");
	struct buf all;
	int status;

	buf_init(&all, MODELFILE_MOST);
	status = read_bytes(path, &all);
	if (status == STATUS_LIMIT)
		too_large(path, c);
	else if (status < 0)
		complain(c, status, 0, "%.150s: %s", path, strerror(errno));
	else
		status = take(path, buf_str(&all), kind, &payload, c);
	if (status == 0 && buf_add(out, payload.p, payload.n) < 0)
		status = too_large(path, c);
	buf_release(&all);
	return status;
}

bool
modelfile_is(const char *path)
{
	char start[8];
	struct stat st;
	bool is = false;
	int fd;

	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	fd = fd_open(path, O_RDONLY | O_NOCTTY, 0);
	if (fd < 0)
		return false;
	if (fd_peek(fd, start, sizeof start) == (ssize_t)sizeof start)
		is = memcmp(start, magic.p, magic.n) == 0;
	close(fd);
	return is;
}
