/* cli - the options that several programs share, and what they open. */
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"
#include "diag.h"
#include "xalloc.h"

/* In the order of the choices of --color. */
enum { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

static const char *const duplicate_choice[] = {"last", "first", "error", NULL};
/* In the order of enum timestamp_unit. */
static const char *const unit_choice[] = {"auto", "s", "ms", "us", "ns", NULL};
static const char *const utf8_choice[] = {"replace", "reject", NULL};
static const char *const colour_choice[] = {"auto", "always", "never", NULL};
static const char *const format_choice[] = {"tsv", "csv", "ndjson", "table", NULL};

#define FLAG(letter, name, target, help)                                                           \
	{                                                                                          \
		letter, name, CLI_FLAG, target, NULL, help, NULL, 0, 0                             \
	}
#define TEXT(letter, name, target, argument, help)                                                 \
	{                                                                                          \
		letter, name, CLI_TEXT, target, argument, help, NULL, 0, 0                         \
	}
#define COUNT(name, target, argument, help, min, max)                                              \
	{                                                                                          \
		0, name, CLI_COUNT, target, argument, help, NULL, min, max                         \
	}
#define SIZE(name, target, help, min, max)                                                         \
	{                                                                                          \
		0, name, CLI_SIZE, target, "SIZE", help, NULL, min, max                            \
	}
#define CHOICE(letter, name, target, help, choice)                                                 \
	{                                                                                          \
		letter, name, CLI_CHOICE, target, NULL, help, choice, 0, 0                         \
	}
#define END                                                                                        \
	{                                                                                          \
		0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0                                    \
	}

const struct cli_option *
cli_reading_options(struct cli_reading *r)
{
	const struct cli_option row[] = {
		TEXT('i', "input-format", &r->format, "FORMAT",
		     "auto (from the first lines), ndjson, logfmt, csv, tsv or regex"),
		TEXT(0, "delimiter", &r->delimiter, "C", "what separates the fields of csv"),
		TEXT(0, "na", &r->na, "TEXT", "what stands for a missing value, read and written"),
		TEXT('z', "zone", &r->zone, "ZONE", "zone of times that name none (UTC)"),
		TEXT(0, "time-format", &r->time_format, "FORMAT",
		     "form of the times, with strptime's letters"),
		CHOICE(0, "time-unit", &r->time_unit, "unit of times that are numbers",
		       unit_choice),
		COUNT("year", &r->year, "YEAR", "year of times whose --time-format has none", 1,
		      9999),
		TEXT(0, "as-of", &r->as_of, "TIME", "the time that counts as now"),
		FLAG(0, "validate", &r->validate,
		     "check every byte of JSON, not only what is used"),
		CHOICE(0, "dup", &r->duplicate, "which value of a key that comes twice counts",
		       duplicate_choice),
		CHOICE(0, "utf8", &r->utf8, "what happens to invalid UTF-8", utf8_choice),
		TEXT(0, "rejects", &r->rejects, "FILE", "keep the bad lines as they are in FILE"),
		FLAG(0, "strict", &r->strict, "stop at the first bad line"),
		TEXT(0, "max-bad", &r->max_bad, "N|P%",
		     "bad lines that are no reason for exit status 3 (5%)"),
		SIZE("max-line", &r->max_line, "longest line taken (16M)", 1, 1 << 30),
		FLAG(0, "recover", &r->recover,
		     "after damage go on at the next intact gzip member"),
		COUNT("max-ratio", &r->max_ratio, "N",
		      "give up a gzip member that grows more than N times", 1, 1e15),
		SIZE("max-output-bytes", &r->max_output_bytes,
		     "stop after so many decompressed bytes", 1, 1e18),
		COUNT("threads", &r->threads, "N", "use at most N threads", 1, 1024),
		FLAG(0, "require-input", &r->require_input, "exit status 3 when there are no rows"),
		FLAG(0, "require-end", &r->require_end,
		     "exit status 3 unless tsv ends as --end-mark wrote it"),
		FLAG(0, "no-sandbox", &r->no_sandbox,
		     "do without the kernel's bar to files that are not named here"),
		TEXT(0, "summary", &r->summary, "FILE", "write the counts of the run as JSON"),
		FLAG('q', "quiet", &r->quiet, "say only what makes the exit status 2 or 3"),
		FLAG('v', "verbose", &r->verbose, "say what was found and chosen"),
		END,
	};

	_Static_assert(sizeof row <= sizeof r->row, "CLI_READING_ROWS is too small");
	memcpy(r->row, row, sizeof row);
	return r->row;
}

const struct cli_option *
cli_pattern_options(struct cli_reading *r)
{
	const struct cli_option row[] = {
		TEXT('e', "regex", &r->pattern, "REGEX",
		     "read any text: the named groups of this pattern are the columns"),
		COUNT("match-limit", &r->match_limit, "N", "steps a match may take (1000000)", 1,
		      4294967295),
		FLAG(0, "no-jit", &r->no_jit, "match without compiling the pattern to code"),
		END,
	};

	_Static_assert(sizeof row <= sizeof r->pattern_row, "CLI_PATTERN_ROWS is too small");
	memcpy(r->pattern_row, row, sizeof row);
	return r->pattern_row;
}

const struct cli_option *
cli_writing_options(struct cli_writing *w)
{
	const struct cli_option row[] = {
		CHOICE('o', "output-format", &w->format, "form of the output", format_choice),
		TEXT('O', "output", &w->file, "FILE", "write FILE, whole or not at all"),
		CHOICE(0, "color", &w->colour, "colour of tables", colour_choice),
		FLAG(0, "line-buffered", &w->line_buffered, "write each row at once"),
		FLAG(0, "end-mark", &w->end_mark, "end tsv with a line that says it is whole"),
		END,
	};

	_Static_assert(sizeof row <= sizeof w->row, "CLI_WRITING_ROWS is too small");
	memcpy(w->row, row, sizeof row);
	w->format = -1;
	return w->row;
}

static bool
to_file(const struct cli_writing *w)
{
	return w->file && strcmp(w->file, "-") != 0;
}

/* Without memory: the rows so far, or, where a file is written, the old file. */
static void
save_rows(void *arg)
{
	struct output *o = arg;

	if (o->file)
		output_release(o);
	else
		output_flush(o);
}

int
cli_open(struct output *o, const struct cli_writing *w)
{
	if (w->end_mark && w->format > RECORD_TSV) {
		diag("--end-mark: only tsv has an end mark");
		return EXIT_TROUBLE;
	}
	if (!to_file(w)) {
		output_init(o, STDOUT_FILENO);
	} else if (output_open(o, w->file, 0666) < 0) {
		diag_errno("%s", w->file);
		return EXIT_TROUBLE;
	}
	o->line_buffered = w->line_buffered;
	xalloc_on_failure(save_rows, o);
	return 0;
}

int
cli_close(struct output *o, const struct cli_writing *w, int status)
{
	xalloc_on_failure(NULL, NULL);
	if (output_finish(o) < 0) {
		diag_errno("cannot write %s", to_file(w) ? w->file : "standard output");
		status = EXIT_TROUBLE;
	}
	output_release(o);
	return status;
}

int
cli_abandon(struct output *o, const struct cli_writing *w, int status)
{
	if (!to_file(w))
		return cli_close(o, w, status);
	output_release(o);
	return status;
}

static bool
wants_colour(const struct cli_writing *w, bool terminal)
{
	const char *term = getenv("TERM"), *no_colour = getenv("NO_COLOR");

	if (w->colour != COLOUR_AUTO)
		return w->colour == COLOUR_ALWAYS;
	return terminal && !(no_colour && *no_colour) && term && strcmp(term, "dumb") != 0;
}

bool
cli_to_terminal(const struct cli_writing *w)
{
	return !to_file(w) && isatty(STDOUT_FILENO);
}

struct record_options
cli_record_options(const struct cli_writing *w, const struct cli_reading *r,
		   enum record_format default_format)
{
	bool terminal = cli_to_terminal(w);

	return (struct record_options){
		.format = w->format < 0 ? default_format : (enum record_format)w->format,
		.na = r ? r->na : NULL,
		.terminal = terminal,
		.colour = wants_colour(w, terminal),
		.end_mark = w->end_mark,
	};
}
