/* scan - telling of blocks that were worked through ahead, when their turn comes. */
#include "scan_ahead_parts.h"

/* The most blocks that pass without a guess behind a wrong one. */
enum { PAUSE_MAX = 64 };

/* Each member is a count. */
void
scan_add_counts(struct scan_counts *to, const struct scan_counts *from, uint64_t times)
{
	uint64_t *t = (uint64_t *)(void *)to;
	const uint64_t *f = (const uint64_t *)(const void *)from;

	_Static_assert(sizeof *to % sizeof *t == 0, "scan_counts has something else");
	for (size_t i = 0; i < sizeof *to / sizeof *t; i++)
		t[i] += f[i] * times;
}

/* A guess was wrong. */
static void
rest(struct scan_ahead *a)
{
	a->renew = true;
	a->level = a->level ? 2 * a->level : 1;
	if (a->level > PAUSE_MAX)
		a->level = PAUSE_MAX;
	pthread_mutex_lock(&a->lock);
	a->pause = a->level;
	pthread_mutex_unlock(&a->lock);
}

void
scan_ahead_take(struct scan *s)
{
	struct scan_ahead *a = s->ahead;
	struct scan_batch *b;
	size_t place;

	if (!a->helpers || !input_was_ahead(s->input, &place))
		return;
	b = &a->batch[place];
	if (b->state == BATCH_NONE || b->generation != a->generation)
		return;
	if (b->state == BATCH_TRIPPED) {
		rest(a);
		return;
	}
	if (a->level)
		a->level--;
	s->batch = b;
	a->refusal = a->text = 0;
	a->rows = a->filtered = 0;
}

/* The rows up to those numbers that were not told of; 0 if there are none. */
static int
tell_made(struct scan_ahead *a, size_t text, uint64_t rows, uint64_t filtered, struct scan_event *e)
{
	const struct output *out = &a->scan->batch->out;

	e->made = (struct scan_made){.text = STR_N(out->p + a->text, text - a->text),
				     .rows = rows - a->rows,
				     .filtered = filtered - a->filtered};
	a->text = text;
	a->rows = rows;
	a->filtered = filtered;
	return e->made.rows || e->made.filtered ? SCAN_MADE : 0;
}

static int
tell_refusal(struct scan *s, const struct scan_refusal *r, struct scan_event *e)
{
	e->row = r->row;
	e->row.line += s->block.line;
	e->reason = r->reason;
	e->message = s->batch->messages.p + r->message;
	e->message_offset = r->message_offset;
	s->ahead->refusal++;
	return SCAN_REJECT;
}

int
scan_ahead_tell(struct scan *s, struct scan_event *e)
{
	struct scan_ahead *a = s->ahead;
	struct scan_batch *b = s->batch;
	int event;

	if (a->refusal < b->refusals) {
		const struct scan_refusal *r = &b->refusal[a->refusal];

		event = tell_made(a, r->text, r->rows, r->filtered, e);
		return event ? event : tell_refusal(s, r, e);
	}
	event = tell_made(a, b->out.n, b->rows, b->filtered, e);
	if (event)
		return event;
	s->at = s->block.n;
	s->lines = b->lines;
	s->first = false;
	scan_add_counts(&a->counts, &b->counts, 1);
	s->batch = NULL;
	return 0;
}

bool
scan_ahead_found(const struct scan *s, const struct path_column *spec)
{
	struct scan_ahead *a = s->ahead;
	bool found;

	pthread_mutex_lock(&a->lock);
	found = a->found[spec - s->columns->column];
	for (size_t i = 0; i < a->helpers && !found; i++)
		found = a->now[i].scan && plan_found(a->now[i].scan->plan, spec);
	pthread_mutex_unlock(&a->lock);
	return found;
}

void
scan_ahead_counts(const struct scan *s, struct scan_counts *counts)
{
	scan_add_counts(counts, &s->ahead->counts, 1);
}
