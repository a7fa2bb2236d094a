/*
 * Epoch numbers, digit by digit: nothing is ever a double.  A number is its digits
 * and where the point stands in them; unit and scale only move the point, and how
 * many digits stand before it is the magnitude.
 */
#include "cursor.h"
#include "number_parts.h"
#include "timestamp_parts.h"

enum {
	DIGITS_SMALL = 8, /* too few to tell a unit */
	DIGITS_S = 11,
	DIGITS_MS = 14,
	DIGITS_US = 17,
	DIGITS_HELD = 18, /* always fit int64 */
	EXPONENT_MAX = 1000,
};

struct epoch {
	struct str whole, fraction;
	long point; /* digits of both, without leading zeros, before the point */
	bool negative;
};

static struct str
take_run(struct str *s)
{
	struct str run = {s->p, 0};

	while (run.n < s->n && number_is_digit(s->p[run.n]))
		run.n++;
	cursor_skip(s, run.n);
	return run;
}

/* "e9", for there are writers of 1.7040672E9; true as well without any. */
static bool
take_exponent(struct str *s, long *exponent)
{
	unsigned x;
	bool negative;

	*exponent = 0;
	if (!cursor_take(s, 'e') && !cursor_take(s, 'E'))
		return true;
	negative = cursor_take(s, '-');
	if (!negative)
		cursor_take(s, '+');
	if (!cursor_digits(s, 1, 4, &x) || x > EXPONENT_MAX)
		return false;
	*exponent = negative ? -(long)x : (long)x;
	return true;
}

static void
drop_zeros(struct str *digits)
{
	while (cursor_take(digits, '0'))
		continue;
}

static bool
take_apart(struct str s, struct epoch *e)
{
	size_t places;

	e->negative = cursor_take(&s, '-');
	e->whole = take_run(&s);
	e->fraction = STR_N(s.p, 0);
	if (e->whole.n == 0)
		return false;
	if (cursor_take(&s, '.')) {
		e->fraction = take_run(&s);
		if (e->fraction.n == 0)
			return false;
	}
	if (!take_exponent(&s, &e->point) || s.n)
		return false;
	drop_zeros(&e->whole);
	e->point += (long)e->whole.n;
	if (e->whole.n == 0) {
		places = e->fraction.n;
		drop_zeros(&e->fraction);
		e->point -= (long)(places - e->fraction.n);
	}
	return true;
}

/* The first N digits as an integer, with zeros after the last; N <= DIGITS_HELD. */
static int64_t
leading(const struct epoch *e, long n)
{
	int64_t x = 0;
	long i = 0;

	for (; i < n && i < (long)e->whole.n; i++)
		x = x * 10 + (e->whole.p[i] - '0');
	for (; i < n && i < (long)(e->whole.n + e->fraction.n); i++)
		x = x * 10 + (e->fraction.p[i - (long)e->whole.n] - '0');
	for (; i < n; i++)
		x *= 10;
	return e->negative ? -x : x;
}

/* The unit that a number with POINT digits before the point has by itself. */
static enum timestamp_unit
unit_of(long point)
{
	if (point <= DIGITS_S)
		return TIMESTAMP_S;
	if (point <= DIGITS_MS)
		return TIMESTAMP_MS;
	return point <= DIGITS_US ? TIMESTAMP_US : TIMESTAMP_NS;
}

int
timestamp_read_epoch(struct timestamp_reader *r, struct str s, int64_t *us)
{
	/* How far the point moves to make microseconds. */
	static const signed char shift[] = {
		[TIMESTAMP_S] = 6, [TIMESTAMP_MS] = 3, [TIMESTAMP_US] = 0, [TIMESTAMP_NS] = -3};
	enum timestamp_unit unit = r->unit;
	struct epoch e;

	if (s.n == 0 || !take_apart(s, &e))
		return STATUS_SYNTAX;
	*us = 0;
	if (e.whole.n + e.fraction.n == 0)
		return 0;
	if (unit == TIMESTAMP_AUTO) {
		unit = unit_of(e.point);
		if (r->decided != TIMESTAMP_AUTO && r->decided != unit)
			return STATUS_RANGE;
	}
	if (e.point + shift[unit] > DIGITS_HELD)
		return STATUS_RANGE;
	*us = leading(&e, e.point + shift[unit]);
	if (timestamp_check(*us) < 0)
		return STATUS_RANGE;
	if (r->unit == TIMESTAMP_AUTO && e.point > DIGITS_SMALL)
		r->decided = unit;
	return 0;
}
