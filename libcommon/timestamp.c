/*
 * The way nearly all lines go is timestamp_parse's first: "2024-05-30T21:46" in
 * front is mostly what it was in the line before, and what it was worth is kept.
 * Whatever does not fit there takes the long way, with the same result.
 */
#include "timestamp.h"

#include "bytes.h"
#include "cursor.h"
#include "number_parts.h"
#include "timestamp_parts.h"

enum { DAY = 86400, MINUTE_TEXT = 16, SECOND_TEXT = 19, NOT_USUAL = 1 };

/* Of a Common Log Format stamp: where its seconds stand, and what is behind them. */
enum { CLF_SECOND = 18, CLF_OFFSET = 20, CLF_TEXT = 26 };

void
timestamp_reader_init(struct timestamp_reader *r, const struct zone *zone)
{
	/* A kept minute that is true, so that none need be marked as empty. */
	*r = (struct timestamp_reader){.zone = zone};
	memcpy(r->minute, "1970-01-01T00:00", MINUTE_TEXT);
}

/* Remembers the local times around LOCAL that surely have one offset, if it has. */
static void
keep_plain(struct timestamp_reader *r, int64_t local, int64_t utc)
{
	const int64_t far = INT64_C(1) << 60, margin = INT64_C(3) * DAY;
	struct zone_span s = zone_span(r->zone, utc);

	/* No two offsets are further apart than the margin. */
	r->plain_offset = (int32_t)(local - utc);
	r->plain_from = (s.from < -far ? -far : s.from) + r->plain_offset + margin;
	r->plain_until = (s.until > far ? far : s.until) + r->plain_offset - margin;
}

/* The UTC second of a local one in the reader's zone. */
static int64_t
to_utc(struct timestamp_reader *r, int64_t local)
{
	enum zone_twist twist;
	int64_t utc;

	r->zoneless++;
	if (!r->zone)
		return local;
	if (local >= r->plain_from && local < r->plain_until)
		return local - r->plain_offset;
	utc = zone_to_utc(r->zone, local, &twist);
	r->folds += twist == ZONE_FOLD;
	r->gaps += twist == ZONE_GAP;
	if (twist == ZONE_PLAIN)
		keep_plain(r, local, utc);
	return utc;
}

static int
in_range(int64_t second, unsigned us, int64_t *result)
{
	*result = second * TIMESTAMP_SECOND + us;
	return timestamp_check(*result);
}

static bool
is_date(int year, unsigned month, unsigned day)
{
	static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	return month != 2 || day < 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

int
timestamp_combine(struct timestamp_reader *r, const struct timestamp_fields *f, int64_t *us)
{
	bool midnight = f->hour == 24 && f->minute + f->second + f->us == 0;
	int64_t t;

	if (!is_date(f->year, f->month, f->day) || (f->hour > 23 && !midnight) || f->minute > 59 ||
	    f->second > 60)
		return STATUS_SYNTAX;
	if (f->year < 1 || f->year > 9999)
		return STATUS_RANGE;
	t = timestamp_days(f->year, f->month, f->day) * DAY + f->hour * 3600 + f->minute * 60 +
	    f->second;
	t = f->has_offset ? t - f->offset : to_utc(r, t);
	return in_range(t, f->us, us);
}

bool
timestamp_take_fraction(struct str *s, unsigned *us)
{
	unsigned value = 0;
	size_t n = 0;

	for (; n < s->n && number_is_digit(s->p[n]); n++)
		if (n < 6)
			value = value * 10 + (unsigned)(s->p[n] - '0');
	if (n < 1 || n > 9)
		return false;
	for (size_t i = n; i < 6; i++)
		value *= 10;
	cursor_skip(s, n);
	*us = value;
	return true;
}

/* Two digits, or more than 99. */
static inline unsigned
pair(const char *p)
{
	unsigned tens = (unsigned char)(p[0] - '0'), ones = (unsigned char)(p[1] - '0');

	return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/* Keeps the minute that P begins with; false unless it has the usual form. */
static bool
keep_minute(struct timestamp_reader *r, const char *p)
{
	unsigned century = pair(p), years = pair(p + 2), month = pair(p + 5), day = pair(p + 8);
	unsigned hour = pair(p + 11), minute = pair(p + 14);
	int year = (int)(century * 100 + years);

	if (p[4] != '-' || p[7] != '-' || (p[10] != 'T' && p[10] != ' ') || p[13] != ':')
		return false;
	if (century > 99 || years > 99 || year < 1 || !is_date(year, month, day) || hour > 23 ||
	    minute > 59)
		return false;
	memcpy(r->minute, p, MINUTE_TEXT);
	r->minute_s = timestamp_days(year, month, day) * DAY + hour * 3600 + minute * 60;
	return true;
}

/* Up to six digits of a fraction as eight digits of microseconds, all in one word. */
static inline bool
take_fraction_z(struct str s, unsigned *us)
{
	const uint64_t zeros = UINT64_C(0x3030303030303030);
	size_t n = s.n - SECOND_TEXT - 2;
	const char *end = s.p + s.n;
	uint64_t kept, digits;

	if (n - 1 > 5 || s.p[SECOND_TEXT] != '.' || end[-1] != 'Z')
		return false;
	kept = ~UINT64_C(0) >> (64 - 8 * n);
	digits = bytes_load8(end - 8) >> (56 - 8 * n) & kept;
	digits = (digits | (zeros & ~kept)) << 16 | (zeros & 0xffff);
	if (!number_all_digits(digits))
		return false;
	*us = (unsigned)number_value8(digits);
	return true;
}

/* YYYY-MM-DD HH:MM:SS[.ffffff][offset]; NOT_USUAL when it is anything else. */
static inline int
read_usual(struct timestamp_reader *r, struct str s, int64_t *us)
{
	int32_t offset = 0;
	unsigned second, fraction = 0;
	struct str rest;

	if (s.n < SECOND_TEXT || s.p[MINUTE_TEXT] != ':')
		return NOT_USUAL;
	if (memcmp(s.p, r->minute, MINUTE_TEXT) != 0 && !keep_minute(r, s.p))
		return NOT_USUAL;
	second = pair(s.p + MINUTE_TEXT + 1);
	if (second > 59)
		return NOT_USUAL;
	if (take_fraction_z(s, &fraction))
		return in_range(r->minute_s + second, fraction, us);
	rest = STR_N(s.p + SECOND_TEXT, s.n - SECOND_TEXT);
	if (rest.n && (*rest.p == '.' || *rest.p == ',')) {
		cursor_skip(&rest, 1);
		if (!timestamp_take_fraction(&rest, &fraction))
			return NOT_USUAL;
	}
	if (rest.n == 0)
		return in_range(to_utc(r, r->minute_s + second), fraction, us);
	if ((rest.n != 1 || *rest.p != 'Z') && zone_read_offset(rest, &offset) != rest.n)
		return NOT_USUAL;
	return in_range(r->minute_s + second - offset, fraction, us);
}

/* True for a stamp that differs from the one read last in its seconds at most. */
static bool
read_clf_again(const struct timestamp_reader *r, struct str s, int64_t *us)
{
	unsigned second;

	if (s.n != CLF_TEXT || memcmp(s.p, r->clf, CLF_SECOND) != 0 ||
	    memcmp(s.p + CLF_OFFSET, r->clf + CLF_OFFSET, CLF_TEXT - CLF_OFFSET) != 0)
		return false;
	second = pair(s.p + CLF_SECOND);
	*us = r->clf_us + second * TIMESTAMP_SECOND;
	return second < 60;
}

static void
keep_clf(struct timestamp_reader *r, struct str s, int64_t us)
{
	unsigned second;

	if (s.n != CLF_TEXT || s.p[2] != '/' || s.p[CLF_SECOND - 1] != ':' ||
	    s.p[CLF_OFFSET] != ' ' || (s.p[CLF_OFFSET + 1] != '+' && s.p[CLF_OFFSET + 1] != '-'))
		return;
	second = pair(s.p + CLF_SECOND);
	if (second > 59)
		return;
	memcpy(r->clf, s.p, CLF_TEXT);
	r->clf_us = us - second * TIMESTAMP_SECOND;
}

/* Kept out of timestamp_parse, whose frame it would enlarge. */
static __attribute__((noinline)) int
read_other(struct timestamp_reader *r, struct str s, int64_t *us)
{
	struct timestamp_fields f = {0};
	int status;

	if (read_clf_again(r, s, us))
		return 0;
	status = timestamp_read_epoch(r, s, us);
	if (status != STATUS_SYNTAX)
		return status;
	status = timestamp_read_form(s, &f);
	if (status == 0)
		status = timestamp_combine(r, &f, us);
	if (status == 0)
		keep_clf(r, s, *us);
	return status;
}

int
timestamp_parse(struct timestamp_reader *r, struct str s, int64_t *us)
{
	int status;

	if (r->format)
		return timestamp_read_format(r, s, us);
	status = read_usual(r, s, us);
	return status == NOT_USUAL ? read_other(r, s, us) : status;
}
