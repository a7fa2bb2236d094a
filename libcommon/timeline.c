#include "timeline.h"

#include <stdlib.h>

#include "timeline_parts.h"
#include "xalloc.h"

static const struct timeline_kind *const kinds[] = {
	[WINDOW_FIXED] = &timeline_panes,
	[WINDOW_CALENDAR] = &timeline_panes,
	[WINDOW_SESSION] = &timeline_sessions,
	[WINDOW_COUNT] = &timeline_counts,
};

struct timeline *
timeline_new(const struct window_spec *spec, const struct metric_plan *plan,
	     const struct timeline_options *o)
{
	struct timeline *t = xmalloc(sizeof *t);

	*t = (struct timeline){.spec = spec,
			       .plan = plan,
			       .options = *o,
			       .kind = kinds[spec->kind],
			       .seen = TIMESTAMP_NONE,
			       .watermark = INT64_MIN,
			       .next_close = INT64_MAX};
	t->open = t->kind->new (t);
	return t;
}

void
timeline_free(struct timeline *t)
{
	if (!t)
		return;
	t->kind->free(t, t->open);
	free(t);
}

void
timeline_see(struct timeline *t, int64_t ts)
{
	if (ts == TIMESTAMP_NONE || ts <= t->seen)
		return;
	t->seen = ts;
	if (t->options.all)
		return;
	t->watermark = ts - t->options.lateness;
	if (t->watermark < t->next_close)
		return;
	t->next_close = INT64_MAX;
	t->kind->close(t, t->open, t->watermark);
}

void
timeline_resume(struct timeline *t, int64_t ts)
{
	t->seen = ts;
	if (t->options.all || ts == TIMESTAMP_NONE)
		return;
	t->watermark = ts - t->options.lateness;
	if (t->kind->resume)
		t->kind->resume(t, t->open, t->watermark);
}

enum timeline_answer
timeline_add(struct timeline *t, int64_t ts, const struct value *const *values, size_t n,
	     const struct sample *x)
{
	const struct timeline_row row = {ts, values, n, x};
	enum timeline_answer answer = t->kind->add(t, t->open, &row);

	if (answer == TIMELINE_TAKEN)
		timeline_see(t, ts);
	return answer;
}

void
timeline_finish(struct timeline *t)
{
	t->next_close = INT64_MAX;
	t->kind->close(t, t->open, INT64_MAX);
}

int64_t
timeline_seen(const struct timeline *t)
{
	return t->seen;
}

uint64_t
timeline_other(const struct timeline *t)
{
	return t->other;
}

void
timeline_save(struct timeline *t, timeline_fn *f, void *arg)
{
	t->kind->save(t, t->open, f, arg);
}

void
timeline_load(struct timeline *t, const struct timeline_part *part)
{
	t->kind->load(t, t->open, part);
}

static int
by_end(const void *a, const void *b)
{
	const struct timeline_part *x = a, *y = b;

	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->other != y->other)
		return x->other ? 1 : -1;
	return str_cmp(x->key, y->key);
}

void
timeline_sort(struct timeline_part *part, size_t n)
{
	if (n)
		qsort(part, n, sizeof *part, by_end);
}
