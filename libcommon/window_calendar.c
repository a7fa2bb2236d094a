/*
 * Panes of a calendar.  A day begins at the first instant that bears its date: at
 * midnight, or where clocks jump over midnight, right behind the jump.  Where they are
 * turned back over midnight, minutes of the old date come again; they belong to the
 * new day, so that panes stay whole.  That is why a pane is found by its start and not
 * by the date alone.
 */
#include "window_parts.h"

/* A day begins at most so many days away from where its date stands. */
enum { STEPS = 2 };
enum { MONTHS = 12, EPOCH_YEAR = 1970, FIRST_YEAR = 0, LAST_YEAR = 10000 };

static int64_t
day_of(const struct window_spec *w, int64_t t)
{
	int64_t s = window_floor(t, TIMESTAMP_SECOND);

	return window_floor(s + (w->zone ? zone_offset(w->zone, s) : 0), 86400);
}

/* Months since January 1970. */
static int64_t
month_of(int64_t day)
{
	unsigned month, of_month;
	int64_t year;

	timestamp_civil(day, &year, &month, &of_month);
	return (year - EPOCH_YEAR) * MONTHS + month - 1;
}

static int64_t
month_start(int64_t month)
{
	int64_t year = EPOCH_YEAR + window_floor(month, MONTHS);

	if (year < FIRST_YEAR)
		return timestamp_days(FIRST_YEAR, 1, 1);
	if (year >= LAST_YEAR)
		return timestamp_days(LAST_YEAR, 1, 1);
	return timestamp_days(year, (unsigned)(month - window_floor(month, MONTHS) * MONTHS) + 1,
			      1);
}

int64_t
window_calendar_start(const struct window_spec *w, int64_t i)
{
	int64_t day = w->months ? month_start(i * w->pane) : w->origin + i * w->pane;
	int64_t first = timestamp_days(FIRST_YEAR, 1, 1), last = timestamp_days(LAST_YEAR, 1, 1);

	if (day < first)
		day = first;
	if (day > last)
		day = last;
	return (w->zone ? zone_to_utc(w->zone, day * 86400, NULL) : day * 86400) * TIMESTAMP_SECOND;
}

int64_t
window_calendar_pane(const struct window_spec *w, int64_t t)
{
	int64_t day = day_of(w, t);
	int64_t i = window_floor(w->months ? month_of(day) : day - w->origin, w->pane);

	for (int step = 0; step < STEPS && t < window_calendar_start(w, i); step++)
		i--;
	for (int step = 0; step < STEPS && t >= window_calendar_start(w, i + 1); step++)
		i++;
	return i;
}
