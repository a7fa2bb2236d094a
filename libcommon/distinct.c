/*
 * HyperLogLog: the upper 14 bits of a value's hash name a register, which keeps the
 * greatest number of leading zeros, plus one, of the other 50 bits.  The estimator is
 * algorithm 6 of O. Ertl, "New cardinality estimation algorithms for HyperLogLog
 * sketches", 2017 (arXiv:1702.01284): one formula for all sizes, from the histogram
 * of the registers, without thresholds or tables.
 */
#include "distinct.h"

#include <math.h>
#include <stdlib.h>

#include "hash.h"
#include "token.h"
#include "xalloc.h"

enum {
	REGISTERS = 1 << DISTINCT_P,
	Q = 64 - DISTINCT_P,
	FIRST_SLOTS = 8,
};

/* A register's value as a sign; there are Q + 2 values. */
static const char sign[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop";

_Static_assert(sizeof sign - 1 == Q + 2, "one sign for every value of a register");

void
distinct_init(struct distinct *d)
{
	*d = (struct distinct){0};
}

void
distinct_release(struct distinct *d)
{
	free(d->slot);
	free(d->reg);
	distinct_init(d);
}

static void
count_in(uint8_t *reg, uint64_t hash)
{
	uint64_t rest = hash << DISTINCT_P;
	uint8_t *r = &reg[hash >> Q];
	uint8_t rank = 1;

	for (; rank <= Q && !(rest >> 63); rest <<= 1)
		rank++;
	if (rank > *r)
		*r = rank;
}

/*
 * The slot of HASH or the free one for it.  The table's address takes part in the
 * choice: the stable hash is public, and values made to fall on one slot must not
 * be able to.
 */
static uint64_t *
slot_of(const struct distinct *d, uint64_t hash)
{
	uint64_t mixed = (hash ^ (uintptr_t)d->slot) * UINT64_C(0x9e3779b97f4a7c15);
	size_t mask = d->slots - 1, at = (size_t)(mixed >> 40) & mask;

	while (d->slot[at] && d->slot[at] != hash)
		at = (at + 1) & mask;
	return &d->slot[at];
}

static void
grow(struct distinct *d)
{
	struct distinct old = *d;

	d->slots = old.slots ? 2 * old.slots : FIRST_SLOTS;
	d->slot = xcalloc(d->slots, sizeof *d->slot);
	for (size_t i = 0; i < old.slots; i++)
		if (old.slot[i])
			*slot_of(d, old.slot[i]) = old.slot[i];
	free(old.slot);
}

static void
estimate_from_now_on(struct distinct *d)
{
	uint8_t *reg = xcalloc(REGISTERS, 1);

	for (size_t i = 0; i < d->slots; i++)
		if (d->slot[i])
			count_in(reg, d->slot[i]);
	if (d->has_zero)
		count_in(reg, 0);
	distinct_release(d);
	d->reg = reg;
}

/* True if HASH is new. */
static bool
put(struct distinct *d, uint64_t hash)
{
	bool added = !d->has_zero;
	uint64_t *slot;

	if (hash == 0) {
		d->has_zero = true;
		return added;
	}
	if (4 * (d->n + 1) > 3 * d->slots)
		grow(d);
	slot = slot_of(d, hash);
	added = !*slot;
	*slot = hash;
	return added;
}

static void
add_hash(struct distinct *d, uint64_t hash)
{
	if (!d->reg && put(d, hash) && ++d->n > DISTINCT_BOUND)
		estimate_from_now_on(d);
	else if (d->reg)
		count_in(d->reg, hash);
}

void
distinct_add(struct distinct *d, struct str value)
{
	add_hash(d, hash_stable(value));
}

void
distinct_merge(struct distinct *into, const struct distinct *from)
{
	if (from->reg && !into->reg)
		estimate_from_now_on(into);
	for (size_t i = 0; from->reg && i < REGISTERS; i++)
		if (from->reg[i] > into->reg[i])
			into->reg[i] = from->reg[i];
	for (size_t i = 0; i < from->slots; i++)
		if (from->slot[i])
			add_hash(into, from->slot[i]);
	if (from->has_zero)
		add_hash(into, 0);
}

bool
distinct_is_exact(const struct distinct *d)
{
	return !d->reg;
}

/* x + sum of x^(2^k) 2^(k-1), k = 1, 2, ...; x < 1 */
static double
sigma(double x)
{
	double y = 1, z = x, last;

	do {
		x *= x;
		last = z;
		z += x * y;
		y += y;
	} while (z != last);
	return z;
}

/* (1 - x - sum of (1 - x^(2^-k))^2 2^-k, k = 1, 2, ...) / 3 */
static double
tau(double x)
{
	double y = 1, z = 1 - x, last;

	if (x == 0 || x == 1)
		return 0;
	do {
		x = sqrt(x);
		last = z;
		y /= 2;
		z -= (1 - x) * (1 - x) * y;
	} while (z != last);
	return z / 3;
}

static double
estimate(const uint8_t *reg)
{
	const double m = REGISTERS, alpha = 1 / (2 * 0.693147180559945309417);
	unsigned count[Q + 2] = {0};
	double z;

	for (size_t i = 0; i < REGISTERS; i++)
		count[reg[i]]++;
	if (count[0] == REGISTERS)
		return 0;
	z = m * tau(1 - count[Q + 1] / m);
	for (size_t k = Q; k > 0; k--)
		z = (z + count[k]) / 2;
	return alpha * m * m / (z + m * sigma(count[0] / m));
}

uint64_t
distinct_value(const struct distinct *d)
{
	double x;

	if (!d->reg)
		return d->n;
	x = estimate(d->reg);
	return x < 0x1p63 ? (uint64_t)llround(x) : UINT64_MAX;
}

static int
by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* All hashes, rising; free() them. */
static uint64_t *
sorted(const struct distinct *d)
{
	uint64_t *hash = xcalloc(d->n, sizeof *hash);
	size_t n = 0;

	if (d->has_zero)
		hash[n++] = 0;
	for (size_t i = 0; i < d->slots; i++)
		if (d->slot[i])
			hash[n++] = d->slot[i];
	qsort(hash, n, sizeof *hash, by_size);
	return hash;
}

static int
save_hashes(const struct distinct *d, struct buf *out)
{
	uint64_t *hash = sorted(d), last = 0;
	int status = 0;

	for (size_t i = 0; i < d->n && status == 0; i++) {
		status = token_put_hex(out, hash[i] - last);
		if (status == 0)
			status = buf_addc(out, '.');
		last = hash[i];
	}
	free(hash);
	return status;
}

/* "x", then each hash as the difference to the last and "."; or "r" and the registers. */
int
distinct_save(const struct distinct *d, struct buf *out)
{
	if (buf_addc(out, d->reg ? 'r' : 'x') < 0)
		return STATUS_LIMIT;
	if (!d->reg)
		return save_hashes(d, out);
	for (size_t i = 0; i < REGISTERS; i++)
		if (buf_addc(out, sign[d->reg[i]]) < 0)
			return STATUS_LIMIT;
	return 0;
}

static bool
load_hashes(struct distinct *d, struct str rest)
{
	uint64_t step, hash = 0;

	while (rest.n) {
		if (!token_take_hex(&rest, &step) || !token_take(&rest, '.') ||
		    step > UINT64_MAX - hash || d->n == DISTINCT_BOUND)
			return false;
		hash += step;
		if (step == 0 && d->n)
			return false;
		add_hash(d, hash);
	}
	return true;
}

static bool
load_registers(struct distinct *d, struct str text)
{
	if (text.n != REGISTERS)
		return false;
	d->reg = xcalloc(REGISTERS, 1);
	for (size_t i = 0; i < REGISTERS; i++) {
		const char *at = memchr(sign, text.p[i], sizeof sign - 1);

		if (!at)
			return false;
		d->reg[i] = (uint8_t)(at - sign);
	}
	return true;
}

int
distinct_load(struct distinct *d, struct str text)
{
	distinct_release(d);
	if (token_take(&text, 'x') ? load_hashes(d, text)
				   : token_take(&text, 'r') && load_registers(d, text))
		return 0;
	distinct_release(d);
	return STATUS_DAMAGED;
}
