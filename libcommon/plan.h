/*
 * plan - from the fields of a record to the values of the wanted columns.
 * Layer: record.
 *
 * A plan lists the paths that a format must find in each record (its sources) and
 * turns what was found into one value a column: the first term that is present,
 * functions, units, canonical times and numbers, and the members of an object or
 * array spread over columns f_*, c_*, p_*.  Columns stand in schema order; those of
 * keys that a spread meets for the first time are appended behind.  No allocation a row once its
 * scratch has grown.
 *
 * Rules: score, latency_ms, tokens_*, p_* and f_* are numbers; a text that says "no
 * number" (number_is_missing) is missing and counted; any other text, and a number
 * beyond double, refuses the row.  latency_ms also takes texts with a unit ("1.2s",
 * "686µs").  A unit of a power of ten moves the decimal point exactly.  Of a spread
 * f=, numbers become f_<key> and anything else c_<key>.  Two keys that are one name
 * when made legal get _2, _3, ... behind.
 */
#ifndef ML_PLAN_H
#define ML_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "format.h"
#include "path.h"
#include "status.h"
#include "timestamp.h"
#include "value.h"

struct plan_column {
	struct str name;
	bool text;    /* always a string in typed output */
	bool numeric; /* its values are numbers */
	bool time;
};

struct plan_options {
	const struct timestamp_reader *times; /* to begin with; NULL: any form, UTC */
	const char *na;                       /* a text that means missing, NULL: none */
	bool check_utf8;                      /* the format does not guarantee UTF-8 */
	bool utf8_reject;
	/* No value is an object or array: f, p and c are columns like any other. */
	bool flat;
	/* Values are passed on as they are (records of another mltool): no numbers or
	 * times made canonical, nothing checked, ts kept as text; plan_ts still tells it. */
	bool as_is;
};

struct plan_counts {
	uint64_t zoneless, folds, gaps; /* times */
	uint64_t na;                    /* texts taken for "no number" */
	uint64_t replaced;              /* invalid UTF-8 made U+FFFD */
};

struct plan;

/*
 * COLUMNS stay the caller's while the plan lives.  NULL with C filled when two
 * columns have one name.
 */
struct plan *plan_new(const struct path_columns *columns, const struct plan_options *o,
		      struct complaint *c);
void plan_free(struct plan *p);
/*
 * One more for another thread: it has P's columns and goes on as P would, with counts of
 * its own; nothing was found yet.  It shares the columns of plan_new with P, which must
 * outlive it, and what the options point to.
 */
struct plan *plan_copy(const struct plan *p);
/*
 * Equal for a plan and its copy as long as they make the same of a record.  A record may
 * change it: a new column, or the unit of all times.
 */
uint64_t plan_epoch(const struct plan *p);

/* What a format's bind() is to be given. */
const struct path *const *plan_paths(const struct plan *p, size_t *n);
/* Valid until a plan_row that answers PLAN_GREW. */
const struct plan_column *plan_columns(const struct plan *p, size_t *n);

/* True if there are spreads: columns may still come. */
bool plan_spreads(const struct plan *p);
/*
 * After plan_row has been tried on the first records: puts the columns met there in
 * schema order and starts all counts anew.  Before any row is kept.
 */
void plan_settle(struct plan *p);

/*
 * Says whether all sources from now on are known to be ASCII, so that check_utf8 has
 * nothing left to look at.  False to begin with.
 */
void plan_ascii(struct plan *p, bool ascii);

enum plan_result { PLAN_ROW, PLAN_GREW, PLAN_REJECT };

/*
 * Evaluates one record: SOURCE[i] is what plan_paths()[i] found.  PLAN_GREW is
 * PLAN_ROW with new columns behind the old ones.  PLAN_REJECT sets the reason and
 * the message.  Values live until the next call (and as long as the sources).
 */
enum plan_result plan_row(struct plan *p, const struct value *source);
/* The same for sources of which each is a VALUE_TEXT or missing; sooner. */
enum plan_result plan_row_of_texts(struct plan *p, const struct value *source);
const struct value *plan_values(const struct plan *p);
/* The time of column ts in the last row, TIMESTAMP_NONE without one. */
int64_t plan_ts(const struct plan *p);
enum reject_reason plan_reason(const struct plan *p, const char **message);
/*
 * True if a row had a value for SPEC, one of the columns of plan_new, since plan_settle,
 * or it is a literal; a spread once it met a member.
 */
bool plan_found(const struct plan *p, const struct path_column *spec);
void plan_counts(const struct plan *p, struct plan_counts *counts);

#endif
