/*
 * hash - bytes to 64 bits.  Layer: base.
 *
 * hash_keyed is SipHash-1-3 (Aumasson, Bernstein 2012): with a secret key nobody
 * can choose colliding group names.  hash_stable is the same function under a
 * fixed, published key: equal on every machine and in every release, for
 * choosing a reproducible sample.
 */
#ifndef ML_HASH_H
#define ML_HASH_H

#include <stdint.h>

#include "str.h"

struct hash_key {
	uint64_t k0, k1;
};

/* From the system's random source; from addresses and the clock without one. */
void hash_key_random(struct hash_key *key);
uint64_t hash_keyed(const struct hash_key *key, struct str s);
uint64_t hash_stable(struct str s);

#endif
