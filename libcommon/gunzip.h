/*
 * gunzip - one gzip stream of any number of members, pushed in and pulled out
 * in pieces of any size.  Layer: io.
 *
 * Owns the member loop (RFC 1952): parses each header, inflates raw deflate data
 * by ISA-L's igzip or zlib (gunzip_backend()), checks CRC-32 and ISIZE of every
 * member, accepts zero padding after a member and nothing else.  Never gzread.
 * Same bytes, faults and positions with either backend and any piece sizes (but see
 * inflate.h on corrupt block headers).  Memory: the backend's tables and, with
 * ISA-L, the input of the last blocks: less than 1 MiB, at most 5 MiB.
 *
 * Recovery: after wrong data the search begins behind the byte of the fault, after a
 * wrong header right at it (whatever is wrong with it), after a wrong checksum at
 * the next member.  A member found by search is decoded into memory, and comes out
 * only if its CRC and length fit; otherwise the search goes on behind its magic.
 * Past 64 MiB of output it is delivered as it comes, checked at its end like any
 * other.  Memory: then up to 64 MiB more for it and as much for its input.  Once
 * candidates have made 1 GiB in vain, the rest counts as garbage.
 */
#ifndef ML_GUNZIP_H
#define ML_GUNZIP_H

#include <stdbool.h>
#include <stdint.h>

#include "status.h"

enum gunzip_fault {
	GUNZIP_OK,
	GUNZIP_TRUNCATED,  /* input ended inside a header or deflate data */
	GUNZIP_NO_TRAILER, /* input ended inside the 8 bytes of CRC and length */
	GUNZIP_BAD_DATA,   /* inflate refused the data */
	GUNZIP_BAD_CRC,
	GUNZIP_BAD_LENGTH,
	GUNZIP_BAD_HEADER, /* header CRC, reserved flags or method wrong */
	GUNZIP_GARBAGE,    /* bytes after a member that are no member */
	GUNZIP_RATIO,      /* --max-ratio exceeded */
};

struct gunzip_state {
	enum gunzip_fault fault;
	uint64_t member;      /* 1-based number of the member at hand */
	uint64_t member_byte; /* compressed offset of its first byte */
	uint64_t member_out;  /* decompressed offset of its first byte */
	uint64_t in, out;     /* compressed bytes consumed, bytes produced */
	uint64_t fault_byte;  /* compressed offset of the fault, or of the input's end */
	uint64_t garbage;     /* bytes after the last member, if GUNZIP_GARBAGE */
	uint32_t crc_expected, crc_computed, length_expected, length_computed;
};

struct gunzip;

/*
 * RECOVER: after a fault, go on at the next member that can be found.  A member that
 * makes more than MAX_RATIO times its input (0: no bound, and never below 1 MiB) is
 * a fault that ends the stream.
 */
struct gunzip *gunzip_new(bool recover, uint64_t max_ratio);
void gunzip_free(struct gunzip *z);
/* "isal" or "zlib". */
const char *gunzip_backend(void);

/*
 * Offers NIN bytes at IN (END: nothing follows them) and room for NOUT bytes at
 * OUT; *USED bytes were consumed, *MADE produced.  Returns
 *   1  more to do: call again with what is left or with more,
 *   0  the stream is over and sound,
 *   STATUS_DAMAGED  a fault; gunzip_state says which.  What was made before it is
 *      to be delivered first.  With RECOVER a further call goes on at the next
 *      member; otherwise it takes nothing and returns 0.
 */
int gunzip_run(struct gunzip *z, const unsigned char *in, size_t nin, bool end, size_t *used,
	       unsigned char *out, size_t nout, size_t *made) MUST_USE;
const struct gunzip_state *gunzip_state(const struct gunzip *z);

#endif
