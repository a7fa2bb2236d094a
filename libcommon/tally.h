/*
 * tally - how often each text of a column comes: mode, entropy.  Layer: stats.
 *
 * Exact up to TALLY_BOUND different texts of TALLY_BYTES in all; beyond,
 * tally_is_exact is false and the answers have none (the caller prints an empty cell
 * and says why).  Whether it is beyond follows from the set of texts alone, so order
 * and merges change nothing.
 */
#ifndef ML_TALLY_H
#define ML_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "map.h"
#include "status.h"
#include "str.h"

enum { TALLY_BOUND = 1 << 20, TALLY_BYTES = 1 << 26 };

struct tally {
	struct map texts;
	uint64_t *count;
	size_t room, bytes;
	uint64_t n;
	bool over;
};

void tally_init(struct tally *t);
void tally_release(struct tally *t);
void tally_add(struct tally *t, struct str text, uint64_t count);
void tally_merge(struct tally *into, const struct tally *from);
bool tally_is_exact(const struct tally *t);
/*
 * The most frequent text, the first in byte order among equals; p NULL of nothing.
 * Valid until T changes.
 */
struct str tally_mode(const struct tally *t, uint64_t *count);
/* Shannon entropy in bits, summed exactly; NaN of nothing. */
double tally_entropy(const struct tally *t);
/* One text of token.h's signs; 0, or STATUS_LIMIT. */
int tally_save(const struct tally *t, struct buf *out);
/* Replaces T, which was initialised; STATUS_DAMAGED leaves it empty. */
int tally_load(struct tally *t, struct str text) MUST_USE;

#endif
