#include "inflate_zlib.h"

#include <limits.h>
#include <stdlib.h>

#include "xalloc.h"

static voidpf
take(voidpf arg, uInt items, uInt size)
{
	(void)arg;
	return xcalloc(items, size);
}

static void
give(voidpf arg, voidpf p)
{
	(void)arg;
	free(p);
}

void
inflate_zlib_release(struct inflate_zlib *z)
{
	if (z->begun)
		inflateEnd(&z->s);
	z->begun = false;
}

/* Memory is there and the arguments are ours; should zlib refuse all the same, every
 * run says so. */
static void
must(struct inflate_zlib *z, int status)
{
	z->refused |= status != Z_OK;
}

void
inflate_zlib_begin(struct inflate_zlib *z, unsigned bits, unsigned nbits,
		   const unsigned char *window, size_t n)
{
	z->refused = false;
	if (z->begun) {
		must(z, inflateReset(&z->s));
	} else {
		z->s = (z_stream){.zalloc = take, .zfree = give};
		must(z, inflateInit2(&z->s, -MAX_WBITS));
		z->begun = !z->refused;
	}
	if (n)
		must(z, inflateSetDictionary(&z->s, window, (uInt)n));
	if (nbits)
		must(z, inflatePrime(&z->s, (int)nbits, (int)bits));
}

static uInt
at_most(size_t n)
{
	return n < INT_MAX ? (uInt)n : (uInt)INT_MAX;
}

int
inflate_zlib_run(struct inflate_zlib *z, struct inflate_io *io)
{
	uInt nin = at_most(io->nin), nout = at_most(io->nout);
	int status;

	if (z->refused)
		return STATUS_DAMAGED;
	z->s.next_in = (z_const Bytef *)io->in;
	z->s.avail_in = nin;
	z->s.next_out = io->out;
	z->s.avail_out = nout;
	status = inflate(&z->s, Z_NO_FLUSH);
	/* Not by a difference: either may be NULL, with nothing there. */
	io->in = z->s.next_in;
	io->nin -= nin - z->s.avail_in;
	io->out = z->s.next_out;
	io->nout -= nout - z->s.avail_out;
	if (status == Z_STREAM_END)
		return 0;
	return status == Z_OK || status == Z_BUF_ERROR ? 1 : STATUS_DAMAGED;
}

#ifndef HAVE_ISAL
struct inflate {
	struct inflate_zlib z;
};

struct inflate *
inflate_new(void)
{
	struct inflate *z = xcalloc(1, sizeof *z);

	inflate_reset(z);
	return z;
}

void
inflate_free(struct inflate *z)
{
	if (!z)
		return;
	inflate_zlib_release(&z->z);
	free(z);
}

void
inflate_reset(struct inflate *z)
{
	inflate_zlib_begin(&z->z, 0, 0, NULL, 0);
}

int
inflate_run(struct inflate *z, struct inflate_io *io, bool last)
{
	(void)last;
	return inflate_zlib_run(&z->z, io);
}

const unsigned char *
inflate_rest(const struct inflate *z, size_t *n)
{
	(void)z;
	*n = 0;
	return NULL;
}

uint32_t
inflate_crc(uint32_t crc, const unsigned char *p, size_t n)
{
	uLong sum = crc;

	while (n) {
		uInt step = at_most(n);

		sum = crc32(sum, p, step);
		p += step;
		n -= step;
	}
	return (uint32_t)sum;
}

const char *
inflate_backend(void)
{
	return "zlib";
}
#endif
