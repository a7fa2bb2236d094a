/*
 * The last word on literals of more than 19 digits.  The value lies between two
 * neighbouring doubles; it is held against the point half-way between them, all
 * digits of it:  D * 10^E  against  H * 2^F  with H the odd integer of the half.
 * Negative powers move to the other side, so that both are integers.
 *
 * No half-way point of doubles has more than 767 significant decimal digits, so
 * digits after the 768th can only say "a little more": they become one digit 1.
 * That bounds every integer below at 4,096 bits, however long the literal.
 */
#include "number_parts.h"

enum {
	DIGITS_COMPARED = 768,
	LIMBS = 128, /* of 32 bits */
	SUBNORMAL_POWER = -1074,
};

struct big {
	uint32_t limb[LIMBS]; /* lowest first */
	size_t n;             /* limb[n - 1] is not 0 */
};

/* B = B * FACTOR + ADD. */
static void
big_multiply(struct big *b, uint32_t factor, uint32_t add)
{
	uint64_t carry = add;

	for (size_t i = 0; i < b->n; i++) {
		carry += (uint64_t)b->limb[i] * factor;
		b->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry)
		b->limb[b->n++] = (uint32_t)carry;
}

static void
big_multiply_power5(struct big *b, int64_t exponent)
{
	const uint32_t five13 = 1220703125;

	for (; exponent >= 13; exponent -= 13)
		big_multiply(b, five13, 0);
	for (; exponent > 0; exponent--)
		big_multiply(b, 5, 0);
}

static void
big_shift(struct big *b, int64_t bits)
{
	size_t limbs = (size_t)(bits / 32);

	big_multiply(b, UINT32_C(1) << (bits % 32), 0);
	memmove(b->limb + limbs, b->limb, b->n * sizeof *b->limb);
	memset(b->limb, 0, limbs * sizeof *b->limb);
	b->n += limbs;
}

static int
big_compare(const struct big *a, const struct big *b)
{
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	for (size_t i = a->n; i-- > 0;)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i] ? -1 : 1;
	return 0;
}

/* The significant digits of PARTS to B; the power of ten that goes with them. */
static int64_t
collect(const struct number_parts *parts, struct big *b)
{
	struct str run[] = {parts->whole, parts->fraction};
	size_t taken = 0;
	bool more = false;

	b->n = 0;
	for (size_t r = 0; r < 2; r++) {
		for (size_t i = 0; i < run[r].n; i++) {
			uint32_t digit = (uint32_t)(run[r].p[i] - '0');

			if (taken == DIGITS_COMPARED) {
				more |= digit != 0;
			} else if (taken || digit) {
				big_multiply(b, 10, digit);
				taken++;
			}
		}
	}
	if (more) {
		big_multiply(b, 10, 1);
		taken++;
	}
	/* PARTS counts from its own 19 digits. */
	return parts->exponent - ((int64_t)taken - 19);
}

uint64_t
number_compare_half(const struct number_parts *parts, uint64_t below)
{
	int64_t exponent = (int64_t)(below >> 52), ten, two;
	uint64_t half = below & ((UINT64_C(1) << 52) - 1);
	struct big value, middle = {.n = 0};
	int order;

	if (exponent)
		half |= UINT64_C(1) << 52;
	else
		exponent = 1;
	half = 2 * half + 1;
	two = exponent - 1 + SUBNORMAL_POWER - 1;
	middle.limb[middle.n++] = (uint32_t)half;
	if (half >> 32)
		middle.limb[middle.n++] = (uint32_t)(half >> 32);
	ten = collect(parts, &value);
	/* 10^E is 5^E * 2^E: the twos of both sides cancel. */
	big_multiply_power5(&value, ten);
	big_multiply_power5(&middle, -ten);
	if (two > ten)
		big_shift(&middle, two - ten);
	else
		big_shift(&value, ten - two);
	order = big_compare(&value, &middle);
	return below + (order > 0 || (order == 0 && (below & 1)));
}
