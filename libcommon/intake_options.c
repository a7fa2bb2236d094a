/* intake - from the options of the command line to those of a scan. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fd.h"
#include "intake_internal.h"
#include "number.h"
#include "timestamp.h"
#include "zone.h"

/* THREADS_MOST: unless more are asked for; the decompressor keeps few busy. */
enum { DEFAULT_MAX_BAD_PERCENT = 5, THREADS_MOST = 8 };

static int
parse_max_bad(const char *text, struct intake_bound *b, struct complaint *c)
{
	struct str s = str_of(text ? text : "");
	int64_t count = -1;

	if (!text) {
		*b = (struct intake_bound){true, DEFAULT_MAX_BAD_PERCENT, 0};
		return 0;
	}
	b->is_share = s.n && s.p[s.n - 1] == '%';
	if (b->is_share) {
		s.n--;
		if (number_parse_lax(s, &b->percent) == 0 && b->percent >= 0 && b->percent <= 100)
			return 0;
	} else if (number_parse_int(s, &count) == 0 && count >= 0) {
		b->count = (uint64_t)count;
		return 0;
	}
	return complain(c, STATUS_USAGE, 0,
			"--max-bad: '%s' is neither a count nor a share such as 5%%", text);
}

static int
parse_delimiter(const char *text, char *delimiter, struct complaint *c)
{
	*delimiter = '\0';
	if (!text)
		return 0;
	if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0)
		*delimiter = '\t';
	else if (text[0] && !text[1] && !strchr("\"\r\n", text[0]))
		*delimiter = text[0];
	if (*delimiter)
		return 0;
	return complain(c, STATUS_USAGE, 0, "--delimiter: '%s' is not one character (or 'tab')",
			text);
}

static int64_t
clock_now(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_REALTIME, &t) < 0)
		return 0;
	return (int64_t)t.tv_sec * TIMESTAMP_SECOND + t.tv_nsec / 1000;
}

static int
parse_time_form(struct intake *in, struct complaint *c)
{
	const struct cli_reading *r = in->reading;
	struct complaint inner;

	timestamp_reader_init(&in->times, in->zone);
	in->times.unit = (enum timestamp_unit)r->time_unit;
	in->times.year = (int)r->year;
	if (r->year && !r->time_format)
		return complain(c, STATUS_USAGE, 0, "--year needs a --time-format without a year");
	if (r->time_format && timestamp_reader_format(&in->times, r->time_format, &inner) < 0)
		return complain(c, STATUS_USAGE, 0, "--time-format: %s", inner.text);
	return 0;
}

static int
parse_times(struct intake *in, struct complaint *c)
{
	const struct cli_reading *r = in->reading;

	in->now = clock_now();
	if (r->zone) {
		in->zone = zone_new(r->zone, c);
		if (!in->zone)
			return STATUS_USAGE;
	}
	if (r->as_of && timestamp_parse_wish(str_of(r->as_of), in->now, in->zone, &in->now) < 0)
		return complain(c, STATUS_USAGE, 0, "--as-of: '%s' is no time known here",
				r->as_of);
	return parse_time_form(in, c);
}

/* The rows written so far are for whoever watches a log grow. */
static void
flush_before_wait(void *arg)
{
	struct intake *in = arg;

	if (in->flush)
		in->flush(in->flush_arg);
	if (in->out)
		output_flush(in->out);
	if (in->rejects_fd >= 0)
		output_flush(&in->rejects);
}

/* Other forms have no end mark. */
static int
require_tsv(const struct cli_reading *r, struct scan_options *o, struct complaint *c)
{
	bool is_auto = !r->format || strcmp(r->format, "auto") == 0;

	if (!r->require_end)
		return 0;
	if (r->pattern || (!is_auto && strcmp(r->format, "tsv") != 0))
		return complain(c, STATUS_USAGE, 0, "--require-end: only tsv has an end mark");
	o->format = "tsv";
	return 0;
}

/* The program's own thread and the reader's are two. */
static unsigned
helpers(const struct cli_reading *r)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	uint64_t n = r->threads ? r->threads : cores > 0 ? (uint64_t)cores : 1;

	if (!r->threads && n > THREADS_MOST)
		n = THREADS_MOST;
	return n > 2 ? (unsigned)n - 2 : 0;
}

int
intake_options(struct intake *in, struct scan_options *o, struct complaint *c)
{
	const struct cli_reading *r = in->reading;

	*o = (struct scan_options){
		.format = r->format,
		.na = r->na,
		.as_is = r->as_is,
		.range = r->range,
		.require_end = r->require_end,
		.input = {.max_line = (size_t)r->max_line,
			  .recover = r->recover,
			  .threads = r->threads != 1,
			  .helpers = helpers(r),
			  .max_ratio = r->max_ratio,
			  .max_output_bytes = r->max_output_bytes,
			  .idle = flush_before_wait,
			  .idle_arg = in,
			  .stop = r->stop},
		.parse = {.pattern = r->pattern,
			  .json = {.validate = r->validate,
				   .utf8_reject = r->utf8 == 1,
				   .duplicate = (enum json_duplicate)r->duplicate},
			  .end_marks = r->require_end,
			  .no_jit = r->no_jit,
			  .match_limit = (unsigned)r->match_limit},
	};
	if (require_tsv(r, o, c) < 0 || parse_max_bad(r->max_bad, &in->max_bad, c) < 0 ||
	    parse_delimiter(r->delimiter, &o->parse.delimiter, c) < 0 || parse_times(in, c) < 0)
		return STATUS_USAGE;
	o->times = &in->times;
	return 0;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool
is_an_input(const struct stat *st, const struct cli_list *files)
{
	struct stat other;

	if (files->n == 0 && fstat(STDIN_FILENO, &other) == 0 && same_file(st, &other))
		return true;
	for (size_t i = 0; i < files->n; i++)
		if (stat(files->item[i], &other) == 0 && same_file(st, &other))
			return true;
	return false;
}

/*
 * Written in place, not made at the end: a live pipe is ended by a signal, and what was
 * kept aside is wanted all the same.
 */
static int
open_private(const char *option, const char *path, const struct cli_list *files,
	     struct complaint *c)
{
	struct stat st;
	int fd = fd_open(path, O_WRONLY | O_CREAT | O_NOCTTY, 0600);

	if (fd < 0 || fstat(fd, &st) < 0) {
		complain(c, STATUS_IO, 0, "%s: %s: %s", option, path, strerror(errno));
	} else if (S_ISREG(st.st_mode) && is_an_input(&st, files)) {
		complain(c, STATUS_USAGE, 0, "%s: %s is an input", option, path);
	} else if (S_ISREG(st.st_mode) && fd_empty(fd) < 0) {
		complain(c, STATUS_IO, 0, "%s: %s: %s", option, path, strerror(errno));
	} else {
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

int
intake_open_aside(const char *option, const char *path, const struct cli_list *files,
		  struct complaint *c)
{
	/* Opened anew, a file behind them would be written from its start. */
	if (strcmp(path, "/dev/stderr") == 0)
		return STDERR_FILENO;
	if (strcmp(path, "/dev/stdout") == 0)
		return STDOUT_FILENO;
	return open_private(option, path, files, c);
}

int
intake_open_rejects(struct intake *in, const struct cli_list *files, struct complaint *c)
{
	const char *path = in->reading->rejects;

	if (!path)
		return 0;
	in->rejects_fd = intake_open_aside("--rejects", path, files, c);
	if (in->rejects_fd < 0)
		return STATUS_USAGE;
	output_init(&in->rejects, in->rejects_fd);
	in->rejects.line_buffered = in->rejects_fd <= STDERR_FILENO;
	return 0;
}
