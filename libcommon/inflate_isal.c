/*
 * ISA-L inflates several times as fast as zlib, but it does not stop where it
 * should: it decodes up to three symbols at a time, so at the end of cut data some
 * literals that are all there stay inside, and after a bad distance it has already
 * written bytes that nobody encoded.  Both depend on the sizes of the pieces.
 *
 * So zlib is the judge.  From time to time ISA-L is made to stop between two blocks
 * (by telling it that the block at hand is the final one), and that place is kept:
 * the bits left of its last byte, the 32 KiB of output before it, and all input
 * since.  When ISA-L refuses the data or runs out of it, zlib starts from there,
 * passes over what has been handed out, and goes on for the rest of this run of
 * data: what it makes, refuses and consumes is what counts.  A block too long for
 * the kept input is handed to zlib likewise.
 */
#include "inflate.h"

#ifdef HAVE_ISAL
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "inflate_zlib.h"
#include "xalloc.h"

enum {
	WINDOW = 32 << 10,
	KEEP_ENOUGH = 256 << 10, /* kept input after which a new place is wanted */
	KEEP_MOST = 4 << 20,     /* and after which zlib takes over */
};

struct inflate {
	struct inflate_state s;
	bool forced; /* s.bfinal is not the data's but ours */
	bool judged; /* zlib is at work */

	unsigned char ring[WINDOW]; /* the last output, at byte made % WINDOW */
	uint64_t made;              /* bytes handed out */

	/* The place from which zlib can start. */
	unsigned char window[WINDOW];
	size_t window_n;
	unsigned bits, nbits;
	uint64_t place; /* made at it */
	struct buf kept;

	struct inflate_zlib judge;
	size_t seen; /* of kept, by the judge */
	unsigned char rest[8];
	size_t rest_n;
};

struct inflate *
inflate_new(void)
{
	struct inflate *z = xcalloc(1, sizeof *z);

	buf_init(&z->kept, BUF_CAP_MAX);
	isal_inflate_init(&z->s);
	return z;
}

void
inflate_free(struct inflate *z)
{
	if (!z)
		return;
	inflate_zlib_release(&z->judge);
	buf_release(&z->kept);
	free(z);
}

void
inflate_reset(struct inflate *z)
{
	isal_inflate_reset(&z->s);
	z->forced = z->judged = false;
	z->made = z->place = 0;
	z->window_n = 0;
	z->bits = z->nbits = 0;
	z->seen = z->rest_n = 0;
	buf_clear(&z->kept);
}

/* Puts the N bytes at P behind the output remembered. */
static void
remember(struct inflate *z, const unsigned char *p, size_t n)
{
	size_t at, first;

	z->made += n;
	if (n > WINDOW) {
		p += n - WINDOW;
		n = WINDOW;
	}
	at = (size_t)((z->made - n) % WINDOW);
	first = n < WINDOW - at ? n : WINDOW - at;
	memcpy(z->ring + at, p, first);
	memcpy(z->ring, p + first, n - first);
}

/* Takes the bits that ISA-L has read but not used: their number, and *BITS. */
static unsigned
unused_bits(const struct inflate_state *s, uint64_t *bits)
{
	unsigned n = s->read_in_length > 0 ? (unsigned)s->read_in_length : 0;

	*bits = n < 64 ? s->read_in & (((uint64_t)1 << n) - 1) : s->read_in;
	return n;
}

/* Stores the whole bytes behind the first NBITS % 8 of BITS; how many these are. */
static size_t
whole_bytes(uint64_t bits, unsigned nbits, unsigned char bytes[8])
{
	size_t n = nbits / 8;

	bits >>= nbits % 8;
	for (size_t i = 0; i < n; i++, bits >>= 8)
		bytes[i] = (unsigned char)bits;
	return n;
}

/* ISA-L stands between two blocks: keeps the place and lets it start from there. */
static void
keep_place(struct inflate *z)
{
	size_t at = (size_t)(z->made % WINDOW), n = z->made < WINDOW ? at : WINDOW;
	size_t first = n < WINDOW ? 0 : WINDOW - at;
	unsigned char bytes[8];
	uint64_t bits;
	unsigned nbits = unused_bits(&z->s, &bits);

	memcpy(z->window, z->ring + WINDOW - first, first);
	memcpy(z->window + first, z->ring, n - first);
	z->window_n = n;
	z->place = z->made;
	z->nbits = nbits % 8;
	z->bits = (unsigned)(bits & ((1u << z->nbits) - 1));
	buf_clear(&z->kept);
	buf_add(&z->kept, (const char *)bytes, whole_bytes(bits, nbits, bytes));

	isal_inflate_reset(&z->s);
	if (n)
		isal_inflate_set_dict(&z->s, z->window, (uint32_t)n);
	z->s.read_in = bits;
	z->s.read_in_length = (int32_t)nbits;
	z->forced = false;
}

/* Lets ISA-L stop behind this block when enough was kept. */
static void
want_place(struct inflate *z)
{
	bool inside = z->s.block_state == ISAL_BLOCK_CODED || z->s.block_state == ISAL_BLOCK_TYPE0;

	if (!z->forced && inside && !z->s.bfinal && z->kept.n >= KEEP_ENOUGH) {
		z->s.bfinal = 1;
		z->forced = true;
	}
}

/* zlib, fed first from what was kept and then from IO. */
static int
run_judge(struct inflate *z, struct inflate_io *io)
{
	struct inflate_io kept = {NULL, z->kept.n - z->seen, io->out, io->nout};
	int status = 1;

	if (kept.nin) {
		kept.in = (const unsigned char *)z->kept.p + z->seen;
		status = inflate_zlib_run(&z->judge, &kept);
		z->seen = z->kept.n - kept.nin;
		io->out = kept.out;
		io->nout = kept.nout;
	}
	if (status == 1 && kept.nin == 0)
		status = inflate_zlib_run(&z->judge, io);
	return status;
}

/* Calls the judge in, and passes over the bytes that were handed out since. */
static int
call_judge(struct inflate *z)
{
	unsigned char passed[4096];
	uint64_t left = z->made - z->place;
	int status = 1;

	inflate_zlib_begin(&z->judge, z->bits, z->nbits, z->window, z->window_n);
	z->judged = true;
	z->seen = 0;
	while (left && status == 1) {
		size_t n = left < sizeof passed ? (size_t)left : sizeof passed;
		struct inflate_io io = {NULL, 0, passed, n};

		status = run_judge(z, &io);
		if (io.nout == n)
			break;
		left -= n - io.nout;
	}
	return status;
}

/* One call of ISA-L.  Moves IO and keeps the input only if the call is sound. */
static int
run_isal(struct inflate *z, struct inflate_io *io)
{
	uint32_t nin = io->nin < KEEP_ENOUGH ? (uint32_t)io->nin : KEEP_ENOUGH;
	uint32_t nout = io->nout < INT32_MAX ? (uint32_t)io->nout : (uint32_t)INT32_MAX;
	size_t used, made;

	z->s.next_in = (uint8_t *)(uintptr_t)io->in;
	z->s.avail_in = nin;
	z->s.next_out = io->out;
	z->s.avail_out = nout;
	if (isal_inflate(&z->s) < 0)
		return STATUS_DAMAGED;
	used = nin - z->s.avail_in;
	made = nout - z->s.avail_out;
	buf_add(&z->kept, (const char *)io->in, used);
	remember(z, io->out, made);
	io->in += used;
	io->nin -= used;
	io->out += made;
	io->nout -= made;
	return used || made ? 1 : 0;
}

int
inflate_run(struct inflate *z, struct inflate_io *io, bool last)
{
	uint64_t bits;
	int status = 1;

	while (!z->judged) {
		status = run_isal(z, io);
		if (z->s.block_state == ISAL_BLOCK_FINISH && status >= 0) {
			if (!z->forced) {
				unsigned n = unused_bits(&z->s, &bits);

				z->rest_n = whole_bytes(bits, n, z->rest);
				return 0;
			}
			keep_place(z);
			continue;
		}
		want_place(z);
		if (status == STATUS_DAMAGED || z->kept.n > KEEP_MOST ||
		    (last && status == 0 && io->nin == 0 && io->nout)) {
			status = call_judge(z);
			break;
		}
		if (status == 0 || io->nout == 0)
			return 1;
	}
	return status == 1 ? run_judge(z, io) : status;
}

const unsigned char *
inflate_rest(const struct inflate *z, size_t *n)
{
	if (z->judged) {
		*n = z->kept.n - z->seen;
		return *n ? (const unsigned char *)z->kept.p + z->seen : NULL;
	}
	*n = z->rest_n;
	return z->rest;
}

uint32_t
inflate_crc(uint32_t crc, const unsigned char *p, size_t n)
{
	return crc32_gzip_refl(crc, p, n);
}

const char *
inflate_backend(void)
{
	return "isal";
}
#endif
