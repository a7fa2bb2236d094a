/*
 * mlmetric --merge: what was merged is written as lines that, merged again in either order,
 * are the same lines; the table has as many fields in each row.  A byte: 1 leaves checksums as they
 * are; the lines.
 */
#include <math.h>

#include "feed.h"
#include "fuzz.h"
#include "lines.h"
#include "measurement.h"
#include "rows.h"
#include "token.h"

static const struct measurement_options options = {.evaluation.threshold = NAN, .max_groups = 1000};

/* False if a line was refused. */
static bool
merge(struct measurement *m, struct str lines, bool backwards)
{
	struct complaint c;
	bool taken = measurement_init_merge(m, &options, &c) == 0;

	while (lines.n && taken) {
		size_t n = lines.n - 1;
		struct str line;

		while (backwards && n && lines.p[n - 1] != '\n')
			n--;
		line = backwards ? STR_N(lines.p + n, lines.n - n - (lines.p[lines.n - 1] == '\n'))
				 : token_until(&lines, '\n');
		lines.n = backwards ? n : lines.n;
		taken = measurement_merge(m, line, &c) == 0;
	}
	HOLD(taken || c.text[0]);
	return taken;
}

static void
write_lines(struct measurement *m, struct buf *out)
{
	struct output o;

	output_init(&o, feed_writable(0));
	HOLD(measurement_write_parts(m, &o) == 0);
	HOLD(output_finish(&o) == 0);
	output_release(&o);
	feed_read(0, out);
}

static void
hold_table(struct measurement *m)
{
	const struct record_options tsv = {.format = RECORD_TSV};
	struct record_writer *w;
	struct output o;
	struct buf out;

	buf_init(&out, BUF_CAP_MAX);
	output_init(&o, feed_writable(0));
	w = record_writer_new(&o, &tsv);
	measurement_write(m, w);
	HOLD(record_finish(w, 0, false) == 0);
	HOLD(output_finish(&o) == 0);
	record_writer_free(w);
	output_release(&o);
	feed_read(0, &out);
	rows_check_table(buf_str(&out));
	buf_release(&out);
}

static void
hold_again(struct buf *lines, bool backwards)
{
	struct measurement m;
	struct buf again;

	buf_init(&again, BUF_CAP_MAX);
	HOLD(merge(&m, buf_str(lines), backwards));
	if (m.opened) {
		write_lines(&m, &again);
		HOLD_SAME(buf_str(lines), buf_str(&again));
	}
	measurement_release(&m);
	buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = fuzz_str(data, size);
	bool raw = fuzz_byte(&text) == 1;
	struct measurement m;
	struct buf lines, out;

	buf_init(&lines, BUF_CAP_MAX);
	buf_init(&out, BUF_CAP_MAX);
	if (!raw)
		lines_mend_all(text, &lines);
	if (merge(&m, raw ? text : buf_str(&lines), false) && m.opened) {
		write_lines(&m, &out);
		hold_again(&out, false);
		hold_again(&out, true);
		hold_table(&m);
	}
	measurement_release(&m);
	buf_release(&lines);
	buf_release(&out);
	return 0;
}
