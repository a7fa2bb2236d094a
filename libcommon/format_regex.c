#include <stdlib.h>

#include "format.h"
#include "format_line.h"
#include "header.h"
#include "pattern.h"
#include "utf8.h"
#include "xalloc.h"

struct regex_state {
	struct pattern *pattern;
	struct header header; /* the named groups */
	struct str *group;
	uint32_t *number; /* of the group of each path */
	size_t n;
	bool utf8_reject;
	uint64_t surveyed; /* replacements in the survey, which do not count */
	struct json_counts counts;
};

/* Any text may be meant for a pattern; only a person knows. */
static int
regex_probe(struct str sample)
{
	(void)sample;
	return 0;
}

static void
regex_free(void *state)
{
	struct regex_state *x = state;

	if (!x)
		return;
	pattern_free(x->pattern);
	header_release(&x->header);
	free(x->group);
	free(x->number);
	free(x);
}

static int
open_pattern(struct regex_state *x, const struct format_options *o, struct complaint *c)
{
	struct pattern_options options = {.no_jit = o->no_jit, .match_limit = o->match_limit};
	const struct str *names;
	size_t n;

	if (!o->pattern)
		return complain(c, STATUS_USAGE, 0,
				"regex needs a pattern, which mlparse takes by -e");
	x->pattern = pattern_new(str_of(o->pattern), &options, c);
	if (!x->pattern) {
		complain_about(c, "-e", o->pattern);
		return STATUS_SYNTAX;
	}
	n = pattern_names(x->pattern, &names);
	if (n == 0)
		return complain(c, STATUS_USAGE, 0,
				"-e: the pattern names no group: (?<name>...) makes a column");
	x->group = xcalloc(n, sizeof *x->group);
	return header_set(&x->header, names, n, c);
}

static void *
regex_new(const struct format_options *o, struct complaint *c)
{
	struct regex_state *x = xcalloc(1, sizeof *x);

	header_init(&x->header);
	x->utf8_reject = o->json.utf8_reject;
	if (open_pattern(x, o, c) < 0) {
		regex_free(x);
		return NULL;
	}
	return x;
}

static void *
regex_copy(const void *state)
{
	const struct regex_state *from = state;
	struct regex_state *x = xcalloc(1, sizeof *x);

	*x = *from;
	x->pattern = pattern_copy(from->pattern);
	header_copy(&x->header, &from->header);
	x->group = xcalloc(header_n(&x->header), sizeof *x->group);
	x->number = xcalloc(x->n, sizeof *x->number);
	if (x->n)
		memcpy(x->number, from->number, x->n * sizeof *x->number);
	x->surveyed = 0;
	x->counts = (struct json_counts){0};
	return x;
}

static struct value
value_of(struct str group)
{
	if (group.n == 0)
		return (struct value){{NULL, 0}, VALUE_MISSING};
	return (struct value){group, VALUE_TEXT};
}

static int
regex_survey(void *state, struct str sample, struct survey *survey)
{
	struct regex_state *x = state;
	struct format_record r;

	if (!survey)
		return 0;
	while (sample.n && format_take_line(sample, true, &r)) {
		sample.p += r.used;
		sample.n -= r.used;
		if (pattern_match(x->pattern, r.line, x->group) != PATTERN_YES)
			continue;
		for (uint32_t i = 0; i < header_n(&x->header); i++)
			header_survey(survey, map_key(&x->header.names, i), value_of(x->group[i]));
		survey->records++;
	}
	/* The groups are columns even if nothing matched yet. */
	for (uint32_t i = 0; survey->records == 0 && i < header_n(&x->header); i++)
		header_survey(survey, map_key(&x->header.names, i), value_of(STR_N(NULL, 0)));
	x->surveyed = pattern_replaced(x->pattern);
	return 0;
}

static int
regex_bind(void *state, const struct path *const *path, size_t n, struct complaint *c)
{
	struct regex_state *x = state;

	free(x->number);
	x->number = xcalloc(n, sizeof *x->number);
	x->n = n;
	return header_bind(&x->header, path, n, x->number, c);
}

static void
regex_restart(void *state)
{
	(void)state;
}

static enum format_result
regex_next(void *state, struct str s, bool last, struct value *value, struct format_record *r)
{
	struct regex_state *x = state;
	enum pattern_result got;

	if (!format_take_line(s, last, r))
		return FORMAT_MORE;
	if (r->line.n == 0)
		return FORMAT_BLANK;
	if (x->utf8_reject && !utf8_valid(r->line))
		return format_reject(r, REJECT_UTF8, "invalid UTF-8", utf8_valid_prefix(r->line));
	got = pattern_match(x->pattern, r->line, x->group);
	x->counts.replaced = pattern_replaced(x->pattern) - x->surveyed;
	if (got != PATTERN_YES)
		return format_reject(r, got == PATTERN_NO ? REJECT_NO_MATCH : REJECT_REGEX_LIMIT,
				     pattern_result_text(got), 0);
	for (size_t i = 0; i < x->n; i++)
		value[i] = x->number[i] == HEADER_NONE ? value_of(STR_N(NULL, 0))
						       : value_of(x->group[x->number[i]]);
	return FORMAT_ROW;
}

static const struct json_counts *
regex_counts(const void *state)
{
	return &((const struct regex_state *)state)->counts;
}

const struct format format_regex = {
	.name = "regex",
	.named = true,
	.summary = "any text by a PCRE2 pattern (-e) whose named groups are the columns",
	.hidden = true,
	.utf8 = true,
	.probe = regex_probe,
	.new = regex_new,
	.free = regex_free,
	.copy = regex_copy,
	.survey = regex_survey,
	.bind = regex_bind,
	.restart = regex_restart,
	.next = regex_next,
	.counts = regex_counts,
};
