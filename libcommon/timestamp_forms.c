/*
 * The forms that need no telling, each known by its first bytes: ISO 8601, Common
 * Log Format, RFC 1123 and asctime, with the offsets that people put behind them.
 */
#include "cursor.h"
#include "timestamp_parts.h"

/* The index of the name that S begins with, in full or its first three letters. */
static int
take_word(struct str *s, const char *const *names, int n)
{
	struct str rest = *s, word = cursor_letters(&rest);

	for (int i = 0; i < n; i++) {
		struct str full = str_of(names[i]);

		if (str_case_eq(word, full) || str_case_eq(word, STR_N(full.p, 3))) {
			*s = rest;
			return i;
		}
	}
	return -1;
}

bool
timestamp_take_month(struct str *s, unsigned *month)
{
	static const char *const names[] = {"January",   "February", "March",    "April",
					    "May",       "June",     "July",     "August",
					    "September", "October",  "November", "December"};
	int found = take_word(s, names, 12);

	*month = (unsigned)(found + 1);
	return found >= 0;
}

bool
timestamp_take_weekday(struct str *s)
{
	static const char *const names[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
					    "Thursday", "Friday", "Saturday"};

	return take_word(s, names, 7) >= 0;
}

bool
timestamp_is_utc(struct str name)
{
	return str_case_eq(name, STR("UTC")) || str_case_eq(name, STR("GMT")) ||
	       str_case_eq(name, STR("Z"));
}

/* HH:MM[:SS[.fraction]] */
static bool
take_clock(struct str *s, struct timestamp_fields *f)
{
	if (!cursor_digits(s, 2, 2, &f->hour) || !cursor_take(s, ':') ||
	    !cursor_digits(s, 2, 2, &f->minute))
		return false;
	if (!cursor_take(s, ':'))
		return true;
	if (!cursor_digits(s, 2, 2, &f->second))
		return false;
	if (!cursor_take(s, '.') && !cursor_take(s, ','))
		return true;
	return timestamp_take_fraction(s, &f->us);
}

/* An offset, or a name of UTC; both may be absent. */
static bool
take_offset(struct str *s, struct timestamp_fields *f)
{
	size_t n = zone_read_offset(*s, &f->offset);
	struct str rest = *s;

	if (n) {
		cursor_skip(s, n);
		f->has_offset = true;
	} else if (timestamp_is_utc(cursor_letters(&rest))) {
		*s = rest;
		f->has_offset = true;
	}
	return f->has_offset;
}

static bool
is_remark(struct str word)
{
	struct str rest = word;
	int32_t ignored;

	if (str_starts(word, STR("m="))) {
		while (rest.n && memchr("m=+-.0123456789", *rest.p, 15))
			cursor_skip(&rest, 1);
		return rest.n == 0;
	}
	return cursor_letters(&rest).n == word.n || zone_read_offset(word, &ignored) == word.n;
}

/*
 * What may stand behind an offset: Go prints the zone's name ("EDT", or "+03" where
 * it has none) and the reading of its monotonic clock ("m=+0.000012").
 */
static bool
skip_remarks(struct str *s)
{
	while (s->n) {
		struct str word;

		if (cursor_blanks(s) != 1 || s->n == 0)
			return false;
		word = STR_N(s->p, 0);
		while (s->n && *s->p != ' ') {
			cursor_skip(s, 1);
			word.n++;
		}
		if (!is_remark(word))
			return false;
	}
	return true;
}

/* The end of S behind a clock: nothing, or an offset with or without one blank before it. */
static bool
take_end(struct str *s, struct timestamp_fields *f)
{
	size_t blanks = cursor_blanks(s);

	if (s->n == 0)
		return blanks == 0;
	return blanks <= 1 && take_offset(s, f) && skip_remarks(s);
}

/* YYYY-MM-DD[THH:MM...]; S[4] is the mark between them. */
static int
read_iso(struct str s, struct timestamp_fields *f)
{
	unsigned year;
	char mark = s.p[4];

	if (!cursor_digits(&s, 4, 4, &year))
		return STATUS_SYNTAX;
	f->year = (int)year;
	cursor_skip(&s, 1);
	if (!cursor_digits(&s, 2, 2, &f->month) || !cursor_take(&s, mark) ||
	    !cursor_digits(&s, 2, 2, &f->day))
		return STATUS_SYNTAX;
	if (s.n == 0)
		return 0;
	if (!cursor_take(&s, 'T') && !cursor_take(&s, 't') && !cursor_take(&s, ' '))
		return STATUS_SYNTAX;
	return take_clock(&s, f) && take_end(&s, f) ? 0 : STATUS_SYNTAX;
}

/* YYYYMMDDTHHMMSS; S[8] is the T. */
static int
read_compact(struct str s, struct timestamp_fields *f)
{
	unsigned year;

	if (!cursor_digits(&s, 4, 4, &year) || !cursor_digits(&s, 2, 2, &f->month) ||
	    !cursor_digits(&s, 2, 2, &f->day))
		return STATUS_SYNTAX;
	cursor_skip(&s, 1);
	if (!cursor_digits(&s, 2, 2, &f->hour) || !cursor_digits(&s, 2, 2, &f->minute) ||
	    !cursor_digits(&s, 2, 2, &f->second))
		return STATUS_SYNTAX;
	f->year = (int)year;
	if ((cursor_take(&s, '.') || cursor_take(&s, ',')) && !timestamp_take_fraction(&s, &f->us))
		return STATUS_SYNTAX;
	return take_end(&s, f) ? 0 : STATUS_SYNTAX;
}

/* DD/Mon/YYYY:HH:MM:SS +ZZZZ; S[2] is the first "/". */
static int
read_clf(struct str s, struct timestamp_fields *f)
{
	unsigned year;

	if (!cursor_digits(&s, 2, 2, &f->day))
		return STATUS_SYNTAX;
	cursor_skip(&s, 1);
	if (!timestamp_take_month(&s, &f->month) || !cursor_take(&s, '/') ||
	    !cursor_digits(&s, 4, 4, &year) || !cursor_take(&s, ':'))
		return STATUS_SYNTAX;
	f->year = (int)year;
	return take_clock(&s, f) && take_end(&s, f) ? 0 : STATUS_SYNTAX;
}

/* [Www, ]DD Mon YYYY HH:MM:SS zone */
static int
read_mail(struct str s, struct timestamp_fields *f)
{
	unsigned year;

	if (timestamp_take_weekday(&s) && !cursor_take(&s, ','))
		return STATUS_SYNTAX;
	cursor_blanks(&s);
	if (!cursor_digits(&s, 1, 2, &f->day) || !cursor_blanks(&s) ||
	    !timestamp_take_month(&s, &f->month) || !cursor_blanks(&s) ||
	    !cursor_digits(&s, 4, 4, &year) || !cursor_blanks(&s))
		return STATUS_SYNTAX;
	f->year = (int)year;
	return take_clock(&s, f) && take_end(&s, f) ? 0 : STATUS_SYNTAX;
}

/* Www Mon DD HH:MM:SS [zone ]YYYY[ zone]; S[3] is a blank. */
static int
read_asctime(struct str s, struct timestamp_fields *f)
{
	unsigned year;

	if (!timestamp_take_weekday(&s))
		return STATUS_SYNTAX;
	cursor_blanks(&s);
	if (!timestamp_take_month(&s, &f->month) || !cursor_blanks(&s) ||
	    !cursor_digits(&s, 1, 2, &f->day) || !cursor_blanks(&s) || !take_clock(&s, f) ||
	    !cursor_blanks(&s))
		return STATUS_SYNTAX;
	if (take_offset(&s, f) && !cursor_blanks(&s))
		return STATUS_SYNTAX;
	if (!cursor_digits(&s, 4, 4, &year))
		return STATUS_SYNTAX;
	f->year = (int)year;
	if (f->has_offset)
		return s.n == 0 ? 0 : STATUS_SYNTAX;
	return take_end(&s, f) ? 0 : STATUS_SYNTAX;
}

/* A year of five digits and more before its first "-". */
static bool
is_far_year(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n > 4 && n < s.n && s.p[n] == '-';
}

int
timestamp_read_form(struct str s, struct timestamp_fields *f)
{
	if (s.n < sizeof "2024-05-30" - 1)
		return STATUS_SYNTAX;
	if (s.p[4] == '-' || s.p[4] == '/')
		return read_iso(s, f);
	if (s.p[2] == '/')
		return read_clf(s, f);
	if (s.p[8] == 'T')
		return read_compact(s, f);
	if (is_far_year(s))
		return STATUS_RANGE;
	return s.p[3] == ' ' && read_asctime(s, f) == 0 ? 0 : read_mail(s, f);
}
