#include "cursor.h"
#include "timestamp_parts.h"

enum { DAY = 86400 };

#define DURATION_MAX (INT64_C(10000) * 366 * TIMESTAMP_DAY)

int
duration_parse(struct str s, int64_t *us)
{
	static const struct {
		struct str name;
		int64_t us;
	} unit[] = {
		{STR("w"), 7 * TIMESTAMP_DAY},
		{STR("d"), TIMESTAMP_DAY},
		{STR("h"), 3600 * TIMESTAMP_SECOND},
		{STR("m"), 60 * TIMESTAMP_SECOND},
		{STR("s"), TIMESTAMP_SECOND},
		{STR("ms"), 1000},
		{STR("us"), 1},
	};
	size_t next = 0;

	*us = 0;
	if (s.n == 0)
		return STATUS_SYNTAX;
	while (s.n) {
		unsigned count;
		struct str name;

		if (!cursor_digits(&s, 1, 9, &count))
			return STATUS_SYNTAX;
		name = cursor_letters(&s);
		while (next < sizeof unit / sizeof *unit && !str_eq(name, unit[next].name))
			next++;
		if (next == sizeof unit / sizeof *unit)
			return STATUS_SYNTAX;
		if (count > (DURATION_MAX - *us) / unit[next].us)
			return STATUS_RANGE;
		*us += count * unit[next++].us;
	}
	return *us ? 0 : STATUS_RANGE;
}

/* The first moment of the day BACK days before the one of NOW. */
static int64_t
day_start(int64_t now, const struct zone *zone, int back)
{
	int64_t second = now / TIMESTAMP_SECOND - (now % TIMESTAMP_SECOND < 0), local, day;

	local = second + (zone ? zone_offset(zone, second) : 0);
	day = local / DAY - (local % DAY < 0) - back;
	return (zone ? zone_to_utc(zone, day * DAY, NULL) : day * DAY) * TIMESTAMP_SECOND;
}

int
timestamp_parse_wish(struct str s, int64_t now, const struct zone *zone, int64_t *us)
{
	const struct str ago = STR(" ago");
	struct timestamp_reader r;
	int status;

	s = str_trim(s);
	if (str_eq(s, STR("now"))) {
		*us = now;
	} else if (str_eq(s, STR("today"))) {
		*us = day_start(now, zone, 0);
	} else if (str_eq(s, STR("yesterday"))) {
		*us = day_start(now, zone, 1);
	} else if (s.n > ago.n && str_eq(STR_N(s.p + s.n - ago.n, ago.n), ago)) {
		status = duration_parse(str_trim(STR_N(s.p, s.n - ago.n)), us);
		if (status < 0)
			return status;
		*us = now - *us;
	} else {
		timestamp_reader_init(&r, zone);
		return timestamp_parse(&r, s, us);
	}
	return timestamp_check(*us);
}
