/*
 * Conditions: what one says of a value, its opposite denies.  The condition in a line,
 * values, one a line.
 */
#include "fuzz.h"
#include "token.h"
#include "where.h"

/* The opposite of W, which shares its texts. */
static struct where
opposite(const struct where *w)
{
	static const enum where_op other[] = {
		[WHERE_EQ] = WHERE_NE,          [WHERE_NE] = WHERE_EQ,
		[WHERE_LT] = WHERE_GE,          [WHERE_LE] = WHERE_GT,
		[WHERE_GT] = WHERE_LE,          [WHERE_GE] = WHERE_LT,
		[WHERE_MATCH] = WHERE_NO_MATCH, [WHERE_NO_MATCH] = WHERE_MATCH,
	};
	struct where o = *w;

	o.op = other[w->op];
	return o;
}

static void
hold_value(const struct where *w, struct str s)
{
	struct where o = opposite(w);
	struct value v = {s, VALUE_TEXT}, missing = {{NULL, 0}, VALUE_MISSING};
	bool negative = w->op == WHERE_NE || w->op == WHERE_NO_MATCH;
	int says = where_test(w, v);

	HOLD(says == where_test(w, v));
	HOLD(says == STATUS_LIMIT ? where_test(&o, v) == STATUS_LIMIT : where_test(&o, v) == !says);
	says = where_test(w, missing);
	if (w->text.n)
		HOLD(says == negative);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = fuzz_str(data, size), text = token_until(&rest, '\n');
	struct complaint c;
	struct where w;

	if (where_parse(&w, text, &c) < 0) {
		HOLD(c.text[0]);
		where_release(&w);
		return 0;
	}
	HOLD(w.name.n && w.name.p >= text.p);
	while (rest.n) {
		struct str value = token_until(&rest, '\n');

		/* An empty value is a missing one. */
		if (value.n)
			hold_value(&w, value);
	}
	where_release(&w);
	return 0;
}
