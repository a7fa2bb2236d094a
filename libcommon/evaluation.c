#include "evaluation.h"

#include <math.h>
#include <stdlib.h>

#include "lookup.h"
#include "schema.h"
#include "xalloc.h"

/* The names that a scan's records have, made legal. */
struct names {
	struct map map;
	struct str *name;
};

static void
names_init(struct names *n, const struct scan *scan)
{
	const struct survey *survey = scan_survey(scan);
	struct buf legal;

	map_init(&n->map);
	buf_init(&legal, BUF_CAP_MAX);
	for (size_t i = 0; i < survey_n(survey); i++) {
		buf_clear(&legal);
		if (survey->field[i].depth == 1 &&
		    schema_legal_name(survey->field[i].key, &legal) == 0)
			map_add(&n->map, buf_str(&legal), NULL);
	}
	buf_release(&legal);
	n->name = xcalloc(n->map.n, sizeof *n->name);
	for (size_t i = 0; i < n->map.n; i++)
		n->name[i] = map_key(&n->map, (uint32_t)i);
}

static void
names_release(struct names *n)
{
	free(n->name);
	map_release(&n->map);
}

static bool
names_have(const struct names *n, struct str name)
{
	return map_find(&n->map, name) != MAP_NONE;
}

/* Appends NAME as a column of -c's language, from the field of the same name. */
static void
want(const struct scan *scan, struct str name, struct map *wanted, struct buf *text)
{
	bool added;

	map_add(wanted, name, &added);
	if (added)
		buf_addf(text, "%.*s=%s%.*s\n", (int)name.n, name.p,
			 scan_format(scan)->named ? "" : ".", (int)name.n, name.p);
}

/* The labels and predictions of the sample, copied. */
struct observed {
	struct str label_name, pred_name;
	struct value *label, *pred;
	size_t n, label_room, pred_room;
};

static struct value
keep(struct str name, const struct plan_column *column, size_t n, const struct value *value)
{
	struct value v = {{NULL, 0}, VALUE_MISSING};

	for (size_t i = 0; i < n; i++)
		if (str_eq(column[i].name, name) && value[i].text.p) {
			v = value[i];
			v.text.p = xmemdup0(v.text.p, v.text.n);
		}
	return v;
}

static void
observe(void *arg, const struct plan_column *column, size_t n, const struct value *value)
{
	struct observed *o = arg;

	GROW(o->label, o->n + 1, o->label_room);
	GROW(o->pred, o->n + 1, o->pred_room);
	o->label[o->n] = keep(o->label_name, column, n, value);
	o->pred[o->n++] = keep(o->pred_name, column, n, value);
}

static void
observed_release(struct observed *o)
{
	for (size_t i = 0; i < o->n; i++) {
		free((char *)o->label[i].text.p);
		free((char *)o->pred[i].text.p);
	}
	free(o->label);
	free(o->pred);
}

static struct str
name_or(const char *told, const char *usual)
{
	return str_of(told ? told : usual);
}

static int
observe_sample(struct scan *scan, const struct names *have, struct observed *seen,
	       struct complaint *c)
{
	struct path_columns columns;
	struct map wanted;
	struct buf text;
	int status;

	map_init(&wanted);
	buf_init(&text, BUF_CAP_MAX);
	if (names_have(have, seen->label_name))
		want(scan, seen->label_name, &wanted, &text);
	if (names_have(have, seen->pred_name))
		want(scan, seen->pred_name, &wanted, &text);
	status = path_columns_parse(&columns, buf_str(&text), c);
	if (status == 0) {
		status = scan_try(scan, &columns, observe, seen, c);
		path_columns_release(&columns);
	}
	map_release(&wanted);
	buf_release(&text);
	return status;
}

/* The classes that have a column p_<class>; free() the array. */
static struct str *
class_scores(const struct names *have, size_t *n)
{
	struct str *class = xcalloc(have->map.n, sizeof *class);

	*n = 0;
	for (size_t i = 0; i < have->map.n; i++)
		if (schema_role(have->name[i]) == ROLE_P)
			class[(*n)++] = (struct str){have->name[i].p + 2, have->name[i].n - 2};
	return class;
}

static int
guess_task(struct evaluation *e, struct scan *scan, const struct names *have,
	   const struct evaluation_options *o, struct complaint *c)
{
	struct observed seen = {.label_name = name_or(o->names.label, "label"),
				.pred_name = name_or(o->names.pred, "pred")};
	int status = observe_sample(scan, have, &seen, c);
	size_t n;
	struct str *class = class_scores(have, &n);

	if (status == 0)
		status = task_guess(&e->task, seen.label, seen.pred, seen.n,
				    names_have(have, name_or(o->names.score, "score")), class, n,
				    &e->reason, c);
	free(class);
	observed_release(&seen);
	return status;
}

/* Where the columns are there but no value to guess from, the metrics asked for tell. */
static int
choose_task(struct evaluation *e, struct scan *scan, const struct names *have,
	    const struct evaluation_options *o, struct complaint *c)
{
	bool has_column = names_have(have, name_or(o->names.label, "label")) ||
			  names_have(have, name_or(o->names.pred, "pred"));
	int status = guess_task(e, scan, have, o, c);

	if (status < 0 || e->task.kind != TASK_NONE || o->task != TASK_AUTO || !o->metrics ||
	    !has_column || e->task.has_label || e->task.has_pred)
		return status;
	e->task.kind = metric_list_task(str_of(o->metrics));
	if (e->task.kind == TASK_NONE)
		return 0;
	buf_clear(&e->reason);
	return guess_task(e, scan, have, o, c);
}

static bool
is_group(const struct evaluation *e, struct str name)
{
	for (size_t i = 0; i < e->groups; i++)
		if (str_eq(e->group[i], name))
			return true;
	return false;
}

/* Splits -g; each name must be there, and counts once. */
static int
choose_groups(struct evaluation *e, const struct names *have, const char *list, struct complaint *c)
{
	struct str rest = list ? str_of(list) : STR("");

	while (rest.n) {
		const char *comma = memchr(rest.p, ',', rest.n);
		size_t n = comma ? (size_t)(comma - rest.p) : rest.n, at;
		struct str name = str_trim((struct str){rest.p, n});

		if (lookup("column", name, have->name, have->map.n, &at, c) < 0)
			return STATUS_MISSING;
		if (!is_group(e, name)) {
			e->group = xrealloc(e->group, e->groups + 1, sizeof *e->group);
			e->group[e->groups++] = name;
		}
		rest.p += n + (comma != NULL);
		rest.n -= n + (comma != NULL);
	}
	return 0;
}

/* All columns that something needs, each once. */
static int
bind_columns(struct evaluation *e, struct scan *scan, const struct names *have,
	     const struct evaluation_options *o, struct complaint *c)
{
	const struct str role[] = {name_or(o->names.label, "label"), name_or(o->names.pred, "pred"),
				   name_or(o->names.score, "score"), name_or(o->names.weight, "")};
	struct str id = name_or(o->id, "");
	struct map wanted;
	struct buf text;
	int status;

	map_init(&wanted);
	buf_init(&text, BUF_CAP_MAX);
	for (size_t i = 0; i < sizeof role / sizeof role[0]; i++)
		if (e->task.kind != TASK_NONE && names_have(have, role[i]))
			want(scan, role[i], &wanted, &text);
	for (size_t i = 0; i < have->map.n; i++)
		if (schema_role(have->name[i]) == ROLE_P)
			want(scan, have->name[i], &wanted, &text);
	for (size_t i = 0; i < e->groups; i++)
		want(scan, e->group[i], &wanted, &text);
	for (size_t i = 0; i < e->plan.columns; i++)
		want(scan, e->plan.column[i], &wanted, &text);
	for (size_t i = 0; i < o->extras; i++)
		want(scan, o->extra[i], &wanted, &text);
	if (names_have(have, id))
		want(scan, id, &wanted, &text);
	for (size_t i = 0; o->everything && i < have->map.n; i++)
		want(scan, have->name[i], &wanted, &text);
	status = path_columns_parse(&e->wanted, buf_str(&text), c);
	if (status == 0)
		status = scan_bind(scan, &e->wanted, c);
	map_release(&wanted);
	buf_release(&text);
	return status;
}

static void
find_columns(struct evaluation *e, const struct scan *scan)
{
	const struct plan_column *column = scan_columns(scan, &e->columns);

	e->column = xcalloc(e->columns, sizeof *e->column);
	for (size_t i = 0; i < e->columns; i++)
		e->column[i] = column[i].name;
	e->group_at = xcalloc(e->groups, sizeof *e->group_at);
	e->group_value = xcalloc(e->groups, sizeof *e->group_value);
	for (size_t g = 0; g < e->groups; g++)
		for (size_t i = 0; i < e->columns; i++)
			if (str_eq(e->column[i], e->group[g]))
				e->group_at[g] = i;
}

/* The weight and the further columns must be there. */
static int
check_columns(const struct names *have, const struct evaluation_options *o, struct complaint *c)
{
	size_t at;
	int status = 0;

	if (o->names.weight)
		status = lookup("column", str_of(o->names.weight), have->name, have->map.n, &at, c);
	for (size_t i = 0; i < o->extras && status == 0; i++)
		status = lookup("column", o->extra[i], have->name, have->map.n, &at, c);
	return status;
}

int
evaluation_init(struct evaluation *e, struct scan *scan, const struct evaluation_options *o,
		struct complaint *c)
{
	struct names have;
	int status;

	*e = (struct evaluation){0};
	task_init(&e->task);
	buf_init(&e->reason, BUF_CAP_MAX);
	e->task.kind = o->task;
	e->task.average = o->average;
	e->task.threshold_given = !isnan(o->threshold);
	if (e->task.threshold_given)
		e->task.threshold = o->threshold;
	if (o->positive)
		e->task.positive = str_of(o->positive);
	names_init(&have, scan);
	status = choose_task(e, scan, &have, o, c);
	if (status == 0)
		status = check_columns(&have, o, c);
	if (status == 0)
		status = choose_groups(e, &have, o->group, c);
	if (status == 0)
		status = metric_plan_init(&e->plan, o->metrics ? str_of(o->metrics) : STR(""),
					  &e->task, have.name, have.map.n, o->names.weight != NULL,
					  o->exact, c);
	e->planned = status == 0;
	if (e->planned && o->lean)
		metric_plan_lean(&e->plan);
	if (status == 0)
		status = bind_columns(e, scan, &have, o, c);
	names_release(&have);
	if (status < 0)
		return status;
	find_columns(e, scan);
	sampler_init(&e->sampler, &e->task, &e->plan, &o->names, e->column, e->columns);
	return 0;
}

void
evaluation_release(struct evaluation *e)
{
	if (e->column)
		sampler_release(&e->sampler);
	if (e->planned)
		metric_plan_release(&e->plan);
	path_columns_release(&e->wanted);
	buf_release(&e->names);
	task_release(&e->task);
	buf_release(&e->reason);
	free(e->column);
	free(e->group);
	free(e->group_at);
	free((void *)e->group_value);
	*e = (struct evaluation){0};
}

int
evaluation_row(struct evaluation *e, const struct row *row, struct sample *x)
{
	for (size_t g = 0; g < e->groups; g++)
		e->group_value[g] = &row->value[e->group_at[g]];
	return sampler_row(&e->sampler, row->value, x);
}
