#include "made.h"

#include <time.h>

#include "fuzz.h"
#include "wanted.h"

enum { TIMES = 3, NAPS = 4 };

struct told {
	struct buf text;
	uint64_t rows;
	struct scan_counts counts;
};

static void *
open_sink(void *arg, const struct plan_column *column, size_t n)
{
	size_t *columns = malloc(sizeof *columns);

	(void)arg;
	(void)column;
	HOLD(columns);
	*columns = n;
	return columns;
}

/* Every seventh length of a first value leaves the row out or refuses it. */
static int
add_row(void *sink, struct scan_event *e, struct output *out)
{
	const size_t n = *(const size_t *)sink;
	size_t length = n ? e->row.value[0].text.n : 0;
	char kind;

	if (length % 7 == 5)
		return 0;
	if (length % 7 == 6) {
		e->reason = REJECT_VALUE;
		e->message = "refused";
		e->message_offset = 0;
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		const struct value *v = &e->row.value[i];

		kind = (char)('0' + (int)v->kind);
		output_add(out, &kind, 1);
		if (v->kind != VALUE_MISSING)
			output_add(out, v->text.p, v->text.n);
		output_add(out, "|", 1);
	}
	output_add(out, "\n", 1);
	return 1;
}

static void
add_refusal(struct told *t, const struct scan_event *e)
{
	buf_addf(&t->text, "%zu@%zu: %d %s at %zu: ", (size_t)e->row.line, (size_t)e->row.offset,
		 (int)e->reason, e->message, e->message_offset);
	buf_add(&t->text, e->row.raw.p ? e->row.raw.p : "", e->row.raw.p ? e->row.raw.n : 0);
	buf_addc(&t->text, '\n');
}

static void
add_single(struct told *t, struct scan_event *e, size_t n)
{
	struct output out;
	int kept;

	output_init_memory(&out);
	kept = add_row(&n, e, &out);
	buf_add(&t->text, out.p ? out.p : "", out.n);
	output_release(&out);
	t->rows += kept == 1;
	if (kept < 0)
		add_refusal(t, e);
}

static void
add_event(struct told *t, const struct scan *s, int event, struct scan_event *e)
{
	size_t n;
	const struct plan_column *column = scan_columns(s, &n);

	if (event == SCAN_MADE) {
		t->rows += e->made.rows;
		buf_add(&t->text, e->made.text.p ? e->made.text.p : "", e->made.text.n);
	} else if (event == SCAN_REJECT) {
		add_refusal(t, e);
	} else if (event == SCAN_FAULT) {
		buf_addf(&t->text, "fault %d %zu@%zu\n", (int)e->fault->kind,
			 (size_t)e->fault->line, (size_t)e->fault->byte);
	} else {
		for (size_t i = 0; event == SCAN_COLUMNS && i < n; i++)
			buf_addf(&t->text, "#%.*s", (int)column[i].name.n, column[i].name.p);
		add_single(t, e, n);
	}
}

/* False if there is nothing to be read. */
static bool
tell(struct told *t, const struct scan_options *o, struct str columns, bool ahead)
{
	/* So that the other threads have time to get ahead. */
	const struct timespec nap = {.tv_nsec = 200000};
	const struct scan_sink sink = {open_sink, free, add_row, NULL};
	struct path_columns wanted = {.n = 0};
	struct scan *s = scan_new(o);
	struct buf taken, notice;
	struct scan_event e;
	struct complaint c;
	int event;
	bool good;

	buf_init(&taken, BUF_CAP_MAX);
	buf_init(&notice, BUF_CAP_MAX);
	buf_init(&t->text, BUF_CAP_MAX);
	good = scan_open(s, &c) == 0 &&
	       wanted_columns(s, columns, &wanted, &taken, &notice, &c) == 0 &&
	       scan_bind(s, &wanted, &c) == 0;
	if (good && ahead)
		scan_work_ahead(s, &sink);
	for (int i = 0; good && (event = scan_next(s, &e)) > 0; i++) {
		add_event(t, s, event, &e);
		if (ahead && i < NAPS)
			nanosleep(&nap, NULL);
	}
	if (good)
		buf_addf(&t->text, "%d %s\n", event, event < 0 ? scan_why(s)->text : "");
	scan_counts(s, &t->counts);
	scan_free(s);
	path_columns_release(&wanted);
	buf_release(&taken);
	buf_release(&notice);
	return good;
}

void
made_hold_same(const struct scan_options *options, struct str columns, unsigned helpers,
	       size_t block)
{
	const char *names[TIMES] = {options->file[0], options->file[0], options->file[0]};
	struct scan_options o = *options;
	struct told one = {.rows = 0}, other = {.rows = 0};

	o.file = names;
	o.files = TIMES;
	o.input.threads = false;
	o.input.block = block;
	if (tell(&one, &o, columns, false)) {
		o.input.threads = true;
		o.input.helpers = helpers;
		HOLD(tell(&other, &o, columns, true));
		HOLD_SAME(buf_str(&one.text), buf_str(&other.text));
		HOLD(one.rows == other.rows);
		HOLD(memcmp(&one.counts, &other.counts, sizeof one.counts) == 0);
		buf_release(&other.text);
	}
	buf_release(&one.text);
}
