#include "verdict.h"

#include <math.h>
#include <stdlib.h>

#include "lookup.h"
#include "number.h"
#include "xalloc.h"

void
verdict_init(struct verdict *v)
{
	*v = (struct verdict){0};
}

void
verdict_release(struct verdict *v)
{
	for (size_t i = 0; i < v->n; i++) {
		where_release(&v->condition[i].where);
		free(v->condition[i].where_text);
	}
	free(v->condition);
	verdict_init(v);
}

/* The offset of the operator: the first of =!<>~ outside parentheses. */
static size_t
find_operator(struct str text)
{
	int depth = 0;

	for (size_t i = 0; i < text.n; i++) {
		depth += text.p[i] == '(';
		depth -= text.p[i] == ')';
		if (depth == 0 && memchr("=!<>~", text.p[i], 5))
			return i;
	}
	return text.n;
}

/* The right side under a plain name, since a metric may be no name of a column. */
static int
parse_right(struct verdict_condition *c, struct str right, struct complaint *why)
{
	int status;

	c->where_text = xmalloc(right.n + 1);
	c->where_text[0] = 'v';
	memcpy(c->where_text + 1, right.p, right.n);
	status = where_parse(&c->where, (struct str){c->where_text, right.n + 1}, why);
	if (status == 0 && c->where.numeric)
		return 0;
	if (status == 0)
		where_release(&c->where);
	free(c->where_text);
	return complain(why, STATUS_SYNTAX, 0, "'%.*s' is no condition like accuracy<0.9",
			(int)c->text.n, c->text.p);
}

int
verdict_add(struct verdict *v, struct str text, struct complaint *c)
{
	struct verdict_condition condition = {.text = text};
	size_t at = find_operator(text);
	int status;

	condition.metric = str_trim((struct str){text.p, at});
	if (!condition.metric.n)
		return complain(c, STATUS_SYNTAX, 0, "'%.*s' names no metric", (int)text.n, text.p);
	status = parse_right(&condition, (struct str){text.p + at, text.n - at}, c);
	if (status < 0)
		return status;
	v->condition = xrealloc(v->condition, v->n + 1, sizeof *v->condition);
	v->condition[v->n++] = condition;
	return 0;
}

/* True if NAME is one of the entries of LIST, whose commas count outside parentheses. */
static bool
is_listed(struct str list, struct str name)
{
	size_t from = 0;
	int depth = 0;

	for (size_t i = 0; i <= list.n; i++) {
		if (i < list.n && (list.p[i] != ',' || depth)) {
			depth += list.p[i] == '(';
			depth -= list.p[i] == ')';
			continue;
		}
		if (str_eq(str_trim((struct str){list.p + from, i - from}), name))
			return true;
		from = i + 1;
	}
	return false;
}

/* True if NAME begins like a metric of the table; else it is the name of a column. */
static bool
is_known(struct str name)
{
	size_t n = 0;

	while (n < name.n && name.p[n] != '(' && name.p[n] != '@')
		n++;
	return n < name.n || metric_find(name);
}

int
verdict_metrics(const struct verdict *v, struct buf *list)
{
	int status = 0;

	for (size_t i = 0; i < v->n && status == 0; i++) {
		struct str name = v->condition[i].metric;

		if (!is_known(name) || is_listed(buf_str(list), name))
			continue;
		if (list->n)
			status = buf_addc(list, ',');
		if (status == 0)
			status = buf_add(list, name.p, name.n);
	}
	return status;
}

/* The call with the name that CONDITION has; what is near a name is meant, else a metric. */
static int
find_name(const struct str *name, size_t n, struct verdict_condition *condition,
	  struct complaint *c)
{
	int status = lookup("metric", condition->metric, name, n, &condition->call, c);

	if (status < 0 && str_nearest(condition->metric, name, n) < 0)
		return metric_unknown(condition->metric, c);
	return status;
}

int
verdict_bind(struct verdict *v, const struct metric_plan *plan, struct complaint *c)
{
	struct str *name = xcalloc(plan->n, sizeof *name);
	int status = 0;

	for (size_t i = 0; i < plan->n; i++)
		name[i] = plan->call[i].name;
	for (size_t k = 0; k < v->n && status == 0; k++) {
		struct verdict_condition *condition = &v->condition[k];

		for (condition->call = 0; condition->call < plan->n; condition->call++)
			if (str_eq(plan->call[condition->call].asked, condition->metric))
				break;
		if (condition->call == plan->n)
			status = find_name(name, plan->n, condition, c);
	}
	free(name);
	return status;
}

bool
verdict_fails(const struct verdict *v, size_t i, struct metric_result r)
{
	char text[NUMBER_TEXT_MAX];
	struct value value = {{text, 0}, VALUE_NUMBER};

	if (r.text.p || !isfinite(r.number))
		return !v->empty_passes;
	value.text.n = number_print(r.number, text);
	return where_test(&v->condition[i].where, value) == 1;
}
