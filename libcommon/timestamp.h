/*
 * timestamp - times of every kind to int64 microseconds since 1970 UTC, and back
 * to the one form we write.  Layer: parse.
 *
 * Read: RFC 3339 and ISO 8601 with any or no offset (+01:00, +0100, -05, Z, " UTC",
 * a blank before the offset, Go's "-0400 EDT"), T or blank between, seconds left out,
 * comma or point before 1 to 9 digits of fraction (digits past the sixth are cut);
 * a bare date; 2024/05/30 as well; 20240530T214603Z; CLF 30/May/2024:21:46:03 +0000;
 * RFC 1123 (or with an offset, or without the day of the week) and asctime (or with
 * UTC or an offset before or after the year); epoch s, ms, us, ns by magnitude, whole
 * or with a fraction; --time-format.  Stamps without a year are left to that.
 * Years 0001 to 9999, else STATUS_RANGE.  :60 is the next second; 24:00 the next
 * day.  Days of the week are not checked.  No locale, no strptime, no mktime.
 *
 * The unit of epoch numbers is s below 1e11, ms below 1e14, us below 1e17, else ns,
 * by absolute value, and one for a whole stream: the first number of 1e8 or more
 * decides, and a later one of another magnitude is STATUS_RANGE ("mixed units").
 * Numbers below 1e8 decide nothing, because a clock that counts from 0 or from boot,
 * a missing stamp written 0 and one written -1 all begin so.  They are seconds until
 * something else is decided, and STATUS_RANGE from then on; 0 is 1970 always.  A
 * unit that was told holds for all numbers, whatever their magnitude.
 *
 * What is decided is all that one line hands to the next.  It changes once at most,
 * from TIMESTAMP_AUTO: a reader that starts in the middle of a stream with a copy
 * gives the same as in sequence if the reader before it ended with the DECIDED that
 * the copy began with; else that part is to be read again.
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
#define TIMESTAMP_MINUTE (60 * TIMESTAMP_SECOND)
#define TIMESTAMP_DAY (86400 * TIMESTAMP_SECOND)
/* 0001-01-01T00:00:00Z and the last microsecond of 9999. */
#define TIMESTAMP_MIN (-62135596800 * TIMESTAMP_SECOND)
#define TIMESTAMP_MAX (253402300800 * TIMESTAMP_SECOND - 1)

enum timestamp_unit { TIMESTAMP_AUTO, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_US, TIMESTAMP_NS };

/* Reads a stream of times; embedded, one for each column of times. */
struct timestamp_reader {
	const struct zone *zone;        /* of stamps that name none; NULL: UTC */
	const char *format;             /* --time-format, checked; NULL: any known form */
	int year;                       /* of stamps whose format has none; 0: not told */
	enum timestamp_unit unit;       /* told; AUTO: by magnitude */
	enum timestamp_unit decided;    /* by the numbers read so far */
	uint64_t zoneless, folds, gaps; /* stamps without a zone; ambiguous; shifted */
	/* What follows saves work and changes no result. */
	char minute[16];    /* "2024-05-30T21:46" as read last */
	int64_t minute_s;   /* what it was worth, as if UTC */
	int64_t plain_from; /* local seconds from here until before there ... */
	int64_t plain_until;
	int32_t plain_offset; /* ... have this offset from UTC, once each */
	char clf[26];         /* "30/May/2024:21:46:03 +0000" as read last */
	int64_t clf_us;       /* the start of its minute */
};

void timestamp_reader_init(struct timestamp_reader *r, const struct zone *zone);
/*
 * Checks FORMAT, with strptime's letters in the C locale: %Y %m %d %H %M %S %y %b
 * %B %h %a %A %j %e %I %p %T %D %F %R %z %Z %s %n %t %% and %f (fraction of 1 to 9
 * digits), %L (milliseconds, 3 digits).  A blank stands for any number of blanks; a
 * month or day left out is the first.  %Z takes any name: UTC, GMT and Z mean UTC,
 * another one means nothing beside %z or when the reader has a zone, and is
 * STATUS_SYNTAX otherwise.  A format without year and %s needs the reader's YEAR.
 * FORMAT stays the caller's.  0 or STATUS_SYNTAX.
 */
int timestamp_reader_format(struct timestamp_reader *r, const char *format,
			    struct complaint *c) MUST_USE;
/* All of S; 0, STATUS_SYNTAX (no time) or STATUS_RANGE (year or mixed units). */
int timestamp_parse(struct timestamp_reader *r, struct str s, int64_t *us) MUST_USE;

/* Writes TIMESTAMP_TEXT bytes, not terminated; US within years 0001 to 9999. */
void timestamp_print(int64_t us, char *p);

/* Remembers the minute written last; {0} to begin with.  It changes no result. */
struct timestamp_writer {
	int64_t minute;            /* its first microsecond */
	char text[TIMESTAMP_TEXT]; /* of it */
};

/* The same, sooner for one that is in the minute of the time written before. */
void timestamp_write(struct timestamp_writer *w, int64_t us, char *p);

/*
 * A length of time in whole w, d, h, m, s, ms and us, each unit once at most and the
 * longer first: "90s", "5m", "1h30m", "2d", "1w", "250ms", "10us".  STATUS_RANGE for
 * 0 and past 10,000 years.
 */
int duration_parse(struct str s, int64_t *us) MUST_USE;

/*
 * What -S and -U take: any time above, "now", "today", "yesterday", "2h ago",
 * "5d ago" (a day of 24 hours); NOW is --as-of or the clock; days begin in ZONE
 * (NULL: UTC).
 */
int timestamp_parse_wish(struct str s, int64_t now, const struct zone *zone, int64_t *us) MUST_USE;

/*
 * Days since 1970-01-01 of a proleptic Gregorian date and back; YEAR within
 * -30000 to 30000.
 */
int64_t timestamp_days(int64_t year, unsigned month, unsigned day);
void timestamp_civil(int64_t days, int64_t *year, unsigned *month, unsigned *day);

#endif
