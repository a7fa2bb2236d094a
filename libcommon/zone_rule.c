/*
 * POSIX TZ rules as they end a TZif file (POSIX.1-2008, 8.3, with the hours of
 * RFC 8536, 3.3.1): std offset [dst [offset] , date [/time] , date [/time]].
 *
 * A change may fall outside its own year (times run from -167 to 167 hours) and
 * summer time may last all year.  So the span around a second is found among the
 * six changes of three years, the later year winning where two coincide.
 */
#include "cursor.h"
#include "timestamp.h"
#include "zone_parts.h"

enum { HOUR = 3600, DAY = 86400, OFFSET_HOURS = 24, CHANGE_HOURS = 167 };

/* A number from LEAST to MOST; false without one. */
static bool
take_number(struct str *s, unsigned least, unsigned most, int *x)
{
	unsigned value;

	if (!cursor_digits(s, 1, 4, &value) || value < least || value > most)
		return false;
	*x = (int)value;
	return true;
}

/* [+-]h[:mm[:ss]] */
static bool
take_time(struct str *s, unsigned hours, int32_t *seconds)
{
	int sign = cursor_take(s, '-') ? -1 : 1, h, m = 0, sec = 0;

	if (sign > 0)
		cursor_take(s, '+');
	if (!take_number(s, 0, hours, &h))
		return false;
	if (cursor_take(s, ':')) {
		if (!take_number(s, 0, 59, &m))
			return false;
		if (cursor_take(s, ':') && !take_number(s, 0, 59, &sec))
			return false;
	}
	*seconds = sign * (h * HOUR + m * 60 + sec);
	return true;
}

/* Three letters or more, or anything between < and >. */
static bool
take_name(struct str *s)
{
	size_t n = 0;

	if (!cursor_take(s, '<'))
		return cursor_letters(s).n >= 3;
	while (n < s->n && s->p[n] != '>')
		n++;
	cursor_skip(s, n);
	return n >= 3 && cursor_take(s, '>');
}

static bool
take_change(struct str *s, struct zone_change *c)
{
	*c = (struct zone_change){.kind = ZONE_DAY, .second = 2 * HOUR};
	if (!cursor_take(s, ','))
		return false;
	if (cursor_take(s, 'M')) {
		c->kind = ZONE_WEEKDAY;
		if (!take_number(s, 1, 12, &c->month) || !cursor_take(s, '.') ||
		    !take_number(s, 1, 5, &c->week) || !cursor_take(s, '.') ||
		    !take_number(s, 0, 6, &c->day))
			return false;
	} else if (cursor_take(s, 'J')) {
		c->kind = ZONE_JULIAN;
		if (!take_number(s, 1, 365, &c->day))
			return false;
	} else if (!take_number(s, 0, 365, &c->day)) {
		return false;
	}
	return !cursor_take(s, '/') || take_time(s, CHANGE_HOURS, &c->second);
}

int
zone_rule_parse(struct zone_rule *r, struct str s)
{
	int32_t west;

	*r = (struct zone_rule){0};
	if (!take_name(&s) || !take_time(&s, OFFSET_HOURS, &west))
		return STATUS_SYNTAX;
	r->standard = -west;
	if (s.n == 0)
		return 0;
	r->has_summer = true;
	r->summer = r->standard + HOUR;
	if (!take_name(&s))
		return STATUS_SYNTAX;
	if (s.n && *s.p != ',') {
		if (!take_time(&s, OFFSET_HOURS, &west))
			return STATUS_SYNTAX;
		r->summer = -west;
	}
	if (!take_change(&s, &r->start) || !take_change(&s, &r->end) || s.n)
		return STATUS_SYNTAX;
	return 0;
}

/* The day of week D (0 is Sunday) of that week of the month, 5 being its last. */
static int64_t
weekday(int64_t year, const struct zone_change *c)
{
	unsigned month = (unsigned)c->month;
	int64_t first = timestamp_days(year, month, 1);
	int64_t next =
		month == 12 ? timestamp_days(year + 1, 1, 1) : timestamp_days(year, month + 1, 1);
	/* Day 0 was a Thursday; the multiple of 7 keeps the dividend positive. */
	int64_t dow = (first + 4 + 7 * INT64_C(1000000)) % 7;
	int64_t day = first + (c->day - dow + 7) % 7 + 7 * (c->week - 1);

	return day < next ? day : day - 7;
}

/* The UTC second of a change in YEAR, with OFFSET in force before it. */
static int64_t
change_at(const struct zone_change *c, int64_t year, int32_t offset)
{
	int64_t first = timestamp_days(year, 1, 1), day;

	if (c->kind == ZONE_WEEKDAY)
		day = weekday(year, c);
	else if (c->kind == ZONE_DAY)
		day = first + c->day;
	else /* 29 February has no number of its own */
		day = first + c->day - 1 +
		      (c->day >= 60 && timestamp_days(year, 3, 1) - first == 60);
	return day * DAY + c->second - offset;
}

static void
consider(struct zone_span *s, int64_t t, int64_t at, int32_t offset)
{
	if (at <= t && at >= s->from) {
		s->from = at;
		s->offset = offset;
	} else if (at > t && at < s->until) {
		s->until = at;
	}
}

struct zone_span
zone_rule_span(const struct zone_rule *r, int64_t t)
{
	struct zone_span s = {INT64_MIN, INT64_MAX, r->standard};
	int64_t local = t + r->standard, year;
	unsigned month, day;

	if (!r->has_summer)
		return s;
	timestamp_civil((local - (local < 0 ? DAY - 1 : 0)) / DAY, &year, &month, &day);
	for (int64_t y = year - 1; y <= year + 1; y++) {
		consider(&s, t, change_at(&r->start, y, r->standard), r->summer);
		consider(&s, t, change_at(&r->end, y, r->summer), r->standard);
	}
	return s;
}
