/*
 * zone_parts - what the files of module zone share.  Layer: parse.
 */
#ifndef ML_ZONE_PARTS_H
#define ML_ZONE_PARTS_H

#include <stdbool.h>

#include "zone.h"

/* When in a year one of the two offsets begins, in the local time before it. */
struct zone_change {
	enum { ZONE_WEEKDAY, ZONE_JULIAN, ZONE_DAY } kind; /* Mm.w.d, Jn, n */
	int month, week, day;
	int32_t second; /* of that day, -167 to 167 hours */
};

/* A POSIX TZ rule: the offsets of standard and, if it has one, summer time. */
struct zone_rule {
	int32_t standard, summer;
	bool has_summer;
	struct zone_change start, end; /* of summer time */
};

struct zone {
	size_t n;
	int64_t *at;     /* UTC seconds, ascending */
	int32_t *offset; /* from at[i] on */
	int32_t first;   /* before at[0] */
	bool has_rule;   /* from the last change on */
	struct zone_rule rule;
};

/* The zone NAME in the first of the folders FOLDER (up to NULL) that has it; NULL with C filled. */
struct zone *zone_find(const char *const *folder, const char *name, struct complaint *c);

/* All of S as a TZ rule; 0 or STATUS_SYNTAX. */
int zone_rule_parse(struct zone_rule *r, struct str s) MUST_USE;
struct zone_span zone_rule_span(const struct zone_rule *r, int64_t t);

#endif
