/*
 * feature - which columns of a table take part, and whether they are numbers.
 * Layer: detect.
 *
 * By default every column takes part but ts and ts_end, id, the group's, late and partial;
 * a person may name the ones that do instead.  One rule, the same everywhere, says what a
 * column is: one whose values are text even where they look like numbers (schema.h: model,
 * version, endpoint, c_*) and one that a person called categorical is a category.  Any other
 * is a column of numbers if at least 99 of 100 of its values that are not missing are
 * numbers, in all of the reference and not a sample of it, else a category; one without any
 * value is a column of numbers.  A column that nobody named and that holds dates and times
 * (99 of 100 again) is neither and takes no part.
 *
 * Missing is an empty value and every text that says "no number" (number.h).  Names are
 * copied.  Memory: a hundred bytes a column.
 */
#ifndef ML_FEATURE_H
#define ML_FEATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plan.h"
#include "status.h"
#include "str.h"
#include "value.h"

enum feature_kind { FEATURE_NUMBER, FEATURE_CATEGORY, FEATURE_TIME };

struct feature {
	struct str name;
	size_t at;       /* in the rows of the table it was bound to */
	uint64_t values; /* not missing, as features_see met them */
	uint64_t numbers, times;
	enum feature_kind kind; /* after features_settle */
	bool named;             /* by a person */
	bool category;          /* whatever its values are */
};

struct features {
	struct feature *feature; /* in the order of the table, or as a person named them */
	size_t n, room;
};

struct features_request {
	const char *features;    /* names separated by commas; NULL: the default */
	const char *categorical; /* NULL: none */
	const struct str *group; /* names of the group's columns */
	size_t groups;
};

void features_init(struct features *f);
void features_release(struct features *f);
/*
 * Chooses among the N COLUMNs of a table and binds to it.  STATUS_MISSING with C filled when
 * it has not what was named; STATUS_USAGE when that is one of the group's.
 */
int features_choose(struct features *f, const struct features_request *r,
		    const struct plan_column *column, size_t n, struct complaint *c) MUST_USE;
/* Counts what the values of a row of that table are. */
void features_see(struct features *f, const struct value *value);
/* Decides what each column is by what was seen, and leaves out times that nobody named. */
void features_settle(struct features *f);
/* Leaves only columns of this KIND. */
void features_keep(struct features *f, enum feature_kind kind);
/* One more column, of a model that was loaded. */
void features_add(struct features *f, struct str name, enum feature_kind kind);
/*
 * Binds to the N COLUMNs of another table, by name.  STATUS_MISSING with C filled, which
 * names what is not there and what is.
 */
int features_bind(struct features *f, const struct plan_column *column, size_t n,
		  struct complaint *c) MUST_USE;

/*
 * True if V is missing or a finite number, which goes to *X (missing: NaN).  False for any
 * other text, which is missing too where numbers are wanted.
 */
bool feature_number(const struct value *v, double *x);
/* X[i] is feature i's number in a row of the table; answers how many texts were none. */
size_t features_numbers(const struct features *f, const struct value *value, double *x);

/*
 * Calls NAME(ARG, name) for each name of a LIST separated by commas, blanks around it left
 * out, until one answers a status below 0; that, or 0.  An empty name is STATUS_SYNTAX.
 */
typedef int features_name(void *arg, struct str name, struct complaint *c);
int features_each(const char *list, features_name *name, void *arg, struct complaint *c) MUST_USE;

#endif
