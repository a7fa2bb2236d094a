/* scan - the first records: which format a log has, and which fields. */
#include "json.h"
#include "lookup.h"
#include "scan_internal.h"
#include "schema.h"
#include "token.h"
#include "xalloc.h"

/* The first records decide the format, the guessed columns and the spread ones. */
enum { SAMPLE_LINES = 1000, SAMPLE_BYTES = 1 << 18, SAMPLE_PATIENCE = 250 /* ms */ };
enum { FORMATS_MAX = 32 };

/* The first block of the first operand that has one; faults on the way are kept. */
static int
first_block(struct scan *s)
{
	int status;

	for (;;) {
		status = scan_advance(s);
		if (status < 0 || !s->has_fault)
			return status;
		GROW(s->early, s->earlies + 1, s->early_room);
		if (s->fault.torn.p)
			s->fault.torn.p = xmemdup0(s->fault.torn.p, s->fault.torn.n);
		s->early[s->earlies++] = s->fault;
		s->has_fault = false;
	}
}

static size_t
count_lines(struct str s)
{
	size_t n = 0;

	for (const char *p = s.p, *end = s.p + s.n; p < end; n++) {
		p = memchr(p, '\n', (size_t)(end - p));
		if (!p)
			break;
		p++;
	}
	return n;
}

/*
 * Waits until the first block is large enough to judge a log by; not for long, as
 * somebody may be looking at a log that grows.
 */
static int
gather_sample(struct scan *s)
{
	size_t enough = SAMPLE_BYTES, last_n = 0;
	int status = first_block(s);

	input_patience(s->input, SAMPLE_PATIENCE);
	if (s->options.input.max_line && s->options.input.max_line < enough)
		enough = s->options.input.max_line;
	while (status == 0 && s->has_block && !s->block.last && s->block.n < enough &&
	       s->block.n > last_n &&
	       count_lines((struct str){s->block.p, s->block.n}) < SAMPLE_LINES) {
		last_n = s->block.n;
		input_used(s->input, 0, 0);
		status = scan_advance(s);
	}
	input_patience(s->input, -1);
	return status;
}

/* At most SAMPLE_LINES of them. */
struct str
scan_sample(const struct scan *s)
{
	const char *p = s->block.p, *end = p + s->block.n, *lf;

	for (size_t i = 0; i < SAMPLE_LINES && p < end; i++) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (!lf)
			return (struct str){s->block.p,
					    (size_t)((s->block.last ? end : p) - s->block.p)};
		p = lf + 1;
	}
	return (struct str){s->block.p, (size_t)(p - s->block.p)};
}

static struct str
first_line(struct str text)
{
	const char *lf;

	while (text.n && memchr(" \t\r\n", text.p[0], 4)) {
		text.p++;
		text.n--;
	}
	lf = text.n ? memchr(text.p, '\n', text.n) : NULL;
	if (lf)
		text.n = (size_t)(lf - text.p);
	if (text.n && text.p[text.n - 1] == '\r')
		text.n--;
	return str_trim(text);
}

/* JSON that is not one record a line deserves to be named (faults.md F6). */
static int
refuse_json_document(struct str text, struct complaint *c)
{
	struct str line = first_line(text);

	if (line.n && line.p[0] == '[' && !json_valid(line))
		return complain(c, STATUS_USAGE, 0,
				"not JSON lines; looks like a JSON array (jq -c '.[]' makes lines "
				"of it)");
	if (line.n && line.p[0] == '{' && line.n < text.n && !json_valid(line) && json_valid(text))
		return complain(c, STATUS_USAGE, 0,
				"not JSON lines; looks like one JSON document over many lines "
				"(jq -c . makes a line of it)");
	return 0;
}

/* True if the input looks like records of one column: no separator could show that. */
static bool
is_one_column(const struct scan *s)
{
	struct str rest = scan_sample(s), line = token_until(&rest, '\n');

	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return s->options.as_is && schema_name_ok(line);
}

static int
unknown_format(const char *wanted, struct complaint *c)
{
	struct str name[FORMATS_MAX];
	size_t n = 0, at;

	for (; n < FORMATS_MAX && format_at(n); n++)
		name[n] = str_of(format_at(n)->name);
	return lookup("input format", str_of(wanted), name, n, &at, c);
}

/* The format that -i or -e names, if one does, so that bad options are told at once. */
static int
open_named(struct scan *s, struct complaint *c)
{
	const char *wanted = s->options.format;
	bool is_auto = !wanted || strcmp(wanted, "auto") == 0;

	if (is_auto && s->options.parse.pattern)
		wanted = "regex";
	else if (is_auto)
		return 0;
	s->format = format_find(str_of(wanted));
	if (!s->format)
		return unknown_format(wanted, c);
	if (s->options.parse.pattern && strcmp(wanted, "regex") != 0)
		return complain(c, STATUS_USAGE, 0, "-e reads any text, -i %s does not go with it",
				wanted);
	s->state = s->format->new (&s->options.parse, c);
	return s->state ? 0 : STATUS_USAGE;
}

static int
choose_format(struct scan *s, struct complaint *c)
{
	if (!s->format && s->has_block)
		s->format = format_guess(scan_sample(s));
	if (!s->format && s->has_block && is_one_column(s))
		s->format = format_find(STR("tsv"));
	if (s->has_block && (!s->format || strcmp(s->format->name, "ndjson") == 0) &&
	    refuse_json_document((struct str){s->block.p, s->block.n}, c) < 0)
		return STATUS_USAGE;
	if (s->has_block && !s->format)
		return complain(c, STATUS_USAGE, 0,
				"the first lines are no format known here: name it by -i, or give "
				"a pattern by -e");
	return 0;
}

/* What STATE learns of TEXT, and with a SURVEY what is in it. */
static int
look_at(const struct scan *s, void *state, struct str text, struct survey *survey)
{
	/* A pattern knows its columns without any line. */
	if (!s->has_block && !s->options.parse.pattern && !text.n)
		return 0;
	return s->format->survey(state, text, survey);
}

int
scan_open_state(const struct scan *s, void **state, struct complaint *c)
{
	struct str text = s->has_block ? scan_sample(s) : STR_N(NULL, 0);
	int status;

	if (!*state)
		*state = s->format->new (&s->options.parse, c);
	if (!*state)
		return STATUS_USAGE;
	status = look_at(s, *state, text, NULL);
	if (status < 0)
		return complain(c, status, 0, "the first line is no header of %s", s->format->name);
	return 0;
}

/* For scan_survey: the block will be gone by then. */
static void
keep_sample(struct scan *s)
{
	static const char pad[INPUT_PAD];
	struct scan_surveyed *x = s->surveyed;
	struct str text = scan_sample(s);

	buf_add(&x->text, text.p, text.n);
	buf_add(&x->text, pad, sizeof pad);
	x->text.n = text.n;
}

const struct survey *
scan_survey(const struct scan *s)
{
	struct scan_surveyed *x = s->surveyed;
	struct complaint none;
	void *state;

	if (x->done || !s->format)
		return &x->survey;
	x->done = true;
	state = s->format->new (&s->options.parse, &none);
	if (state && look_at(s, state, buf_str(&x->text), &x->survey) < 0)
		survey_release(&x->survey);
	s->format->free(state);
	return &x->survey;
}

int
scan_open(struct scan *s, struct complaint *c)
{
	int status = open_named(s, c);

	if (status < 0)
		return status;
	status = gather_sample(s);
	if (status < 0) {
		*c = s->why;
		return status;
	}
	status = choose_format(s, c);
	if (status < 0 || !s->format)
		return status;
	if (s->has_block)
		keep_sample(s);
	status = scan_open_state(s, &s->state, c);
	s->end.hollow = status == 0 && s->options.require_end && !survey_n(scan_survey(s));
	return status;
}
