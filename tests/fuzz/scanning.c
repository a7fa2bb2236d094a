#include "scanning.h"

#include "feed.h"
#include "fuzz.h"
#include "made.h"
#include "rows.h"
#include "token.h"

enum {
	OPTION_VALIDATE = 1,
	OPTION_UTF8_REJECT = 2,
	OPTION_FIRST = 4,
	OPTION_DUPLICATE_ERROR = 8,
	OPTION_SHORT_LINES = 16,
	OPTION_NA = 32,
	OPTION_END = 64,
	OPTION_AS_IS = 128,
};

enum { FILE_LOG, FILE_OUT };

enum { SHORT_LINE = 48, HELPERS_MOST = 3, LEAST_BLOCK = 64, BLOCK_SIZES = 4 };

static void
choose_options(struct scan_options *o, const struct scanning *what, unsigned choice)
{
	struct json_options *json = &o->parse.json;

	o->format = what->format;
	o->as_is = what->as_is || choice & OPTION_AS_IS;
	o->require_end = o->as_is && choice & OPTION_END;
	o->parse.end_marks = o->require_end;
	o->input.max_line = choice & OPTION_SHORT_LINES ? SHORT_LINE : 0;
	o->na = choice & OPTION_NA ? "-" : NULL;
	json->validate = choice & OPTION_VALIDATE;
	json->utf8_reject = choice & OPTION_UTF8_REJECT;
	json->duplicate = choice & OPTION_FIRST ? JSON_FIRST : JSON_LAST;
	if (choice & OPTION_DUPLICATE_ERROR)
		json->duplicate = JSON_ERROR;
}

/*
 * The same scan of the operand NAME, which must tell the same.  The length of the sample
 * that a pipe is judged by is bounded by that of a line, so that short ones are not
 * guessed alike.
 */
static void
run_like(const struct rows *first, const struct scan_options *options, const char *name)
{
	bool same_sample = name == *options->file || !options->input.max_line;
	struct scan_options o = *options;
	struct rows r;

	o.file = &name;
	rows_init(&r, first->columns);
	rows_run(&r, &o);
	if (same_sample)
		HOLD_SAME(buf_str(&first->log), buf_str(&r.log));
	rows_release(&r);
}

static void
run_others(const struct rows *first, const struct scan_options *options, struct str log,
	   unsigned pieces)
{
	struct scan_options o = *options;

	o.input.threads = pieces & 1;
	run_like(first, &o, feed_pipe(log, pieces));
	feed_pipe_close();
	o.input.threads = true;
	run_like(first, &o, *options->file);
	o.input.threads = false;
	o.parse.json.portable = true;
	run_like(first, &o, *options->file);
}

/* What was written of ROWS rows is sound, and they are read again. */
static void
read_back(uint64_t rows)
{
	const struct scan_options o = {.format = "tsv", .as_is = true, .files = 1};
	struct scan_options back = o;
	struct buf first;
	const char *name;
	bool repeats = false;
	struct rows r;

	buf_init(&first, BUF_CAP_MAX);
	feed_read(FILE_OUT, &first);
	HOLD(rows_check_mlrec(buf_str(&first), &repeats) == rows);
	name = feed_file(FILE_LOG, buf_str(&first));
	back.file = &name;
	rows_init(&r, STR(""));
	rows_run(&r, &back);
	if (first.n && !repeats)
		HOLD(r.status == 0 && r.rows == rows && !r.rejects && !r.faults);
	rows_release(&r);
	buf_release(&first);
}

/* The first run, whose rows are written. */
static void
run_first(struct rows *r, const struct scan_options *o)
{
	const struct record_options tsv = {.format = RECORD_TSV};
	struct output out;

	output_init(&out, feed_writable(FILE_OUT));
	r->writer = record_writer_new(&out, &tsv);
	rows_run(r, o);
	HOLD(record_finish(r->writer, 0, false) == 0);
	HOLD(output_finish(&out) == 0);
	record_writer_free(r->writer);
	output_release(&out);
}

void
scanning_try(const struct scanning *what, struct str data)
{
	unsigned choice = fuzz_byte(&data), pieces = fuzz_byte(&data);
	struct scan_options o = {.files = 1};
	struct rows r;
	const char *name;
	char *pattern = NULL;

	choose_options(&o, what, choice);
	rows_init(&r, token_until(&data, '\n'));
	if (what->pattern)
		o.parse.pattern = pattern = fuzz_text(token_until(&data, '\n'));
	name = feed_file(FILE_LOG, data);
	o.file = &name;
	/* Of gzip only what comes out is known. */
	if (data.n < 2 || memcmp(data.p, "\x1f\x8b", 2) != 0)
		r.text = data;
	r.gaps = what->gaps;
	run_first(&r, &o);
	run_others(&r, &o, data, pieces);
	/* A row without columns is a blank line. */
	if (!o.require_end)
		made_hold_same(&o, r.columns, 1 + pieces % HELPERS_MOST,
			       (size_t)LEAST_BLOCK << pieces / HELPERS_MOST % BLOCK_SIZES);
	if (!o.as_is && !r.bare)
		read_back(r.rows);
	rows_release(&r);
	free(pattern);
}
