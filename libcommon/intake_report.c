/* intake - the end of a run: summary line, --summary, --rejects, exit status. */

#include <string.h>
#include <unistd.h>

#include "diag.h"
#include "intake_internal.h"
#include "json.h"

bool
intake_too_bad(const struct intake *in)
{
	const struct intake_bound *b = &in->max_bad;

	if (b->is_share)
		return 100.0 * (double)in->rejected > b->percent * (double)in->rows_in;
	return in->rejected > b->count;
}

bool
intake_damaged(const struct intake *in)
{
	return in->status != EXIT_DONE || intake_too_bad(in);
}

const char *
intake_count(uint64_t n, char *text)
{
	char *p = text + INTAKE_COUNT_TEXT - 1;
	int digits = 0;

	*p = '\0';
	do {
		if (digits && digits % 3 == 0)
			*--p = ',';
		*--p = (char)('0' + n % 10);
		n /= 10;
		digits++;
	} while (n);
	return p;
}

static void
add_count(struct buf *out, const char *before, uint64_t n, const char *what)
{
	char text[INTAKE_COUNT_TEXT];

	buf_addf(out, "%s%s %s", before, intake_count(n, text), what);
}

static void
say_summary(struct intake *in, uint64_t rows, const struct scan_counts *counts)
{
	struct buf text;
	const char *before = " (";

	buf_init(&text, BUF_CAP_MAX);
	add_count(&text, "", in->rows_in, in->rows_in == 1 ? "line: " : "lines: ");
	add_count(&text, "", rows, rows == 1 ? "row, " : "rows, ");
	add_count(&text, "", in->rejected, "rejected");
	for (int r = 0; r < REJECT_REASONS; r++) {
		if (!in->rejected_by[r])
			continue;
		add_count(&text, before, in->rejected_by[r],
			  reject_reason_name((enum reject_reason)r));
		before = ", ";
	}
	buf_adds(&text, in->rejected ? ")" : "");
	add_count(&text, ", ", in->filtered, "filtered");
	if (counts->blank)
		add_count(&text, ", ", counts->blank, "blank");
	if (in->faults)
		add_count(&text, ", ", in->faults, in->faults == 1 ? "fault" : "faults");
	intake_say(in, "%.*s", (int)text.n, text.p);
	buf_release(&text);
}

struct oddity {
	uint64_t n;
	bool verbose;
	const char *what, *hint;
};

/* What was mended or assumed, so that nobody finds out by accident. */
static void
say_oddities(struct intake *in, const struct scan_counts *c)
{
	const struct oddity oddity[] = {
		{c->json.nans, false, "bare NaN or Infinity taken for missing", ""},
		{c->json.duplicates, false, "keys that came twice in one object", " (see --dup)"},
		{c->json.replaced + c->plan.replaced, false, "invalid UTF-8 replaced by U+FFFD",
		 " (--utf8=reject refuses it)"},
		{c->json.nuls, false, "NUL characters replaced by U+FFFD", ""},
		{c->plan.folds, false, "times that come twice as clocks go back", " (first taken)"},
		{c->plan.gaps, false, "times that never were as clocks went forward", " (shifted)"},
		{c->plan.zoneless, true, "times without a zone", " (-z names it)"},
		{c->plan.na, true, "texts such as nan or - taken for missing", ""},
	};
	char text[INTAKE_COUNT_TEXT];

	for (size_t i = 0; i < sizeof oddity / sizeof oddity[0]; i++)
		if (oddity[i].n)
			intake_notice(in, oddity[i].verbose, "%s: %s%s", oddity[i].what,
				      intake_count(oddity[i].n, text), oddity[i].hint);
}

static void
add_member(struct buf *out, const char *name, uint64_t n)
{
	buf_addf(out, "%s\"%s\": %llu", out->p[out->n - 1] == '{' ? "" : ", ", name,
		 (unsigned long long)n);
}

static void
add_json(const struct intake *in, uint64_t rows, const struct scan_counts *c, struct buf *out)
{
	buf_addf(out, "{\"program\": \"%s\", \"version\": \"%s\"", in->program->name, VERSION);
	add_member(out, "rows_in", in->rows_in);
	add_member(out, "rows_out", rows);
	add_member(out, "rejected", in->rejected);
	buf_adds(out, ", \"rejected_by\": {");
	for (int r = 0; r < REJECT_REASONS; r++)
		add_member(out, reject_reason_name((enum reject_reason)r), in->rejected_by[r]);
	buf_addc(out, '}');
	add_member(out, "filtered", in->filtered);
	add_member(out, "blank", c->blank);
	add_member(out, "nans", c->json.nans);
	add_member(out, "duplicate_keys", c->json.duplicates);
	add_member(out, "utf8_replaced", c->json.replaced + c->plan.replaced);
	add_member(out, "nuls_replaced", c->json.nuls);
	add_member(out, "times_zoneless", c->plan.zoneless);
	add_member(out, "times_in_fold", c->plan.folds);
	add_member(out, "times_in_gap", c->plan.gaps);
	add_member(out, "texts_taken_for_missing", c->plan.na);
	add_member(out, "files", in->files);
	add_member(out, "faults", in->faults);
	add_member(out, "status", (uint64_t)in->status);
	buf_adds(out, "}\n");
}

static void
write_summary(struct intake *in, uint64_t rows, const struct scan_counts *counts)
{
	const char *path = in->reading->summary;
	struct output o;
	struct buf text;

	buf_init(&text, BUF_CAP_MAX);
	add_json(in, rows, counts, &text);
	/* Opened anew, a file behind them would be written from its start. */
	if (in->out)
		output_flush(in->out);
	if (strcmp(path, "/dev/stdout") == 0)
		output_init(&o, STDOUT_FILENO);
	else if (strcmp(path, "/dev/stderr") == 0)
		output_init(&o, STDERR_FILENO);
	else if (output_open(&o, path, 0600) < 0) {
		diag_errno("--summary: %s", path);
		in->status = EXIT_TROUBLE;
		buf_release(&text);
		return;
	}
	output_add(&o, text.p, text.n);
	output_row(&o);
	if (output_finish(&o) < 0) {
		diag_errno("cannot write %s", path);
		in->status = EXIT_TROUBLE;
	}
	output_release(&o);
	buf_release(&text);
}

static void
close_rejects(struct intake *in)
{
	if (in->rejects_fd < 0 || output_finish(&in->rejects) == 0)
		return;
	diag_errno("cannot write %s", in->reading->rejects);
	in->status = EXIT_TROUBLE;
}

static void
judge(struct intake *in, uint64_t rows)
{
	char a[INTAKE_COUNT_TEXT], b[INTAKE_COUNT_TEXT];
	const char *max_bad = in->reading->max_bad ? in->reading->max_bad : "5%";

	if (intake_too_bad(in)) {
		intake_say(in, "%s of %s lines rejected, more than --max-bad=%s",
			   intake_count(in->rejected, a), intake_count(in->rows_in, b), max_bad);
		in->status = cli_worse(in->status, EXIT_DAMAGED);
	}
	if (in->reading->require_input && in->rows_in == 0) {
		intake_say(in, "no input, and --require-input was given");
		in->status = cli_worse(in->status, EXIT_DAMAGED);
	}
	if (in->rows_in != rows + in->rejected + in->filtered) {
		intake_say(in, "%s lines in, but %s accounted for: please report this",
			   intake_count(in->rows_in, a),
			   intake_count(rows + in->rejected + in->filtered, b));
		in->status = EXIT_TROUBLE;
	}
}

int
intake_finish(struct intake *in, uint64_t rows)
{
	struct scan_counts counts;
	bool lost = in->rejected || in->faults;

	intake_progress_wipe(&in->progress);
	scan_counts(in->scan, &counts);
	say_oddities(in, &counts);
	judge(in, rows);
	close_rejects(in);
	if (!in->reading->quiet && (lost || in->reading->verbose))
		say_summary(in, rows, &counts);
	if (in->reading->summary)
		write_summary(in, rows, &counts);
	return in->status;
}
