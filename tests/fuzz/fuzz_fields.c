/*
 * Fields of CSV, TSV and logfmt: with and without SIMD the same, in any variant; records
 * follow each other without a gap; TSV's escapes and CSV's quotes read back.  A byte of
 * options, the text.
 */
#include "csv.h"
#include "fuzz.h"
#include "logfmt.h"
#include "tsv.h"

#include "../unit/padded.h"

/* All that a cutter tells of TEXT. */
static void
cut_records(struct str text, unsigned choice, bool portable, struct buf *log)
{
	struct csv c;
	size_t used;

	csv_init(&c, choice & 1 ? '\t' : choice & 2 ? ';' : ',', choice & 1);
	c.portable = portable;
	for (; text.n; text.p += used, text.n -= used) {
		int result = csv_record(&c, text, choice & 4, &used);

		buf_addf(log, "%d %zu %zu %zu:", result, c.line, (size_t)c.lines, c.fault);
		if (result == CSV_MORE)
			break;
		HOLD(used > 0 && used <= text.n && c.line <= used);
		for (size_t i = 0; result == CSV_RECORD && i < c.n; i++) {
			buf_addf(log, " %d%zu:", c.quoted[i], c.field[i].n);
			buf_add(log, c.field[i].p, c.field[i].n);
		}
	}
	csv_release(&c);
}

static void
pick_records(struct str text, unsigned choice, enum csv_simd simd, struct buf *log)
{
	static const size_t wanted[] = {0, 2, 5, SIZE_MAX};
	struct str field[3];
	struct csv_pick p = {.delimiter = choice & 1 ? '\t' : ',',
			     .special = choice & 1 ? '\\' : '"',
			     .simd = simd,
			     .column = wanted,
			     .field = field};
	size_t used;

	for (; text.n; text.p += used, text.n -= used) {
		int result = csv_pick(&p, text, choice & 4, &used);

		buf_addf(log, "%d %d ", result, p.is_special);
		if (result != CSV_RECORD)
			break;
		HOLD(used > 0 && used <= text.n);
		buf_addf(log, "%zu %zu:", p.n, p.line);
		for (size_t i = 0; i < 3 && wanted[i] < p.n; i++) {
			HOLD(field[i].p >= text.p && field[i].p + field[i].n <= text.p + used);
			buf_addf(log, " %zu:", field[i].n);
			buf_add(log, field[i].p, field[i].n);
		}
	}
}

static void
cut_pairs(struct str text, bool portable, struct buf *log)
{
	struct str key, value;
	enum logfmt_form form;
	struct buf scratch;
	struct logfmt l;
	int status;

	buf_init(&scratch, BUF_CAP_MAX);
	HOLD(buf_reserve(&scratch, 3 * text.n + 1) == 0);
	logfmt_start(&l, text);
	l.portable = portable;
	while ((status = logfmt_next(&l, &scratch, &key, &value, &form)) > 0) {
		buf_addf(log, "%d %zu:", (int)form, key.n);
		buf_add(log, key.p, key.n);
		buf_addf(log, "%zu:", value.n);
		buf_add(log, value.p, value.n);
	}
	buf_addf(log, "%d %zu %s %zu", status, status < 0 ? l.offset : 0, status < 0 ? l.error : "",
		 (size_t)l.replaced);
	buf_release(&scratch);
}

static void
hold_written(struct str text)
{
	struct buf out, scratch;
	struct csv c;
	struct str quoted;
	size_t used;

	buf_init(&out, BUF_CAP_MAX);
	buf_init(&scratch, BUF_CAP_MAX);
	if (!text.n || !memchr(text.p, '\0', text.n)) {
		HOLD(tsv_escape(text, &out) == 0);
		HOLD_SAME(tsv_unescape(buf_str(&out), &scratch), text);
	}
	buf_clear(&out);
	HOLD(csv_quote(text, ',', true, &out) == 0);
	buf_addc(&out, '\n');
	quoted = padded(buf_str(&out));
	csv_init(&c, ',', false);
	HOLD(csv_record(&c, quoted, true, &used) == CSV_RECORD && used == quoted.n);
	HOLD(c.n == 1 && c.quoted[0]);
	HOLD_SAME(c.field[0], text);
	csv_release(&c);
	padded_free(quoted);
	buf_release(&out);
	buf_release(&scratch);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = fuzz_str(data, size);
	unsigned choice = fuzz_byte(&text);
	struct buf one, other;

	buf_init(&one, BUF_CAP_MAX);
	buf_init(&other, BUF_CAP_MAX);
	text = padded(text);
	cut_records(text, choice, true, &one);
	cut_records(text, choice, false, &other);
	cut_pairs(text, true, &one);
	cut_pairs(text, false, &other);
	HOLD_SAME(buf_str(&one), buf_str(&other));
	buf_clear(&one);
	pick_records(text, choice, CSV_SIMD_NONE, &one);
	for (int simd = CSV_SIMD_BEST; simd < CSV_SIMD_NONE; simd++) {
		buf_clear(&other);
		pick_records(text, choice, (enum csv_simd)simd, &other);
		HOLD_SAME(buf_str(&one), buf_str(&other));
	}
	hold_written(text);
	padded_free(text);
	buf_release(&one);
	buf_release(&other);
	return 0;
}
