/*
 * gunzip_member - one member of a gzip stream: header, deflate data, trailer.
 * Layer: io; only gunzip uses it.
 */
#ifndef ML_GUNZIP_MEMBER_H
#define ML_GUNZIP_MEMBER_H

#include "gunzip.h"
#include "inflate.h"

enum gunzip_part {
	GUNZIP_FIXED, /* the ten bytes that every header has */
	GUNZIP_EXTRA_LENGTH,
	GUNZIP_EXTRA,
	GUNZIP_NAME,
	GUNZIP_COMMENT,
	GUNZIP_HEADER_CRC,
	GUNZIP_DATA,
	GUNZIP_TRAILER,
};

struct gunzip_member {
	struct inflate *inflate;
	enum gunzip_part part;
	bool lenient;    /* magic, method, flags and CRC of the header may be wrong */
	uint64_t header; /* bytes of it so far */
	unsigned flags;  /* its optional parts that are still to come */
	uint32_t part_n; /* bytes of the part so far */
	uint32_t extra;  /* length of the extra field */
	uint32_t header_crc, header_crc_expected;
	unsigned char trailer[8];
	uint32_t crc, crc_expected;
	uint32_t length, length_expected;
	uint64_t out; /* bytes made */
	enum gunzip_fault fault;
};

/* Begins a member; m->inflate stays. */
void gunzip_member_reset(struct gunzip_member *m, bool lenient);
/*
 * Takes from and gives to IO (LAST: nothing follows IN).  1 needs more of either, 0
 * the member is whole and sound, STATUS_DAMAGED with m->fault set: the fault is the
 * last byte taken, less those of gunzip_member_rest.
 */
int gunzip_member_run(struct gunzip_member *m, struct inflate_io *io, bool last) MUST_USE;
/* After GUNZIP_BAD_DATA: the *N bytes taken that lie behind the fault. */
const unsigned char *gunzip_member_rest(const struct gunzip_member *m, size_t *n);

#endif
