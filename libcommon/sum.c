/*
 * The superaccumulator.  A double is m * 2^e with |m| < 2^53.  Shifted to a limb
 * border it covers at most three limbs of 32 bits; these are added to 64-bit limbs
 * without looking at carries.  A limb takes 2^29 such adds before carries must be
 * propagated ("pending" counts them), so an add is one shift and three integer adds.
 *
 * Integer addition commutes and associates, hence so do sum_add and sum_merge.  The
 * limbs themselves do depend on history; sum_digits_of removes that.
 *
 * Invariant: every limb's magnitude is below 2^61 + pending * 2^32.
 */
#include "sum.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "sum_digits.h"
#include "xalloc.h"

#define PENDING_MAX ((uint32_t)1 << 29)
#define TOP_MAX ((int64_t)1 << 61)
#define LOW32 0xffffffffu

/* Chunks that a shifted double, product of two, product of three can cover. */
enum { CHUNKS_1 = 3, CHUNKS_2 = 5, CHUNKS_3 = 7 };

/* The limb's bit at which a double with the exponent field 0 would start. */
enum { POSITION = -SUM_LOWEST - 1075 };

void
sum_init(struct sum *s)
{
	*s = (struct sum){.n = 0};
}

void
sum_release(struct sum *s)
{
	if (s->n > SUM_INLINE)
		free(s->limb.heap);
	sum_init(s);
}

static inline int64_t *
limbs(struct sum *s)
{
	return s->n > SUM_INLINE ? s->limb.heap : s->limb.fixed;
}

/* The limbs in use, as offsets into the window; FIRST = END when all are 0. */
static void
used(const struct sum *s, int *first, int *end)
{
	const int64_t *limb = sum_limbs(s);

	*first = 0;
	*end = s->n;
	while (*end > 0 && limb[*end - 1] == 0)
		--*end;
	while (*first < *end && limb[*first] == 0)
		++*first;
}

/*
 * Moves the window so that it has the limbs FROM .. TO-1 besides those in use: in
 * the struct while they fit there, then on the heap with a limb to spare at either
 * end, so that neighbouring magnitudes do not move it again.
 */
static void
cover(struct sum *s, int from, int to)
{
	struct sum old = *s;
	int first, end, n, base;
	int64_t *limb;

	used(s, &first, &end);
	if (first < end) {
		from = old.base + first < from ? old.base + first : from;
		to = old.base + end > to ? old.base + end : to;
	}
	n = to - from <= SUM_INLINE ? SUM_INLINE : to - from + 2;
	base = from - (n - (to - from) + 1) / 2;
	base = base < 0 ? 0 : base + n > SUM_LIMBS ? SUM_LIMBS - n : base;
	if (n > SUM_LIMBS) {
		base = 0;
		n = SUM_LIMBS;
	}
	limb = n > SUM_INLINE ? xcalloc((size_t)n, sizeof *limb) : s->limb.fixed;
	if (n <= SUM_INLINE)
		memset(limb, 0, sizeof s->limb.fixed);
	for (int i = first; i < end; i++)
		limb[old.base + i - base] = sum_limbs(&old)[i];
	if (n > SUM_INLINE)
		s->limb.heap = limb;
	s->base = (int16_t)base;
	s->n = (int16_t)n;
	sum_release(&old);
}

static void
settle(struct sum *s)
{
	int64_t *limb = limbs(s), carry = 0, top;
	int last = s->base + s->n - 1;

	for (int i = 0; i < s->n - 1; i++) {
		int64_t t = limb[i] + carry;

		limb[i] = t & LOW32;
		carry = t >> 32;
	}
	top = limb[s->n - 1] += carry;
	s->pending = 0;
	if ((top >= TOP_MAX || top <= -TOP_MAX) && last + 1 < SUM_LIMBS) {
		cover(s, last, last + 2);
		limb = limbs(s) + (last - s->base);
		limb[0] = top & LOW32;
		limb[1] = top >> 32;
	}
}

static inline void
count_add(struct sum *s)
{
	if (++s->pending >= PENDING_MAX)
		settle(s);
}

/*
 * Keeps the compiler from joining neighbouring limbs in one vector: the next add often
 * starts a limb further, and a load that spans two earlier stores waits for both.
 */
static inline void
one_by_one(void)
{
	atomic_signal_fence(memory_order_acq_rel);
}

void
sum_add_chunks(struct sum *s, int k, const uint32_t *chunk, int n, bool negative)
{
	int bottom = k, end = k + n;
	int64_t *limb;

	while (n > 0 && chunk[n - 1] == 0)
		n--;
	for (; n > 0 && *chunk == 0; n--, k++)
		chunk++;
	if (n == 0)
		return;
	/* The first window has the zeros too: the next such value finds it wide enough. */
	if (s->n == 0 && end - bottom <= SUM_INLINE)
		cover(s, bottom, end);
	if (k < s->base || k + n > s->base + s->n)
		cover(s, k, k + n);
	limb = limbs(s) + (k - s->base);
	for (int i = 0; i < n; i++)
		limb[i] += negative ? -(int64_t)chunk[i] : (int64_t)chunk[i];
	count_add(s);
}

/* A double taken apart: (-1)^sign * m * 2^(e - 1075). */
struct parts {
	uint64_t m;
	int e;
	bool negative;
};

static inline struct parts
take_apart(double x)
{
	struct parts p;
	uint64_t bits;
	int field;

	memcpy(&bits, &x, sizeof bits);
	field = (int)(bits >> 52 & 0x7ff);
	p.negative = bits >> 63;
	p.m = (bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)(field != 0) << 52;
	p.e = field + (field == 0);
	return p;
}

/* The N words at WORD, shifted up by SHIFT < 32, as 2 N + 1 chunks. */
static void
spread(const uint64_t *word, int n, unsigned shift, uint32_t *chunk)
{
	uint64_t carry = 0;

	for (int i = 0; i < n; i++) {
		uint64_t w = word[i] << shift | carry;

		chunk[2 * i] = (uint32_t)w;
		chunk[2 * i + 1] = (uint32_t)(w >> 32);
		carry = word[i] >> 32 >> (32 - shift);
	}
	chunk[2 * n] = (uint32_t)carry;
}

/* Kept out of sum_add, whose frame it would enlarge. */
static __attribute__((noinline)) void
add_slowly(struct sum *s, double x)
{
	struct parts p = take_apart(x);
	int position = p.e + POSITION;
	uint32_t chunk[CHUNKS_1];

	spread(&p.m, 1, (unsigned)position % 32, chunk);
	sum_add_chunks(s, position / 32, chunk, CHUNKS_1, p.negative);
}

void
sum_add(struct sum *s, double x)
{
	struct parts p = take_apart(x);
	unsigned position = (unsigned)(p.e + POSITION), shift = position % 32;
	uint32_t k = position / 32 - (uint32_t)s->base;
	int64_t *limb, m, flip = -(int64_t)p.negative;

	if ((uint64_t)k + CHUNKS_1 > (uint64_t)s->n) { /* a K below 0 is huge */
		add_slowly(s, x);
		return;
	}
	/* Two's complement carries the sign: the upper chunk alone is negative. */
	m = ((int64_t)p.m ^ flip) - flip;
	limb = limbs(s) + k;
	limb[0] += (uint32_t)((uint64_t)m << shift);
	one_by_one();
	limb[1] += (uint32_t)((uint64_t)m << shift >> 32);
	one_by_one();
	limb[2] += m >> 32 >> (32 - shift);
	count_add(s);
}

/* Kept out of the likely way, as above. */
static __attribute__((noinline)) void
add_two_words_slowly(struct sum *s, bool negative, unsigned __int128 x, unsigned position)
{
	const uint64_t word[2] = {(uint64_t)x, (uint64_t)(x >> 64)};
	uint32_t chunk[CHUNKS_2];

	spread(word, 2, position % 32, chunk);
	sum_add_chunks(s, (int)(position / 32), chunk, CHUNKS_2, negative);
}

/* Adds +-X, below 2^127, at POSITION; the sign as in sum_add. */
static inline void
add_two_words(struct sum *s, bool negative, unsigned __int128 x, unsigned position)
{
	unsigned __int128 flip = -(unsigned __int128)negative, m = (x ^ flip) - flip;
	uint32_t k = position / 32 - (uint32_t)s->base;
	unsigned shift = position % 32;
	uint64_t low = (uint64_t)m, middle;
	int64_t *limb, high = (int64_t)(m >> 64);

	if ((uint64_t)k + CHUNKS_2 > (uint64_t)s->n) {
		add_two_words_slowly(s, negative, x, position);
		return;
	}
	limb = limbs(s) + k;
	middle = (uint64_t)high << shift | low >> 1 >> (63 - shift);
	low <<= shift;
	limb[0] += (uint32_t)low;
	one_by_one();
	limb[1] += (int64_t)(low >> 32);
	one_by_one();
	limb[2] += (uint32_t)middle;
	one_by_one();
	limb[3] += (int64_t)(middle >> 32);
	one_by_one();
	limb[4] += high >> 1 >> (63 - shift);
	count_add(s);
}

void
sum_add_product(struct sum *s, double x, double y)
{
	struct parts a = take_apart(x), b = take_apart(y);

	add_two_words(s, a.negative != b.negative, (unsigned __int128)a.m * b.m,
		      (unsigned)(a.e + b.e + POSITION - 1075));
}

void
sum_add_times(struct sum *s, double x, uint64_t count)
{
	struct parts p = take_apart(x);

	add_two_words(s, p.negative, (unsigned __int128)p.m * count, (unsigned)(p.e + POSITION));
}

void
sum_add_product3(struct sum *s, double x, double y, double z)
{
	struct parts a = take_apart(x), b = take_apart(y), c = take_apart(z);
	unsigned __int128 xy = (unsigned __int128)a.m * b.m;
	unsigned __int128 low = (unsigned __int128)(uint64_t)xy * c.m;
	unsigned __int128 high = (xy >> 64) * c.m + (low >> 64);
	const uint64_t word[3] = {(uint64_t)low, (uint64_t)high, (uint64_t)(high >> 64)};
	int position = a.e + b.e + c.e + POSITION - 2 * 1075;
	uint32_t chunk[CHUNKS_3];

	spread(word, 3, (unsigned)position % 32, chunk);
	sum_add_chunks(s, position / 32, chunk, CHUNKS_3, (a.negative != b.negative) != c.negative);
}

/*
 * FROM's carries are propagated on the way, so that what is added to a limb stays
 * below 2^32 and the merge counts as one add.
 */
void
sum_merge(struct sum *into, const struct sum *from)
{
	const int64_t *limb = sum_limbs(from);
	int64_t t = 0, *to;
	int first, end, over;

	used(from, &first, &end);
	if (first == end)
		return;
	for (int i = first; i < end; i++)
		t = limb[i] + (i > first ? t >> 32 : 0);
	/* The top limb's value shows how many limbs more its upper bits take. */
	over = t <= (int64_t)LOW32 && t >= -(int64_t)LOW32 ? 0 : 1;
	if (from->base + first < into->base || from->base + end + over > into->base + into->n)
		cover(into, from->base + first, from->base + end + over);
	to = limbs(into) + (from->base - into->base);
	t = 0;
	for (int i = first; i < end; i++) {
		t += limb[i];
		to[i] += i < end - 1 || over ? t & LOW32 : t;
		t >>= 32;
	}
	if (over)
		to[end] += t;
	count_add(into);
}
