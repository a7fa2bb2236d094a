/*
 * windowing: what one run leaves to the next, and lines of --partial, go through text
 * unchanged, and nothing damaged is taken.
 */
#include "state_text.h"

#include <stdio.h>
#include <stdlib.h>

#include "log_file.h"
#include "token.h"
#include "windowing.h"

static const char *const ewma[] = {"n:0.5"};

static void
ignore_refused(void *arg, const struct row *row, enum windowing_refusal why)
{
	(void)arg;
	(void)row;
	(void)why;
}

static void
ignore_late(void *arg, const struct row *row)
{
	(void)arg;
	(void)row;
}

static struct windowing_options
usual_options(void)
{
	return (struct windowing_options){.evaluation.threshold = NAN,
					  .evaluation.task = TASK_BINARY,
					  .evaluation.group = "model",
					  .evaluation.metrics = "n,auroc,delta(n)",
					  .ewma = ewma,
					  .ewmas = 1,
					  .fill = true,
					  .request.size = "5m",
					  .lateness = TIMESTAMP_MINUTE,
					  .max_groups = 100,
					  .refused = ignore_refused,
					  .late = ignore_late};
}

/* A session and what it writes. */
struct bench {
	struct windowing_options options;
	struct windowing windowing;
	struct scan *scan;
	struct output out;
	struct record_writer *writer;
	struct log_files files;
	FILE *file;
};

static void
open_bench(struct bench *b, const struct windowing_options *o)
{
	const struct record_options tsv = {.format = RECORD_TSV};

	*b = (struct bench){.options = *o};
	b->file = tmpfile();
	assert_non_null(b->file);
	output_init(&b->out, fileno(b->file));
	b->writer = record_writer_new(&b->out, &tsv);
}

static void
start(struct bench *b, const struct windowing_options *o, const char *rows)
{
	const struct scan_options options = {.as_is = true};
	struct complaint c = {.text = ""};
	struct scan_options with = options;

	open_bench(b, o);
	log_file_add(&b->files, rows, strlen(rows));
	with.file = b->files.name;
	with.files = b->files.n;
	b->scan = scan_new(&with);
	assert_int_equal(scan_open(b->scan, &c), 0);
	if (windowing_init(&b->windowing, &b->options, b->scan, NULL, 0, b->writer, &b->out, &c) <
	    0)
		fail_msg("%s", c.text);
}

static void
stop(struct bench *b)
{
	windowing_release(&b->windowing);
	scan_free(b->scan);
	record_writer_free(b->writer);
	output_release(&b->out);
	log_files_remove(&b->files);
	fclose(b->file);
}

static void
add_rows(struct bench *b)
{
	struct scan_event e;

	while (scan_next(b->scan, &e) == SCAN_ROW)
		windowing_add(&b->windowing, &e.row);
}

static const char header[] = "ts\tmodel\tscore\tlabel\n";
static const char rows[] = "ts\tmodel\tscore\tlabel\n"
			   "2024-05-30T21:41:03.000000Z\ta\t0.5\t1\n"
			   "2024-05-30T21:46:03.000000Z\ta\t0.5\t1\n"
			   "2024-05-30T21:46:04.000000Z\tb c\t0.25\t0\n"
			   "2024-05-30T21:46:05.000000Z\ta\t0.125\t0\n";

static int
save(void *arg, struct buf *out)
{
	struct bench *b = arg;

	return windowing_save(&b->windowing, out);
}

/* What a run over ROWS leaves. */
static void
saved_rows(const struct windowing_options *o, struct buf *out)
{
	struct bench b;

	start(&b, o, rows);
	add_rows(&b);
	buf_init(out, 1 << 20);
	assert_int_equal(save(&b, out), 0);
	stop(&b);
}

static int
resume(const struct windowing_options *o, struct str lines, struct complaint *c)
{
	struct bench b;
	int status;

	start(&b, o, header);
	status = windowing_resume(&b.windowing, lines, c);
	stop(&b);
	return status;
}

static void
test_saved(void **state)
{
	const struct windowing_options o = usual_options();
	struct complaint c = {.text = ""};
	struct buf lines, again;
	struct evaluation e;
	struct bench b;

	(void)state;
	saved_rows(&o, &lines);
	start(&b, &o, header);
	if (windowing_resume(&b.windowing, buf_str(&lines), &c) < 0)
		fail_msg("%s", c.text);
	assert_null(windowing_held(&b.windowing));
	assert_true(windowing_recall(buf_str(&lines), &e));
	assert_int_equal(e.groups, 1);
	evaluation_release(&e);
	buf_init(&again, 1 << 20);
	assert_int_equal(save(&b, &again), 0);
	/* A window was written, so that there is something to compare the next one with. */
	buf_addc(&again, '\0');
	assert_non_null(strstr(again.p, "\ngroup\ta\t"));
	again.n--;
	assert_same_text(&lines, &again);
	stop(&b);
}

static void
test_no_room(void **state)
{
	const struct windowing_options o = usual_options();
	struct bench b;

	(void)state;
	start(&b, &o, rows);
	add_rows(&b);
	check_room(save, &b);
	stop(&b);
}

static void
test_another_run(void **state)
{
	struct windowing_options o = usual_options(), other = o;
	struct complaint c = {.text = ""};
	struct buf lines;

	(void)state;
	saved_rows(&o, &lines);
	other.lateness = 0;
	assert_int_equal(resume(&other, buf_str(&lines), &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "another --lateness"));
	other = o;
	other.request.size = "1m";
	assert_int_equal(resume(&other, buf_str(&lines), &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "options or columns differ"));
	other = o;
	other.ewmas = 0;
	assert_int_equal(resume(&other, buf_str(&lines), &c), STATUS_USAGE);
	buf_release(&lines);
}

/* LINES with what stands from WORD on, up to the end of that line, replaced by TEXT. */
static void
replaced(const struct buf *lines, const char *word, const char *text, struct buf *out)
{
	struct str rest = buf_str(lines), line = token_until(&rest, '\n');

	buf_clear(out);
	while (!str_starts(line, str_of(word))) {
		buf_addf(out, "%.*s\n", (int)line.n, line.p);
		assert_true(rest.n > 0);
		line = token_until(&rest, '\n');
	}
	buf_adds(out, text);
	buf_add(out, rest.p, rest.n);
}

static void
test_damaged(void **state)
{
	static const struct {
		const char *line, *text;
	} row[] = {
		{"plan", ""},
		{"lateness", ""},
		{"lateness", "lateness\tx\n"},
		{"lateness", "lateness\t3938700\t\n"},
		{"seen", "saw\t0\n"},
		{"late\t", "late\tx\n"},
		{"late\t", "late\t0\t\n"},
		{"late\t", "\n"},
		{"late\t", "early\t0\n"},
		{"next", "next\n"},
		{"group", "group\t%2\t0\t0\n"},
		{"group", "group\ta\t0\n"},
		{"group", "group\ta\t0\tx\n"},
		{"group", "group\ta\t0\t0\t0\n"},
		{"parts", ""},
		{"parts", "parts\nmore\n"},
	};
	const struct windowing_options o = usual_options();
	struct complaint c = {.text = ""};
	struct buf lines, broken;

	(void)state;
	saved_rows(&o, &lines);
	buf_init(&broken, 1 << 20);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		replaced(&lines, row[i].line, row[i].text, &broken);
		if (resume(&o, buf_str(&broken), &c) != STATUS_DAMAGED)
			fail_msg("row %zu is taken", i);
		assert_non_null(strstr(c.text, "damaged"));
	}
	buf_release(&lines);
	buf_release(&broken);
}

static void
test_nothing_to_recall(void **state)
{
	struct evaluation e;

	(void)state;
	assert_false(windowing_recall(STR(""), &e));
	assert_false(windowing_recall(STR("plan\tmlwindow-0:x:y:z\n"), &e));
	assert_false(windowing_recall(STR("plan\tmlwindow-1:0/1:0/:nosuch\n"), &e));
	evaluation_release(&e);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_saved),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_another_run),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_nothing_to_recall),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
