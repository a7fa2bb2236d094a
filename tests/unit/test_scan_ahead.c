/*
 * scan ahead: what comes out is the same for any number of threads.  The oracle is the
 * scan in one thread, over logs made to be awkward: in blocks of a few lines, with all
 * that one record may do to those behind it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "log_file.h"
#include "rng.h"
#include "scan.h"

/* limits.h has a PATH_MAX too. */
#include "gzip_files.h"

/* How one log is read. */
struct reading {
	const char *format, *pattern, *columns;
	struct input_options input;
	bool ahead;
};

struct told {
	struct buf text; /* of the rows, and of what interrupts them */
	uint64_t made, rows, filtered;
	struct scan_counts counts;
	uint64_t found; /* a bit for each column */
};

/* As a sink: a row is its values; those with an x in the second are left out, with a y refused. */
static int
add_row(void *sink, struct scan_event *e, struct output *out)
{
	const size_t n = *(const size_t *)sink;
	struct str second = n > 1 ? e->row.value[1].text : STR("");

	if (second.n && memchr(second.p, 'x', second.n))
		return 0;
	if (second.n && memchr(second.p, 'y', second.n)) {
		e->reason = REJECT_VALUE;
		e->message = "a y";
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		struct value v = e->row.value[i];

		output_add(out, "|", 1);
		output_add(out, v.kind == VALUE_MISSING ? "-" : v.text.p,
			   v.kind == VALUE_MISSING ? 1 : v.text.n);
	}
	output_add(out, "\n", 1);
	return 1;
}

static void *
open_sink(void *arg, const struct plan_column *column, size_t n)
{
	size_t *columns = malloc(sizeof *columns);

	(void)arg;
	(void)column;
	assert_non_null(columns);
	*columns = n;
	return columns;
}

static void
add_refusal(struct told *t, const struct scan_event *e)
{
	buf_addf(&t->text, "%s:%llu@%llu: %d %s at %zu: ", e->row.file,
		 (unsigned long long)e->row.line, (unsigned long long)e->row.offset, (int)e->reason,
		 e->message, e->message_offset);
	buf_add(&t->text, e->row.raw.p, e->row.raw.p ? e->row.raw.n : 0);
	buf_addc(&t->text, '\n');
}

/* A row that came by itself goes the way of the others. */
static void
add_single(struct told *t, struct scan_event *e, size_t n)
{
	struct output out;
	int kept;

	output_init_memory(&out);
	kept = add_row(&n, e, &out);
	buf_add(&t->text, out.p, out.n);
	output_release(&out);
	t->rows += kept == 1;
	t->filtered += kept == 0;
	e->message_offset = 0;
	if (kept < 0)
		add_refusal(t, e);
}

static void
add_event(struct told *t, const struct scan *s, int event, struct scan_event *e)
{
	size_t n;
	const struct plan_column *column = scan_columns(s, &n);

	switch (event) {
	case SCAN_MADE:
		t->made++;
		t->rows += e->made.rows;
		t->filtered += e->made.filtered;
		buf_add(&t->text, e->made.text.p, e->made.text.n);
		break;
	case SCAN_COLUMNS:
		for (size_t i = 0; i < n; i++)
			buf_addf(&t->text, "#%.*s", (int)column[i].name.n, column[i].name.p);
		buf_addc(&t->text, '\n');
		add_single(t, e, n);
		break;
	case SCAN_ROW:
		add_single(t, e, n);
		break;
	case SCAN_REJECT:
		add_refusal(t, e);
		break;
	default:
		assert_int_equal(event, SCAN_FAULT);
		buf_addf(&t->text, "fault %d %s:%llu@%llu unverified %llu\n", e->fault->kind,
			 e->fault->file, (unsigned long long)e->fault->line,
			 (unsigned long long)e->fault->byte,
			 (unsigned long long)e->fault->first_unverified);
	}
}

static struct told
tell(const struct log_files *files, const struct reading *r)
{
	const struct scan_sink sink = {open_sink, free, add_row, NULL};
	const struct scan_options o = {.file = files->name,
				       .files = files->n,
				       .format = r->format,
				       .parse.pattern = r->pattern,
				       .input = r->input};
	struct scan *s = scan_new(&o);
	struct told t = {.made = 0};
	struct path_columns wanted;
	struct scan_event e;
	struct complaint c;
	int event;

	buf_init(&t.text, BUF_CAP_MAX);
	assert_int_equal(path_columns_parse(&wanted, str_of(r->columns), &c), 0);
	assert_int_equal(scan_open(s, &c), 0);
	assert_int_equal(scan_bind(s, &wanted, &c), 0);
	if (r->ahead)
		scan_work_ahead(s, &sink);
	while ((event = scan_next(s, &e)) > 0)
		add_event(&t, s, event, &e);
	if (event < 0)
		buf_addf(&t.text, "%s:%llu: %s\n", e.row.file, (unsigned long long)e.row.line,
			 scan_why(s)->text);
	scan_counts(s, &t.counts);
	for (size_t i = 0; i < wanted.n; i++)
		t.found |= (uint64_t)scan_found(s, &wanted.column[i]) << i;
	scan_free(s);
	path_columns_release(&wanted);
	return t;
}

/* Returns how often rows came by the run. */
static uint64_t
check(const struct log_files *files, struct reading r)
{
	static const unsigned helpers[] = {0, 1, 6};
	struct told expected = tell(files, &r);
	uint64_t made = 0;

	r.input.threads = r.ahead = true;
	for (size_t i = 0; i < sizeof helpers / sizeof helpers[0]; i++) {
		struct told t;

		r.input.helpers = helpers[i];
		t = tell(files, &r);
		assert_int_equal(t.text.n, expected.text.n);
		assert_memory_equal(buf_str(&t.text).p, buf_str(&expected.text).p, t.text.n);
		assert_int_equal(t.rows, expected.rows);
		assert_int_equal(t.filtered, expected.filtered);
		assert_memory_equal(&t.counts, &expected.counts, sizeof t.counts);
		assert_int_equal(t.found, expected.found);
		made += t.made;
		buf_release(&t.text);
	}
	buf_release(&expected.text);
	return made;
}

/* What a log is made of; each is one line or so, and few are odd. */
typedef void add_line(struct buf *log, struct rng *rng, unsigned i);

static void
add_json(struct buf *log, struct rng *rng, unsigned i)
{
	static const char *const odd[] = {
		"\n",
		"{\"t\":\n",
		"not json\n",
		"{\"a\":\"\xff\xfe\",\"b\":\"\\u0000\"}\n",
		"{\"a\":1,\"a\":2,\"b\":\"only y\"}{\"a\":3}\n",
		"{\"a\":NaN,\"t\":\"2024-03-31T02:30:00\"}\n",
		"{\"t\":1700000000123456,\"a\":1}\n",
		"{\"score\":\"high\"}\n",
	};
	uint64_t dice = rng_below(rng, 40);

	if (dice < sizeof odd / sizeof odd[0])
		buf_adds(log, odd[dice]);
	else if (dice == 39 && rng_below(rng, 12) == 0)
		buf_addf(log, "{\"a\":1,\"f\":{\"k%u\":%u,\"w\":\"v\"}}\n", i, i);
	else
		buf_addf(log,
			 "{\"t\":\"2024-05-%02uT%02u:00:00Z\",\"a\":%u,\"b\":\"%c%u\","
			 "\"score\":0.%u,\"f\":{\"x\":%u,\"y\":\"c\"}}\n",
			 1 + i % 30, i % 24, i, "abxyc"[rng_below(rng, 5)], i,
			 (unsigned)rng_below(rng, 1000) + 1, i);
}

static void
add_epoch(struct buf *log, struct rng *rng, unsigned i)
{
	/* Small numbers first: what decides the unit comes late, in the middle of a block. */
	if (i < 400)
		buf_addf(log, "{\"t\":%u,\"a\":\"%u\",\"b\":1}\n", i, i);
	else
		buf_addf(log, "{\"t\":%u000,\"a\":%u}\n", 1700000000 + i,
			 (unsigned)rng_below(rng, 9));
}

static void
add_logfmt(struct buf *log, struct rng *rng, unsigned i)
{
	static const char *const odd[] = {"\n", "a=\"open\n", "a=1 a=2 b=\xff\n",
					  "just words here\n"};
	uint64_t dice = rng_below(rng, 30);

	if (dice < sizeof odd / sizeof odd[0])
		buf_adds(log, odd[dice]);
	else
		buf_addf(log, "t=2024-05-01T00:00:%02uZ a=%u b=\"%c \\\"q\\\"\" flag score=%u\n",
			 i % 60, i, "abxyc"[rng_below(rng, 5)], i);
}

static void
add_csv(struct buf *log, struct rng *rng, unsigned i)
{
	static const char *const odd[] = {
		"\n",
		"1,2\n",
		"2024-05-01,\"a\nb\",\"z\r\n\n\",4\n",
		"2024-05-01,\"open,2,3\n",
		"2024-05-01,\"a\"b,2,3\n",
		"2024-05-01,\xff,1,2\n",
	};
	uint64_t dice = rng_below(rng, 60);

	if (i == 0)
		buf_adds(log, "t,a,b,score\n");
	else if (dice < sizeof odd / sizeof odd[0])
		buf_adds(log, odd[dice]);
	else
		buf_addf(log, "2024-05-%02u,%u,%c%s,%u\n", 1 + i % 30, i,
			 "abxyc"[rng_below(rng, 5)], i % 7 ? "" : "\"\"", i);
}

static void
add_tsv(struct buf *log, struct rng *rng, unsigned i)
{
	static const char *const odd[] = {"\n", "1\t2\n", "\\t\t\\n\t3\tz\t5\n", "\xff\ta\t1\t2\n"};
	static const char *const header[] = {"a\tt\tb\tscore\n", "t\ta\tb\tscore\n",
					     "t\ta\tb\tscore\tmore\n"};
	uint64_t dice = rng_below(rng, 120);

	if (i == 0)
		buf_adds(log, header[1]);
	else if (dice < sizeof odd / sizeof odd[0])
		buf_adds(log, odd[dice]);
	else if (dice == 119 && rng_below(rng, 8) == 0)
		buf_adds(log, header[rng_below(rng, i < 2000 ? 2 : 3)]);
	else
		buf_addf(log, "2024-05-%02u\t%u\t%c\\\\\t%u\n", 1 + i % 30, i,
			 "abxyc"[rng_below(rng, 5)], i);
}

static void
add_text(struct buf *log, struct rng *rng, unsigned i)
{
	if (rng_below(rng, 20) == 0)
		buf_adds(log, rng_below(rng, 2) ? "\n" : "a line of another kind \xff\n");
	else
		buf_addf(log, "2024-05-01T00:00:%02uZ a=%u b=%c\xff score=%u\n", i % 60, i,
			 "abxyc"[rng_below(rng, 5)], i);
}

static const struct kind {
	const char *format, *pattern, *columns;
	add_line *add;
} kinds[] = {
	{"ndjson", NULL, "ts=.t b=.b a=.a score=.score never=.zz f=.f", add_json},
	{"ndjson", NULL, "ts=.t b=.b a=.a", add_epoch},
	{"logfmt", NULL, "ts=.t b=.b a=.a score=.score", add_logfmt},
	{"csv", NULL, "ts=t b=b a=a score=score", add_csv},
	{"tsv", NULL, "ts=t b=b a=a score=score", add_tsv},
	{"regex", "^(?<t>\\S+) a=(?<a>\\d+) b=(?<b>\\S+) score=(?<score>\\S+)",
	 "ts=t b=b a=a score=score", add_text},
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

static void
make_log(struct buf *log, const struct kind *k, struct rng *rng, unsigned lines)
{
	buf_clear(log);
	for (unsigned i = 0; i < lines; i++)
		k->add(log, rng, i);
	if (rng_below(rng, 3) == 0)
		log->n--; /* no line feed at the end */
}

static struct reading
reading_of(const struct kind *k, size_t block)
{
	return (struct reading){.format = k->format,
				.pattern = k->pattern,
				.columns = k->columns,
				.input = {.block = block, .max_line = 1 << 20}};
}

static void
any_number_of_threads_tells_the_same(void **state)
{
	static const size_t block[] = {100, 700, 3000, 20000};
	uint64_t made = 0;
	struct rng rng;
	struct buf log;

	(void)state;
	rng_seed(&rng, 1);
	buf_init(&log, BUF_CAP_MAX);
	for (size_t k = 0; k < KINDS; k++)
		for (size_t b = 0; b < sizeof block / sizeof block[0]; b++) {
			struct log_files files = {.n = 0};

			make_log(&log, &kinds[k], &rng, 3000);
			log_file_add(&files, log.p, log.n);
			made += check(&files, reading_of(&kinds[k], block[b]));
			log_files_remove(&files);
		}
	buf_release(&log);
	/* Else nothing was shown. */
	assert_true(made > 0);
}

static void
several_files_and_long_lines_are_the_same(void **state)
{
	struct rng rng;
	struct buf log;

	(void)state;
	rng_seed(&rng, 2);
	buf_init(&log, BUF_CAP_MAX);
	for (size_t k = 0; k < KINDS; k++) {
		struct reading r = reading_of(&kinds[k], 600);
		struct log_files files = {.n = 0};

		r.input.max_line = 150;
		for (int i = 0; i < 3; i++) {
			make_log(&log, &kinds[k], &rng, 500);
			buf_addf(&log, "\n%0200d\n", 7);
			log_file_add(&files, log.p, log.n);
		}
		files.name[files.n++] = "/nowhere/at/all";
		check(&files, r);
		files.n--;
		log_files_remove(&files);
	}
	buf_release(&log);
}

/* Members of gzip, one of them with a byte that is wrong, or cut off. */
static void
damaged_gzip_is_the_same(void **state)
{
	struct rng rng;
	struct buf log, gz;

	(void)state;
	rng_seed(&rng, 3);
	buf_init(&log, BUF_CAP_MAX);
	buf_init(&gz, BUF_CAP_MAX);
	for (size_t round = 0; round < 5 * KINDS; round++) {
		const struct kind *k = &kinds[round % KINDS];
		struct reading r = reading_of(k, 900);
		struct log_files files = {.n = 0};
		size_t n = gz.n = 0;

		for (int member = 0; member < 4; member++) {
			make_log(&log, k, &rng, 700);
			gzip_member(&gz, buf_str(&log));
			n = member == 1 ? gz.n : n;
		}
		/* Behind the header and the sample of the first. */
		if (round % 2)
			gz.p[n + rng_below(&rng, gz.n - n)] ^= 0x10;
		else
			gz.n -= 1 + rng_below(&rng, gz.n / 3);
		r.input.recover = round % 3 != 0;
		log_file_add(&files, gz.p, gz.n);
		check(&files, r);
		log_files_remove(&files);
	}
	buf_release(&log);
	buf_release(&gz);
}

/* Who stops early leaves threads at work. */
static void
ending_early_is_no_harm(void **state)
{
	const struct scan_sink sink = {open_sink, free, add_row, NULL};
	struct log_files files = {.n = 0};
	struct rng rng;
	struct buf log;

	(void)state;
	rng_seed(&rng, 4);
	buf_init(&log, BUF_CAP_MAX);
	make_log(&log, &kinds[0], &rng, 5000);
	log_file_add(&files, log.p, log.n);
	for (int events = 0; events < 300; events += 7) {
		const struct scan_options o = {
			.file = files.name,
			.files = 1,
			.format = "ndjson",
			.input = {.block = 500, .threads = true, .helpers = 2}};
		struct scan *s = scan_new(&o);
		struct path_columns wanted;
		struct scan_event e;
		struct complaint c;

		assert_int_equal(path_columns_parse(&wanted, STR("a=.a b=.b"), &c), 0);
		assert_int_equal(scan_open(s, &c), 0);
		assert_int_equal(scan_bind(s, &wanted, &c), 0);
		scan_work_ahead(s, &sink);
		for (int i = 0; i < events; i++)
			assert_true(scan_next(s, &e) > 0);
		scan_free(s);
		path_columns_release(&wanted);
	}
	log_files_remove(&files);
	buf_release(&log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_number_of_threads_tells_the_same),
		cmocka_unit_test(several_files_and_long_lines_are_the_same),
		cmocka_unit_test(damaged_gzip_is_the_same),
		cmocka_unit_test(ending_early_is_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
