/*
 * where - conditions on a row: name OP value, as --where and rate() take them.
 * Layer: record.
 *
 * OP is = (or ==) != < <= > >= ~ (PCRE2, anywhere in the value) or !~; blanks around
 * name and value do not count.  Numeric when both sides are numbers (number.h's lax
 * grammar), else by bytes; equality is by bytes from 2^53 on, where doubles cannot
 * tell one integer from the next.  A missing value satisfies only != and !~.  With an
 * empty right side, "name=" and "name!=" ask for missing and present.
 */
#ifndef ML_WHERE_H
#define ML_WHERE_H

#include "pattern.h"
#include "status.h"
#include "str.h"
#include "value.h"

enum where_op {
	WHERE_EQ,
	WHERE_NE,
	WHERE_LT,
	WHERE_LE,
	WHERE_GT,
	WHERE_GE,
	WHERE_MATCH,
	WHERE_NO_MATCH
};

struct where {
	struct str name;
	enum where_op op;
	struct str text;
	bool numeric; /* the right side is a number */
	double number;
	struct pattern *pattern;
};

/* TEXT stays the caller's while W lives.  0 or STATUS_SYNTAX with C filled. */
int where_parse(struct where *w, struct str text, struct complaint *c) MUST_USE;
void where_release(struct where *w);
/* Does V satisfy it?  1, 0, or STATUS_LIMIT when the pattern hit a limit. */
int where_test(const struct where *w, struct value v) MUST_USE;

#endif
