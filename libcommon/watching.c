#include "watching.h"

#include <math.h>
#include <stdlib.h>

#include "feature.h"
#include "lookup.h"
#include "number.h"
#include "watching_parts.h"
#include "xalloc.h"

static const struct str error_name = STR_INIT("error");

/* A list of names that grows. */
struct names {
	struct str *name;
	size_t n, room;
};

static int
keep_name(void *arg, struct str name, struct complaint *c)
{
	struct names *list = arg;

	(void)c;
	GROW(list->name, list->n + 1, list->room);
	list->name[list->n++] = name;
	return 0;
}

static int
find_columns(struct watching *w, const struct str *name, size_t n, struct complaint *c)
{
	bool error = false;
	int status = 0;

	w->column_at = xcalloc(w->columns + 1, sizeof *w->column_at);
	w->group_at = xcalloc(w->groups + 1, sizeof *w->group_at);
	for (size_t i = 0; i < w->columns && status == 0; i++) {
		w->column_at[i] = SIZE_MAX;
		if (lookup("column", w->column[i], name, n, &w->column_at[i], c) == 0)
			continue;
		if (!str_eq(w->column[i], error_name))
			status = STATUS_MISSING;
		error = true;
	}
	for (size_t i = 0; i < w->groups && status == 0; i++)
		status = lookup("column", w->group[i], name, n, &w->group_at[i], c);
	if (status < 0 || !error)
		return status;
	if (lookup("column", STR("pred"), name, n, &w->pred_at, c) < 0 ||
	    lookup("column", STR("label"), name, n, &w->label_at, c) < 0)
		return complain(c, STATUS_MISSING, 0,
				"errors are where pred differs from label, and there are not both: "
				"-f NAME watches another column");
	return 0;
}

static int
name_columns(struct watching *w, struct complaint *c)
{
	struct names column = {0}, group = {0};
	const struct watching_options *o = w->options;
	int status = features_each(o->columns ? o->columns : "error", keep_name, &column, c);

	if (status == 0 && o->group)
		status = features_each(o->group, keep_name, &group, c);
	w->column = column.name;
	w->columns = column.n;
	w->group = group.name;
	w->groups = group.n;
	return status;
}

static void
write_header(struct watching *w)
{
	static const struct str fixed[] = {STR_INIT("column"), STR_INIT("detector"),
					   STR_INIT("level"), STR_INIT("before"),
					   STR_INIT("after")};
	struct str *name = xcalloc(w->groups + 7, sizeof *name);

	name[0] = STR("ts");
	name[1] = STR("row");
	for (size_t i = 0; i < w->groups; i++)
		name[2 + i] = w->group[i];
	memcpy(name + 2 + w->groups, fixed, sizeof fixed);
	record_columns(w->writer, name, NULL, w->groups + 7);
	free(name);
}

int
watching_init(struct watching *w, const struct watching_options *o,
	      const struct plan_column *column, size_t n, struct record_writer *writer,
	      struct complaint *c)
{
	struct str *name = xcalloc(n + 1, sizeof *name);
	int status;

	*w = (struct watching){.options = o, .writer = writer};
	group_init(&w->group_of, o->max_groups);
	for (size_t i = 0; i < n; i++)
		name[i] = column[i].name;
	status = watching_set_parameters(w, c);
	if (status == 0)
		status = name_columns(w, c);
	if (status == 0)
		status = find_columns(w, name, n, c);
	free(name);
	if (status < 0)
		return status;
	w->x = xcalloc(w->columns, sizeof *w->x);
	w->group_value = xcalloc(w->groups + 1, sizeof(struct value *));
	write_header(w);
	return 0;
}

size_t
watching_of_group(const struct watching *w)
{
	return w->columns * w->options->methods;
}

void
watching_release(struct watching *w)
{
	for (size_t i = 0; i < w->states; i++)
		change_free(w->options->method[i % w->options->methods]->change, w->state[i]);
	free(w->state);
	free(w->value);
	free(w->column);
	free(w->group);
	free(w->column_at);
	free(w->group_at);
	free((void *)w->group_value);
	free(w->x);
	group_release(&w->group_of);
}

void **
watching_states(struct watching *w, uint32_t group)
{
	size_t each = watching_of_group(w), had = w->states;

	GROW(w->state, (group + 1) * each, w->states);
	for (size_t i = had; i < w->states; i++)
		w->state[i] = NULL;
	return w->state + group * each;
}

void *
watching_state(struct watching *w, uint32_t group, size_t column, size_t method)
{
	void **state = watching_states(w, group) + column * w->options->methods + method;

	if (!*state)
		*state = change_start(w->options->method[method]->change, w->value[method]);
	return *state;
}

static bool
is_same_class(struct str a, struct str b)
{
	double x, y;

	if (str_eq(a, b))
		return true;
	return number_parse_lax(a, &x) == 0 && number_parse_lax(b, &y) == 0 && x == y;
}

/* NaN without either. */
static double
error_of(const struct watching *w, const struct row *row)
{
	const struct value *pred = &row->value[w->pred_at], *label = &row->value[w->label_at];

	if (pred->kind == VALUE_MISSING || label->kind == VALUE_MISSING)
		return NAN;
	return !is_same_class(pred->text, label->text);
}

static bool
takes_bits_alone(const struct watching *w)
{
	for (size_t i = 0; i < w->options->methods; i++)
		if (w->options->method[i]->change->binary)
			return true;
	return false;
}

static const char *
read_number(const struct watching *w, const struct value *v, double *x)
{
	*x = NAN;
	if (v->kind == VALUE_MISSING || v->kind == VALUE_NAN || number_is_missing(v->text))
		return NULL;
	if (number_parse_lax(v->text, x) < 0 || fabs(*x) > CHANGE_MOST)
		return "not a number that can be watched";
	if (*x != 0 && *x != 1 && takes_bits_alone(w))
		return "not 0 or 1, which is all that the detector takes";
	return NULL;
}

const char *
watching_check(struct watching *w, const struct row *row)
{
	for (size_t i = 0; i < w->columns; i++) {
		const char *why = NULL;

		if (w->column_at[i] == SIZE_MAX)
			w->x[i] = error_of(w, row);
		else
			why = read_number(w, &row->value[w->column_at[i]], &w->x[i]);
		w->refused = w->column[i];
		if (why)
			return why;
	}
	return NULL;
}

static void
write_detection(struct watching *w, const struct row *row, size_t column, const struct method *m,
		const struct change_step *step)
{
	record_time(w->writer, row->ts);
	record_uint(w->writer, w->rows);
	for (size_t i = 0; i < w->groups; i++)
		record_value(w->writer, *w->group_value[i]);
	record_text(w->writer, w->column[column]);
	record_text(w->writer, str_of(m->name));
	record_text(w->writer, step->level == CHANGE_DRIFT ? STR("drift") : STR("warning"));
	record_number(w->writer, step->before);
	record_number(w->writer, step->after);
	record_end(w->writer);
	w->drifts += step->level == CHANGE_DRIFT;
}

static void
add_column(struct watching *w, const struct row *row, uint32_t group, size_t column)
{
	for (size_t k = 0; k < w->options->methods; k++) {
		const struct method *m = w->options->method[k];
		struct change_step step;

		change_add(m->change, watching_state(w, group, column, k), w->x[column], &step);
		if (step.level != CHANGE_NONE)
			write_detection(w, row, column, m, &step);
	}
}

void
watching_add(struct watching *w, const struct row *row)
{
	uint32_t group;
	bool added;

	for (size_t i = 0; i < w->groups; i++)
		w->group_value[i] = &row->value[w->group_at[i]];
	group = group_of(&w->group_of, w->group_value, w->groups, &added);
	for (size_t i = 0; i < w->columns; i++) {
		if (!isnan(w->x[i]))
			add_column(w, row, group, i);
		else if (w->column_at[i] == SIZE_MAX)
			w->unlabelled++;
		else
			w->missing++;
	}
	w->rows++;
}
