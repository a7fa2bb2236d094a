/*
 * watching: what one run leaves to the next goes through lines unchanged, and no damaged
 * line is taken.
 */
#include "state_text.h"

#include <stdio.h>
#include <stdlib.h>

#include "watching.h"

enum { COLUMNS = 4 };

static const struct plan_column columns[COLUMNS] = {
	{.name = STR_INIT("model")},
	{.name = STR_INIT("pred")},
	{.name = STR_INIT("label")},
	{.name = STR_INIT("x")},
};

struct bench {
	struct watching_options options;
	struct watching watching;
	struct output out;
	struct record_writer *writer;
	FILE *file;
};

static void
start(struct bench *b, const char *methods, const char *group)
{
	static const char *const set[] = {"delta=0.01"};
	const struct record_options tsv = {.format = RECORD_TSV};
	struct complaint c = {.text = ""};

	b->options = (struct watching_options){
		.columns = "error,x", .group = group, .set = set, .sets = 1, .max_groups = 2};
	b->options.method =
		(const struct method *const *)method_parse(methods, &b->options.methods, &c);
	assert_non_null(b->options.method);
	b->file = tmpfile();
	assert_non_null(b->file);
	output_init(&b->out, fileno(b->file));
	b->writer = record_writer_new(&b->out, &tsv);
	if (watching_init(&b->watching, &b->options, columns, COLUMNS, b->writer, &c) < 0)
		fail_msg("%s", c.text);
}

static void
stop(struct bench *b)
{
	watching_release(&b->watching);
	record_writer_free(b->writer);
	output_release(&b->out);
	fclose(b->file);
	free((void *)b->options.method);
}

static void
add(struct bench *b, const char *model, const char *pred, const char *x)
{
	const struct value value[COLUMNS] = {{str_of(model), VALUE_TEXT},
					     {str_of(pred), VALUE_TEXT},
					     {STR("1"), VALUE_NUMBER},
					     {str_of(x), *x ? VALUE_NUMBER : VALUE_MISSING}};
	const struct row row = {.value = value};

	assert_null(watching_check(&b->watching, &row));
	watching_add(&b->watching, &row);
}

/* Three models, of which one too many; one of them without any x. */
static void
feed(struct bench *b, int from, int to)
{
	for (int i = from; i < to; i++) {
		add(b, "a\tb", i % 3 ? "1" : "0", i < 60 ? "0.5" : "7.25");
		add(b, "c", i % 2 ? "1" : "0", "");
		add(b, i % 2 ? "d" : "e", "1", "1e-300");
	}
}

static int
save(void *arg, struct buf *out)
{
	struct bench *b = arg;

	return watching_save(&b->watching, out);
}

static void
save_all(struct bench *b, struct buf *out)
{
	buf_init(out, 1 << 20);
	assert_int_equal(save(b, out), 0);
}

/* The state after all rows: of one run, or of two with a state between. */
static void
check_two_runs(const char *methods, const char *group)
{
	struct bench whole, first, second;
	struct complaint c = {.text = ""};
	struct buf lines, expected, got;
	uint64_t drifts;

	start(&whole, methods, group);
	feed(&whole, 0, 100);
	save_all(&whole, &expected);
	start(&first, methods, group);
	feed(&first, 0, 50);
	save_all(&first, &lines);
	drifts = first.watching.drifts;
	start(&second, methods, group);
	if (watching_resume(&second.watching, buf_str(&lines), &c) < 0)
		fail_msg("%s", c.text);
	save_all(&second, &got);
	assert_same_text(&lines, &got);
	feed(&second, 50, 100);
	save_all(&second, &got);
	assert_int_equal(drifts + second.watching.drifts, whole.watching.drifts);
	assert_same_text(&expected, &got);
	stop(&whole);
	stop(&first);
	stop(&second);
}

static void
test_two_runs_are_one(void **state)
{
	(void)state;
	check_two_runs("page_hinkley", NULL);
	check_two_runs("page_hinkley,adwin,kswin", "model");
}

static void
test_no_room(void **state)
{
	struct bench b;

	(void)state;
	start(&b, "page_hinkley,adwin", "model");
	feed(&b, 0, 3);
	check_room(save, &b);
	stop(&b);
}

static int
resume(const char *methods, const char *group, struct str lines, struct complaint *c)
{
	struct bench b;
	int status;

	start(&b, methods, group);
	status = watching_resume(&b.watching, lines, c);
	stop(&b);
	return status;
}

static void
test_another_run(void **state)
{
	struct complaint c = {.text = ""};
	struct buf lines;
	struct bench b;

	(void)state;
	start(&b, "page_hinkley", "model");
	feed(&b, 0, 2);
	save_all(&b, &lines);
	assert_int_equal(resume("page_hinkley", "model", buf_str(&lines), &c), 0);
	assert_int_equal(resume("page_hinkley", NULL, buf_str(&lines), &c), STATUS_USAGE);
	assert_int_equal(resume("page_hinkley,adwin", "model", buf_str(&lines), &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "with other methods"));
	assert_int_equal(resume("page_hinkley", "model", STR(""), &c), STATUS_USAGE);
	buf_release(&lines);
	stop(&b);
}

/* Behind the plan: lines that make no sense. */
static void
test_damaged(void **state)
{
	static const char *const behind[] = {
		"",
		"rows",
		"rows\t",
		"rows\tx\n",
		"rows\t5\t\n",
		"rows\tffffffffffffffff\n",
		"lines\t5\n",
		"rows\t5\n\n",
		"rows\t5\ngroup\n",
		"rows\t5\ngroup\t1\ta\t\t\n",
		"rows\t5\ngroup\t2\t\t\t\n",
		"rows\t5\ngroop\t0\ta\t\t\n",
		"rows\t5\ngroup\t0\ta%2\t\t\n",
		"rows\t5\ngroup\t0\ta b\t\t\n",
		"rows\t5\ngroup\t0\ta\tx\t\n",
		"rows\t5\ngroup\t0\ta\t\tx\n",
		"rows\t5\ngroup\t0\ta\t\t\tmore\n",
	};
	struct complaint c = {.text = ""};
	struct buf lines;
	struct bench b;
	size_t plan;

	(void)state;
	start(&b, "page_hinkley", "model");
	save_all(&b, &lines);
	plan = (size_t)((char *)memchr(lines.p, '\n', lines.n) - lines.p) + 1;
	buf_adds(&lines, "group\t0\ta\t\t\ngroup\t1\t\t\t\n");
	assert_int_equal(resume("page_hinkley", "model", buf_str(&lines), &c), 0);
	for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
		lines.n = plan;
		buf_adds(&lines, behind[i]);
		if (resume("page_hinkley", "model", buf_str(&lines), &c) != STATUS_DAMAGED)
			fail_msg("'%s' is taken", behind[i]);
		assert_non_null(strstr(c.text, "the state is damaged"));
	}
	buf_release(&lines);
	stop(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_runs_are_one),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_another_run),
		cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
