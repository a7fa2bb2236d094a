/* window - from what a person asked for to panes. */
#include "number.h"
#include "window_parts.h"

enum { MONTHS_OF_A_YEAR = 12, DAYS_OF_A_WEEK = 7, MONDAY = -3, UNITS_MAX = 100000 };

enum unit { UNIT_MICROSECOND, UNIT_DAY, UNIT_MONTH };

struct length {
	enum unit unit;
	int64_t n;
};

struct named_unit {
	struct str name;
	enum unit unit;
	int64_t n;
	bool always; /* also without --local: no fixed length is meant */
};

static const struct named_unit units[] = {
	{STR_INIT("d"), UNIT_DAY, 1, false},
	{STR_INIT("day"), UNIT_DAY, 1, false},
	{STR_INIT("days"), UNIT_DAY, 1, false},
	{STR_INIT("w"), UNIT_DAY, DAYS_OF_A_WEEK, false},
	{STR_INIT("week"), UNIT_DAY, DAYS_OF_A_WEEK, false},
	{STR_INIT("weeks"), UNIT_DAY, DAYS_OF_A_WEEK, false},
	{STR_INIT("month"), UNIT_MONTH, 1, true},
	{STR_INIT("months"), UNIT_MONTH, 1, true},
	{STR_INIT("y"), UNIT_MONTH, MONTHS_OF_A_YEAR, true},
	{STR_INIT("year"), UNIT_MONTH, MONTHS_OF_A_YEAR, true},
	{STR_INIT("years"), UNIT_MONTH, MONTHS_OF_A_YEAR, true},
};

/* True if TEXT is a number and a unit of the calendar. */
static bool
parse_calendar(struct str text, bool local, struct length *length)
{
	size_t digits = 0;
	int64_t n;

	while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
		digits++;
	if (number_parse_int(STR_N(text.p, digits), &n) < 0 || n < 1 || n > UNITS_MAX)
		return false;
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (!str_eq(STR_N(text.p + digits, text.n - digits), units[i].name))
			continue;
		*length = (struct length){units[i].unit, n * units[i].n};
		return local || units[i].always;
	}
	return false;
}

static int
parse_length(const char *option, const char *text, bool local, struct length *length,
	     struct complaint *c)
{
	if (parse_calendar(str_of(text), local, length))
		return 0;
	if (local)
		return complain(
			c, STATUS_USAGE, 0,
			"%s %s: with --local a window is days, weeks, months or years long, "
			"such as 1d, 1w or 1month",
			option, text);
	length->unit = UNIT_MICROSECOND;
	if (duration_parse(str_of(text), &length->n) == 0)
		return 0;
	return complain(c, STATUS_USAGE, 0, "%s %s: no length of time such as 5m, 1h30m or 1month",
			option, text);
}

static int64_t
gcd(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

static int
parse_align(struct window_spec *w, const struct window_request *r, int64_t step,
	    struct complaint *c)
{
	struct timestamp_reader reader;
	int64_t t;

	if (!r->align)
		return 0;
	if (w->kind == WINDOW_CALENDAR)
		return complain(c, STATUS_USAGE, 0,
				"--align does not go together with windows of a calendar");
	timestamp_reader_init(&reader, r->zone);
	if (timestamp_parse(&reader, str_of(r->align), &t) < 0)
		return complain(c, STATUS_USAGE, 0, "--align: '%s' is no time known here",
				r->align);
	w->origin = t - window_floor(t, step) * step;
	return 0;
}

static int
init_panes(struct window_spec *w, const struct window_request *r, struct complaint *c)
{
	struct length size, slide;

	if (parse_length("-w", r->size, r->local, &size, c) < 0)
		return STATUS_USAGE;
	slide = size;
	if (r->slide && parse_length("--slide", r->slide, r->local, &slide, c) < 0)
		return STATUS_USAGE;
	if (slide.unit != size.unit)
		return complain(c, STATUS_USAGE, 0,
				"-w %s and --slide %s: months go together with months only",
				r->size, r->slide);
	if (slide.n > size.n)
		return complain(c, STATUS_USAGE, 0,
				"--slide %s is longer than the window: rows would lie in none",
				r->slide);
	w->kind = size.unit == UNIT_MICROSECOND ? WINDOW_FIXED : WINDOW_CALENDAR;
	w->months = size.unit == UNIT_MONTH;
	w->pane = gcd(size.n, slide.n);
	w->span = size.n / w->pane;
	w->stride = slide.n / w->pane;
	if (size.unit == UNIT_DAY && w->pane % DAYS_OF_A_WEEK == 0)
		w->origin = MONDAY;
	if (r->local) {
		w->zone = r->zone;
		w->zone_name = r->zone_name;
	}
	if (w->span > WINDOW_PANES_MAX)
		return complain(c, STATUS_USAGE, 0,
				"--slide %s cuts the window in more than %d panes", r->slide,
				WINDOW_PANES_MAX);
	return parse_align(w, r, slide.n, c);
}

int
window_spec_init(struct window_spec *w, const struct window_request *r, struct complaint *c)
{
	int kinds = (r->size != NULL) + (r->session > 0) + (r->count > 0);

	*w = (struct window_spec){.span = 1, .stride = 1, .pane = 1};
	if (kinds != 1)
		return complain(c, STATUS_USAGE, 0,
				kinds ? "-w, --session and --count do not go together"
				      : "which windows? give -w 5m, --session 30m or --count 1000");
	if (!r->size && (r->slide || r->local || r->align))
		return complain(c, STATUS_USAGE, 0, "--slide, --local and --align go with -w only");
	if (r->size)
		return init_panes(w, r, c);
	w->kind = r->session ? WINDOW_SESSION : WINDOW_COUNT;
	w->gap = r->session;
	w->rows = r->count;
	return 0;
}
