#include "sample.h"

#include <math.h>
#include <stdlib.h>

#include "number.h"
#include "schema.h"
#include "xalloc.h"

static size_t
find(const struct str *column, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(column[i], name))
			return i;
	return SIZE_MAX;
}

static size_t
find_role(const struct str *column, size_t n, const char *told, struct str usual)
{
	return find(column, n, told ? str_of(told) : usual);
}

/* The column p_<class>, its name made legal. */
static size_t
find_class_score(const struct sampler *s, struct str class)
{
	struct buf raw, name;
	size_t at = SIZE_MAX;

	buf_init(&raw, BUF_CAP_MAX);
	buf_init(&name, BUF_CAP_MAX);
	buf_adds(&raw, "p_");
	buf_add(&raw, class.p, class.n);
	if (schema_legal_name(buf_str(&raw), &name) == 0)
		at = find(s->names, s->n, buf_str(&name));
	buf_release(&raw);
	buf_release(&name);
	return at;
}

/* Looks up the columns of the classes that the task has learned since. */
static void
follow_classes(struct sampler *s)
{
	size_t n = s->task->classes.n;

	s->p = xrealloc(s->p, n, sizeof *s->p);
	s->p_value = xrealloc(s->p_value, n, sizeof *s->p_value);
	for (size_t k = s->classes; k < n; k++) {
		s->p[k] = find_class_score(s, map_key(&s->task->classes, (uint32_t)k));
		s->p_value[k] = NAN;
		s->has_p |= s->p[k] != SIZE_MAX;
	}
	s->classes = n;
}

void
sampler_init(struct sampler *s, struct task *task, const struct metric_plan *plan,
	     const struct sample_names *names, const struct str *column, size_t n)
{
	*s = (struct sampler){
		.task = task, .plan = plan, .latency = SIZE_MAX, .names = column, .n = n};
	s->label = find_role(column, n, names->label, STR("label"));
	s->pred = find_role(column, n, names->pred, STR("pred"));
	s->score = find_role(column, n, names->score, STR("score"));
	s->weight = names->weight ? find(column, n, str_of(names->weight)) : SIZE_MAX;
	follow_classes(s);
	s->column = xcalloc(plan->columns, sizeof *s->column);
	s->value = xcalloc(plan->columns, sizeof *s->value);
	s->known = xcalloc(plan->columns, sizeof *s->known);
	s->score_column = SIZE_MAX;
	for (size_t i = 0; i < plan->columns; i++) {
		s->known[i] = NAN;
		s->column[i] = find(column, n, plan->column[i]);
		if (s->column[i] == s->score && s->score != SIZE_MAX)
			s->score_column = i;
		if (str_eq(plan->column[i], STR("latency_ms")))
			s->latency = i;
	}
}

void
sampler_release(struct sampler *s)
{
	free(s->p);
	free(s->p_value);
	free(s->column);
	free((void *)s->value);
	free(s->known);
	*s = (struct sampler){0};
}

static int
refuse(struct sampler *s, const char *message, struct str name, struct str text)
{
	s->message = message;
	s->name = name;
	s->text = text;
	return STATUS_RANGE;
}

/*
 * Values go by pointer: a copy would be loaded in wider pieces than the fields were just
 * stored in, and wait for them.
 */
static const struct value missing = {{NULL, 0}, VALUE_MISSING};

static const struct value *
value_at(const struct value *value, size_t i)
{
	return i == SIZE_MAX ? &missing : &value[i];
}

/* A number, or NaN where it is missing or says that it is none. */
static inline int
read_number(struct sampler *s, struct str name, const struct value *v, double *x)
{
	*x = NAN;
	if (v->kind == VALUE_MISSING || v->kind == VALUE_NAN)
		return 0;
	if (number_parse_lax(v->text, x) == 0)
		return 0;
	if (number_is_missing(v->text)) {
		*x = NAN;
		return 0;
	}
	return refuse(s, "is not a number", name, v->text);
}

static inline int
read_class(struct sampler *s, struct str name, const struct value *v, uint32_t *class)
{
	*class = task_class_of_byte(s->task, v);
	if (*class == CLASS_NONE && task_class(s->task, *v, class) < 0)
		return refuse(s, "is no class of this task", name, v->text);
	return 0;
}

static int
read_classes(struct sampler *s, const struct value *value, struct sample *x)
{
	int status = read_class(s, STR("label"), value_at(value, s->label), &x->label);

	if (status == 0)
		status = read_class(s, STR("pred"), value_at(value, s->pred), &x->pred);
	return status;
}

static int
read_score(struct sampler *s, const struct value *value, struct sample *x)
{
	const unsigned probability = USES_PROBABILITY | USES_CALIBRATION;
	const struct value *v = value_at(value, s->score);
	int status = read_number(s, STR("score"), v, &x->score);

	if (s->score_column != SIZE_MAX)
		s->known[s->score_column] = x->score;
	if (status == 0 && (x->score < 0 || x->score > 1) && (s->plan->uses & probability))
		return refuse(s, "is no probability", STR("score"), v->text);
	return status;
}

static int
read_class_scores(struct sampler *s, const struct value *value, struct sample *x)
{
	const uint32_t positive = 1;
	int status = 0;

	if (s->classes != s->task->classes.n)
		follow_classes(s);
	if (!s->has_p)
		return 0;
	for (size_t k = 0; k < s->classes && status == 0; k++) {
		struct str name = s->p[k] == SIZE_MAX ? STR("") : s->names[s->p[k]];
		const struct value *v = value_at(value, s->p[k]);

		status = read_number(s, name, v, &s->p_value[k]);
		if (status == 0 && (s->p_value[k] < 0 || s->p_value[k] > 1))
			status = refuse(s, "is no probability", name, v->text);
	}
	x->p = s->p_value;
	if (s->task->kind == TASK_BINARY && isnan(x->score))
		x->score = s->p_value[positive];
	return status;
}

static int
read_weight(struct sampler *s, const struct value *value, struct sample *x)
{
	const struct value *v = value_at(value, s->weight);
	int status;

	if (s->weight == SIZE_MAX)
		return 0;
	status = read_number(s, STR("weight"), v, &x->weight);
	if (status == 0 && !(x->weight >= 0))
		return refuse(s, "is no weight", STR("weight"), v->text);
	return status;
}

static int
read_columns(struct sampler *s, const struct value *value, struct sample *x)
{
	for (size_t i = 0; i < s->plan->columns; i++)
		s->value[i] = value_at(value, s->column[i]);
	x->column = s->value;
	x->known = s->known;
	if (s->latency != SIZE_MAX) {
		const struct value *v = s->value[s->latency];
		double *ms = &s->known[s->latency];
		int status = read_number(s, STR("latency_ms"), v, ms);

		return status == 0 && *ms < 0 ? refuse(s, "is negative", STR("latency_ms"), v->text)
					      : status;
	}
	return 0;
}

int
sampler_row(struct sampler *s, const struct value *value, struct sample *x)
{
	int status = 0;

	sample_clear(x);
	switch (s->task->kind) {
	case TASK_BINARY:
	case TASK_MULTICLASS:
		status = read_classes(s, value, x);
		if (status == 0)
			status = read_score(s, value, x);
		if (status == 0)
			status = read_class_scores(s, value, x);
		break;
	case TASK_REGRESSION:
		status = read_number(s, STR("label"), value_at(value, s->label), &x->y);
		if (status == 0)
			status = read_number(s, STR("pred"), value_at(value, s->pred), &x->yhat);
		break;
	case TASK_AUTO:
	case TASK_NONE:
		break;
	}
	if (status == 0)
		status = read_weight(s, value, x);
	return status < 0 ? status : read_columns(s, value, x);
}
