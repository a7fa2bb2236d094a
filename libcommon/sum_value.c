/*
 * What a sum is worth: its limbs with all carries done (struct sum_digits), which
 * depend on the value alone, and everything that is computed from them.
 */
#include <limits.h>
#include <math.h>

#include "sum_digits.h"
#include "token.h"

enum { MANTISSA = 53, LEAST_EXPONENT = -1074 };

/* Loaded values stay this far below the top, so that merges find room. */
enum { LOAD_LIMBS = SUM_LIMBS - 4, NIBBLES = 8 };

/* Two's complement of all N digits. */
static void
negate(uint32_t *d, int n)
{
	uint64_t carry = 1;

	for (int i = 0; i < n; i++) {
		carry += (uint32_t)~d[i];
		d[i] = (uint32_t)carry;
		carry >>= 32;
	}
}

/* V from N limbs, the lowest of which weighs 2^EXPONENT. */
static void
digits_from(const int64_t *limb, int n, int exponent, struct sum_digits *v)
{
	int64_t carry = 0;
	int first = 0;

	for (int i = 0; i < n; i++) {
		carry += limb[i];
		v->d[i] = (uint32_t)carry;
		carry >>= 32;
	}
	v->d[n++] = (uint32_t)carry;
	v->d[n++] = (uint32_t)(carry >> 32);
	v->negative = carry < 0;
	if (v->negative)
		negate(v->d, n);
	while (n > 0 && v->d[n - 1] == 0)
		n--;
	while (first < n && v->d[first] == 0)
		first++;
	v->n = n - first;
	v->exponent = exponent + 32 * first;
	memmove(v->d, v->d + first, (size_t)v->n * sizeof *v->d);
}

void
sum_digits_of(const struct sum *s, struct sum_digits *v)
{
	digits_from(sum_limbs(s), s->n, SUM_LOWEST + 32 * s->base, v);
}

/* Bits AT .. AT+63 of the magnitude; those outside it are 0. */
static uint64_t
bits_at(const struct sum_digits *v, int at)
{
	uint64_t x = 0;

	for (int i = 0; i < v->n; i++) {
		int shift = 32 * i - at;

		if (shift >= 0 && shift < 64)
			x |= (uint64_t)v->d[i] << shift;
		else if (shift < 0 && shift > -32)
			x |= (uint64_t)v->d[i] >> -shift;
	}
	return x;
}

static bool
any_below(const struct sum_digits *v, int at)
{
	for (int i = 0; i < v->n && 32 * i < at; i++)
		if (v->d[i] << (at - 32 * i < 32 ? 32 - (at - 32 * i) : 0))
			return true;
	return false;
}

/*
 * The magnitude as an integer of at most 53 bits times 2^*EXPONENT, which is not
 * below LEAST; to nearest, ties to even.
 */
static double
rounded(const struct sum_digits *v, int least, int *exponent)
{
	int low = 32 * v->n - MANTISSA;
	uint64_t m;

	*exponent = 0;
	if (v->n == 0)
		return 0;
	for (uint32_t top = v->d[v->n - 1]; !(top >> 31); top <<= 1)
		low--;
	if (v->exponent + low < least)
		low = least - v->exponent;
	*exponent = v->exponent + low;
	m = bits_at(v, low);
	if (low > 0 && (bits_at(v, low - 1) & 1) && ((m & 1) || any_below(v, low - 1)))
		m++;
	return v->negative && m ? -(double)m : (double)m;
}

double
sum_value(const struct sum *s)
{
	struct sum_digits v;
	int exponent;
	double m;

	sum_digits_of(s, &v);
	m = rounded(&v, LEAST_EXPONENT, &exponent);
	return ldexp(m, exponent);
}

static double
scaled(const struct sum_digits *v, int *exponent)
{
	int scale, more;
	double m = frexp(rounded(v, INT_MIN / 2, &scale), &more);

	*exponent = m == 0 ? 0 : scale + more;
	return m;
}

double
sum_scaled(const struct sum *s, int *exponent)
{
	struct sum_digits v;

	sum_digits_of(s, &v);
	return scaled(&v, exponent);
}

/* Adds SIGN * A * B to the limbs T, schoolbook; A's and B's signs do not count. */
static void
add_magnitudes(int64_t *t, const struct sum_digits *a, const struct sum_digits *b, int sign)
{
	for (int i = 0; i < a->n; i++) {
		uint64_t carry = 0;

		for (int j = 0; j < b->n; j++) {
			carry += (uint64_t)a->d[i] * b->d[j];
			t[i + j] += sign * (int64_t)(uint32_t)carry;
			carry >>= 32;
		}
		t[i + b->n] += sign * (int64_t)carry;
	}
}

/* What SIGN * A * B adds to a difference of products: limbs from EXPONENT to END. */
struct product {
	struct sum_digits a, b;
	int exponent, end, sign;
};

static void
product_of(struct product *p, const struct sum *a, const struct sum *b, int sign)
{
	sum_digits_of(a, &p->a);
	sum_digits_of(b, &p->b);
	p->exponent = p->a.exponent + p->b.exponent;
	p->end = p->exponent + 32 * (p->a.n + p->b.n);
	p->sign = p->a.negative == p->b.negative ? sign : -sign;
}

double
sum_cross(const struct sum *a, const struct sum *b, const struct sum *c, const struct sum *d,
	  int *exponent)
{
	struct sum_digits difference;
	struct product plus, minus;
	int64_t t[SUM_DIGITS];
	int origin, end;

	product_of(&plus, a, b, 1);
	product_of(&minus, c, d, -1);
	origin = plus.exponent < minus.exponent ? plus.exponent : minus.exponent;
	end = plus.end > minus.end ? plus.end : minus.end;
	memset(t, 0, (size_t)(end - origin) / 32 * sizeof *t);
	add_magnitudes(t + (plus.exponent - origin) / 32, &plus.a, &plus.b, plus.sign);
	add_magnitudes(t + (minus.exponent - origin) / 32, &minus.a, &minus.b, minus.sign);
	digits_from(t, (end - origin) / 32, origin, &difference);
	return scaled(&difference, exponent);
}

static unsigned
nibble(const struct sum_digits *v, int i)
{
	return v->d[i / NIBBLES] >> (4 * (i % NIBBLES)) & 15;
}

int
sum_save(const struct sum *s, struct buf *out)
{
	struct sum_digits v;
	int low = 0, high;

	sum_digits_of(s, &v);
	if (v.n == 0)
		return buf_addc(out, '0');
	high = v.n * NIBBLES;
	while (nibble(&v, high - 1) == 0)
		high--;
	while (nibble(&v, low) == 0)
		low++;
	if (buf_reserve(out, (size_t)(high - low) + 1) < 0 ||
	    (v.negative && buf_addc(out, '-') < 0))
		return STATUS_LIMIT;
	for (int i = high - 1; i >= low; i--)
		if (buf_addc(out, "0123456789abcdef"[nibble(&v, i)]) < 0)
			return STATUS_LIMIT;
	return buf_addf(out, ":%d", v.exponent + 4 * low);
}

/* The canonical decimal multiple of 4 that is all of TEXT, as a nibble's index. */
static bool
take_position(struct str text, int *at)
{
	bool negative = token_take(&text, '-');
	int x = 0;

	if (text.n == 0 || text.n > 5 || (text.p[0] == '0' && (text.n > 1 || negative)))
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		x = 10 * x + (text.p[i] - '0');
	}
	*at = ((negative ? -x : x) - SUM_LOWEST) / 4;
	return x % 4 == 0 && *at >= 0;
}

int
sum_load(struct sum *s, struct str text)
{
	uint32_t digit[LOAD_LIMBS] = {0};
	bool is_zero = str_eq(text, STR("0")), negative = token_take(&text, '-');
	struct str hex = token_until(&text, ':');
	int at;

	sum_release(s);
	if (is_zero)
		return 0;
	if (hex.n == 0 || hex.p[0] == '0' || hex.p[hex.n - 1] == '0' || !take_position(text, &at) ||
	    hex.n > (size_t)(LOAD_LIMBS * NIBBLES) || at > LOAD_LIMBS * NIBBLES - (int)hex.n)
		return STATUS_DAMAGED;
	for (size_t i = hex.n; i-- > 0; at++) {
		int x = token_digit(hex.p[i]);

		if (x < 0)
			return STATUS_DAMAGED;
		digit[at / NIBBLES] |= (uint32_t)x << 4 * (at % NIBBLES);
	}
	sum_add_chunks(s, 0, digit, LOAD_LIMBS, negative);
	return 0;
}
