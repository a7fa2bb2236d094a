/*
 * A literal is scanned into at most 19 digits w and a power of ten q.  Three
 * roads lead from there to the nearest double:
 *
 * 1. Both w and 10^|q| are doubles: one division or multiplication rounds once
 *    (Clinger, "How to read floating point numbers accurately", 1990).
 * 2. w times the leading 128 bits of 10^q.  The error of the cut power is less
 *    than the distance to any half-way point, for every w below 2^64: Lemire,
 *    "Number parsing at a gigabyte per second", 2021, proved for nearly all q;
 *    Mushtak and Lemire, "Fast number parsing without fallback", 2023, for the
 *    rest.  So no test for doubt is needed here.
 * 3. More than 19 digits: w and w + 1 bracket the value.  If both round to the
 *    same double, that is it; else number_compare_half decides.
 */
#include "number.h"

#include <float.h>
#include <math.h>

#include "bytes.h"
#include "number_parts.h"

enum { DIGITS_KEPT = 19, EXPONENT_BIAS = 1023, MANTISSA_BITS = 52 };

#define EXPONENT_FAR INT64_C(1000000000000)

enum grammar { STRICT, LAX };

/* Appends the digits at P to *W, which wraps past 19 of them; the first byte after. */
static inline const char *
read_digits(const char *p, const char *end, uint64_t *w)
{
	uint64_t x = *w;

	while (end - p >= 8) {
		uint64_t eight = bytes_load8(p);

		if (!number_all_digits(eight))
			break;
		x = x * 100000000 + number_value8(eight);
		p += 8;
	}
	for (; p < end && number_is_digit(*p); p++)
		x = x * 10 + (uint64_t)(*p - '0');
	*w = x;
	return p;
}

static inline const char *
skip_digits(const char *p, const char *end)
{
	while (p < end && number_is_digit(*p))
		p++;
	return p;
}

/* Reads what follows the "e"; NULL without a digit.  Huge exponents stay huge. */
static const char *
read_exponent(const char *p, const char *end, int64_t *exponent)
{
	bool negative = p < end && *p == '-';
	const char *first;
	int64_t x = 0;

	if (p < end && (*p == '-' || *p == '+'))
		p++;
	first = p;
	for (; p < end && number_is_digit(*p); p++)
		if (x < EXPONENT_FAR)
			x = x * 10 + (*p - '0');
	*exponent = negative ? -x : x;
	return p > first ? p : NULL;
}

/* The I-th digit of both runs. */
static uint64_t
digit_at(const struct number_parts *d, size_t i)
{
	char c = i < d->whole.n ? d->whole.p[i] : d->fraction.p[i - d->whole.n];

	return (uint64_t)(c - '0');
}

/* DIGITS and EXPONENT of a literal with more than 19 digits. */
static void
keep_leading(struct number_parts *d, int64_t exponent)
{
	size_t n = d->whole.n + d->fraction.n, i = 0, first;

	while (i < n && digit_at(d, i) == 0)
		i++;
	d->digits = 0;
	for (first = i; i < n && i - first < DIGITS_KEPT; i++)
		d->digits = d->digits * 10 + digit_at(d, i);
	d->cut = i < n;
	d->exponent = exponent + (int64_t)d->whole.n - (int64_t)i;
}

static inline int
scan(struct str s, enum grammar grammar, struct number_parts *d)
{
	const char *p = s.p, *end = s.p + s.n, *first;
	int64_t exponent = 0;
	uint64_t w = 0;

	if (s.n == 0)
		return STATUS_SYNTAX;
	d->negative = *p == '-';
	if (*p == '-' || (grammar == LAX && *p == '+'))
		p++;
	first = p;
	p = read_digits(p, end, &w);
	d->whole = STR_N(first, (size_t)(p - first));
	d->fraction = STR_N(p, 0);
	if (grammar == STRICT && (p == first || (*first == '0' && p - first > 1)))
		return STATUS_SYNTAX;
	if (p < end && *p == '.') {
		first = ++p;
		p = read_digits(p, end, &w);
		d->fraction = STR_N(first, (size_t)(p - first));
		if (grammar == STRICT && p == first)
			return STATUS_SYNTAX;
	}
	if (grammar == LAX && d->whole.n + d->fraction.n == 0)
		return STATUS_SYNTAX;
	if (p < end && (*p == 'e' || *p == 'E')) {
		p = read_exponent(p + 1, end, &exponent);
		if (!p)
			return STATUS_SYNTAX;
	}
	if (p != end)
		return STATUS_SYNTAX;
	d->digits = w;
	d->exponent = exponent - (int64_t)d->fraction.n;
	d->cut = false;
	if (d->whole.n + d->fraction.n > DIGITS_KEPT)
		keep_leading(d, exponent);
	return 0;
}

/*
 * The top 128 of the 192 bits of W (its highest bit set) times 10^Q, to 2^-55 of
 * the whole; the low half of the power matters only where a carry could reach the
 * bits kept.
 */
static inline struct number_wide
scale(uint64_t w, int q)
{
	const uint64_t *power = number_powers[q - NUMBER_POWER_FIRST];
	/* Reciprocals of powers that fit 64 bits are rounded up, so that an exact
	 * quotient shows as one. */
	uint64_t low = power[1] + (q < 0 && q >= -27);
	struct number_wide product = number_multiply(w, power[0]);

	if ((product.high & 0x1ff) == 0x1ff) {
		uint64_t carry = number_multiply(w, low).high;

		product.low += carry;
		product.high += product.low < carry;
	}
	return product;
}

/* The bits of the double nearest to W * 10^EXPONENT, W > 0. */
static inline uint64_t
nearest(uint64_t w, int64_t exponent)
{
	struct number_wide product;
	uint64_t mantissa;
	int zeros, top, power, q;

	if (exponent < NUMBER_POWER_FIRST)
		return 0;
	if (exponent > 308)
		return (uint64_t)0x7ff << MANTISSA_BITS;
	q = (int)exponent;
	zeros = __builtin_clzll(w);
	product = scale(w << zeros, q);
	top = (int)(product.high >> 63);
	mantissa = product.high >> (9 + top);
	power = ((217706 * q) >> 16) + 63 + EXPONENT_BIAS + top - zeros;
	if (power <= 0) {
		if (power <= -63)
			return 0;
		/* A carry out of the rounding makes the least normal number. */
		mantissa >>= 1 - power;
		return (mantissa + (mantissa & 1)) >> 1;
	}
	/* Half-way between two doubles, and the lower one even: only small powers of
	 * five leave a product that exact. */
	if (product.low <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 &&
	    mantissa << (9 + top) == product.high)
		mantissa--;
	mantissa = (mantissa + (mantissa & 1)) >> 1;
	/* The hidden bit, or a carry past it, adds to the exponent. */
	mantissa += (uint64_t)(power - 1) << MANTISSA_BITS;
	if (mantissa >> MANTISSA_BITS >= 0x7ff)
		return (uint64_t)0x7ff << MANTISSA_BITS;
	return mantissa;
}

static double
from_bits(uint64_t bits, bool negative)
{
	double x;

	bits |= (uint64_t)negative << 63;
	memcpy(&x, &bits, sizeof x);
	return x;
}

/* The road for one factor a double each; false when it is not open. */
static inline bool
small(const struct number_parts *d, double *x)
{
	static const double ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
				     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
				     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
	double w;

	/* Wider intermediate results would round twice. */
	if (FLT_EVAL_METHOD != 0 || d->digits >> 53 || d->exponent < -22 || d->exponent > 22)
		return false;
	w = (double)d->digits;
	w = d->exponent < 0 ? w / ten[-d->exponent] : w * ten[d->exponent];
	*x = d->negative ? -w : w;
	return true;
}

static inline int
convert(const struct number_parts *d, double *x)
{
	uint64_t bits;

	/* Cut digits are at least 10^18, too many for the small road. */
	if (small(d, x))
		return 0;
	bits = d->digits ? nearest(d->digits, d->exponent) : 0;
	if (d->cut && bits != nearest(d->digits + 1, d->exponent))
		bits = number_compare_half(d, bits);
	*x = from_bits(bits, d->negative);
	return isinf(*x) ? STATUS_RANGE : 0;
}

static inline int
parse(struct str s, enum grammar grammar, double *x)
{
	struct number_parts d;

	if (s.n > NUMBER_LITERAL_MAX)
		return STATUS_LIMIT;
	if (scan(s, grammar, &d) < 0)
		return STATUS_SYNTAX;
	return convert(&d, x);
}

/* The bytes of S, of 1 to 8 bytes, the first lowest; zeros behind them. */
static inline uint64_t
load_short(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (s.n == 8)
		return bytes_load8(s.p);
	if (s.n < 4)
		return p[0] | (uint64_t)p[s.n >> 1] << (8 * (s.n >> 1)) |
		       (uint64_t)p[s.n - 1] << (8 * (s.n - 1));
	/* Both halves have the bytes in the middle. */
	return bytes_load4(s.p) | bytes_load4(s.p + s.n - 4) << (8 * (s.n - 4));
}

/*
 * At most 8 digits with at most one point among them, as nearly all numbers in logs are:
 * the point is taken out, the rest read at once and divided by a power of ten that is
 * exact.  False for anything else.
 */
static inline bool
parse_short(struct str s, double *x)
{
	static const double ten[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t word, apart, point;
	unsigned digits = (unsigned)s.n, fraction = 0;

	if (FLT_EVAL_METHOD != 0 || s.n - 1 > 7)
		return false;
	word = load_short(s);
	/* The borrow of a lower byte can only spoil bytes behind the first point. */
	apart = word ^ ones * '.';
	point = (apart - ones) & ~apart & ones * 0x80;
	if (point) {
		unsigned at = (unsigned)__builtin_ctzll(point) & 56;
		uint64_t before = (UINT64_C(1) << at) - 1;

		if (--digits == 0)
			return false;
		fraction = digits - at / 8;
		word = (word & before) | (word >> 8 & ~before);
	}
	word = word << (64 - 8 * digits) | (digits < 8 ? ones * '0' >> 8 * digits : 0);
	if (!number_all_digits(word))
		return false;
	*x = (double)number_value8(word) / ten[fraction];
	return true;
}

int
number_parse(struct str s, double *x)
{
	return parse(s, STRICT, x);
}

/* Kept out of number_parse_lax, whose frame it would enlarge. */
static __attribute__((noinline)) int
parse_lax(struct str s, double *x)
{
	return parse(str_trim(s), LAX, x);
}

int
number_parse_lax(struct str s, double *x)
{
	return parse_short(s, x) ? 0 : parse_lax(s, x);
}

bool
number_is(struct str s)
{
	const char *p = s.p, *end = s.p + s.n, *first;
	int64_t ignored;

	if (p < end && *p == '-')
		p++;
	first = p;
	p = skip_digits(p, end);
	if (p == first || (*first == '0' && p - first > 1))
		return false;
	if (p < end && *p == '.') {
		first = ++p;
		p = skip_digits(p, end);
		if (p == first)
			return false;
	}
	if (p < end && (*p == 'e' || *p == 'E'))
		p = read_exponent(p + 1, end, &ignored);
	return p == end;
}

int
number_parse_int(struct str s, int64_t *x)
{
	struct number_parts d;
	uint64_t limit = (uint64_t)INT64_MAX;

	if (scan(s, STRICT, &d) < 0 || d.whole.n + d.negative != s.n)
		return STATUS_SYNTAX;
	if (d.cut || d.digits > limit + d.negative)
		return STATUS_RANGE;
	/* Negated below zero, so that the least one never overflows. */
	*x = d.negative && d.digits ? -(int64_t)(d.digits - 1) - 1 : (int64_t)d.digits;
	return 0;
}

bool
number_is_missing(struct str s)
{
	static const struct str word[] = {STR("nan"), STR("null"), STR("none"),    STR("na"),
					  STR("n/a"), STR("inf"),  STR("infinity")};
	static const bool with_sign[] = {true, false, false, false, false, true, true};
	struct str bare = s;

	if (s.n == 0 || (s.n == 1 && *s.p == '-'))
		return true;
	if (s.n > sizeof "-infinity" - 1)
		return false;
	if (*s.p == '-' || *s.p == '+')
		bare = STR_N(s.p + 1, s.n - 1);
	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (str_case_eq(with_sign[i] ? bare : s, word[i]))
			return true;
	return false;
}
