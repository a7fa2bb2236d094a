/*
 * --time-format: strptime's letters, read by our own code, because strptime asks the
 * locale and knows no fraction of a second.
 */
#include "cursor.h"
#include "number_parts.h"
#include "timestamp_parts.h"

/* What has been read; SLOT_* index x, other letters have members of their own. */
enum slot {
	SLOT_YEAR,
	SLOT_YEAR2,
	SLOT_MONTH,
	SLOT_DAY,
	SLOT_YEARDAY,
	SLOT_HOUR,
	SLOT_HOUR12,
	SLOT_MINUTE,
	SLOT_SECOND,
	SLOTS
};

struct reading {
	unsigned x[SLOTS], us;
	bool has[SLOTS], afternoon, has_offset, other_zone, has_epoch, negative;
	int32_t offset;
	int64_t epoch; /* without its sign */
};

/* Letters that are just a number. */
static const struct {
	char letter;
	unsigned char slot, least, most; /* digits */
	unsigned short low, high;
} numeric[] = {
	{'Y', SLOT_YEAR, 4, 4, 0, 9999}, {'y', SLOT_YEAR2, 2, 2, 0, 99},
	{'m', SLOT_MONTH, 1, 2, 1, 12},  {'d', SLOT_DAY, 1, 2, 1, 31},
	{'e', SLOT_DAY, 1, 2, 1, 31},    {'j', SLOT_YEARDAY, 1, 3, 1, 366},
	{'H', SLOT_HOUR, 1, 2, 0, 24},   {'I', SLOT_HOUR12, 1, 2, 1, 12},
	{'M', SLOT_MINUTE, 1, 2, 0, 59}, {'S', SLOT_SECOND, 1, 2, 0, 60},
};

/* Letters that stand for several. */
static const struct {
	char letter;
	const char *format;
} composite[] = {
	{'T', "%H:%M:%S"},
	{'R', "%H:%M"},
	{'F', "%Y-%m-%d"},
	{'D', "%m/%d/%y"},
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *
expansion(char letter)
{
	for (size_t i = 0; i < COUNT(composite); i++)
		if (composite[i].letter == letter)
			return composite[i].format;
	return NULL;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static void
skip_blanks(struct str *s)
{
	while (s->n && is_blank(*s->p))
		cursor_skip(s, 1);
}

/* The row of LETTER in the table of numbers, or -1. */
static int
number_row(char letter)
{
	for (size_t i = 0; i < COUNT(numeric); i++)
		if (numeric[i].letter == letter)
			return (int)i;
	return -1;
}

static bool
take_numeric(struct reading *r, struct str *s, int row)
{
	enum slot slot = numeric[row].slot;

	if (numeric[row].letter == 'e')
		skip_blanks(s);
	r->has[slot] = true;
	return cursor_digits(s, numeric[row].least, numeric[row].most, &r->x[slot]) &&
	       r->x[slot] >= numeric[row].low && r->x[slot] <= numeric[row].high;
}

/* Seconds since 1970, with room for those of year 9999. */
static bool
take_epoch(struct reading *r, struct str *s)
{
	size_t n = 0;

	r->has_epoch = true;
	r->epoch = 0;
	r->negative = cursor_take(s, '-');
	for (; n < s->n && n < 12 && number_is_digit(s->p[n]); n++)
		r->epoch = r->epoch * 10 + (s->p[n] - '0');
	cursor_skip(s, n);
	return n > 0;
}

static bool
take_zone_name(struct reading *r, struct str *s)
{
	struct str name = cursor_letters(s);

	if (timestamp_is_utc(name))
		r->has_offset = true;
	else
		r->other_zone = true;
	return name.n > 0;
}

static bool
take_half(struct reading *r, struct str *s)
{
	struct str word = cursor_letters(s);

	r->afternoon = str_case_eq(word, STR("PM"));
	return r->afternoon || str_case_eq(word, STR("AM"));
}

static bool
take_letter(struct reading *r, struct str *s, char letter)
{
	int row = number_row(letter);
	size_t n;

	if (row >= 0)
		return take_numeric(r, s, row);
	switch (letter) {
	case 'b':
	case 'B':
	case 'h':
		r->has[SLOT_MONTH] = true;
		return timestamp_take_month(s, &r->x[SLOT_MONTH]);
	case 'a':
	case 'A':
		return timestamp_take_weekday(s);
	case 'p':
		return take_half(r, s);
	case 'f':
		return timestamp_take_fraction(s, &r->us);
	case 'L':
		if (!cursor_digits(s, 3, 3, &r->us))
			return false;
		r->us *= 1000;
		return true;
	case 's':
		return take_epoch(r, s);
	case 'z':
		n = zone_read_offset(*s, &r->offset);
		cursor_skip(s, n);
		r->has_offset = true;
		return n > 0;
	case 'Z':
		return take_zone_name(r, s);
	case '%':
		return cursor_take(s, '%');
	default: /* %n and %t; the check lets no other through */
		skip_blanks(s);
		return true;
	}
}

/* Takes what FORMAT says off S. */
static bool
take_format(struct reading *r, struct str *s, const char *format)
{
	for (; *format; format++) {
		const char *inner;

		if (is_blank(*format)) {
			skip_blanks(s);
		} else if (*format != '%') {
			if (!cursor_take(s, *format))
				return false;
		} else if ((inner = expansion(*++format)) != NULL) {
			/* One level: no composite contains another. */
			if (!take_format(r, s, inner))
				return false;
		} else if (!take_letter(r, s, *format)) {
			return false;
		}
	}
	return true;
}

/* Month and day from the day of the year; false for the 366th of 365. */
static bool
set_yearday(struct timestamp_fields *f, unsigned yearday)
{
	int64_t year;

	timestamp_civil(timestamp_days(f->year, 1, 1) + yearday - 1, &year, &f->month, &f->day);
	return year == f->year;
}

static int
assemble(const struct timestamp_reader *reader, const struct reading *r, struct timestamp_fields *f)
{
	*f = (struct timestamp_fields){
		.year = reader->year,
		.month = r->has[SLOT_MONTH] ? r->x[SLOT_MONTH] : 1,
		.day = r->has[SLOT_DAY] ? r->x[SLOT_DAY] : 1,
		.hour = r->x[SLOT_HOUR],
		.minute = r->x[SLOT_MINUTE],
		.second = r->x[SLOT_SECOND],
		.us = r->us,
		.offset = r->offset,
		.has_offset = r->has_offset,
	};
	if (r->has[SLOT_YEAR])
		f->year = (int)r->x[SLOT_YEAR];
	else if (r->has[SLOT_YEAR2]) /* POSIX: 69 to 99 are of the last century */
		f->year = (int)r->x[SLOT_YEAR2] + (r->x[SLOT_YEAR2] < 69 ? 2000 : 1900);
	if (r->has[SLOT_HOUR12])
		f->hour = r->x[SLOT_HOUR12] % 12 + (r->afternoon ? 12 : 0);
	if (r->has[SLOT_YEARDAY] && !set_yearday(f, r->x[SLOT_YEARDAY]))
		return STATUS_SYNTAX;
	if (r->other_zone && !r->has_offset && !reader->zone)
		return STATUS_SYNTAX;
	return 0;
}

int
timestamp_read_format(struct timestamp_reader *reader, struct str s, int64_t *us)
{
	struct reading r = {0};
	struct timestamp_fields f;
	int status;

	if (!take_format(&r, &s, reader->format) || s.n)
		return STATUS_SYNTAX;
	if (r.has_epoch) {
		*us = r.epoch * TIMESTAMP_SECOND + r.us;
		if (r.negative)
			*us = -*us;
		return timestamp_check(*us);
	}
	status = assemble(reader, &r, &f);
	return status < 0 ? status : timestamp_combine(reader, &f, us);
}

/* Marks in SEEN, which has 128 places, the letters of FORMAT. */
static int
check_letters(const char *format, bool *seen, struct complaint *c)
{
	for (const char *p = strchr(format, '%'); p; p = strchr(p + 2, '%')) {
		size_t offset = (size_t)(p - format);
		const char *inner = expansion(p[1]);

		if (inner) {
			check_letters(inner, seen, c);
		} else if (number_row(p[1]) >= 0 || (p[1] && strchr("bBhaApfLszZnt%", p[1]))) {
			seen[(unsigned char)p[1]] = true;
		} else if (p[1] > ' ' && p[1] < 127) {
			return complain(c, STATUS_SYNTAX, offset, "%%%c is not known", p[1]);
		} else {
			return complain(c, STATUS_SYNTAX, offset, "%% without a letter");
		}
	}
	return 0;
}

int
timestamp_reader_format(struct timestamp_reader *r, const char *format, struct complaint *c)
{
	bool seen[128] = {false};
	int status = check_letters(format, seen, c);

	if (status < 0)
		return status;
	if (!seen['Y'] && !seen['y'] && !seen['s'] && !r->year)
		return complain(c, STATUS_SYNTAX, 0,
				"the format names no year (%%Y; --year tells it)");
	if (seen['I'] && !seen['p'])
		return complain(c, STATUS_SYNTAX, 0, "%%I needs %%p: morning or afternoon?");
	r->format = format;
	return 0;
}
