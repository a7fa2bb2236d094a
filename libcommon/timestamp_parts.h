/*
 * timestamp_parts - what the files of module timestamp share.  Layer: parse.
 */
#ifndef ML_TIMESTAMP_PARTS_H
#define ML_TIMESTAMP_PARTS_H

#include "timestamp.h"

/* A time as a clock on the wall shows it. */
struct timestamp_fields {
	int year;
	unsigned month, day, hour, minute, second, us;
	int32_t offset;
	bool has_offset; /* else it is the reader's zone that counts */
};

/*
 * The moment that F means.  STATUS_SYNTAX for one that no clock shows (:60 and
 * 24:00:00 apart), STATUS_RANGE for a year outside 0001 to 9999.
 */
int timestamp_combine(struct timestamp_reader *r, const struct timestamp_fields *f, int64_t *us);

/* 0, or STATUS_RANGE for a time outside the years 0001 to 9999. */
static inline int
timestamp_check(int64_t us)
{
	return us < TIMESTAMP_MIN || us > TIMESTAMP_MAX ? STATUS_RANGE : 0;
}

/* All of S in one of the known forms but epoch numbers. */
int timestamp_read_form(struct str s, struct timestamp_fields *f);
/* All of S by the reader's format. */
int timestamp_read_format(struct timestamp_reader *r, struct str s, int64_t *us);
/* All of S, if it has the grammar of a number, as time since 1970. */
int timestamp_read_epoch(struct timestamp_reader *r, struct str s, int64_t *us);

/* Takes the digits of a fraction, 1 to 9, off S: microseconds. */
bool timestamp_take_fraction(struct str *s, unsigned *us);
/* Takes the name of a month, full or of three letters, off S: 1 to 12. */
bool timestamp_take_month(struct str *s, unsigned *month);
/* The same for a day of the week, which nobody needs. */
bool timestamp_take_weekday(struct str *s);
/* True for the names that mean UTC. */
bool timestamp_is_utc(struct str name);

#endif
