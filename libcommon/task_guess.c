/*
 * The rule stands in task.h.  It looks at what labels and predictions are (how many
 * are numbers, whole and small ones, 0 and 1) and how many different there are of
 * each, with a tenth of strange values allowed, which are refused later row by row.
 */
#include <math.h>
#include <stdlib.h>

#include "lookup.h"
#include "number.h"
#include "task.h"
#include "task_name.h"
#include "xalloc.h"

enum { WHOLE_BELOW = 1000, WHOLE_DIFFERENT = 10, PROSE_DIFFERENT = 100, NAMED_MAX = 6 };

/* What one column of the sample is. */
struct seen {
	struct map names;
	size_t n, numeric, whole, zeros, ones; /* false and true are 0 and 1 */
};

struct guess {
	struct task *t;
	struct seen label, pred;
	struct map all;   /* classes of both, labels first */
	struct map names; /* these and those of p_* columns */
	bool has_score, paired;
	const struct str *p;
	size_t n_p;
	struct buf *reason;
	struct complaint *c;
};

static void
look_at(struct guess *g, struct seen *s, const struct value *v, size_t n)
{
	struct buf scratch;

	buf_init(&scratch, BUF_CAP_MAX);
	map_init(&s->names);
	for (size_t i = 0; i < n; i++) {
		struct task_name name;

		if (task_is_missing(v[i]))
			continue;
		name = task_name_of(v[i].text, &scratch);
		s->n++;
		s->numeric += name.numeric;
		s->whole += name.numeric && name.number == floor(name.number) &&
			    fabs(name.number) < WHOLE_BELOW;
		s->zeros += (name.numeric || name.boolean) && name.number == 0;
		s->ones += (name.numeric || name.boolean) && name.number == 1;
		map_add(&s->names, name.text, NULL);
		map_add(&g->all, name.text, NULL);
	}
	buf_release(&scratch);
}

/* At most a tenth of N is strange. */
static bool
most(size_t part, size_t n)
{
	return 10 * part >= 9 * n;
}

/* The class among those met that the column p_P is about. */
static uint32_t
met_for_column(const struct guess *g, struct str p)
{
	for (uint32_t i = 0; i < g->all.n; i++)
		if (task_name_is_column(map_key(&g->all, i), p, &g->t->scratch))
			return i;
	return MAP_NONE;
}

static bool
find_pairs(const struct guess *g)
{
	if (g->n_p < 2)
		return false;
	for (size_t i = 0; i < g->n_p; i++)
		if (met_for_column(g, g->p[i]) != MAP_NONE)
			return true;
	return g->all.n == 0;
}

static bool
is_prose(const struct guess *g)
{
	const struct seen *s = &g->pred;

	return g->label.n == 0 && s->names.n > PROSE_DIFFERENT && 2 * s->names.n > s->n &&
	       !most(s->numeric, s->n);
}

static bool
all_zero_one(const struct seen *s)
{
	return s->zeros + s->ones == s->n;
}

/* True if --positive names a class that is neither 0 nor 1. */
static bool
told_other(const struct guess *g)
{
	struct buf scratch;
	struct task_name name;

	if (!g->t->positive.p)
		return false;
	buf_init(&scratch, BUF_CAP_MAX);
	name = task_name_of(g->t->positive, &scratch);
	buf_release(&scratch);
	return !(name.numeric || name.boolean) || (name.number != 0 && name.number != 1);
}

static bool
is_zero_one(const struct guess *g)
{
	const struct seen *y = &g->label, *p = &g->pred;

	if (told_other(g))
		return false;
	if (g->has_score && y->zeros && y->ones)
		return most(y->zeros + y->ones, y->n);
	return y->n + p->n > 0 && all_zero_one(y) && all_zero_one(p);
}

static bool
is_numeric(const struct guess *g)
{
	return most(g->label.numeric, g->label.n) && most(g->pred.numeric, g->pred.n);
}

static bool
is_small_whole(const struct guess *g)
{
	const struct seen *y = &g->label, *p = &g->pred;

	return most(y->whole, y->n) && most(p->whole, p->n) && p->n > 0 &&
	       g->all.n <= WHOLE_DIFFERENT && y->n + p->n >= 2 * g->all.n;
}

static enum task_kind
kind_of(const struct guess *g)
{
	size_t n = g->all.n;

	if ((n == 0 && !g->paired) || is_prose(g))
		return TASK_NONE;
	if (g->paired)
		return g->names.n == 2 ? TASK_BINARY : TASK_MULTICLASS;
	if (is_zero_one(g))
		return TASK_BINARY;
	if (!is_numeric(g) || is_small_whole(g) || (g->has_score && n == 2))
		return n == 2 || (n == 1 && g->t->positive.p) ? TASK_BINARY : TASK_MULTICLASS;
	return TASK_REGRESSION;
}

static bool
has_column(const struct guess *g, struct str p)
{
	for (size_t i = 0; i < g->n_p; i++)
		if (str_eq(g->p[i], p))
			return true;
	return false;
}

/*
 * True if the class met as number I is but another spelling of one that has a p_*
 * column: "a_b" where p_a_b is about "a b".  With p_a_b_2 beside it they are two.
 */
static bool
is_respelled(const struct guess *g, uint32_t i)
{
	bool is = false;
	struct buf second;

	buf_init(&second, BUF_CAP_MAX);
	for (size_t k = 0; g->paired && k < g->n_p && !is; k++) {
		if (!task_name_is_column(map_key(&g->all, i), g->p[k], &g->t->scratch))
			continue;
		buf_clear(&second);
		buf_addf(&second, "%.*s_2", (int)g->p[k].n, g->p[k].p);
		is = met_for_column(g, g->p[k]) != i && !has_column(g, buf_str(&second));
	}
	buf_release(&second);
	return is;
}

/* The names of the classes: those of p_* columns first, in the order of the columns. */
static void
name_classes(struct guess *g)
{
	struct buf scratch;

	buf_init(&scratch, BUF_CAP_MAX);
	for (size_t i = 0; g->paired && i < g->n_p; i++) {
		uint32_t met = met_for_column(g, g->p[i]);
		struct str name = met == MAP_NONE ? task_name_of(g->p[i], &scratch).text
						  : map_key(&g->all, met);

		map_add(&g->names, name, NULL);
	}
	for (uint32_t i = 0; i < g->all.n; i++)
		if (!is_respelled(g, i))
			map_add(&g->names, map_key(&g->all, i), NULL);
	buf_release(&scratch);
}

static void
list_classes(struct buf *out, const struct map *names)
{
	for (uint32_t i = 0; i < names->n && i < NAMED_MAX; i++) {
		struct str name = map_key(names, i);

		buf_addf(out, "%s%.*s", i ? ", " : "", (int)name.n, name.p);
	}
	if (names->n > NAMED_MAX)
		buf_adds(out, ", ...");
}

/* Which of the two NAMEs is the positive one: 0 or 1, or a negative status. */
static int
choose_positive(struct guess *g, const struct str name[2], const char **why)
{
	struct buf scratch;
	struct str wanted = g->t->positive, twin;
	size_t at = task_name_cmp(name[0], name[1]) < 0;
	int status = 0;

	*why = number_is(name[at]) || is_zero_one(g) ? "" : ", the last in byte order";
	if (!wanted.p)
		return (int)at;
	*why = "";
	buf_init(&scratch, BUF_CAP_MAX);
	wanted = task_name_of(wanted, &scratch).text;
	twin = task_name_twin(wanted);
	if (twin.p && (str_eq(twin, name[0]) || str_eq(twin, name[1])))
		wanted = twin;
	status = lookup("class", wanted, name, 2, &at, g->c);
	buf_release(&scratch);
	return status < 0 ? status : (int)at;
}

/* Numbers the p_* columns by the classes they are about. */
static void
bind_columns(struct guess *g)
{
	struct task *t = g->t;

	task_set_columns(t, g->n_p);
	for (size_t i = 0; i < g->n_p; i++)
		for (uint32_t k = 0; k < t->classes.n && t->p_class[i] == CLASS_NONE; k++)
			if (task_name_is_column(map_key(&t->classes, k), g->p[i], &t->scratch)) {
				t->p_class[i] = k;
				t->scored = t->scored > k ? t->scored : k + 1;
			}
	if (t->kind == TASK_BINARY && t->scored)
		t->scored = 2;
}

static int
two_classes(struct guess *g, const struct str name[2], const char *what)
{
	struct task *t = g->t;
	const char *why;
	int positive = choose_positive(g, name, &why);

	if (positive < 0)
		return positive;
	map_add(&t->classes, name[!positive], NULL);
	map_add(&t->classes, name[positive], NULL);
	buf_addf(g->reason, "binary (%s %.*s and %.*s, positive %.*s%s)", what,
		 (int)name[!positive].n, name[!positive].p, (int)name[positive].n, name[positive].p,
		 (int)name[positive].n, name[positive].p, why);
	return 0;
}

/* One class met: the positive one if so told, else whatever --positive leaves. */
static int
one_class(struct guess *g, struct str met)
{
	struct task *t = g->t;
	struct buf scratch;
	struct str positive = met;

	buf_init(&scratch, BUF_CAP_MAX);
	if (t->positive.p)
		positive = task_name_of(t->positive, &scratch).text;
	t->negative_open = str_eq(met, positive);
	map_add(&t->classes, t->negative_open ? STR("") : met, NULL);
	map_add(&t->classes, positive, NULL);
	buf_addf(g->reason, "binary (positive %.*s)", (int)positive.n, positive.p);
	buf_release(&scratch);
	return 0;
}

static int
binary(struct guess *g)
{
	const struct map *names = &g->names;
	static const struct str digits[2] = {{"0", 1}, {"1", 1}};
	static const struct str words[2] = {{"false", 5}, {"true", 4}};
	bool spelled =
		map_find(&g->all, words[0]) != MAP_NONE || map_find(&g->all, words[1]) != MAP_NONE;
	bool numbers = map_find(&g->all, digits[0]) != MAP_NONE ||
		       map_find(&g->all, digits[1]) != MAP_NONE;

	if (!g->paired && (is_zero_one(g) || (names->n == 0 && !g->t->positive.p)))
		return two_classes(g, spelled && !numbers ? words : digits,
				   g->label.n || !g->pred.n ? "labels" : "predictions");
	if (names->n == 2) {
		const struct str name[2] = {map_key(names, 0), map_key(names, 1)};

		return two_classes(g, name, "classes");
	}
	if (names->n < 2)
		return one_class(g, names->n ? map_key(names, 0) : g->t->positive);
	/* Told that it is binary: labels beside 0 and 1 are refused row by row. */
	if (map_find(names, digits[0]) != MAP_NONE && map_find(names, digits[1]) != MAP_NONE)
		return two_classes(g, digits, "labels");
	complain(g->c, STATUS_USAGE, 0, "a binary task has two classes, here are %zu", names->n);
	return STATUS_USAGE;
}

static int
multiclass(struct guess *g)
{
	const struct map *names = &g->names;

	for (uint32_t i = 0; i < names->n && i < CONFUSION_CLASSES_MAX; i++)
		map_add(&g->t->classes, map_key(names, i), NULL);
	buf_addf(g->reason, "multiclass (%zu class%s: ", names->n, names->n == 1 ? "" : "es");
	list_classes(g->reason, names);
	buf_addc(g->reason, ')');
	return 0;
}

static int
regression(struct guess *g)
{
	buf_adds(g->reason, "regression (labels and predictions are numbers");
	if (g->label.n && all_zero_one(&g->label) && !g->has_score)
		buf_adds(g->reason, "; if predictions are probabilities, name their column score");
	buf_addc(g->reason, ')');
	return 0;
}

static int
settle(struct guess *g)
{
	struct task *t = g->t;

	if (t->positive.p && t->kind != TASK_BINARY)
		return complain(g->c, STATUS_USAGE, 0,
				"--positive needs two classes; the task is %s",
				t->kind == TASK_MULTICLASS   ? "multiclass"
				: t->kind == TASK_REGRESSION ? "regression"
							     : "none");
	switch (t->kind) {
	case TASK_BINARY:
		return binary(g);
	case TASK_MULTICLASS:
		return multiclass(g);
	case TASK_REGRESSION:
		return regression(g);
	default:
		buf_adds(g->reason, g->all.n ? "none (predictions are prose, and no labels)"
					     : "none (no labels and no predictions)");
		return 0;
	}
}

int
task_guess(struct task *t, const struct value *label, const struct value *pred, size_t n,
	   bool has_score, const struct str *p, size_t n_p, struct buf *reason, struct complaint *c)
{
	struct guess g = {
		.t = t, .has_score = has_score, .p = p, .n_p = n_p, .reason = reason, .c = c};
	int status;

	map_init(&g.all);
	map_init(&g.names);
	look_at(&g, &g.label, label, n);
	look_at(&g, &g.pred, pred, n);
	t->has_label = g.label.n > 0;
	t->has_pred = g.pred.n > 0;
	t->has_score = has_score;
	g.paired = find_pairs(&g);
	name_classes(&g);
	if (t->kind == TASK_AUTO)
		t->kind = kind_of(&g);
	status = settle(&g);
	if (status == 0 && t->kind != TASK_NONE && g.label.n == 0)
		buf_adds(reason, "; no labels");
	if (status == 0)
		bind_columns(&g);
	map_release(&g.all);
	map_release(&g.names);
	map_release(&g.label.names);
	map_release(&g.pred.names);
	return status;
}
