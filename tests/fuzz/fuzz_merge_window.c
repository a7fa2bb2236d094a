/*
 * mlwindow --merge and --state: what was merged is written as lines that merge to the same
 * lines; the table has as many fields in each row; a state that can be taken up is saved as it was
 * read. A byte of options, the lines.
 */
#include <math.h>

#include "feed.h"
#include "fuzz.h"
#include "hash.h"
#include "lines.h"
#include "rows.h"
#include "statefile.h"
#include "token.h"
#include "windowing.h"

enum { RAW = 1, SPARK = 2, STATE = 4 };

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
	struct windowing_options o = {.evaluation.threshold = NAN,
				      .evaluation.task = TASK_BINARY,
				      .evaluation.group = "model",
				      .evaluation.metrics = "n,auroc,mean(x),delta(n)",
				      .request.size = "5m",
				      .lateness = TIMESTAMP_MINUTE,
				      .max_groups = 100,
				      .refused = ignore_refused,
				      .late = ignore_late};

	return o;
}

struct job {
	struct windowing_options options;
	struct windowing windowing;
	struct output output;
	struct record_writer *writer;
};

static void
open_job(struct job *j)
{
	const struct record_options tsv = {.format = RECORD_TSV};

	j->options = usual_options();
	output_init(&j->output, feed_writable(0));
	j->writer = record_writer_new(&j->output, &tsv);
}

static void
close_job(struct job *j, struct buf *out)
{
	HOLD(record_finish(j->writer, 0, false) == 0);
	HOLD(output_finish(&j->output) == 0);
	windowing_release(&j->windowing);
	record_writer_free(j->writer);
	output_release(&j->output);
	feed_read(0, out);
}

/* False if a line was refused. */
static bool
merge(struct str lines, bool partial, bool spark, struct buf *out)
{
	struct job j;
	struct complaint c;
	bool taken = true;

	open_job(&j);
	j.options.partial = partial;
	j.options.spark = spark;
	windowing_init_merge(&j.windowing, &j.options, j.writer, &j.output);
	while (lines.n && taken)
		taken = windowing_merge(&j.windowing, token_until(&lines, '\n'), &c) == 0;
	HOLD(taken || c.text[0]);
	if (taken)
		HOLD(windowing_finish(&j.windowing, false) == 0);
	close_job(&j, out);
	return taken;
}

static void
hold_merge(struct str lines, bool spark)
{
	struct buf once, twice, table;

	buf_init(&once, BUF_CAP_MAX);
	buf_init(&twice, BUF_CAP_MAX);
	buf_init(&table, BUF_CAP_MAX);
	if (merge(lines, true, false, &once)) {
		HOLD(merge(buf_str(&once), true, false, &twice));
		HOLD_SAME(buf_str(&once), buf_str(&twice));
		HOLD(merge(buf_str(&once), false, spark, &table));
		if (!spark)
			rows_check_table(buf_str(&table));
	}
	buf_release(&once);
	buf_release(&twice);
	buf_release(&table);
}

/* Takes up LINES and saves them to OUT; false if they were refused. */
static bool
resume(struct str lines, struct buf *out)
{
	const char *name = feed_file(1, STR("ts\tmodel\tscore\tlabel\tx\n"));
	const struct scan_options o = {.file = &name, .files = 1, .as_is = true};
	struct scan *scan = scan_new(&o);
	struct complaint c;
	struct buf table;
	struct job j;
	bool taken;

	buf_init(&table, BUF_CAP_MAX);
	open_job(&j);
	HOLD(scan_open(scan, &c) == 0);
	HOLD(windowing_init(&j.windowing, &j.options, scan, NULL, 0, j.writer, &j.output, &c) == 0);
	taken = windowing_resume(&j.windowing, lines, &c) == 0;
	if (taken) {
		HOLD(windowing_save(&j.windowing, out) == 0);
		HOLD(windowing_finish(&j.windowing, true) == 0);
	}
	close_job(&j, &table);
	scan_free(scan);
	buf_release(&table);
	return taken;
}

/* A state file of LINES, whose own checksum is right. */
static void
hold_state(struct str lines)
{
	struct buf file, read, once, twice;
	struct complaint c;

	buf_init(&file, BUF_CAP_MAX);
	buf_init(&read, BUF_CAP_MAX);
	buf_init(&once, BUF_CAP_MAX);
	buf_init(&twice, BUF_CAP_MAX);
	buf_addf(&file, "version-1\n");
	buf_add(&file, lines.p, lines.n);
	buf_addf(&file, "sum\t%016llx\n", (unsigned long long)hash_stable(buf_str(&file)));
	if (statefile_read(feed_file(2, lines), "version-1", &read, &c) == 1)
		buf_clear(&read);
	HOLD(statefile_read(feed_file(2, buf_str(&file)), "version-1", &read, &c) == 1);
	HOLD_SAME(buf_str(&read), lines);
	if (resume(lines, &once)) {
		HOLD(resume(buf_str(&once), &twice));
		HOLD(once.n == twice.n);
	}
	buf_release(&file);
	buf_release(&read);
	buf_release(&once);
	buf_release(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = fuzz_str(data, size);
	unsigned choice = fuzz_byte(&text);
	struct buf lines;

	buf_init(&lines, BUF_CAP_MAX);
	if (choice & RAW)
		buf_add(&lines, text.p, text.n);
	else
		lines_mend_all(text, &lines);
	if (!(choice & STATE))
		hold_merge(buf_str(&lines), choice & SPARK);
	else if (lines.n && lines.p[lines.n - 1] == '\n')
		hold_state(buf_str(&lines));
	buf_release(&lines);
	return 0;
}
