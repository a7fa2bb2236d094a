/*
 * intake: messages, counts and the exit status, held against a scan that is played
 * by this test (its functions stand below in place of scan.c's).
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "capture.h"
#include "diag.h"
#include "intake.h"

struct step {
	int event;
	const char *raw, *message;
	enum reject_reason reason;
	size_t offset;
	const struct input_fault *fault;
};

struct scan {
	struct scan_options options;
	size_t at;
};

/* The play: what scan_next answers in turn; SCAN_END behind the last. */
static struct step play[64];
static size_t steps;
static struct scan_counts counts;
static const struct complaint why = {"cannot go on", 0};
static struct scan *stage;

struct scan *
scan_new(const struct scan_options *o)
{
	stage = calloc(1, sizeof *stage);
	assert_non_null(stage);
	stage->options = *o;
	return stage;
}

void
scan_free(struct scan *s)
{
	free(s);
}

int
scan_next(struct scan *s, struct scan_event *e)
{
	const struct step *now = &play[s->at];

	if (s->at >= steps)
		return SCAN_END;
	s->at++;
	*e = (struct scan_event){.row = {.file = "x.log",
					 .line = 100 + s->at,
					 .ts = TIMESTAMP_NONE,
					 .raw = {now->raw, now->raw ? strlen(now->raw) : 0}},
				 .reason = now->reason,
				 .message = now->message,
				 .message_offset = now->offset,
				 .fault = now->fault};
	return now->event;
}

const struct complaint *
scan_why(const struct scan *s)
{
	(void)s;
	return &why;
}

void
scan_counts(const struct scan *s, struct scan_counts *c)
{
	(void)s;
	*c = counts;
}

void
scan_progress(const struct scan *s, uint64_t *done, uint64_t *total)
{
	(void)s;
	*done = 2500000;
	*total = 10000000;
}

static const struct cli_program program = {.name = "mltest", .synopsis = "[FILE]..."};
static const char *const file_names[] = {"x.log"};

struct run {
	struct cli_reading reading;
	struct cli_list files;
	struct intake *in;
	struct capture err;
	int status;
	uint64_t rows;
	char said[16384];
};

/* From here on stderr is the run's. */
static bool
run_start(struct run *r)
{
	r->files = (struct cli_list){(const char **)(uintptr_t)file_names, 1};
	r->status = -1;
	r->rows = 0;
	capture_start(&r->err, STDERR_FILENO);
	r->in = intake_new(&program, &r->reading, &r->files, NULL, &r->status);
	if (!r->in)
		capture_end(&r->err, r->said, sizeof r->said);
	return r->in != NULL;
}

static void
run_end(struct run *r)
{
	r->status = intake_finish(r->in, r->rows);
	intake_free(r->in);
	capture_end(&r->err, r->said, sizeof r->said);
}

/* All of the play, each row taken; what intake_next answered last. */
static int
run_all(struct run *r)
{
	struct row row;
	int got;

	assert_true(run_start(r));
	while ((got = intake_next(r->in, &row)) > 0)
		r->rows++;
	run_end(r);
	return got;
}

static void
set_play(const struct step *step, size_t n)
{
	assert_true(n <= sizeof play / sizeof play[0]);
	memcpy(play, step, n * sizeof *step);
	steps = n;
	counts = (struct scan_counts){.blank = 0};
}

static const struct step row_step = {.event = SCAN_ROW, .raw = "row"};

static struct step
bad(enum reject_reason reason, const char *message, const char *raw, size_t offset)
{
	return (struct step){.event = SCAN_REJECT,
			     .reason = reason,
			     .message = message,
			     .raw = raw,
			     .offset = offset};
}

static void
expect_said(const struct run *r, const char *line)
{
	if (!strstr(r->said, line))
		assert_string_equal(r->said, line);
}

static void
sound_input_is_done_in_silence(void **state)
{
	struct run r = {.reading = {.quiet = false}};
	const struct step grew = {.event = SCAN_COLUMNS, .raw = "row"};

	(void)state;
	set_play((const struct step[]){row_step, grew, row_step}, 3);
	assert_int_equal(run_all(&r), 0);
	assert_string_equal(r.said, "");
	assert_int_equal(r.status, EXIT_DONE);
	assert_int_equal(r.rows, 3);
}

static void
verbose_sums_up(void **state)
{
	struct run r = {.reading = {.verbose = true}};

	(void)state;
	set_play((const struct step[]){row_step, row_step}, 2);
	counts.blank = 1234;
	assert_int_equal(run_all(&r), 0);
	assert_string_equal(r.said, "mltest: 2 lines: 2 rows, 0 rejected, 0 filtered, "
				    "1,234 blank\n");
}

static void
rejects_are_shown_quoted_and_counted(void **state)
{
	struct run r = {.reading = {.max_bad = "100%"}};
	char longer[300];

	(void)state;
	memset(longer, 'x', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	memcpy(longer + 150, "HERE", 4);
	set_play((const struct step[]){row_step,
				       bad(REJECT_SYNTAX, "unterminated string", "{\"a\033[2J", 4),
				       bad(REJECT_TIME, "no time", longer, 0),
				       bad(REJECT_SYNTAX, "no value", longer, 150),
				       bad(REJECT_LONG_LINE, "too long", NULL, 0)},
		 5);
	assert_int_equal(run_all(&r), 0);
	expect_said(&r, "mltest: x.log:102: unterminated string at byte 5: {\"a\\x1B[2J\n");
	memset(longer + 150, 'x', 4);
	longer[80] = '\0';
	expect_said(&r, "mltest: x.log:103: no time: ");
	expect_said(&r, longer);
	expect_said(&r, "mltest: x.log:104: no value at byte 151: "
			"...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			"HERExxxxxxxxxxxxxxxxxxxxxxxxxx...\n");
	expect_said(&r, "mltest: x.log:105: too long\n");
	expect_said(&r, "mltest: 5 lines: 1 row, 4 rejected (2 syntax, 1 long_line, 1 time), "
			"0 filtered\n");
	assert_int_equal(r.status, EXIT_DONE);
}

/* A quote never begins or ends inside a character. */
static void
quotes_hold_whole_characters(void **state)
{
	struct run r = {.reading = {.max_bad = "100%"}};
	char line[302];

	(void)state;
	for (int i = 0; i < 150; i++)
		memcpy(line + 2 * i, "\xc3\xa9", 3);
	for (size_t shift = 0; shift < 2; shift++)
		for (size_t offset = 0; offset < 290; offset += 29) {
			set_play((const struct step[]){bad(REJECT_SYNTAX, "m", line + 2, offset)},
				 1);
			line[2] = shift ? 'a' : '\xc3';
			line[3] = shift ? 'b' : '\xa9';
			assert_int_equal(run_all(&r), 0);
			assert_null(strstr(r.said, "\\x"));
			expect_said(&r, "\xc3\xa9\xc3\xa9");
		}
}

static void
five_of_a_kind_are_shown(void **state)
{
	struct run r = {.reading = {.max_bad = "100%"}};
	const char *at;
	int lines = 0;

	(void)state;
	for (int i = 0; i < 40; i++)
		play[i] = bad(i % 2 ? REJECT_TIME : REJECT_SYNTAX, "bad", "line", 0);
	steps = 40;
	counts = (struct scan_counts){.blank = 0};
	assert_int_equal(run_all(&r), 0);
	for (at = r.said; (at = strstr(at, "x.log:")); at++)
		lines++;
	assert_int_equal(lines, 2 * INTAKE_SHOWN);
	expect_said(&r, "further lines rejected for syntax are counted, not shown");
	expect_said(&r, "further lines rejected for time are counted, not shown");
	expect_said(&r, "40 rejected (20 syntax, 20 time)");
}

static void
max_bad_decides_between_0_and_3(void **state)
{
	/* Of 20 rows in, BAD are rejects. */
	static const struct {
		const char *max_bad;
		size_t bad;
		int status;
	} row[] = {
		{NULL, 1, EXIT_DONE},      {NULL, 2, EXIT_DAMAGED},   {"0", 0, EXIT_DONE},
		{"0", 1, EXIT_DAMAGED},    {"3", 3, EXIT_DONE},       {"3", 4, EXIT_DAMAGED},
		{"50%", 10, EXIT_DONE},    {"50%", 11, EXIT_DAMAGED}, {"2.5%", 0, EXIT_DONE},
		{"2.5%", 1, EXIT_DAMAGED}, {"100%", 20, EXIT_DONE},   {"0%", 1, EXIT_DAMAGED},
	};
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		for (size_t j = 0; j < 20; j++)
			play[j] = j < row[i].bad ? bad(REJECT_VALUE, "bad", "line", 0) : row_step;
		steps = 20;
		r = (struct run){.reading = {.max_bad = row[i].max_bad, .quiet = true}};
		assert_int_equal(run_all(&r), 0);
		assert_int_equal(r.status, row[i].status);
		if (row[i].status)
			expect_said(&r, "of 20 lines rejected, more than --max-bad=");
		else
			assert_string_equal(r.said, "");
	}
}

static void
strict_stops_at_the_first_bad_line(void **state)
{
	struct run r = {.reading = {.strict = true, .quiet = true, .max_bad = "100%"}};

	(void)state;
	set_play((const struct step[]){row_step, bad(REJECT_SYNTAX, "bad", "line", 0), row_step},
		 3);
	assert_int_equal(run_all(&r), -1);
	assert_int_equal(r.rows, 1);
	assert_int_equal(r.status, EXIT_DAMAGED);
	expect_said(&r, "mltest: x.log:102: bad: line\n");
	expect_said(&r, "mltest: stopped at the first bad line (--strict)\n");
}

static void
the_caller_may_refuse_and_leave_out(void **state)
{
	struct run r = {.reading = {.max_bad = "1"}};
	struct row row;

	(void)state;
	set_play((const struct step[]){row_step, row_step, row_step}, 3);
	assert_true(run_start(&r));
	assert_int_equal(intake_next(r.in, &row), 1);
	intake_reject(r.in, &row, REJECT_VALUE, "score %d is not between 0 and 1", 7);
	assert_int_equal(intake_rejects(r.in), 1);
	assert_int_equal(intake_next(r.in, &row), 1);
	intake_filtered(r.in);
	assert_int_equal(intake_next(r.in, &row), 1);
	assert_int_equal(intake_next(r.in, &row), 0);
	assert_false(intake_damaged(r.in));
	r.rows = 1;
	run_end(&r);
	assert_int_equal(r.status, EXIT_DONE);
	assert_string_equal(r.said, "mltest: x.log:101: score 7 is not between 0 and 1: row\n"
				    "mltest: 3 lines: 1 row, 1 rejected (1 value), 1 filtered\n");
}

static void
strict_holds_for_the_callers_rejects_too(void **state)
{
	struct run r = {.reading = {.strict = true}};
	struct row row;

	(void)state;
	set_play((const struct step[]){row_step, row_step}, 2);
	assert_true(run_start(&r));
	assert_int_equal(intake_next(r.in, &row), 1);
	intake_reject(r.in, &row, REJECT_VALUE, "no");
	assert_int_equal(intake_next(r.in, &row), -1);
	assert_true(intake_damaged(r.in));
	run_end(&r);
	assert_int_equal(r.status, EXIT_DAMAGED);
}

static void
a_lost_row_is_noticed(void **state)
{
	struct run r = {.reading = {.quiet = true}};
	struct row row;

	(void)state;
	set_play((const struct step[]){row_step, row_step}, 2);
	assert_true(run_start(&r));
	while (intake_next(r.in, &row) > 0)
		;
	r.rows = 1;
	run_end(&r);
	assert_int_equal(r.status, EXIT_TROUBLE);
	expect_said(&r, "2 lines in, but 1 accounted for");
}

#define GZ(...)                                                                                    \
	{                                                                                          \
		.member = 2, .fault_byte = 229678, __VA_ARGS__                                     \
	}
#define FAULT(...)                                                                                 \
	{                                                                                          \
		.file = "x.gz", .line = 14993, .first_unverified = 10001, __VA_ARGS__              \
	}

static void
faults_say_where_what_and_what_to_do(void **state)
{
	static const char recover[] = "; --recover goes on at the next intact member\n";
	static const struct {
		struct input_fault fault;
		int status;
		bool recover;
		const char *said;
	} row[] = {
		{FAULT(.kind = INPUT_FAULT_GZIP, .gz = GZ(.fault = GUNZIP_TRUNCATED)), EXIT_DAMAGED,
		 false,
		 "x.gz:14993: unexpected end of gzip data in member 2 (gz byte 229678); "
		 "last whole line 14993\n"},
		{FAULT(.kind = INPUT_FAULT_GZIP, .gz = GZ(.fault = GUNZIP_NO_TRAILER)),
		 EXIT_DAMAGED, false,
		 "x.gz:14993: member 2 has no checksum, lines 10001-14993 unverified "
		 "(gz byte 229678)\n"},
		{FAULT(.kind = INPUT_FAULT_GZIP, .gz = GZ(.fault = GUNZIP_BAD_DATA)), EXIT_DAMAGED,
		 true,
		 "x.gz:14993: corrupt gzip data in member 2 (gz byte 229678); "
		 "lines 10001-14993 unverified"},
		{FAULT(.kind = INPUT_FAULT_GZIP,
		       .gz = GZ(.fault = GUNZIP_BAD_CRC, .crc_computed = 0xabcde,
				.crc_expected = 0xdeadbeef)),
		 EXIT_DAMAGED, true,
		 "x.gz:14993: CRC-32 of member 2 is 000abcde, expected deadbeef "
		 "(gz byte 229678); lines 10001-14993 unverified"},
		{FAULT(.kind = INPUT_FAULT_GZIP,
		       .gz = GZ(.fault = GUNZIP_BAD_LENGTH, .length_computed = 5,
				.length_expected = 6)),
		 EXIT_DAMAGED, true,
		 "x.gz:14993: length of member 2 is 5, expected 6 (gz byte 229678); "
		 "lines 10001-14993 unverified"},
		{FAULT(.kind = INPUT_FAULT_GZIP, .gz = GZ(.fault = GUNZIP_BAD_HEADER)),
		 EXIT_DAMAGED, true,
		 "x.gz:14993: damaged gzip header of member 2 (gz byte 229678)"},
		{FAULT(.kind = INPUT_FAULT_GZIP, .gz = GZ(.fault = GUNZIP_GARBAGE, .garbage = 22)),
		 EXIT_DAMAGED, true,
		 "x.gz:14993: 22 bytes of non-gzip data after member 2 at gz byte 229678"},
		{FAULT(.kind = INPUT_FAULT_GZIP, .gz = GZ(.fault = GUNZIP_RATIO)), EXIT_DAMAGED,
		 false, "x.gz:14993: member 2 grows beyond --max-ratio"},
		{FAULT(.kind = INPUT_FAULT_OUTPUT, .byte = 77), EXIT_DAMAGED, false,
		 "x.gz:14993: stopped at byte 77 by --max-output-bytes\n"},
		{{.kind = INPUT_FAULT_OPEN, .file = "a\nb", .error_number = ENOENT},
		 EXIT_TROUBLE,
		 false,
		 "mltest: a\\nb: cannot open: No such file or directory\n"},
		{{.kind = INPUT_FAULT_READ, .file = "dir", .error_number = EISDIR},
		 EXIT_TROUBLE,
		 false,
		 "mltest: dir: cannot read: Is a directory\n"},
		{{.kind = INPUT_FAULT_READ,
		  .file = "d",
		  .line = 7,
		  .byte = 99,
		  .error_number = EIO},
		 EXIT_TROUBLE,
		 false,
		 "mltest: d:7: cannot read on: Input/output error\n"},
		{{.kind = INPUT_FAULT_ENCODING, .file = "u", .what = "UTF-16LE"},
		 EXIT_TROUBLE,
		 false,
		 "mltest: u: looks like UTF-16LE; convert it first: iconv -f UTF-16LE"},
		{{.kind = INPUT_FAULT_ENCODING, .file = "z", .what = "zstd"},
		 EXIT_TROUBLE,
		 false,
		 "mltest: z: looks like zstd; unpack it first: zstd -dc\n"},
	};
	char expected[400];
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		for (int given = 0; given < 2; given++) {
			const struct step f = {.event = SCAN_FAULT, .fault = &row[i].fault};

			set_play((const struct step[]){row_step, f, row_step}, 3);
			r = (struct run){.reading = {.recover = given}};
			assert_int_equal(run_all(&r), 0);
			assert_int_equal(r.status, row[i].status);
			assert_int_equal(r.rows, 2);
			snprintf(expected, sizeof expected, "%s%s", row[i].said,
				 row[i].recover ? given ? "\n" : recover : "");
			expect_said(&r, expected);
			expect_said(&r,
				    "mltest: 2 lines: 2 rows, 0 rejected, 0 filtered, 1 fault\n");
		}
}

static void
the_worst_fault_decides(void **state)
{
	static const struct input_fault damaged = FAULT(.kind = INPUT_FAULT_GZIP,
							.gz = GZ(.fault = GUNZIP_BAD_CRC)),
					missing = {.kind = INPUT_FAULT_OPEN,
						   .file = "y",
						   .error_number = ENOENT};
	struct run r = {.reading = {.quiet = true}};

	(void)state;
	set_play((const struct step[]){{.event = SCAN_FAULT, .fault = &missing},
				       {.event = SCAN_FAULT, .fault = &damaged},
				       row_step},
		 3);
	assert_int_equal(run_all(&r), 0);
	assert_int_equal(r.status, EXIT_TROUBLE);
}

static void
the_torn_line_comes_with_its_fault_even_under_strict(void **state)
{
	static const struct input_fault torn =
		FAULT(.kind = INPUT_FAULT_GZIP, .gz = GZ(.fault = GUNZIP_TRUNCATED));
	struct run r = {.reading = {.strict = true}};

	(void)state;
	set_play((const struct step[]){bad(REJECT_TORN, "torn", "{\"a", 0),
				       {.event = SCAN_FAULT, .fault = &torn},
				       row_step},
		 3);
	assert_int_equal(run_all(&r), -1);
	assert_int_equal(r.status, EXIT_DAMAGED);
	expect_said(&r, "unexpected end of gzip data");
}

static void
faults_of_one_file_are_bounded(void **state)
{
	static const struct input_fault f =
		FAULT(.kind = INPUT_FAULT_GZIP, .gz = GZ(.fault = GUNZIP_BAD_DATA));
	struct run r = {.reading = {.recover = true}};
	int lines = 0;

	(void)state;
	for (int i = 0; i < 20; i++)
		play[i] = (struct step){.event = SCAN_FAULT, .fault = &f};
	steps = 20;
	assert_int_equal(run_all(&r), 0);
	for (const char *at = r.said; (at = strstr(at, "corrupt")); at++)
		lines++;
	assert_int_equal(lines, INTAKE_SHOWN);
	expect_said(&r, "x.gz: further faults of this file are counted, not shown\n");
	expect_said(&r, "20 faults");
}

static void
what_was_mended_is_said(void **state)
{
	struct run r = {.reading = {.verbose = true}};

	(void)state;
	for (int quiet = 0; quiet < 2; quiet++) {
		set_play(&row_step, 1);
		counts.json = (struct json_counts){.duplicates = 1, .nans = 1000, .replaced = 3};
		counts.plan.replaced = 4;
		counts.plan.zoneless = 9;
		assert_int_equal(run_all(&r), 0);
		if (quiet) {
			assert_string_equal(r.said, "");
			continue;
		}
		expect_said(&r, "mltest: bare NaN or Infinity taken for missing: 1,000\n");
		expect_said(&r, "mltest: keys that came twice in one object: 1 (see --dup)\n");
		expect_said(&r, "mltest: invalid UTF-8 replaced by U+FFFD: 7 (");
		expect_said(&r, "mltest: times without a zone: 9 ");
		assert_null(strstr(r.said, "NUL"));
		r.reading = (struct cli_reading){.quiet = true};
	}
}

static void
required_input_must_come(void **state)
{
	struct run r = {.reading = {.require_input = true}};

	(void)state;
	set_play(&row_step, 0);
	assert_int_equal(run_all(&r), 0);
	assert_int_equal(r.status, EXIT_DAMAGED);
	expect_said(&r, "no input");
	set_play(&row_step, 1);
	assert_int_equal(run_all(&r), 0);
	assert_int_equal(r.status, EXIT_DONE);
}

static void
what_cannot_go_on_is_trouble(void **state)
{
	struct run r = {.reading = {.quiet = true}};

	(void)state;
	set_play((const struct step[]){row_step, {.event = STATUS_IO}, row_step}, 3);
	assert_int_equal(run_all(&r), -1);
	assert_int_equal(r.rows, 1);
	assert_int_equal(r.status, EXIT_TROUBLE);
	expect_said(&r, "mltest: x.log:102: cannot go on\n");
}

static void
options_reach_the_scan(void **state)
{
	struct run r = {.reading = {.format = "csv",
				    .delimiter = "tab",
				    .na = "NA",
				    .zone = "+05:45",
				    .time_format = "%m-%d %T",
				    .year = 2024,
				    .time_unit = TIMESTAMP_MS,
				    .as_of = "2024-05-30T00:00:00Z",
				    .max_line = 4096,
				    .threads = 1,
				    .duplicate = JSON_ERROR,
				    .utf8 = 1,
				    .recover = true,
				    .as_is = true,
				    .match_limit = 77}};

	(void)state;
	set_play(&row_step, 0);
	assert_true(run_start(&r));
	assert_string_equal(stage->options.format, "csv");
	assert_string_equal(stage->options.na, "NA");
	assert_int_equal(stage->options.parse.delimiter, '\t');
	assert_int_equal(stage->options.parse.json.duplicate, JSON_ERROR);
	assert_true(stage->options.parse.json.utf8_reject);
	assert_int_equal(stage->options.parse.match_limit, 77);
	assert_int_equal(stage->options.input.max_line, 4096);
	assert_false(stage->options.input.threads);
	assert_true(stage->options.input.recover);
	assert_true(stage->options.as_is);
	assert_int_equal(stage->options.files, 1);
	assert_ptr_equal(stage->options.times->zone, intake_zone(r.in));
	assert_string_equal(stage->options.times->format, "%m-%d %T");
	assert_int_equal(stage->options.times->year, 2024);
	assert_int_equal(stage->options.times->unit, TIMESTAMP_MS);
	/* Oracle: date -u -d 2024-05-30 +%s */
	assert_int_equal(intake_now(r.in), INT64_C(1717027200) * TIMESTAMP_SECOND);
	assert_ptr_equal(intake_scan(r.in), stage);
	run_end(&r);
}

static void
senseless_options_are_refused(void **state)
{
	static const struct {
		struct cli_reading reading;
		const char *said;
	} row[] = {
		{{.max_bad = "5x"}, "--max-bad: '5x' is neither a count nor a share such as 5%"},
		{{.max_bad = "101%"}, "--max-bad: '101%' is neither"},
		{{.max_bad = "-1"}, "--max-bad: '-1' is neither"},
		{{.max_bad = ""}, "--max-bad: '' is neither"},
		{{.max_bad = "%"}, "--max-bad: '%' is neither"},
		{{.delimiter = "ab"}, "--delimiter: 'ab' is not one character"},
		{{.delimiter = "\""}, "--delimiter: '\"' is not one character"},
		{{.delimiter = ""}, "--delimiter: '' is not one character"},
		{{.zone = "Atlantis/Poseidonis"}, "Atlantis"},
		{{.time_format = "%Q"}, "--time-format: %Q is not known"},
		{{.time_format = "%H"}, "--time-format: the format names no year (%Y; --year"},
		{{.year = 2024}, "--year needs a --time-format without a year"},
		{{.as_of = "soon"}, "--as-of: 'soon' is no time"},
		{{.rejects = "/nowhere/x"}, "--rejects: /nowhere/x: No such file or directory"},
	};
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		r = (struct run){.reading = row[i].reading};
		assert_false(run_start(&r));
		assert_int_equal(r.status, EXIT_TROUBLE);
		expect_said(&r, row[i].said);
		expect_said(&r, "'mltest --help' lists the options\n");
	}
}

static size_t
read_whole(const char *path, char *text, size_t room)
{
	int fd = open(path, O_RDONLY);
	ssize_t n = read(fd, text, room - 1);

	assert_true(fd >= 0 && n >= 0);
	close(fd);
	text[n] = '\0';
	return (size_t)n;
}

static void
rejects_and_summary_are_kept_in_private(void **state)
{
	char dir[] = "/tmp/intake-XXXXXX", rejects[64], summary[64], text[2000];
	struct run r = {.reading = {.rejects = rejects, .summary = summary, .quiet = true}};
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(rejects, sizeof rejects, "%s/rejects", dir);
	snprintf(summary, sizeof summary, "%s/summary", dir);
	set_play((const struct step[]){row_step, bad(REJECT_SYNTAX, "bad", "{\"a\\", 0),
				       bad(REJECT_TIME, "bad", "second\r", 0),
				       bad(REJECT_LONG_LINE, "bad", NULL, 0)},
		 4);
	counts.blank = 6;
	counts.json.nans = 5;
	assert_int_equal(run_all(&r), 0);
	assert_int_equal(r.status, EXIT_DAMAGED);
	read_whole(rejects, text, sizeof text);
	assert_string_equal(text, "{\"a\\\nsecond\r\n");
	assert_int_equal(stat(rejects, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	read_whole(summary, text, sizeof text);
	assert_string_equal(
		text, "{\"program\": \"mltest\", \"version\": \"" VERSION "\", \"rows_in\": 4, "
		      "\"rows_out\": 1, \"rejected\": 3, \"rejected_by\": {\"syntax\": 1, "
		      "\"torn\": 0, \"long_line\": 1, \"depth\": 0, \"utf8\": 0, \"fields\": 0, "
		      "\"unclosed\": 0, \"no_match\": 0, \"regex_limit\": 0, \"time\": 1, "
		      "\"number\": 0, \"value\": 0}, \"filtered\": 0, \"blank\": 6, \"nans\": 5, "
		      "\"duplicate_keys\": 0, \"utf8_replaced\": 0, \"nuls_replaced\": 0, "
		      "\"times_zoneless\": 0, \"times_in_fold\": 0, \"times_in_gap\": 0, "
		      "\"texts_taken_for_missing\": 0, \"files\": 1, \"faults\": 0, "
		      "\"status\": 3}\n");
	assert_int_equal(stat(summary, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	unlink(rejects);
	unlink(summary);
	assert_int_equal(rmdir(dir), 0);
}

static void
rejects_never_overwrite_an_input(void **state)
{
	char path[] = "/tmp/intake-XXXXXX", text[100];
	struct run r = {.reading = {.rejects = path}};
	int fd = mkstemp(path);
	const char *file = path;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "precious\n", 9), 9);
	close(fd);
	r.files = (struct cli_list){&file, 1};
	capture_start(&r.err, STDERR_FILENO);
	r.in = intake_new(&program, &r.reading, &r.files, NULL, &r.status);
	capture_end(&r.err, r.said, sizeof r.said);
	assert_null(r.in);
	expect_said(&r, "is an input");
	read_whole(path, text, sizeof text);
	assert_string_equal(text, "precious\n");
	unlink(path);
}

static void
rejects_may_go_to_stderr_and_files_may_be_full(void **state)
{
	struct run r = {.reading = {.rejects = "/dev/stderr", .max_bad = "9"}};

	(void)state;
	set_play((const struct step[]){bad(REJECT_SYNTAX, "bad", "raw\tline", 0)}, 1);
	assert_int_equal(run_all(&r), 0);
	assert_int_equal(r.status, EXIT_DONE);
	assert_int_equal(strncmp(r.said, "raw\tline\nmltest: ", 17), 0);
	r.reading.rejects = "/dev/full";
	assert_int_equal(run_all(&r), 0);
	assert_int_equal(r.status, EXIT_TROUBLE);
	expect_said(&r, "cannot write /dev/full: No space left on device\n");
}

static void
a_signal_asks_how_far_it_is(void **state)
{
	struct run r = {.reading = {.quiet = true}};
	struct row row;

	(void)state;
	set_play((const struct step[]){row_step, row_step}, 2);
	assert_true(run_start(&r));
	assert_int_equal(intake_next(r.in, &row), 1);
	raise(SIGUSR1);
	assert_int_equal(intake_next(r.in, &row), 1);
	r.rows = 2;
	run_end(&r);
	expect_said(&r, "mltest: 1 line, 2.5 MB of 10.0 MB (25 %), ");
	assert_ptr_equal(strchr(r.said, '\n'), r.said + strlen(r.said) - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound_input_is_done_in_silence),
		cmocka_unit_test(verbose_sums_up),
		cmocka_unit_test(rejects_are_shown_quoted_and_counted),
		cmocka_unit_test(quotes_hold_whole_characters),
		cmocka_unit_test(five_of_a_kind_are_shown),
		cmocka_unit_test(max_bad_decides_between_0_and_3),
		cmocka_unit_test(strict_stops_at_the_first_bad_line),
		cmocka_unit_test(the_caller_may_refuse_and_leave_out),
		cmocka_unit_test(strict_holds_for_the_callers_rejects_too),
		cmocka_unit_test(a_lost_row_is_noticed),
		cmocka_unit_test(faults_say_where_what_and_what_to_do),
		cmocka_unit_test(the_worst_fault_decides),
		cmocka_unit_test(the_torn_line_comes_with_its_fault_even_under_strict),
		cmocka_unit_test(faults_of_one_file_are_bounded),
		cmocka_unit_test(what_was_mended_is_said),
		cmocka_unit_test(required_input_must_come),
		cmocka_unit_test(what_cannot_go_on_is_trouble),
		cmocka_unit_test(options_reach_the_scan),
		cmocka_unit_test(senseless_options_are_refused),
		cmocka_unit_test(rejects_and_summary_are_kept_in_private),
		cmocka_unit_test(rejects_never_overwrite_an_input),
		cmocka_unit_test(rejects_may_go_to_stderr_and_files_may_be_full),
		cmocka_unit_test(a_signal_asks_how_far_it_is),
	};

	diag_set_program(program.name);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
