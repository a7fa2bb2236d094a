/*
 * timestamp - times of every kind to int64 microseconds since 1970 UTC, and back
 * to the one form we write.  Layer: parse.
 *
 * Read: RFC 3339 and ISO 8601 with any or no offset (+01:00, +0100, -05, Z, " UTC",
 * a blank before the offset, Go's "-0400 EDT"), T or blank between, comma or point
 * before 1 to 9 digits of fraction (digits past the sixth are cut); a bare date;
 * 20240530T214603Z; CLF 30/May/2024:21:46:03 +0000; RFC 1123 and asctime;
 * epoch s, ms, us, ns by magnitude, whole or with a fraction; --time-format.
 * Years 0001 to 9999, else STATUS_RANGE.  :60 is the next second; 24:00 the next
 * day.  No locale, no strptime, no mktime.
 *
 * The unit of epoch numbers is decided by a reader's first one (below 1e11 s, 1e14
 * ms, 1e17 us, else ns by absolute value; "unit" can also be told); a later one
 * that would be off by 10^3 or more is STATUS_RANGE ("mixed units").
 */
#ifndef ML_TIMESTAMP_H
#define ML_TIMESTAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "status.h"
#include "str.h"
#include "zone.h"

enum { TIMESTAMP_TEXT = 27 }; /* 2024-05-30T21:46:03.625000Z */
#define TIMESTAMP_NONE INT64_MIN
#define TIMESTAMP_SECOND INT64_C(1000000)

enum timestamp_unit { TIMESTAMP_AUTO, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_US, TIMESTAMP_NS };

/* Reads a stream of times; embedded, one for each column of times. */
struct timestamp_reader {
	const struct zone *zone; /* of stamps that name none; NULL: UTC */
	const char *format;      /* --time-format, checked; NULL: any known form */
	enum timestamp_unit unit;
	uint64_t zoneless, folds, gaps; /* stamps without a zone; ambiguous; shifted */
	/* The last text's first bytes and what they were worth: two lines of one
	 * second differ in few bytes. */
	char prefix[32];
	uint8_t prefix_n;
	int64_t prefix_us;
};

void timestamp_reader_init(struct timestamp_reader *r, const struct zone *zone);
/*
 * Checks FORMAT, with strptime's letters in the C locale: %Y %m %d %H %M %S %y %b
 * %B %h %a %A %j %e %I %p %T %D %F %R %z %Z %s %n %t %% and %f (fraction of 1 to 9
 * digits), %L (milliseconds).  FORMAT stays the caller's.  0 or STATUS_SYNTAX.
 */
int timestamp_reader_format(struct timestamp_reader *r, const char *format, struct complaint *c)
	MUST_USE;
/* All of S; 0, STATUS_SYNTAX (no time) or STATUS_RANGE (year or mixed units). */
int timestamp_parse(struct timestamp_reader *r, struct str s, int64_t *us) MUST_USE;

/* Writes TIMESTAMP_TEXT bytes, not terminated; US within years 0001 to 9999. */
void timestamp_print(int64_t us, char *p);

/* A length of time: "90s", "5m", "1h30m", "2d", "1w", "250ms", "10us"; > 0. */
int duration_parse(struct str s, int64_t *us) MUST_USE;

/*
 * What -S and -U take: any time above, "now", "today", "yesterday", "2h ago",
 * "5d ago"; NOW is --as-of or the clock; days begin in ZONE (NULL: UTC).
 */
int timestamp_parse_wish(struct str s, int64_t now, const struct zone *zone, int64_t *us) MUST_USE;

/* Days since 1970-01-01 of a proleptic Gregorian date and back. */
int64_t timestamp_days(int64_t year, unsigned month, unsigned day);
void timestamp_civil(int64_t days, int64_t *year, unsigned *month, unsigned *day);

#endif
