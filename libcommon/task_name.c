/*
 * Models and labels are written by different programs: 1 and 1.0, true and True, 1
 * and true are one class.  A number keeps its text where a double could not hold all
 * its digits, so that long ids never fall together.
 */
#include "task_name.h"

#include <math.h>

#include "number.h"
#include "schema.h"

/* 2^53: below it whole numbers are doubles; the digits of a double are fewer. */
static const double exact_max = 9007199254740992.0;
enum { NUMBER_NAME_MAX = 24 };

struct task_name
task_name_of(struct str name, struct buf *scratch)
{
	struct task_name as_text = {.text = name};
	double x;

	if (str_case_eq(name, STR("true")))
		return (struct task_name){STR("true"), false, 1, true};
	if (str_case_eq(name, STR("false")))
		return (struct task_name){STR("false"), false, 0, true};
	if (name.n == 0 || number_parse_lax(name, &x) < 0)
		return as_text;
	as_text.numeric = true;
	as_text.number = x;
	if (name.n > NUMBER_NAME_MAX || fabs(x) >= exact_max)
		return as_text;
	buf_clear(scratch);
	if (buf_reserve(scratch, NUMBER_TEXT_MAX) < 0)
		return as_text;
	x += 0.0; /* -0 is 0 */
	scratch->n = number_print(x, scratch->p);
	return (struct task_name){buf_str(scratch), true, x, false};
}

bool
task_name_is_column(struct str name, struct str p, struct buf *scratch)
{
	size_t raw;
	struct str legal;

	buf_clear(scratch);
	if (buf_adds(scratch, "p_") < 0 || buf_add(scratch, name.p, name.n) < 0)
		return false;
	raw = scratch->n;
	/* The room first: what is to be made legal stands in the same buffer. */
	if (buf_reserve(scratch, raw + SCHEMA_NAME_MAX + 1) < 0 ||
	    schema_legal_name(STR_N(scratch->p, raw), scratch) < 0)
		return false;
	legal = STR_N(scratch->p + raw, scratch->n - raw);
	return legal.n == p.n + 2 && str_eq(STR_N(legal.p + 2, legal.n - 2), p);
}

bool
task_name_like(struct str a, struct str b, struct buf *scratch)
{
	struct buf raw, legal;
	bool like;

	buf_init(&raw, BUF_CAP_MAX);
	buf_init(&legal, BUF_CAP_MAX);
	like = buf_adds(&raw, "p_") == 0 && buf_add(&raw, b.p, b.n) == 0 &&
	       schema_legal_name(buf_str(&raw), &legal) == 0 &&
	       task_name_is_column(a, STR_N(legal.p + 2, legal.n - 2), scratch);
	buf_release(&raw);
	buf_release(&legal);
	return like;
}

struct str
task_name_twin(struct str name)
{
	static const struct {
		const char *name, *twin;
	} twins[] = {{"0", "false"}, {"1", "true"}, {"false", "0"}, {"true", "1"}};

	for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
		if (str_eq(name, str_of(twins[i].name)))
			return str_of(twins[i].twin);
	return (struct str){0};
}

int
task_name_cmp(struct str a, struct str b)
{
	double x, y;
	bool a_is = number_parse(a, &x) == 0, b_is = number_parse(b, &y) == 0;

	if (a_is != b_is)
		return a_is ? -1 : 1;
	if (a_is && x != y)
		return x < y ? -1 : 1;
	return str_cmp(a, b);
}

bool
task_is_missing(struct value v)
{
	return v.kind == VALUE_MISSING || v.kind == VALUE_NAN || v.text.n == 0;
}
