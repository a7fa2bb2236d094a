/*
 * inflate_zlib - the part of inflate that zlib does, in both builds.  Layer: io.
 */
#ifndef ML_INFLATE_ZLIB_H
#define ML_INFLATE_ZLIB_H

#include <zlib.h>

#include "inflate.h"

struct inflate_zlib {
	z_stream s;
	bool begun, refused;
};

void inflate_zlib_release(struct inflate_zlib *z);
/*
 * Begins at a block whose first NBITS (0..7) bits are BITS, with the N bytes at
 * WINDOW behind it.
 */
void inflate_zlib_begin(struct inflate_zlib *z, unsigned bits, unsigned nbits,
			const unsigned char *window, size_t n);
/* As inflate_run; never takes a byte that it does not need. */
int inflate_zlib_run(struct inflate_zlib *z, struct inflate_io *io) MUST_USE;

#endif
