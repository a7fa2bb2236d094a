/*
 * gunzip - one gzip stream of any number of members, pushed in and pulled out
 * in pieces of any size.  Layer: io.
 *
 * Owns the member loop (RFC 1952): parses each header, inflates raw deflate data
 * by ISA-L's igzip or zlib (gunzip_backend()), checks CRC-32 and ISIZE of every
 * member, accepts zero padding after a member and nothing else.  Never gzread.
 * Same bytes, faults and positions with either backend and any piece sizes.
 * Memory: the backend's window and tables, about 100 KiB.
 */
#ifndef ML_GUNZIP_H
#define ML_GUNZIP_H

#include <stdbool.h>
#include <stdint.h>

#include "status.h"

enum gunzip_fault {
	GUNZIP_OK,
	GUNZIP_TRUNCATED,   /* input ended inside a header or deflate data */
	GUNZIP_NO_TRAILER,  /* input ended inside the 8 bytes of CRC and length */
	GUNZIP_BAD_DATA,    /* inflate refused the data */
	GUNZIP_BAD_CRC,
	GUNZIP_BAD_LENGTH,
	GUNZIP_BAD_HEADER,  /* header CRC, reserved flags or method wrong */
	GUNZIP_GARBAGE,     /* bytes after a member that are no member */
	GUNZIP_RATIO,       /* --max-ratio exceeded */
};

struct gunzip_state {
	enum gunzip_fault fault;
	uint64_t member;       /* 1-based number of the member at hand */
	uint64_t member_byte;  /* compressed offset of its first byte */
	uint64_t member_out;   /* decompressed offset of its first byte */
	uint64_t in, out;      /* compressed bytes consumed, bytes produced */
	uint64_t fault_byte;   /* compressed offset of the fault */
	uint64_t garbage;      /* bytes after the last member, if GUNZIP_GARBAGE */
	uint32_t crc_expected, crc_computed, length_expected, length_computed;
};

struct gunzip;

/* RECOVER: after a fault, go on at the next member that can be found (G8, G9). */
struct gunzip *gunzip_new(bool recover);
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
 *      member; otherwise it returns 0.
 */
int gunzip_run(struct gunzip *z, const unsigned char *in, size_t nin, bool end, size_t *used,
	       unsigned char *out, size_t nout, size_t *made) MUST_USE;
const struct gunzip_state *gunzip_state(const struct gunzip *z);

#endif
