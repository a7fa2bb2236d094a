/*
 * Numbers: what is read is the nearest double, by the exact decimals that printf has of
 * the two midpoints beside it; the same digits by other ways through the reader are the
 * same; what is printed reads back and is of mlrec's grammar.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>

#include "fuzz.h"
#include "number.h"

enum { DIGITS_MOST = 1200 };

/* 0.DIGITS times 10^EXPONENT, without zeros at either end; n 0: zero. */
struct decimal {
	char digit[DIGITS_MOST];
	size_t n;
	long exponent;
	bool more; /* digits behind that were cut, not all zero */
};

static void
add_digit(struct decimal *d, char c)
{
	if (d->n < DIGITS_MOST)
		d->digit[d->n++] = c;
	else
		d->more |= c != '0';
}

/* S is of number.h's lax grammar, without blanks. */
static void
decimal_of(struct decimal *d, struct str s)
{
	bool point = false, negative = false;
	long exponent = 0;
	size_t i = 0;

	*d = (struct decimal){.n = 0};
	for (; i < s.n && s.p[i] != 'e' && s.p[i] != 'E'; i++) {
		point |= s.p[i] == '.';
		if (s.p[i] < '0' || s.p[i] > '9')
			continue;
		if (d->n || s.p[i] != '0')
			add_digit(d, s.p[i]);
		if (!point)
			d->exponent += d->n > 0;
		else
			d->exponent -= d->n == 0;
	}
	for (i++; i < s.n; i++) {
		negative |= s.p[i] == '-';
		if (s.p[i] >= '0' && s.p[i] <= '9' && exponent < 100000)
			exponent = exponent * 10 + (s.p[i] - '0');
	}
	d->exponent += negative ? -exponent : exponent;
	while (d->n && d->digit[d->n - 1] == '0' && !d->more)
		d->n--;
}

static int
decimal_compare(const struct decimal *a, const struct decimal *b)
{
	size_t n = a->n < b->n ? a->n : b->n;
	int order = memcmp(a->digit, b->digit, n);

	if (a->n == 0 || b->n == 0)
		return (a->n > 0) - (b->n > 0);
	if (a->exponent != b->exponent)
		return a->exponent < b->exponent ? -1 : 1;
	if (order || a->n != b->n)
		return order ? order : a->n < b->n ? -1 : 1;
	return (int)a->more - (int)b->more;
}

/* The middle between A and B, next to each other, as long double has it exactly. */
static void
middle(struct decimal *d, double a, double b)
{
	long double m =
		isinf(b) ? (long double)DBL_MAX + 0x1p970L : ((long double)a + (long double)b) / 2;
	char text[DIGITS_MOST];
	int n = snprintf(text, sizeof text, "%.1100Le", m);

	HOLD(n > 0 && (size_t)n < sizeof text);
	decimal_of(d, STR_N(text, (size_t)n));
}

/* X, read from S, is the nearest: by magnitude alone. */
static void
hold_nearest(struct str s, double x)
{
	struct decimal read, below, above;
	bool even;
	uint64_t bits;
	int low, high;

	x = fabs(x);
	memcpy(&bits, &x, sizeof bits);
	even = bits % 2 == 0;
	decimal_of(&read, s);
	if (isinf(x)) {
		middle(&below, DBL_MAX, x);
		HOLD(decimal_compare(&read, &below) >= 0);
		return;
	}
	middle(&above, x, nextafter(x, INFINITY));
	high = decimal_compare(&read, &above);
	HOLD(high < 0 || (high == 0 && even));
	if (x == 0)
		return;
	middle(&below, nextafter(x, 0), x);
	low = decimal_compare(&read, &below);
	HOLD(low > 0 || (low == 0 && even));
}

static void
hold_printed(double x)
{
	char text[NUMBER_TEXT_MAX], exact[64];
	size_t n = number_print(x, text);
	double again;
	int k;

	HOLD(n <= NUMBER_TEXT_MAX && number_is(STR_N(text, n)));
	HOLD(number_parse(STR_N(text, n), &again) == 0);
	HOLD(memcmp(&again, &x, sizeof x) == 0);
	k = snprintf(exact, sizeof exact, "%.16e", x);
	HOLD(number_parse_lax(STR_N(exact, (size_t)k), &again) == 0 && again == x);
}

/* The same value by more digits than the quick ways take. */
static void
hold_longer(struct str s, int status, double x)
{
	const char *e = s.n ? memchr(s.p, 'e', s.n) : NULL;
	struct buf longer;
	double again;
	size_t n;

	if (!e && s.n)
		e = memchr(s.p, 'E', s.n);
	n = e ? (size_t)(e - s.p) : s.n;
	buf_init(&longer, BUF_CAP_MAX);
	buf_add(&longer, s.p, n);
	if (!memchr(s.p, '.', n))
		buf_addc(&longer, '.');
	for (int i = 0; i < 30; i++)
		buf_addc(&longer, '0');
	buf_add(&longer, s.p + n, s.n - n);
	HOLD(number_parse(buf_str(&longer), &again) == status);
	HOLD(memcmp(&again, &x, sizeof x) == 0);
	buf_release(&longer);
}

static void
hold_integer(struct str s)
{
	char text[NUMBER_TEXT_MAX];
	int64_t x, again;

	if (number_parse_int(s, &x) != 0)
		return;
	HOLD(number_parse_int(STR_N(text, number_print_int(x, text)), &again) == 0 && x == again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = fuzz_str(data, size);
	double x, lax, bits;
	int status = number_parse(s, &x), relaxed = number_parse_lax(s, &lax);

	HOLD(number_is(s) == (status != STATUS_SYNTAX));
	if (status != STATUS_SYNTAX)
		HOLD(relaxed == status && memcmp(&x, &lax, sizeof x) == 0);
	if (relaxed == 0)
		hold_printed(lax);
	if ((status == 0 || status == STATUS_RANGE) && LDBL_MANT_DIG >= 64) {
		hold_nearest(s, x);
		hold_longer(s, status, x);
	}
	hold_integer(s);
	(void)number_is_missing(s);
	if (size >= sizeof bits) {
		memcpy(&bits, data, sizeof bits);
		if (isfinite(bits))
			hold_printed(bits);
	}
	return 0;
}
