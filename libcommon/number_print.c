/*
 * The shortest decimal inside the interval of reals that round to a double: after
 * R. Giulietti, "The Schubfach way to render doubles", 2020.
 *
 * A double c * 2^q with its neighbours half-way on either side is scaled by the
 * power of ten that leaves one or two integers between the bounds ("the pigeon
 * hole").  So at most two candidates with one digit less, and two with all digits,
 * need be looked at; of two in the interval the nearer wins, then the even one.
 * All quantities carry two more bits, times 4, and a last bit that says "inexact",
 * so comparisons with the bounds are exact.
 */
#include "number.h"

#include <math.h>
#include <stdio.h>

#include "number_parts.h"

enum { FRACTION_BITS = 52, PRINT_POINT_MAX = 17, PRINT_POINT_MIN = -3 };

const char number_pairs[200] = "0001020304050607080910111213141516171819"
			       "2021222324252627282930313233343536373839"
			       "4041424344454647484950515253545556575859"
			       "6061626364656667686970717273747576777879"
			       "8081828384858687888990919293949596979899";

struct decimal {
	uint64_t digits;
	int exponent;
};

size_t
number_print_uint(uint64_t x, char *p)
{
	char text[20], *q = text + sizeof text;
	size_t n;

	while (x >= 100) {
		q -= 2;
		memcpy(q, number_pairs + 2 * (x % 100), 2);
		x /= 100;
	}
	if (x >= 10) {
		q -= 2;
		memcpy(q, number_pairs + 2 * x, 2);
	} else {
		*--q = (char)('0' + x);
	}
	n = (size_t)(text + sizeof text - q);
	memcpy(p, q, n);
	return n;
}

size_t
number_print_int(int64_t x, char *p)
{
	if (x >= 0)
		return number_print_uint((uint64_t)x, p);
	*p = '-';
	return 1 + number_print_uint(-(uint64_t)x, p + 1);
}

/* The integer part of POWER * X / 2^128, its last bit set if anything was cut. */
static uint64_t
scale_odd(const uint64_t power[2], uint64_t x)
{
	uint64_t carry = number_multiply(power[1], x).high;
	struct number_wide product = number_multiply(power[0], x);

	product.low += carry;
	product.high += product.low < carry;
	return product.high | (product.low > 1);
}

/* Of FIRST and FIRST + STEP, both times 4, the one inside the bounds, or -1: 0 or both. */
static int
only_inside(uint64_t first, uint64_t step, uint64_t lower, uint64_t upper)
{
	bool one = lower <= first, other = first + step <= upper;

	return one == other ? -1 : other;
}

static struct decimal
shortest(uint64_t bits)
{
	uint64_t c = bits & ((UINT64_C(1) << FRACTION_BITS) - 1), lower, upper, value, s;
	int q = (int)(bits >> FRACTION_BITS & 0x7ff), ten, shift, choice;
	/* The gap below a power of two is half the gap above. */
	bool uneven = c == 0 && q > 1, odd;
	uint64_t power[2];

	if (q)
		c |= UINT64_C(1) << FRACTION_BITS;
	q = (q ? q : 1) - 1075;
	odd = c & 1;
	ten = (1262611 * q - (uneven ? 524031 : 0)) >> 22;
	memcpy(power, number_powers[-ten - NUMBER_POWER_FIRST], sizeof power);
	power[1] += ten > 0 || ten < -55; /* rounded up */
	shift = q + ((-ten * 1741647) >> 19) + 1;
	lower = scale_odd(power, (4 * c - 2 + uneven) << shift) + odd;
	value = scale_odd(power, (4 * c) << shift);
	upper = scale_odd(power, (4 * c + 2) << shift) - odd;
	s = value / 4;
	if (s >= 10) {
		choice = only_inside(s / 10 * 40, 40, lower, upper);
		if (choice >= 0)
			return (struct decimal){s / 10 + (uint64_t)choice, ten + 1};
	}
	choice = only_inside(4 * s, 4, lower, upper);
	if (choice < 0)
		choice = value > 4 * s + 2 || (value == 4 * s + 2 && (s & 1));
	return (struct decimal){s + (uint64_t)choice, ten};
}

/* Lays out N digits, of which POINT stand before the decimal point. */
static size_t
lay_out(const char *digits, int n, int point, char *p)
{
	char *start = p;
	int zeros;

	if (point > PRINT_POINT_MAX || point < PRINT_POINT_MIN) {
		*p++ = digits[0];
		if (n > 1) {
			*p++ = '.';
			memcpy(p, digits + 1, (size_t)n - 1);
			p += n - 1;
		}
		*p++ = 'e';
		return (size_t)(p - start) + number_print_int(point - 1, p);
	}
	if (point <= 0) {
		memcpy(p, "0.000", 5);
		p += 2 - point;
		memcpy(p, digits, (size_t)n);
		return (size_t)(p - start) + (size_t)n;
	}
	if (point < n) {
		memcpy(p, digits, (size_t)point);
		p[point] = '.';
		memcpy(p + point + 1, digits + point, (size_t)(n - point));
		return (size_t)n + 1 + (size_t)(p - start);
	}
	zeros = point - n;
	memcpy(p, digits, (size_t)n);
	memset(p + n, '0', (size_t)zeros);
	return (size_t)(p - start) + (size_t)point;
}

static size_t
print_positive(uint64_t bits, char *p)
{
	struct decimal d = shortest(bits);
	char digits[20];
	int n, point;

	n = (int)number_print_uint(d.digits, digits);
	point = n + d.exponent;
	while (n > 1 && digits[n - 1] == '0')
		n--;
	return lay_out(digits, n, point, p);
}

size_t
number_print(double x, char *p)
{
	const double whole = 9007199254740992; /* 2^53: below, integers are exact */
	size_t sign;
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	sign = bits >> 63;
	if (sign) {
		*p++ = '-';
		x = -x;
		bits &= ~(UINT64_C(1) << 63);
	}
	if (x < whole && x == (double)(uint64_t)x)
		return sign + number_print_uint((uint64_t)x, p);
	return sign + print_positive(bits, p);
}

double
number_round(double x, int digits)
{
	char text[NUMBER_TEXT_MAX];
	double y;
	int n = snprintf(text, sizeof text, "%.*e", digits - 1, x);

	/* What rounds to infinity stays. */
	if (!isfinite(x) || number_parse(STR_N(text, (size_t)n), &y) < 0)
		return x;
	return y;
}
