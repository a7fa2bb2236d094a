#include "where.h"

#include "number.h"

/* From here on neighbouring integers are one double. */
#define EXACT_MAX 9007199254740992.0 /* 2^53 */

static const struct {
	const char *sign;
	enum where_op op;
} signs[] = {
	/* A sign stands before those it begins with. */
	{"==", WHERE_EQ}, {"!=", WHERE_NE},       {"<=", WHERE_LE},
	{">=", WHERE_GE}, {"!~", WHERE_NO_MATCH}, {"=", WHERE_EQ},
	{"<", WHERE_LT},  {">", WHERE_GT},        {"~", WHERE_MATCH},
};

/* The sign at the start of S: its length, or 0. */
static size_t
sign_at(struct str s, enum where_op *op)
{
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		struct str sign = str_of(signs[i].sign);

		if (str_starts(s, sign)) {
			*op = signs[i].op;
			return sign.n;
		}
	}
	return 0;
}

static bool
is_match(enum where_op op)
{
	return op == WHERE_MATCH || op == WHERE_NO_MATCH;
}

static bool
is_equality(enum where_op op)
{
	return op == WHERE_EQ || op == WHERE_NE;
}

/* True if S is a number; one beyond double is an infinity. */
static bool
take_number(struct str s, double *x)
{
	int status = number_parse_lax(s, x);

	return status == 0 || status == STATUS_RANGE;
}

static int
take_right_side(struct where *w, size_t offset, struct complaint *c)
{
	struct pattern_options o = {0};

	if (is_match(w->op)) {
		w->pattern = pattern_new(w->text, &o, c);
		if (w->pattern)
			return 0;
		c->offset += offset;
		return STATUS_SYNTAX;
	}
	if (w->text.n == 0 && !is_equality(w->op))
		return complain(c, STATUS_SYNTAX, offset, "nothing to compare '%.*s' with",
				(int)w->name.n, w->name.p);
	w->numeric = take_number(w->text, &w->number);
	return 0;
}

int
where_parse(struct where *w, struct str text, struct complaint *c)
{
	size_t at = 0, n = 0;

	*w = (struct where){0};
	while (at < text.n && (n = sign_at(STR_N(text.p + at, text.n - at), &w->op)) == 0)
		at++;
	if (n == 0)
		return complain(c, STATUS_SYNTAX, 0,
				"no comparison in '%.*s': one of = != < <= > >= ~ !~", (int)text.n,
				text.p);
	w->name = str_trim(STR_N(text.p, at));
	if (w->name.n == 0)
		return complain(c, STATUS_SYNTAX, at, "no name before '%.*s'", (int)n, text.p + at);
	at += n;
	w->text = str_trim(STR_N(text.p + at, text.n - at));
	return take_right_side(w, (size_t)(w->text.p - text.p), c);
}

void
where_release(struct where *w)
{
	pattern_free(w->pattern);
	w->pattern = NULL;
}

static int
test_pattern(const struct where *w, struct str s)
{
	enum pattern_result r = pattern_match(w->pattern, s, NULL);

	if (r > PATTERN_YES)
		return STATUS_LIMIT;
	return (r == PATTERN_YES) == (w->op == WHERE_MATCH);
}

/* Less, equal or greater than 0. */
static int
compare(const struct where *w, struct str s)
{
	double x;
	bool exact;

	if (!w->numeric || !take_number(s, &x))
		return str_cmp(s, w->text);
	exact = w->number < EXACT_MAX && w->number > -EXACT_MAX;
	if (x == w->number && !exact && is_equality(w->op))
		return str_cmp(s, w->text);
	return x < w->number ? -1 : x > w->number;
}

static bool
is_missing(struct value v)
{
	return v.kind == VALUE_MISSING || v.kind == VALUE_NAN || v.text.n == 0;
}

int
where_test(const struct where *w, struct value v)
{
	int order;

	if (!is_match(w->op) && w->text.n == 0)
		return is_missing(v) == (w->op == WHERE_EQ);
	if (is_missing(v))
		return w->op == WHERE_NE || w->op == WHERE_NO_MATCH;
	if (is_match(w->op))
		return test_pattern(w, v.text);
	order = compare(w, v.text);
	switch (w->op) {
	case WHERE_EQ:
		return order == 0;
	case WHERE_NE:
		return order != 0;
	case WHERE_LT:
		return order < 0;
	case WHERE_LE:
		return order <= 0;
	case WHERE_GT:
		return order > 0;
	default:
		return order >= 0;
	}
}
