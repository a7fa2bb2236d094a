/*
 * Zone files: whatever one says, offsets are those of the span that a time lies in, and
 * a local time that is there once comes back.
 */
#include "fuzz.h"
#include "timestamp.h"
#include "zone.h"

static void
hold_at(const struct zone *z, int64_t t)
{
	struct zone_span span = zone_span(z, t);
	enum zone_twist twist;
	int64_t back;

	HOLD(span.from <= t && t < span.until);
	HOLD(span.offset == zone_offset(z, t));
	back = zone_to_utc(z, t + span.offset, &twist);
	HOLD(twist != ZONE_GAP);
	if (twist == ZONE_PLAIN)
		HOLD(back == t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct complaint c;
	struct zone *z = zone_parse(fuzz_str(data, size), &c);
	const int64_t year = 31556952;

	if (!z)
		return 0;
	for (int64_t t = -60 * year; t < 500 * year; t += 7 * year + 1234567)
		hold_at(z, t);
	hold_at(z, TIMESTAMP_MIN / TIMESTAMP_SECOND);
	hold_at(z, TIMESTAMP_MAX / TIMESTAMP_SECOND);
	zone_free(z);
	return 0;
}
