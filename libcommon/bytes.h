/*
 * bytes - several bytes as one number, the same on every machine.  Layer: base.
 *
 * The first byte is the lowest.  P need not be aligned; compilers make each one load.
 */
#ifndef ML_BYTES_H
#define ML_BYTES_H

#include <stdint.h>

static inline uint64_t
bytes_load4(const void *p)
{
	const unsigned char *u = p;

	return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

static inline uint64_t
bytes_load8(const void *p)
{
	const unsigned char *u = p;

	return (uint64_t)u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16 | (uint64_t)u[3] << 24 |
	       (uint64_t)u[4] << 32 | (uint64_t)u[5] << 40 | (uint64_t)u[6] << 48 |
	       (uint64_t)u[7] << 56;
}

#endif
