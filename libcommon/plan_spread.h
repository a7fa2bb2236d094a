/*
 * plan_spread - which column the members of an object or array go to.
 * Layer: record; for plan.c only.
 *
 * A member is known by its key and by the letter of its column (f for numbers, c for
 * the rest, p for class scores).  The order of the last record's members is
 * remembered: a log whose records look alike costs one comparison a member.
 */
#ifndef ML_PLAN_SPREAD_H
#define ML_PLAN_SPREAD_H

#include "buf.h"
#include "map.h"
#include "path.h"

struct plan_spread {
	const struct path_column *spec;
	size_t source;   /* of the first term */
	struct map keys; /* letter and key */
	size_t *column;  /* by number of the key */
	size_t column_room;
	uint32_t *order; /* numbers of the last record's members */
	size_t n, order_room;
	size_t at; /* members met in this record */
	struct buf key;
};

void plan_spread_init(struct plan_spread *s, const struct path_column *spec, size_t source);
/* The same members go to the same columns. */
void plan_spread_copy(struct plan_spread *s, const struct plan_spread *from);
void plan_spread_release(struct plan_spread *s);
/* Another record begins. */
void plan_spread_restart(struct plan_spread *s);
/* The column of the next member: SIZE_MAX when it was never set. */
size_t *plan_spread_next(struct plan_spread *s, char letter, struct str key);

#endif
