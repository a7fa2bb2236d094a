/*
 * inflate - raw deflate data (RFC 1951) and the CRC-32 of gzip.  Layer: io; only
 * gunzip uses it.
 *
 * One interface; zlib alone, or ISA-L's igzip (HAVE_ISAL) with zlib as the judge of
 * everything that is cut or corrupt.  The bytes made, the end and the place of a
 * fault are the same for both and for any sizes of the pieces.  One exception: in a
 * corrupt block header ISA-L takes incomplete code sets that zlib refuses, so a
 * fault may be noticed some blocks later.
 */
#ifndef ML_INFLATE_H
#define ML_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "status.h"

struct inflate;

/* What is offered: both runs are moved forward as they are used. */
struct inflate_io {
	const unsigned char *in;
	size_t nin;
	unsigned char *out;
	size_t nout;
};

struct inflate *inflate_new(void);
void inflate_free(struct inflate *z);
/* Ready for the first bit of another run of deflate data. */
void inflate_reset(struct inflate *z);
/*
 * Inflates until IN is empty or OUT is full.  LAST: nothing follows IN.
 *   1  needs more of either (LAST and nothing more was made: the data is cut),
 *   0  the final block is over,
 *   STATUS_DAMAGED  the data is wrong; all that came before it was made.
 */
int inflate_run(struct inflate *z, struct inflate_io *io, bool last) MUST_USE;
/*
 * After 0 or STATUS_DAMAGED: the *N bytes that were taken from IN, in this call or
 * an earlier one, but lie behind the end or the fault.  Valid until the next reset.
 */
const unsigned char *inflate_rest(const struct inflate *z, size_t *n);

/* CRC-32 as gzip has it, of the bytes before (0: none) and the N at P. */
uint32_t inflate_crc(uint32_t crc, const unsigned char *p, size_t n);
/* "isal" or "zlib". */
const char *inflate_backend(void);

#endif
