/*
 * zone - local time of the IANA zones, read from the system's TZif files
 * (RFC 8536), including the POSIX rule for years beyond the table.  Layer: parse.
 *
 * Offsets are seconds east of UTC.  Never localtime, never TZ.  "UTC" and fixed
 * offsets (+05:45, -0500, Z) need no file.
 */
#ifndef ML_ZONE_H
#define ML_ZONE_H

#include <stdint.h>

#include "status.h"

struct zone;

/* NAME as -z takes it; NULL with C filled when it is unknown or unreadable. */
struct zone *zone_new(const char *name, struct complaint *c);
void zone_free(struct zone *z);
/* The offset in force at UTC second T. */
int32_t zone_offset(const struct zone *z, int64_t t);
/*
 * The UTC second of local second T (counted as if local time were UTC).  A time
 * that comes twice (fold) is the first; one that never is (gap) is shifted by the
 * gap.  *TWIST, if given: 0 plain, 1 fold, 2 gap.
 */
int64_t zone_to_utc(const struct zone *z, int64_t t, int *twist);

#endif
