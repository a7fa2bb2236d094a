/*
 * plan_value - one value made into another: functions, units, canonical numbers.
 * Layer: record; for plan.c and its test only.
 *
 * Texts that are made live in a scratch whose bytes stay where they are until
 * plan_scratch_clear.
 */
#ifndef ML_PLAN_VALUE_H
#define ML_PLAN_VALUE_H

#include <stdbool.h>

#include "buf.h"
#include "path.h"
#include "status.h"
#include "value.h"

struct plan_scratch {
	struct plan_chunk *first, *now;
	size_t used;    /* of now */
	struct buf key; /* of a walk over members */
};

void plan_scratch_init(struct plan_scratch *s);
void plan_scratch_release(struct plan_scratch *s);
void plan_scratch_clear(struct plan_scratch *s);
char *plan_scratch_take(struct plan_scratch *s, size_t n);

/* A unit: times or divided by BY, or where it is a power of ten a shift of the decimal point. */
struct plan_scale {
	bool on, decimal, divides;
	int shift;
	double by;
};

struct plan_scale plan_scale_of(double by, bool divides);

/*
 * argmax: the index or key of the greatest number of a compound, the first among
 * equals; max: that number; len: characters of a text, members of a compound.
 * Missing where there is no answer.
 */
struct value plan_function(enum path_function f, struct value v, struct plan_scratch *s);

enum plan_number { PLAN_NUMBER, PLAN_NO_NUMBER, PLAN_NOT_A_NUMBER, PLAN_TOO_LARGE };

/*
 * True if TEXT, a number of the grammar, surely is in the range of a double: at most 16
 * bytes, no exponent.  Lengths differ from row to row, so a loop's end could not be foretold.
 */
static inline bool
plan_is_moderate(struct str text)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t first = 0, last = 0;
	uint32_t head, tail;

	if (text.n < sizeof "1e309" - 1)
		return true;
	if (text.n > 16)
		return false;
	if (text.n < 8) {
		memcpy(&head, text.p, 4);
		memcpy(&tail, text.p + text.n - 4, 4);
		first = head | (uint64_t)tail << 32;
	} else {
		memcpy(&first, text.p, 8);
		memcpy(&last, text.p + text.n - 8, 8);
	}
	/* An E has bit 6 in either case; no digit, sign or point has it. */
	return ((first | last) & ones * 0x40) == 0;
}

/*
 * Makes *V a number of mlrec's grammar, times SCALE; UNITS: a text may end in s, ms,
 * us, ns and is made ms.  PLAN_NO_NUMBER: the text says so, *V is missing.
 */
enum plan_number plan_number(struct value *v, const struct plan_scale *scale, bool units,
			     struct plan_scratch *s);

#endif
