/*
 * task: what kinds of logs are taken for what, and what names one class.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "task.h"

enum { ROWS = 400 };

static struct value
text_value(const char *s)
{
	return (struct value){str_of(s), *s ? VALUE_TEXT : VALUE_MISSING};
}

/* Cycles through the texts between blanks; NULL: no such column. */
static void
fill(struct value *v, size_t n, const char *texts)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		const char *p;
		size_t length = 0;

		v[i] = (struct value){{NULL, 0}, VALUE_MISSING};
		if (!texts)
			continue;
		p = texts + at;
		while (p[length] && p[length] != ' ')
			length++;
		at += length + (p[length] == ' ');
		if (!texts[at])
			at = 0;
		v[i].text = STR_N(p, length);
		v[i].kind = length == 1 && *p == '-' ? VALUE_MISSING : VALUE_TEXT;
	}
}

struct guessed {
	const char *label, *pred; /* cycled through; - is missing */
	bool score;
	const char *p[4];
	enum task_kind told;
	const char *positive;
	enum task_kind kind;
	const char *reason;
};

static int
guess(struct task *t, const struct guessed *g, struct buf *reason, struct complaint *c)
{
	struct value label[ROWS], pred[ROWS];
	struct str p[4];
	size_t n_p = 0;

	task_init(t);
	t->kind = g->told;
	if (g->positive)
		t->positive = str_of(g->positive);
	fill(label, ROWS, g->label);
	fill(pred, ROWS, g->pred);
	for (; n_p < 4 && g->p[n_p]; n_p++)
		p[n_p] = str_of(g->p[n_p]);
	return task_guess(t, label, pred, ROWS, g->score, p, n_p, reason, c);
}

static const struct guessed guesses[] = {
	{"0 1", NULL, true, {0}, 0, NULL, TASK_BINARY, "binary (labels 0 and 1, positive 1)"},
	{"0 1.0", "1 0.0", false, {0}, 0, NULL, TASK_BINARY, "binary (labels 0 and 1, positive 1)"},
	{"1", "1", false, {0}, 0, NULL, TASK_BINARY, "binary (labels 0 and 1, positive 1)"},
	{"0 1", NULL, true, {0}, 0, "0", TASK_BINARY, "binary (labels 1 and 0, positive 0)"},
	{"0 1 1 0 1 1 0 1 0 1 0 1 0.5",
	 NULL,
	 true,
	 {0},
	 0,
	 NULL,
	 TASK_BINARY,
	 "binary (labels 0 and 1, positive 1)"},
	{"True False",
	 "true false",
	 false,
	 {0},
	 0,
	 NULL,
	 TASK_BINARY,
	 "binary (labels false and true, positive true)"},
	{"0 1",
	 "true false",
	 false,
	 {0},
	 0,
	 NULL,
	 TASK_BINARY,
	 "binary (labels 0 and 1, positive 1)"},
	{"no yes",
	 "no yes",
	 false,
	 {0},
	 0,
	 NULL,
	 TASK_BINARY,
	 "binary (classes no and yes, positive yes, the last in byte order)"},
	{"no yes",
	 "no yes",
	 false,
	 {0},
	 0,
	 "no",
	 TASK_BINARY,
	 "binary (classes yes and no, positive no)"},
	{"-1 1", NULL, true, {0}, 0, NULL, TASK_BINARY, "binary (classes -1 and 1, positive 1)"},
	{"1 2", "2 1", false, {0}, 0, NULL, TASK_BINARY, "binary (classes 1 and 2, positive 2)"},
	{"Class1 Class2",
	 "Class2",
	 false,
	 {"Class1", "Class2"},
	 0,
	 "Class1",
	 TASK_BINARY,
	 "binary (classes Class2 and Class1, positive Class1)"},
	{"ok", "ok", false, {0}, 0, "ok", TASK_BINARY, "binary (positive ok)"},
	{"cat dog bird",
	 "dog",
	 false,
	 {0},
	 0,
	 NULL,
	 TASK_MULTICLASS,
	 "multiclass (3 classes: cat, dog, bird)"},
	{"VF F",
	 "VF",
	 false,
	 {"VF", "F", "M", "L"},
	 0,
	 NULL,
	 TASK_MULTICLASS,
	 "multiclass (4 classes: VF, F, M, L)"},
	{NULL,
	 NULL,
	 false,
	 {"a", "b", "c"},
	 0,
	 NULL,
	 TASK_MULTICLASS,
	 "multiclass (3 classes: a, b, c); no labels"},
	{NULL,
	 "0 1",
	 true,
	 {0},
	 0,
	 NULL,
	 TASK_BINARY,
	 "binary (predictions 0 and 1, positive 1); no labels"},
	/* Nearly all labels are 1, but the others are a class, not a mistake. */
	{"1 1 1 1 1 1 1 1 1 1 1 -1",
	 NULL,
	 true,
	 {0},
	 0,
	 NULL,
	 TASK_BINARY,
	 "binary (classes -1 and 1, positive 1)"},
	{"1", "1 -1", true, {0}, 0, NULL, TASK_BINARY, "binary (classes -1 and 1, positive 1)"},
	{"1", NULL, true, {0}, TASK_BINARY, "2", TASK_BINARY, "binary (positive 2)"},
	{"0", NULL, true, {0}, 0, NULL, TASK_BINARY, "binary (labels 0 and 1, positive 1)"},
	/* p_a_b is about "a b"; "a_b" is how someone wrote it who knew the column. */
	{"a!b c",
	 "a_b c",
	 false,
	 {"a_b", "c"},
	 0,
	 NULL,
	 TASK_BINARY,
	 "binary (classes a!b and c, positive c, the last in byte order)"},
	{"a!b c",
	 "a_b c",
	 false,
	 {"a_b", "a_b_2", "c"},
	 0,
	 NULL,
	 TASK_MULTICLASS,
	 "multiclass (4 classes: a!b, a_b_2, c, a_b)"},
	{"1 2 3 4 5",
	 "5 4 3 2 1",
	 false,
	 {0},
	 0,
	 NULL,
	 TASK_MULTICLASS,
	 "multiclass (5 classes: 1, 2, 3, 4, 5)"},
	{"1 2 3 4 5",
	 "5 4 3 2 1",
	 false,
	 {0},
	 TASK_REGRESSION,
	 NULL,
	 TASK_REGRESSION,
	 "regression (labels and predictions are numbers)"},
	{"1 2 3 4 5",
	 "1.5 2.25 3.125",
	 false,
	 {0},
	 0,
	 NULL,
	 TASK_REGRESSION,
	 "regression (labels and predictions are numbers)"},
	{"0.93 0.85 - -1.5",
	 "0.36 - 1e3",
	 false,
	 {0},
	 0,
	 NULL,
	 TASK_REGRESSION,
	 "regression (labels and predictions are numbers)"},
	/* Neither great numbers nor long ones are names. */
	{"1e308 1 0.1234567890123456789012345678",
	 "12345678901234567890",
	 false,
	 {0},
	 0,
	 NULL,
	 TASK_REGRESSION,
	 "regression (labels and predictions are numbers)"},
	{"127300 4534 129",
	 NULL,
	 false,
	 {0},
	 0,
	 NULL,
	 TASK_REGRESSION,
	 "regression (labels and predictions are numbers)"},
	{"0 1",
	 "0.3 0.8 0.11",
	 false,
	 {0},
	 0,
	 NULL,
	 TASK_REGRESSION,
	 "regression (labels and predictions are numbers; if predictions are probabilities, "
	 "name their column score)"},
	{"0.5 1.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5 9.5 broken",
	 "1.25",
	 false,
	 {0},
	 0,
	 NULL,
	 TASK_REGRESSION,
	 "regression (labels and predictions are numbers)"},
	{NULL, NULL, true, {0}, 0, NULL, TASK_NONE, "none (no labels and no predictions)"},
};

static void
test_guess(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++) {
		const struct guessed *g = &guesses[i];
		struct complaint c;
		struct buf reason;
		struct task t;

		buf_init(&reason, BUF_CAP_MAX);
		assert_int_equal(guess(&t, g, &reason, &c), 0);
		if (t.kind != g->kind || !str_eq(buf_str(&reason), str_of(g->reason)))
			fail_msg("case %zu: kind %d, %.*s", i, (int)t.kind, (int)reason.n,
				 reason.p);
		buf_release(&reason);
		task_release(&t);
	}
}

static void
test_prose(void **state)
{
	static char text[ROWS][16];
	struct value pred[ROWS], label[ROWS];
	struct complaint c;
	struct buf reason;
	struct task t;

	(void)state;
	fill(label, ROWS, NULL);
	for (int i = 0; i < ROWS; i++) {
		snprintf(text[i], sizeof text[i], "say %d", i);
		pred[i] = text_value(text[i]);
	}
	task_init(&t);
	buf_init(&reason, BUF_CAP_MAX);
	assert_int_equal(task_guess(&t, label, pred, ROWS, false, NULL, 0, &reason, &c), 0);
	assert_int_equal(t.kind, TASK_NONE);
	buf_release(&reason);
	task_release(&t);
}

static void
test_refused(void **state)
{
	static const struct guessed refused[] = {
		{"no yes", "no", false, {0}, 0, "maybe", 0, "no class 'maybe'"},
		{"a b c", "a", false, {0}, 0, "a", 0, "--positive needs two classes"},
		{"1.5 2.25", "1.5", false, {0}, 0, "1", 0, "--positive needs two classes"},
		{"a b c", "a", false, {0}, TASK_BINARY, NULL, 0, "a binary task has two classes"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct complaint c;
		struct buf reason;
		struct task t;

		buf_init(&reason, BUF_CAP_MAX);
		assert_true(guess(&t, &refused[i], &reason, &c) < 0);
		if (!str_starts(str_of(c.text), str_of(refused[i].reason)))
			fail_msg("case %zu: %s", i, c.text);
		buf_release(&reason);
		task_release(&t);
	}
}

/* A task of the given sample. */
static struct task
task_for(const struct guessed *g)
{
	struct complaint c;
	struct buf reason;
	struct task t;

	buf_init(&reason, BUF_CAP_MAX);
	assert_int_equal(guess(&t, g, &reason, &c), 0);
	buf_release(&reason);
	return t;
}

/* The class of TEXT or the negative status. */
static int
class_of(struct task *t, const char *text)
{
	uint32_t class;
	int status = task_class(t, text_value(text), &class);

	if (status < 0)
		assert_int_equal(class, CLASS_NONE);
	return status < 0 ? status : class == CLASS_NONE ? -100 : (int)class;
}

static void
test_binary_classes(void **state)
{
	const struct guessed zero_one = {"0 1", NULL, true, {0}, 0, NULL, 0, NULL};
	struct task t = task_for(&zero_one);

	(void)state;
	for (int again = 0; again < 2; again++) {
		assert_int_equal(class_of(&t, "1"), 1);
		assert_int_equal(class_of(&t, "1.0"), 1);
		assert_int_equal(class_of(&t, "+1e0"), 1);
		assert_int_equal(class_of(&t, "TRUE"), 1);
		assert_int_equal(class_of(&t, "0"), 0);
		assert_int_equal(class_of(&t, "-0.000"), 0);
		assert_int_equal(class_of(&t, "False"), 0);
		assert_int_equal(class_of(&t, ""), -100);
		assert_int_equal(class_of(&t, "0.5"), STATUS_RANGE);
		assert_int_equal(class_of(&t, "2"), STATUS_RANGE);
		assert_int_equal(class_of(&t, "x"), STATUS_RANGE);
	}
	assert_true(str_eq(task_class_name(&t, 1), STR("1")));
	task_release(&t);
}

/* With one class in the sample, the next other text is the negative one. */
static void
test_late_negative(void **state)
{
	const struct guessed one = {"spam", "spam", false, {0}, TASK_BINARY, NULL, 0, NULL};
	struct task t = task_for(&one);

	(void)state;
	assert_int_equal(class_of(&t, "spam"), 1);
	assert_int_equal(class_of(&t, "ham"), 0);
	assert_int_equal(class_of(&t, "eggs"), STATUS_RANGE);
	assert_int_equal(class_of(&t, "ham"), 0);
	assert_true(str_eq(task_class_name(&t, 0), STR("ham")));
	assert_int_equal(t.classes.n, 2);
	task_release(&t);
}

static void
test_multiclass(void **state)
{
	const struct guessed g = {
		"very-good bad", "bad", false, {"very_good", "bad", "so_so"}, 0, NULL, 0, NULL};
	struct task t = task_for(&g);

	(void)state;
	assert_int_equal(t.kind, TASK_MULTICLASS);
	assert_int_equal(t.scored, 3);
	/* the column p_very_good is about the label "very-good" */
	assert_int_equal(t.p_class[0], 0);
	assert_int_equal(class_of(&t, "very-good"), 0);
	assert_true(str_eq(task_class_name(&t, 0), STR("very-good")));
	assert_int_equal(class_of(&t, "bad"), 1);
	assert_int_equal(class_of(&t, "so so"), 2);
	assert_int_equal(class_of(&t, "new"), 3);
	assert_int_equal(class_of(&t, "new"), 3);
	assert_int_equal(t.classes.n, 4);
	task_release(&t);
}

static void
test_class_bound(void **state)
{
	const struct guessed g = {"a b c", "a", false, {0}, 0, NULL, 0, NULL};
	struct task t = task_for(&g);
	char name[16];

	(void)state;
	for (int i = 0; i < CONFUSION_CLASSES_MAX - 3; i++) {
		snprintf(name, sizeof name, "k%d", i);
		assert_int_equal(class_of(&t, name), i + 3);
	}
	assert_int_equal(class_of(&t, "one more"), STATUS_LIMIT);
	assert_int_equal(class_of(&t, "k7"), 10);
	task_release(&t);
}

/* Ids that a double cannot hold apart stay apart. */
static void
test_long_names(void **state)
{
	const struct guessed g = {"a b c", "a", false, {0}, 0, NULL, 0, NULL};
	struct task t = task_for(&g);
	int a = class_of(&t, "9007199254740993"), b = class_of(&t, "9007199254740992.5");

	(void)state;
	assert_true(a > 0 && b > 0 && a != b);
	assert_int_equal(class_of(&t, "1e400"), b + 1);
	assert_int_equal(class_of(&t, "007"), b + 2);
	assert_int_equal(class_of(&t, "7.00"), b + 2);
	task_release(&t);
}

static void
test_order(void **state)
{
	static const char *const expected[] = {"-3", "2", "10", "a", "b"};
	const struct guessed g = {"b 10 a 2 -3", "a", false, {0}, 0, NULL, 0, NULL};
	struct task t = task_for(&g);
	uint32_t *order = task_class_order(&t);

	(void)state;
	assert_int_equal(t.classes.n, 5);
	for (size_t i = 0; i < 5; i++)
		assert_true(str_eq(task_class_name(&t, order[i]), str_of(expected[i])));
	free(order);
	task_release(&t);
}

static void
test_number(void **state)
{
	double x;

	(void)state;
	assert_int_equal(task_number(text_value(" 1.5 "), &x), 0);
	assert_true(x == 1.5);
	assert_int_equal(task_number(text_value(""), &x), 0);
	assert_true(isnan(x));
	assert_int_equal(task_number(text_value("NaN"), &x), 0);
	assert_true(isnan(x));
	assert_int_equal(task_number(text_value("high"), &x), STATUS_SYNTAX);
	assert_true(isnan(x));
	assert_int_equal(task_number(text_value("1e999"), &x), STATUS_RANGE);
	assert_true(isnan(x));
}

static void
test_complete_binary(void **state)
{
	const struct guessed g = {"a b", "a", false, {"a", "b"}, 0, NULL, 0, NULL};
	struct task t = task_for(&g);
	const double p[2] = {0.25, 0.75}, first[2] = {0.25, NAN}, none[2] = {NAN, NAN};
	struct sample x = sample_empty();

	(void)state;
	task_complete(&t, &x);
	assert_int_equal(x.pred, CLASS_NONE);
	x.score = 0.5;
	task_complete(&t, &x);
	assert_int_equal(x.pred, 1); /* the threshold itself is positive */
	x.score = 0.4;
	task_complete(&t, &x);
	assert_int_equal(x.pred, 1); /* a pred stands */
	t.threshold_given = true;
	task_complete(&t, &x);
	assert_int_equal(x.pred, 0);
	x = sample_empty();
	x.p = p;
	task_complete(&t, &x);
	assert_true(x.score == 0.75);
	x = sample_empty();
	x.p = first;
	task_complete(&t, &x);
	assert_true(x.score == 0.75);
	x = sample_empty();
	x.p = none;
	task_complete(&t, &x);
	assert_true(isnan(x.score) && x.pred == CLASS_NONE);
	task_release(&t);
}

static void
test_complete_multiclass(void **state)
{
	const struct guessed g = {"a b", "a", false, {"a", "b", "c"}, 0, NULL, 0, NULL};
	struct task t = task_for(&g);
	const double p[3] = {0.2, 0.4, 0.4}, none[3] = {NAN, NAN, NAN};
	struct sample x = sample_empty();

	(void)state;
	x.p = p;
	task_complete(&t, &x);
	assert_int_equal(x.pred, 1); /* the first column among equals */
	x.pred = 0;
	task_complete(&t, &x);
	assert_int_equal(x.pred, 0);
	x = sample_empty();
	x.p = none;
	task_complete(&t, &x);
	assert_int_equal(x.pred, CLASS_NONE);
	task_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guess),           cmocka_unit_test(test_prose),
		cmocka_unit_test(test_refused),         cmocka_unit_test(test_binary_classes),
		cmocka_unit_test(test_late_negative),   cmocka_unit_test(test_multiclass),
		cmocka_unit_test(test_class_bound),     cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_order),           cmocka_unit_test(test_number),
		cmocka_unit_test(test_complete_binary), cmocka_unit_test(test_complete_multiclass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
