/*
 * windowing - what one run leaves to the next: what is measured, the largest time seen,
 * the lateness that it was judged by, what series remember, and every open part as a
 * line of --partial.
 */
#include "windowing_parts.h"

#include "token.h"

static int
put_number(struct buf *out, const char *name, int64_t x)
{
	return buf_addf(out, "%s\t%llx\n", name, (unsigned long long)x);
}

struct saving {
	struct windowing *w;
	struct buf *out;
	int status;
};

static void
save_part(void *arg, const struct timeline_part *part)
{
	struct saving *s = arg;

	if (s->status == 0)
		s->status =
			partial_write(&s->w->evaluation, buf_str(&s->w->plan), part, true, s->out);
}

int
windowing_save(struct windowing *w, struct buf *out)
{
	struct saving s = {.w = w, .out = out};

	s.status = buf_addf(out, "plan\t%.*s\n", (int)w->plan.n, w->plan.p);
	if (s.status == 0)
		s.status = put_number(out, "lateness", w->options->lateness);
	if (s.status == 0)
		s.status = put_number(out, "seen", timeline_seen(w->timeline));
	if (s.status == 0)
		s.status = series_save(w->series, out);
	if (s.status == 0)
		s.status = buf_adds(out, "parts\n");
	timeline_save(w->timeline, save_part, &s);
	return s.status;
}

static int
damaged(struct complaint *c)
{
	return complain(c, STATUS_DAMAGED, 0, "the state is damaged: a line of it makes no sense");
}

/* The value of the line NAME, which comes next. */
static bool
take_line(struct str *lines, const char *name, struct str *value)
{
	*value = token_until(lines, '\n');
	return str_eq(token_until(value, '\t'), str_of(name));
}

static bool
take_number(struct str *lines, const char *name, int64_t *x)
{
	struct str value;
	uint64_t bits;

	if (!take_line(lines, name, &value) || !token_take_hex(&value, &bits) || value.n)
		return false;
	*x = (int64_t)bits;
	return true;
}

bool
windowing_recall(struct str lines, struct evaluation *e)
{
	struct complaint c;
	struct str plan;

	*e = (struct evaluation){.groups = 0};
	if (!take_line(&lines, "plan", &plan) || windowing_cut_plan(&plan) < 0)
		return false;
	return evaluation_load(e, plan, &c) == 0;
}

static int
check_options(struct windowing *w, struct str *lines, int64_t *seen, struct complaint *c)
{
	struct str plan;
	int64_t lateness;
	int status;

	if (!take_line(lines, "plan", &plan) || !take_number(lines, "lateness", &lateness) ||
	    !take_number(lines, "seen", seen))
		return damaged(c);
	status = windowing_compare_plan(w, plan, c);
	if (status < 0)
		return complain(
			c, status, 0,
			"the state is of another run: its options or columns differ (remove "
			"it to start over)");
	if (lateness != w->options->lateness)
		return complain(c, STATUS_USAGE, 0,
				"the state is of a run with another --lateness");
	return 0;
}

static int
load_parts(struct windowing *w, struct str lines, struct complaint *c)
{
	int status = 0;

	while (lines.n && status == 0)
		status = windowing_load_line(w, token_until(&lines, '\n'), c);
	return status;
}

int
windowing_resume(struct windowing *w, struct str lines, struct complaint *c)
{
	struct str line;
	int64_t seen = TIMESTAMP_NONE;
	int status = check_options(w, &lines, &seen, c);

	if (status < 0)
		return status;
	if (seen != TIMESTAMP_NONE) {
		timeline_resume(w->timeline, seen);
		ahead_resume(&w->ahead, seen);
	}
	for (;;) {
		line = token_until(&lines, '\n');
		if (str_eq(line, STR("parts")))
			return load_parts(w, lines, c);
		if (line.n == 0 || !series_load(w->series, line))
			return damaged(c);
	}
}

const struct row *
windowing_held(const struct windowing *w)
{
	return w->opened && w->ahead.n ? &w->ahead.held[0] : NULL;
}
