#define _DEFAULT_SOURCE /* getentropy */
#include "hash.h"

#include <time.h>
#include <unistd.h>

static inline uint64_t
rotate(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static inline uint64_t
load64(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;
	uint64_t x = 0;

	for (unsigned i = 0; i < 8; i++)
		x |= (uint64_t)b[i] << (8 * i);
	return x;
}

struct state {
	uint64_t a, b, c, d;
};

static inline void
round_once(struct state *v)
{
	v->a += v->b;
	v->b = rotate(v->b, 13) ^ v->a;
	v->a = rotate(v->a, 32);
	v->c += v->d;
	v->d = rotate(v->d, 16) ^ v->c;
	v->a += v->d;
	v->d = rotate(v->d, 21) ^ v->a;
	v->c += v->b;
	v->b = rotate(v->b, 17) ^ v->c;
	v->c = rotate(v->c, 32);
}

uint64_t
hash_keyed(const struct hash_key *key, struct str s)
{
	struct state v = {
		key->k0 ^ UINT64_C(0x736f6d6570736575), key->k1 ^ UINT64_C(0x646f72616e646f6d),
		key->k0 ^ UINT64_C(0x6c7967656e657261), key->k1 ^ UINT64_C(0x7465646279746573)};
	uint64_t last = (uint64_t)s.n << 56;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8) {
		uint64_t word = load64(s.p + i);

		v.d ^= word;
		round_once(&v);
		v.a ^= word;
	}
	for (unsigned shift = 0; i < s.n; i++, shift += 8)
		last |= (uint64_t)(unsigned char)s.p[i] << shift;
	v.d ^= last;
	round_once(&v);
	v.a ^= last;
	v.c ^= 0xff;
	round_once(&v);
	round_once(&v);
	round_once(&v);
	return v.a ^ v.b ^ v.c ^ v.d;
}

uint64_t
hash_stable(struct str s)
{
	static const struct hash_key published = {UINT64_C(0x0706050403020100),
						  UINT64_C(0x0f0e0d0c0b0a0908)};

	return hash_keyed(&published, s);
}

void
hash_key_random(struct hash_key *key)
{
	struct timespec now = {0, 0};

	if (getentropy(key, sizeof *key) == 0)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	key->k0 = (uint64_t)now.tv_nsec * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)now.tv_sec;
	key->k1 = (uint64_t)(uintptr_t)key * UINT64_C(0xbf58476d1ce4e5b9) ^ (uint64_t)getpid();
}
