/* scan - from the wanted columns to a plan, tried on the first records. */
#include <stdlib.h>

#include "scan_internal.h"
#include "xalloc.h"

int
scan_bind_state(const struct scan *s, void *state, const struct plan *plan, struct complaint *c)
{
	size_t n;
	const struct path *const *path = plan_paths(plan, &n);

	return s->format->bind(state, path, n, c);
}

static struct plan *
make_plan(const struct scan *s, const struct path_columns *columns, struct complaint *c)
{
	const struct plan_options o = {
		.times = s->options.times,
		.na = s->options.na,
		.flat = s->options.as_is || (s->format && !s->format->nested),
		.check_utf8 = s->format && !s->format->utf8,
		.utf8_reject = s->options.parse.json.utf8_reject,
		.as_is = s->options.as_is,
	};

	return plan_new(columns, &o, c);
}

struct trial {
	struct plan *plan;
	struct value *source;
	scan_try_row *row; /* may be NULL */
	void *arg;
};

static void
tell_trial(const struct trial *t)
{
	size_t n;
	const struct plan_column *column = plan_columns(t->plan, &n);

	if (t->row)
		t->row(t->arg, column, n, plan_values(t->plan));
}

static void
try_records(const struct scan *s, void *state, const struct trial *t)
{
	struct str text = scan_sample(s);
	/* A sample that ends with a line may be cut inside a record of several. */
	bool last = text.n && text.p[text.n - 1] != '\n';
	struct format_record record;

	while (text.n) {
		enum format_result r = s->format->next(state, text, last, t->source, &record);

		if (r == FORMAT_MORE)
			return;
		if (r == FORMAT_ROW && plan_row(t->plan, t->source) != PLAN_REJECT)
			tell_trial(t);
		text.p += record.used;
		text.n -= record.used;
	}
}

/* Runs a plan over the sample with a parser of its own. */
static int
try_plan(const struct scan *s, const struct trial *t, struct complaint *c)
{
	void *state = NULL;
	int status;

	if (!s->format || !s->has_block)
		return 0;
	status = scan_open_state(s, &state, c);
	if (status == 0)
		status = scan_bind_state(s, state, t->plan, c);
	if (status == 0)
		try_records(s, state, t);
	if (state)
		s->format->free(state);
	return status;
}

static struct value *
make_sources(const struct plan *plan, size_t *n)
{
	plan_paths(plan, n);
	return xcalloc(*n, sizeof(struct value));
}

int
scan_try(struct scan *s, const struct path_columns *columns, scan_try_row *row, void *arg,
	 struct complaint *c)
{
	struct trial t = {.plan = make_plan(s, columns, c), .row = row, .arg = arg};
	size_t sources;
	int status;

	if (!t.plan)
		return STATUS_USAGE;
	t.source = make_sources(t.plan, &sources);
	status = try_plan(s, &t, c);
	free(t.source);
	plan_free(t.plan);
	return status;
}

int
scan_bind(struct scan *s, const struct path_columns *columns, struct complaint *c)
{
	struct trial t = {.row = NULL};
	int status = 0;

	s->columns = columns;
	s->plan = make_plan(s, columns, c);
	if (!s->plan)
		return STATUS_USAGE;
	s->source = make_sources(s->plan, &s->sources);
	if (plan_spreads(s->plan)) {
		t.plan = s->plan;
		t.source = s->source;
		status = try_plan(s, &t, c);
		plan_settle(s->plan);
	}
	if (status < 0 || !s->format)
		return status;
	return scan_bind_state(s, s->state, s->plan, c);
}
