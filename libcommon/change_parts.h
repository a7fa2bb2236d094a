/*
 * change_parts - what the detectors of change share.  Layer: detect.
 */
#ifndef ML_CHANGE_PARTS_H
#define ML_CHANGE_PARTS_H

#include "change.h"

#define CHANGE_COUNT(type, member)                                                                 \
	{                                                                                          \
		offsetof(struct type, member), true                                                \
	}
#define CHANGE_NUMBER(type, member)                                                                \
	{                                                                                          \
		offsetof(struct type, member), false                                               \
	}

/* N fields, each with a colon behind it; back: false when the text is no such. */
int change_save_fields(const void *state, const struct change_field *field, size_t n,
		       struct buf *out) MUST_USE;
bool change_load_fields(void *state, const struct change_field *field, size_t n,
			struct str *rest) MUST_USE;

/* How many values and their sum: all of them, and those up to a mark. */
struct change_split {
	uint64_t n, marked;
	double sum, marked_sum;
};

#define CHANGE_SPLIT(type, member)                                                                 \
	CHANGE_COUNT(type, member.n), CHANGE_COUNT(type, member.marked),                           \
		CHANGE_NUMBER(type, member.sum), CHANGE_NUMBER(type, member.marked_sum)

void change_split_add(struct change_split *s, double x);
/* The next value is behind the mark. */
void change_split_mark(struct change_split *s);
/* The means up to the mark and behind it, NaN of nothing. */
void change_split_tell(const struct change_split *s, struct change_step *step);

static inline double
change_split_mean(const struct change_split *s)
{
	return s->sum / (double)s->n;
}

#endif
