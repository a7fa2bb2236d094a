/*
 * Rows dealt out to parts, measured, written and merged in another order give the table of
 * one pass.  A byte of options, a byte that deals, rows under a fixed header.
 */
#include <math.h>

#include "feed.h"
#include "fuzz.h"
#include "measurement.h"
#include "rng.h"
#include "token.h"

enum { FILE_ROWS, FILE_OUT };

enum { GROUPED = 128, TOTALS = 64 };

static const char header[] = "model\tpred\tscore\tlabel\tx\tp_a\tp_b\n";

static const struct {
	enum task_kind task;
	const char *metrics;
} asked[] = {
	{TASK_NONE, "n,sum(x),mean(x),sd(x),min(x),max(x),p50(x),p99.9(x),distinct(x),mode(x),"
		    "missing(x),null(x),entropy(x),rate(x>=1)"},
	{TASK_REGRESSION, "n,mae,rmse,r2,medae,mape,smape,max_error,pinball@0.9"},
	{TASK_BINARY, "n,labelled,accuracy,f1,mcc,auroc,log_loss,brier,ece,ks,kappa"},
};

struct run {
	struct measurement_options options;
	struct measurement m;
	bool refused; /* a row, or a line */
};

static void
init(struct run *r, unsigned choice)
{
	size_t i = choice % (sizeof asked / sizeof *asked);
	struct evaluation_options *e = &r->options.evaluation;

	*r = (struct run){.options.evaluation.threshold = NAN, .options.max_groups = 1000};
	e->task = asked[i].task;
	e->metrics = asked[i].metrics;
	e->positive = e->task == TASK_BINARY ? "1" : NULL;
	e->group = choice & GROUPED ? "model" : NULL;
	r->options.totals = choice & TOTALS;
}

/* False if nothing can be measured on ROWS. */
static bool
measure(struct run *r, struct str rows)
{
	const char *name = feed_file(FILE_ROWS, rows);
	const struct scan_options o = {.file = &name, .files = 1, .as_is = true, .format = "tsv"};
	struct scan *scan = scan_new(&o);
	struct scan_event e;
	struct complaint c;
	bool good = scan_open(scan, &c) == 0 &&
		    measurement_init(&r->m, &r->options, scan, NULL, 0, &c) == 0;
	int event;

	while (good && (event = scan_next(scan, &e)) > 0)
		if (event == SCAN_ROW)
			r->refused |= measurement_add(&r->m, &e.row) < 0;
	scan_free(scan);
	return good;
}

static void
write_parts(struct run *r, struct buf *out)
{
	struct output o;

	output_init(&o, feed_writable(FILE_OUT));
	HOLD(measurement_write_parts(&r->m, &o) == 0 && output_finish(&o) == 0);
	output_release(&o);
	feed_read(FILE_OUT, out);
}

static void
write_table(struct run *r, struct buf *out)
{
	const struct record_options tsv = {.format = RECORD_TSV};
	struct record_writer *w;
	struct output o;

	output_init(&o, feed_writable(FILE_OUT));
	w = record_writer_new(&o, &tsv);
	measurement_write(&r->m, w);
	HOLD(record_finish(w, 0, false) == 0 && output_finish(&o) == 0);
	record_writer_free(w);
	output_release(&o);
	feed_read(FILE_OUT, out);
}

/* The rows that DEAL gives to part I, with the header. */
static void
deal_part(struct str rows, unsigned deal, unsigned parts, unsigned i, struct buf *out)
{
	struct rng rng;

	rng_seed(&rng, deal);
	buf_adds(out, header);
	while (rows.n) {
		struct str row = token_until(&rows, '\n');

		if (rng_below(&rng, parts) != i)
			continue;
		buf_add(out, row.p, row.n);
		buf_addc(out, '\n');
	}
}

/* The last part first.  False if a part has rows that mean something else alone. */
static bool
merge_parts(struct run *whole, struct str rows, unsigned choice, unsigned deal)
{
	unsigned parts = 2 + deal % 3;
	struct complaint c;
	bool good = true;

	good = measurement_init_merge(&whole->m, &whole->options, &c) == 0;
	for (unsigned i = parts; i-- > 0 && good;) {
		struct buf part, lines;
		struct str rest;
		struct run r;

		init(&r, choice);
		buf_init(&part, BUF_CAP_MAX);
		buf_init(&lines, BUF_CAP_MAX);
		deal_part(rows, deal, parts, i, &part);
		good = measure(&r, buf_str(&part)) && !r.refused;
		if (good)
			write_parts(&r, &lines);
		for (rest = buf_str(&lines); rest.n && good;)
			good = measurement_merge(&whole->m, token_until(&rest, '\n'), &c) == 0;
		measurement_release(&r.m);
		buf_release(&part);
		buf_release(&lines);
	}
	return good;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rows = fuzz_str(data, size);
	unsigned choice = fuzz_byte(&rows), deal = fuzz_byte(&rows);
	struct run one, merged;
	struct buf all, table, again;

	buf_init(&all, BUF_CAP_MAX);
	buf_init(&table, BUF_CAP_MAX);
	buf_init(&again, BUF_CAP_MAX);
	init(&one, choice);
	init(&merged, choice);
	deal_part(rows, 0, 1, 0, &all);
	/* A row that is refused may be the first of its class elsewhere. */
	if (measure(&one, buf_str(&all)) && !one.refused &&
	    merge_parts(&merged, rows, choice, deal) && merged.m.opened) {
		write_table(&one, &table);
		write_table(&merged, &again);
		HOLD_SAME(buf_str(&table), buf_str(&again));
	}
	measurement_release(&one.m);
	measurement_release(&merged.m);
	buf_release(&all);
	buf_release(&table);
	buf_release(&again);
	return 0;
}
