/*
 * number_parts - what the files of module number share.  Layer: parse.
 *
 * Only number*.c and timestamp*.c include it.
 */
#ifndef ML_NUMBER_PARTS_H
#define ML_NUMBER_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

enum { NUMBER_POWER_FIRST = -342, NUMBER_POWER_LAST = 324 };

/* The leading 128 bits of 10^q, high half first, cut; exact for q = 0 .. 55. */
extern const uint64_t number_powers[NUMBER_POWER_LAST - NUMBER_POWER_FIRST + 1][2];

/* "00" "01" ... "99". */
extern const char number_pairs[200];

/* A decimal literal taken apart: its value is 0.WHOLE FRACTION moved by EXPONENT. */
struct number_parts {
	struct str whole, fraction; /* digits only, either may be empty */
	uint64_t digits;            /* the first 19 significant digits */
	int64_t exponent;           /* of ten, for DIGITS */
	bool negative;
	bool cut; /* more digits than those in DIGITS */
};

struct number_wide {
	uint64_t high, low;
};

static inline struct number_wide
number_multiply(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
	__extension__ unsigned __int128 product = (unsigned __int128)a * b;

	return (struct number_wide){(uint64_t)(product >> 64), (uint64_t)product};
#else
	uint64_t a0 = a & UINT32_MAX, a1 = a >> 32, b0 = b & UINT32_MAX, b1 = b >> 32;
	uint64_t low = a0 * b0, middle = a1 * b0 + (low >> 32);
	uint64_t cross = a0 * b1 + (middle & UINT32_MAX);

	return (struct number_wide){a1 * b1 + (middle >> 32) + (cross >> 32),
				    cross << 32 | (low & UINT32_MAX)};
#endif
}

static inline bool
number_is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* True if all eight bytes of a bytes_load8 are digits. */
static inline bool
number_all_digits(uint64_t eight)
{
	const uint64_t high = UINT64_C(0xf0f0f0f0f0f0f0f0), six = UINT64_C(0x0606060606060606);

	return ((eight & high) | ((eight + six) & high) >> 4) == UINT64_C(0x3333333333333333);
}

/* Their value: pairs, then fours, then all eight, each by one multiplication. */
static inline uint64_t
number_value8(uint64_t eight)
{
	eight = (eight & UINT64_C(0x0f0f0f0f0f0f0f0f)) * (10 * 256 + 1) >> 8;
	eight = (eight & UINT64_C(0x00ff00ff00ff00ff)) * (100 * 65536 + 1) >> 16;
	return (eight & UINT64_C(0x0000ffff0000ffff)) * (UINT64_C(10000) * 4294967296 + 1) >> 32;
}

/*
 * The bits of the double nearest to PARTS (sign apart), whose value lies between
 * the double with BELOW's bits and the next: one comparison of big integers.
 */
uint64_t number_compare_half(const struct number_parts *parts, uint64_t below);

#endif
