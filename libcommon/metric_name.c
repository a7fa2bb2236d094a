#include "metric_name.h"

#include <stdlib.h>

#include "lookup.h"
#include "number.h"
#include "schema.h"
#include "xalloc.h"

struct str
metric_entry_next(struct str *list)
{
	struct str entry = {list->p, 0};
	int depth = 0;

	while (entry.n < list->n && (list->p[entry.n] != ',' || depth > 0)) {
		depth += list->p[entry.n] == '(';
		depth -= list->p[entry.n] == ')';
		entry.n++;
	}
	if (entry.n == list->n)
		*list = STR_N(list->p + entry.n, 0);
	else
		*list = STR_N(list->p + entry.n + 1, list->n - entry.n - 1);
	return entry;
}

/* The quantile metric, when NAME is p and a number: *PARAMETER is that. */
static const struct metric *
find_quantile(struct str name, struct str *parameter)
{
	const struct metric *m;
	double x;

	for (size_t i = 0; (m = metric_at(i)); i++)
		if (m->form == METRIC_QUANTILE && str_starts(name, str_of(m->name))) {
			size_t n = strlen(m->name);

			*parameter = STR_N(name.p + n, name.n - n);
			if (number_parse_lax(*parameter, &x) == 0)
				return m;
		}
	*parameter = (struct str){NULL, 0};
	return NULL;
}

int
metric_entry_read(struct metric_entry *e, struct str text, struct complaint *c)
{
	size_t n = 0;
	struct str name;

	*e = (struct metric_entry){.metric = NULL};
	while (n < text.n && text.p[n] != '(' && text.p[n] != '@')
		n++;
	name = str_trim(STR_N(text.p, n));
	if (n < text.n && text.p[n] == '@') {
		e->parameter = STR_N(text.p + n + 1, text.n - n - 1);
	} else if (n < text.n) {
		if (text.p[text.n - 1] != ')')
			return complain(c, STATUS_SYNTAX, n, "'%.*s' lacks a closing parenthesis",
					(int)text.n, text.p);
		e->argument = str_trim(STR_N(text.p + n + 1, text.n - n - 2));
	}
	e->metric = metric_find(name);
	if (!e->metric && !e->parameter.p)
		e->metric = find_quantile(name, &e->parameter);
	return e->metric ? 0 : metric_unknown(name, c);
}

static void
add_number(struct buf *out, double x)
{
	char text[NUMBER_TEXT_MAX];

	buf_add(out, text, number_print(x, text));
}

static void
add_condition(struct buf *out, const struct where *w)
{
	static const char *const words[] = {
		[WHERE_EQ] = "eq",      [WHERE_NE] = "ne",           [WHERE_LT] = "lt",
		[WHERE_LE] = "le",      [WHERE_GT] = "gt",           [WHERE_GE] = "ge",
		[WHERE_MATCH] = "like", [WHERE_NO_MATCH] = "unlike",
	};

	if (w->text.n == 0 && (w->op == WHERE_EQ || w->op == WHERE_NE))
		buf_adds(out, w->op == WHERE_EQ ? "_missing" : "_present");
	else
		buf_addf(out, "_%s_%.*s", words[w->op], (int)w->text.n, w->text.p);
}

void
metric_name_of(const struct metric_call *call, struct str column, bool shown, struct buf *out)
{
	const struct metric *m = call->metric;
	struct buf raw;

	buf_init(&raw, BUF_CAP_MAX);
	buf_adds(&raw, m->name);
	if (m->form == METRIC_PARAMETER && shown)
		buf_addc(&raw, '_');
	if (m->form == METRIC_QUANTILE || (m->form == METRIC_PARAMETER && shown))
		add_number(&raw, call->parameter);
	if (column.n)
		buf_addf(&raw, "_%.*s", (int)column.n, column.p);
	if (m->form == METRIC_CONDITION)
		add_condition(&raw, &call->where);
	(void)schema_legal_name(buf_str(&raw), out);
	buf_release(&raw);
}
