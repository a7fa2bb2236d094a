/*
 * format_rows - runs a log format over a text and writes down what came out, a line
 * an event, so that a test is a text and a transcript:
 *
 *   row a|<missing>|"true"      values; kinds beside text are marked: ! bool
 *   blank, header, reject REASON @OFFSET: MESSAGE
 */
#ifndef ML_FORMAT_ROWS_H
#define ML_FORMAT_ROWS_H

#include <stdio.h>

#include "format.h"
#include "padded.h"

enum { FORMAT_ROWS_PATHS = 8, FORMAT_ROWS_ROOM = 4096 };

struct format_rows {
	const struct format *format;
	void *state;
	struct path path[FORMAT_ROWS_PATHS];
	const struct path *paths[FORMAT_ROWS_PATHS];
	size_t n;
	struct survey survey;
	uint64_t lines; /* line feeds told of */
	struct complaint c;
	char said[FORMAT_ROWS_ROOM];
	size_t used;
};

static inline void
format_rows_init(struct format_rows *f, const struct format *format,
		 const struct format_options *options)
{
	*f = (struct format_rows){.format = format};
	survey_init(&f->survey);
	f->state = format->new (options, &f->c);
	assert_non_null(f->state);
}

static inline void
format_rows_release(struct format_rows *f)
{
	for (size_t i = 0; i < f->n; i++)
		path_release(&f->path[i]);
	f->format->free(f->state);
	survey_release(&f->survey);
}

/* Shows the format the head of TEXT. */
static inline int
format_rows_survey(struct format_rows *f, const char *text)
{
	struct str s = padded(str_of(text));
	int status = f->format->survey(f->state, s, &f->survey);

	padded_free(s);
	return status;
}

/* Asks for the paths in the NULL-terminated list; bind's answer. */
static inline int
format_rows_bind(struct format_rows *f, const char *const *path)
{
	struct complaint ignored;

	for (f->n = 0; path[f->n]; f->n++) {
		assert_int_equal(path_parse(&f->path[f->n], str_of(path[f->n]), &ignored), 0);
		f->paths[f->n] = &f->path[f->n];
	}
	return f->format->bind(f->state, f->paths, f->n, &f->c);
}

static inline void
format_rows_say(struct format_rows *f, const char *text, struct str s)
{
	f->used += (size_t)snprintf(f->said + f->used, sizeof f->said - f->used, "%s%.*s", text,
				    (int)s.n, s.n ? s.p : "");
	assert_true(f->used < sizeof f->said);
}

static inline void
format_rows_say_row(struct format_rows *f, const struct value *value)
{
	for (size_t i = 0; i < f->n; i++) {
		const char *before = i ? "|" : "row ";

		if (value[i].kind == VALUE_MISSING) {
			assert_int_equal(value[i].text.n, 0);
			format_rows_say(f, before, STR("<missing>"));
			continue;
		}
		format_rows_say(f, before, value[i].text);
		if (value[i].kind == VALUE_BOOL)
			format_rows_say(f, "!", STR(""));
		else
			assert_int_equal(value[i].kind, VALUE_TEXT);
	}
	format_rows_say(f, "\n", STR(""));
}

static inline void
format_rows_say_event(struct format_rows *f, enum format_result result, const struct value *value,
		      const struct format_record *r)
{
	char place[32];

	switch (result) {
	case FORMAT_ROW:
		format_rows_say_row(f, value);
		break;
	case FORMAT_REJECT:
		snprintf(place, sizeof place, " @%zu: ", r->offset);
		format_rows_say(f, "reject ", str_of(reject_reason_name(r->reason)));
		format_rows_say(f, place, str_of(r->message));
		format_rows_say(f, "\n", STR(""));
		break;
	case FORMAT_BLANK:
		format_rows_say(f, "blank\n", STR(""));
		break;
	case FORMAT_NAMES:
		format_rows_say(f, "names\n", STR(""));
		break;
	default:
		format_rows_say(f, "header\n", STR(""));
		break;
	}
}

/*
 * One file of TEXT, told in blocks that grow by STEP bytes whenever the record is
 * not complete.  A header is bound to again.
 */
static inline void
format_rows_file(struct format_rows *f, const char *text, size_t step)
{
	struct value value[FORMAT_ROWS_PATHS];
	struct str rest = str_of(text);
	size_t given = 0;

	f->format->restart(f->state);
	while (rest.n) {
		struct format_record r;
		enum format_result result;
		struct str block;

		given = given + step < rest.n ? given + step : rest.n;
		block = padded(STR_N(rest.p, given));
		result = f->format->next(f->state, block, given == rest.n, value, &r);
		if (result != FORMAT_MORE) {
			assert_true(r.used > 0 && r.used <= given);
			assert_true(r.line.p == block.p && r.line.n <= r.used);
			f->lines += r.lines;
			format_rows_say_event(f, result, value, &r);
			rest.p += r.used;
			rest.n -= r.used;
			given = 0;
			if (result == FORMAT_HEADER)
				f->format->bind(f->state, f->paths, f->n, &f->c);
		}
		padded_free(block);
	}
}

/* What came out so far; the next transcript begins empty. */
static inline const char *
format_rows_said(struct format_rows *f)
{
	f->used = 0;
	return f->said;
}

/* New state, survey, bind, one file: the transcript must be WANTED at every step. */
static inline void
format_rows_check(const struct format *format, const struct format_options *options,
		  const char *text, const char *const *path, const char *wanted)
{
	static const size_t steps[] = {1, 2, 7, 64, 1 << 20};

	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		struct format_rows f;
		uint64_t lf = 0;

		format_rows_init(&f, format, options);
		format_rows_survey(&f, text);
		assert_int_equal(format_rows_bind(&f, path), 0);
		format_rows_file(&f, text, steps[i]);
		assert_string_equal(format_rows_said(&f), wanted);
		for (const char *p = text; *p; p++)
			lf += *p == '\n';
		assert_int_equal(f.lines, lf);
		format_rows_release(&f);
	}
}

#define FORMAT_ROWS_PATHS_OF(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
