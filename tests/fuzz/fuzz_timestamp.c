/*
 * Times: what is read can be written and read again; what a reader remembers changes no
 * result; a format that is taken never fails in another way.  A byte of options, the
 * format in a line (empty: any form), stamps, one a line.
 */
#include "fuzz.h"
#include "timestamp.h"
#include "token.h"
#include "zone.h"

static void
hold_written(int64_t us)
{
	struct timestamp_writer writer = {0};
	struct timestamp_reader reader;
	char text[TIMESTAMP_TEXT], again[TIMESTAMP_TEXT];
	int64_t back;

	HOLD(us >= TIMESTAMP_MIN && us <= TIMESTAMP_MAX);
	timestamp_print(us, text);
	for (int i = 0; i < 2; i++) {
		timestamp_write(&writer, us, again);
		HOLD_SAME(STR_N(text, TIMESTAMP_TEXT), STR_N(again, TIMESTAMP_TEXT));
	}
	timestamp_reader_init(&reader, NULL);
	HOLD(timestamp_parse(&reader, STR_N(text, TIMESTAMP_TEXT), &back) == 0 && back == us);
}

/* A reader that remembers nothing but what is part of the result. */
static void
forget(struct timestamp_reader *to, const struct timestamp_reader *from)
{
	timestamp_reader_init(to, from->zone);
	to->format = from->format;
	to->year = from->year;
	to->unit = from->unit;
	to->decided = from->decided;
}

static void
hold_stamps(struct timestamp_reader *reader, struct str rest)
{
	struct timestamp_reader fresh;
	uint64_t zoneless = 0, folds = 0, gaps = 0;

	while (rest.n) {
		struct str s = token_until(&rest, '\n');
		int64_t us = 0, same = 0;
		int status;

		forget(&fresh, reader);
		status = timestamp_parse(reader, s, &us);
		HOLD(status == 0 || status == STATUS_SYNTAX || status == STATUS_RANGE);
		HOLD(timestamp_parse(&fresh, s, &same) == status);
		HOLD(status < 0 || us == same);
		HOLD(fresh.decided == reader->decided);
		zoneless += fresh.zoneless;
		folds += fresh.folds;
		gaps += fresh.gaps;
		if (status == 0)
			hold_written(us);
	}
	HOLD(reader->zoneless == zoneless && reader->folds == folds && reader->gaps == gaps);
}

static void
hold_lengths(struct str s)
{
	int64_t us;

	if (duration_parse(s, &us) == 0)
		HOLD(us > 0 && us <= 10000 * 366 * TIMESTAMP_DAY);
	if (timestamp_parse_wish(s, INT64_C(1717105563625000), NULL, &us) == 0)
		HOLD(us >= TIMESTAMP_MIN && us <= TIMESTAMP_MAX);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const zones[] = {"UTC", "America/New_York", "Australia/Lord_Howe",
					    "+05:45"};
	struct str rest = fuzz_str(data, size);
	unsigned choice = fuzz_byte(&rest);
	char *format = fuzz_text(token_until(&rest, '\n'));
	struct complaint c;
	struct zone *zone = zone_new(zones[choice % 4], &c);
	struct timestamp_reader reader;

	/* A machine without the zones still has the rest. */
	timestamp_reader_init(&reader, zone);
	reader.unit = (enum timestamp_unit)(choice / 4 % 8 < 5 ? choice / 4 % 8 : 0);
	reader.year = choice / 32 % 2 ? 2024 : 0;
	if (!format[0] || timestamp_reader_format(&reader, format, &c) == 0)
		hold_stamps(&reader, rest);
	hold_lengths(rest);
	zone_free(zone);
	free(format);
	return 0;
}
