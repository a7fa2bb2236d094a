/*
 * zone - local time of the IANA zones, read from the system's TZif files
 * (RFC 8536), including the POSIX rule for years beyond the table.  Layer: parse.
 *
 * Offsets are seconds east of UTC.  Never localtime, never TZ.  "UTC" and fixed
 * offsets (+05:45, -0500, Z) need no file.  Seconds given must lie within the
 * years 0 to 10000.
 */
#ifndef ML_ZONE_H
#define ML_ZONE_H

#include <stdint.h>

#include "status.h"
#include "str.h"

struct zone;

/* The I-th folder where zones with names are looked for; the one behind the last is NULL. */
const char *zone_folder(size_t i);
/* NAME as -z takes it; NULL with C filled when it is unknown or unreadable. */
struct zone *zone_new(const char *name, struct complaint *c);
/* The zone that a TZif file holding BYTES describes; NULL with C filled. */
struct zone *zone_parse(struct str bytes, struct complaint *c);
void zone_free(struct zone *z);

/* An offset and the UTC seconds, from FROM until before UNTIL, when it is in force. */
struct zone_span {
	int64_t from, until;
	int32_t offset;
};

/* The span that UTC second T lies in. */
struct zone_span zone_span(const struct zone *z, int64_t t);
/* The offset in force at UTC second T. */
int32_t zone_offset(const struct zone *z, int64_t t);

enum zone_twist { ZONE_PLAIN, ZONE_FOLD, ZONE_GAP };

/*
 * The UTC second of local second T (counted as if local time were UTC).  A time
 * that comes twice (fold) is the first; one that never is (gap) is shifted by the
 * gap.  *TWIST, if given, says which it was.
 */
int64_t zone_to_utc(const struct zone *z, int64_t t, enum zone_twist *twist);

/*
 * The offset that S begins with: Z, +01:00, +0100 or +01, below 24 hours.  The
 * number of bytes it takes, 0 when S does not begin with one.
 */
size_t zone_read_offset(struct str s, int32_t *offset);

#endif
