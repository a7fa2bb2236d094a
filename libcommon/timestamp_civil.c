/*
 * The calendar, counted in years that begin in March, so that the leap day is the
 * last of its year, and in eras of 400 years, which all have the same days:
 * H. Hinnant, "chrono-compatible low-level date algorithms", 2013.
 */
#include "number_parts.h"
#include "timestamp.h"

enum {
	ERA_YEARS = 400,
	ERA_DAYS = 146097,
	CENTURY_DAYS = 36524,
	FOUR_DAYS = 1461,
	/* From 1 March of year -32000, a multiple of an era, to 1970-01-01: all that
	 * is counted from there is positive. */
	ERAS_BEFORE = 80,
	EPOCH = 719468 + ERAS_BEFORE * ERA_DAYS,
};

int64_t
timestamp_days(int64_t year, unsigned month, unsigned day)
{
	uint32_t y = (uint32_t)(year + ERAS_BEFORE * ERA_YEARS) - (month <= 2);
	uint32_t march = month > 2 ? month - 3 : month + 9;

	return (int64_t)(y * 365 + y / 4 - y / 100 + y / 400 + (153 * march + 2) / 5 + day - 1) -
	       EPOCH;
}

void
timestamp_civil(int64_t days, int64_t *year, unsigned *month, unsigned *day)
{
	uint32_t d = (uint32_t)(days + EPOCH), era = d / ERA_DAYS, y, march;

	d %= ERA_DAYS;
	y = (d - d / (FOUR_DAYS - 1) + d / CENTURY_DAYS - d / (ERA_DAYS - 1)) / 365;
	d -= y * 365 + y / 4 - y / 100;
	march = (5 * d + 2) / 153;
	*day = d - (153 * march + 2) / 5 + 1;
	*month = march < 10 ? march + 3 : march - 9;
	*year = (int64_t)(y + era * ERA_YEARS) - ERAS_BEFORE * ERA_YEARS + (*month <= 2);
}

static void
put_pair(char *p, uint32_t x)
{
	memcpy(p, number_pairs + 2 * x, 2);
}

/* The seconds and microseconds of a text, from those within the minute. */
static void
put_seconds(char *p, uint32_t us)
{
	const uint32_t second = (uint32_t)TIMESTAMP_SECOND;
	uint32_t fraction = us % second;

	put_pair(p + 17, us / second);
	put_pair(p + 20, fraction / 10000);
	put_pair(p + 22, fraction / 100 % 100);
	put_pair(p + 24, fraction % 100);
}

void
timestamp_print(int64_t us, char *p)
{
	/* From year 0, so that division rounds down. */
	const int64_t days_before = 719528;
	uint64_t x = (uint64_t)(us + days_before * TIMESTAMP_DAY);
	uint32_t minute = (uint32_t)(x / TIMESTAMP_MINUTE % 1440);
	int64_t year;
	unsigned month, day;

	timestamp_civil((int64_t)(x / TIMESTAMP_DAY) - days_before, &year, &month, &day);
	memcpy(p, "0000-00-00T00:00:00.000000Z", TIMESTAMP_TEXT);
	put_pair(p, (uint32_t)year / 100);
	put_pair(p + 2, (uint32_t)year % 100);
	put_pair(p + 5, month);
	put_pair(p + 8, day);
	put_pair(p + 11, minute / 60);
	put_pair(p + 14, minute % 60);
	put_seconds(p, (uint32_t)(x % TIMESTAMP_MINUTE));
}

void
timestamp_write(struct timestamp_writer *w, int64_t us, char *p)
{
	uint64_t since = (uint64_t)us - (uint64_t)w->minute;

	if (since >= TIMESTAMP_MINUTE || !w->text[0]) {
		int64_t into = us % TIMESTAMP_MINUTE;

		since = (uint64_t)(into < 0 ? into + TIMESTAMP_MINUTE : into);
		w->minute = us - (int64_t)since;
		timestamp_print(w->minute, w->text);
	}
	memcpy(p, w->text, TIMESTAMP_TEXT);
	put_seconds(p, (uint32_t)since);
}
