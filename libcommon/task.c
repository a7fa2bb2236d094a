/*
 * A class is looked up by its canonical name; the texts met are remembered with
 * their class, so that this is done once for each text and not for each row.
 */
#include "task.h"

#include <math.h>
#include <stdlib.h>

#include "number.h"
#include "task_name.h"
#include "xalloc.h"

enum { RAW_MAX = 4096 };

void
task_init(struct task *t)
{
	*t = (struct task){.threshold = 0.5};
	map_init(&t->classes);
	map_init(&t->raw);
	buf_init(&t->negative, BUF_CAP_MAX);
	buf_init(&t->scratch, BUF_CAP_MAX);
}

void
task_release(struct task *t)
{
	map_release(&t->classes);
	map_release(&t->raw);
	buf_release(&t->negative);
	buf_release(&t->scratch);
	free(t->p_class);
	free(t->raw_class);
	t->p_class = t->raw_class = NULL;
}

void
task_set_columns(struct task *t, size_t n)
{
	free(t->p_class);
	t->p_class = xcalloc(n ? n : 1, sizeof *t->p_class);
	for (size_t i = 0; i < n; i++)
		t->p_class[i] = CLASS_NONE;
}

struct str
task_class_name(const struct task *t, uint32_t class)
{
	if (class == 0 && t->kind == TASK_BINARY && t->negative.n)
		return buf_str(&t->negative);
	return map_key(&t->classes, class);
}

/* A class that has a p_* column is known by what its name looks like there, too. */
static uint32_t
class_by_column(struct task *t, struct str name)
{
	for (uint32_t k = 0; k < t->scored; k++)
		if (task_name_like(name, task_class_name(t, k), &t->scratch))
			return k;
	return CLASS_NONE;
}

static int
binary_class(struct task *t, struct str name, uint32_t *class)
{
	struct str twin = task_name_twin(name);

	for (uint32_t k = 0; k < 2; k++)
		if (str_eq(name, task_class_name(t, k)) ||
		    (twin.p && str_eq(twin, task_class_name(t, k)))) {
			*class = k;
			return 0;
		}
	*class = class_by_column(t, name);
	if (*class != CLASS_NONE)
		return 0;
	if (!t->negative_open || buf_add(&t->negative, name.p, name.n) < 0)
		return STATUS_RANGE;
	t->negative_open = false;
	*class = 0;
	return 0;
}

static int
new_class(struct task *t, struct str name, uint32_t *class)
{
	*class = class_by_column(t, name);
	if (*class != CLASS_NONE)
		return 0;
	if (t->classes.n >= CONFUSION_CLASSES_MAX)
		return STATUS_LIMIT;
	*class = map_add(&t->classes, name, NULL);
	return 0;
}

int
task_class_named(struct task *t, struct str name, uint32_t *class)
{
	if (t->kind == TASK_BINARY)
		return binary_class(t, name, class);
	*class = map_find(&t->classes, name);
	return *class == MAP_NONE ? new_class(t, name, class) : 0;
}

/* True with *CLASS if TEXT was met before as it stands. */
static bool
remembered(const struct task *t, struct str text, uint32_t *class)
{
	uint32_t i;

	if (text.n == 1) {
		*class = t->byte[(unsigned char)*text.p] - 1;
		return *class != CLASS_NONE;
	}
	i = map_find(&t->raw, text);
	if (i != MAP_NONE)
		*class = t->raw_class[i];
	return i != MAP_NONE;
}

static void
remember(struct task *t, struct str text, uint32_t class)
{
	if (text.n == 1) {
		t->byte[(unsigned char)*text.p] = class + 1;
	} else if (t->raw.n < RAW_MAX) {
		GROW(t->raw_class, t->raw.n + 1, t->raw_room);
		t->raw_class[map_add(&t->raw, text, NULL)] = class;
	}
}

int
task_class(struct task *t, struct value v, uint32_t *class)
{
	struct buf name;
	int status;

	*class = CLASS_NONE;
	if (task_is_missing(v) || remembered(t, v.text, class))
		return 0;
	buf_init(&name, BUF_CAP_MAX);
	status = task_class_named(t, task_name_of(v.text, &name).text, class);
	buf_release(&name);
	if (status < 0)
		*class = CLASS_NONE;
	else
		remember(t, v.text, *class);
	return status;
}

int
task_number(struct value v, double *x)
{
	int status;

	*x = NAN;
	if (task_is_missing(v))
		return 0;
	if (v.kind == VALUE_BOOL || v.kind == VALUE_COMPOUND)
		return STATUS_SYNTAX;
	status = number_parse_lax(v.text, x);
	if (status == 0)
		return 0;
	*x = NAN;
	return number_is_missing(v.text) ? 0 : status;
}

static double
score_from_p(const double *p)
{
	return isnan(p[1]) ? 1 - p[0] : p[1];
}

static uint32_t
greatest(const double *p, uint32_t n)
{
	uint32_t best = CLASS_NONE;

	for (uint32_t k = 0; k < n; k++)
		if (!isnan(p[k]) && (best == CLASS_NONE || p[k] > p[best]))
			best = k;
	return best;
}

void
task_complete(const struct task *t, struct sample *x)
{
	if (t->kind == TASK_MULTICLASS && x->pred == CLASS_NONE && x->p)
		x->pred = greatest(x->p, t->scored);
	if (t->kind != TASK_BINARY)
		return;
	if (isnan(x->score) && x->p && t->scored == 2)
		x->score = score_from_p(x->p);
	if (!isnan(x->score) && (x->pred == CLASS_NONE || t->threshold_given))
		x->pred = x->score >= t->threshold;
}

struct named {
	struct str name;
	uint32_t class;
};

static int
by_name(const void *a, const void *b)
{
	return task_name_cmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

uint32_t *
task_class_order(const struct task *t)
{
	size_t n = t->classes.n;
	struct named *named = xcalloc(n + 1, sizeof *named);
	uint32_t *order = xcalloc(n + 1, sizeof *order);

	for (uint32_t k = 0; k < n; k++)
		named[k] = (struct named){task_class_name(t, k), k};
	qsort(named, n, sizeof *named, by_name);
	for (size_t i = 0; i < n; i++)
		order[i] = named[i].class;
	free(named);
	return order;
}
