/*
 * pack - numbers and texts to bytes and back, for model files.  Layer: base.
 *
 * Little-endian on every machine; doubles by their bits; a text is its length (32 bits)
 * and its bytes.  Taking never reads past the end: the first thing that is not there, or
 * not what was asked for, makes the rest fail as well, so one look at bad at the end will
 * do; until then zeros come out.  Counts that size an allocation are taken by
 * unpack_count, which holds them against the bytes that are left.
 */
#ifndef ML_PACK_H
#define ML_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "str.h"

struct pack {
	struct buf bytes;
};

void pack_init(struct pack *p);
void pack_release(struct pack *p);
void pack_u8(struct pack *p, uint8_t x);
void pack_u16(struct pack *p, uint16_t x);
void pack_u32(struct pack *p, uint32_t x);
void pack_u64(struct pack *p, uint64_t x);
void pack_double(struct pack *p, double x);
void pack_text(struct pack *p, struct str s);

struct unpack {
	struct str rest;
	size_t offset; /* of REST in the whole */
	bool bad;
};

void unpack_init(struct unpack *u, struct str bytes);
uint8_t unpack_u8(struct unpack *u);
uint16_t unpack_u16(struct unpack *u);
uint32_t unpack_u32(struct unpack *u);
uint64_t unpack_u64(struct unpack *u);
/* Finite, or bad. */
double unpack_double(struct unpack *u);
/* Points into the bytes. */
struct str unpack_text(struct unpack *u);
/* A 64-bit count of things of at least SIZE bytes each that fit in what is left, or bad. */
uint64_t unpack_count(struct unpack *u, size_t size);
/* The caller has found a value that cannot be. */
void unpack_refuse(struct unpack *u);
/* True if nothing is left and nothing was bad. */
bool unpack_done(const struct unpack *u);

#endif
