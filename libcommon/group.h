/*
 * group - rows by the values of some columns.  Layer: stats.
 *
 * A group's key is its values, escaped as in mlrec and joined by TAB, so the key is
 * already what is printed and byte order of keys is the order of output.  Missing
 * values are empty.  Past MAX groups further keys go to one group, GROUP_OTHER.  Some
 * recent groups are remembered: a row of one of them costs a comparison.  Memory: about
 * 32 bytes and the key per group (map.h), and 256 bytes to 8 KiB for what is remembered.
 */
#ifndef ML_GROUP_H
#define ML_GROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "map.h"
#include "value.h"

enum { GROUP_OTHER = 0, GROUPS_DEFAULT_MAX = 1000000, GROUP_RECENT_BITS = 8 /* at most */ };

/* A group met of late: bytes of its key's ends and its length. */
struct group_recent {
	uint64_t head, tail;
	size_t n;
	uint32_t group; /* 0: none */
};

struct group {
	struct map keys;
	size_t max;
	struct buf key;              /* of the row at hand */
	uint32_t last;               /* number of the last row's group */
	struct group_recent *recent; /* 2^recent_bits places; NULL: no row yet */
	unsigned recent_bits, misses;
	uint64_t other; /* rows that went to GROUP_OTHER */
};

/* MAX is below UINT32_MAX. */
void group_init(struct group *g, size_t max);
void group_release(struct group *g);
/*
 * The number of the group with the N VALUES (the same N at every call): 1, 2, ... in
 * order of arrival, or GROUP_OTHER; *ADDED says that it is new.
 */
uint32_t group_of(struct group *g, const struct value *const *values, size_t n, bool *added);
/* The same by the key itself: values, escaped and joined.  Counts no row. */
uint32_t group_of_key(struct group *g, struct str key);
/* The key of group number K > 0. */
struct str group_key(const struct group *g, uint32_t k);
/* The i-th value (escaped as in mlrec) of group number K > 0. */
struct str group_value(const struct group *g, uint32_t k, size_t i);
/* Numbers of all groups but GROUP_OTHER in byte order of their keys; free() it. */
uint32_t *group_sorted(const struct group *g);
size_t group_n(const struct group *g); /* without GROUP_OTHER */

#endif
