/*
 * scan - blocks worked through ahead, by other threads.
 *
 * A helper has a copy of the parser and of the plan, and reads a block as if it stood at
 * the start of one: what it makes of the rows is kept beside the block, as text and a list
 * of the rows refused.  That holds if nothing before the block would have been another
 * copy and nothing in the block made one of it (epochs: the header, the columns, the unit
 * of times), and if the block is whole and its last record ends with it.  When the turn of
 * a block comes whose batch does not hold, it is read by the scan itself, as without
 * threads, and helpers get new copies of what became of it.  So a guess that is wrong costs
 * time, never a row; and each wrong one doubles the blocks that pass without a guess.
 */
#include <pthread.h>
#include <stdlib.h>

#include "scan_internal.h"
#include "xalloc.h"

enum { PAUSE_MAX = 64 };

/* A row that was refused, behind the first TEXT bytes of what was made. */
struct refusal {
	size_t text;
	uint64_t rows, filtered; /* before it */
	struct row row;          /* line: counted from the block's */
	enum reject_reason reason;
	size_t message, message_offset; /* message: its place, with its NUL, in the batch's */
};

struct scan_batch {
	enum { BATCH_NONE, BATCH_SOUND, BATCH_TRIPPED } state;
	uint64_t generation;
	struct output out;
	uint64_t rows, filtered, lines;
	struct refusal *refusal;
	size_t refusals, room;
	struct buf messages;
	struct scan_counts counts;
};

struct worker {
	struct scan *scan; /* NULL: none */
	void *sink;
	uint64_t generation;
	bool tripped; /* it changed: good for nothing */
};

struct epoch {
	uint64_t format, plan;
};

struct scan_ahead {
	struct scan *scan;
	struct scan_sink sink;
	struct scan_batch batch[INPUT_AHEAD_PLACES];
	size_t helpers; /* 0: not begun */
	bool has_begun, renew;
	struct epoch epoch; /* of the copies made last */
	uint64_t generation;
	unsigned level; /* the next pause */
	struct scan_counts counts;
	/* Of the batch at hand, what was told: */
	size_t refusal, text;
	uint64_t rows, filtered;

	pthread_mutex_t lock; /* of what follows */
	struct worker now[INPUT_HELPERS], fresh[INPUT_HELPERS];
	unsigned pause; /* blocks that nothing is made of */
	bool *found;    /* of each wanted column, by workers that are no more */
};

static struct epoch
epoch_of(const struct scan *s)
{
	return (struct epoch){s->format->epoch ? s->format->epoch(s->state) : 0,
			      plan_epoch(s->plan)};
}

static bool
same_epoch(struct epoch a, struct epoch b)
{
	return a.format == b.format && a.plan == b.plan;
}

struct scan *
scan_copy(const struct scan *s)
{
	struct scan *copy = xcalloc(1, sizeof *copy);

	copy->options = s->options;
	copy->format = s->format;
	copy->plan = plan_copy(s->plan);
	copy->state = s->format->copy(s->state);
	plan_paths(s->plan, &copy->sources);
	copy->source = xcalloc(copy->sources, sizeof *copy->source);
	return copy;
}

static void
make_worker(struct scan_ahead *a, struct worker *w)
{
	size_t n;
	const struct plan_column *column;

	w->scan = scan_copy(a->scan);
	column = scan_columns(w->scan, &n);
	w->sink = a->sink.open(a->sink.arg, column, n);
	w->generation = a->generation;
	w->tripped = false;
}

static void
end_worker(struct scan_ahead *a, struct worker *w)
{
	const struct path_columns *columns = a->scan->columns;

	if (!w->scan)
		return;
	for (size_t i = 0; i < columns->n; i++)
		a->found[i] |= plan_found(w->scan->plan, &columns->column[i]);
	a->sink.close(w->sink);
	scan_free(w->scan);
	w->scan = NULL;
}

/* Copies of the scan as it is now, for all helpers. */
static void
renew(struct scan_ahead *a)
{
	struct worker w;

	a->renew = false;
	a->epoch = epoch_of(a->scan);
	a->generation++;
	for (size_t i = 0; i < a->helpers; i++) {
		make_worker(a, &w);
		pthread_mutex_lock(&a->lock);
		end_worker(a, &a->fresh[i]);
		a->fresh[i] = w;
		pthread_mutex_unlock(&a->lock);
	}
}

/* The helper's copy, the newest there is; NULL: nothing is to be made. */
static struct worker *
worker_of(struct scan_ahead *a, size_t helper)
{
	struct worker *w = &a->now[helper];
	bool pause;

	pthread_mutex_lock(&a->lock);
	if (a->fresh[helper].scan) {
		end_worker(a, w);
		*w = a->fresh[helper];
		a->fresh[helper].scan = NULL;
	}
	pause = a->pause > 0;
	pthread_mutex_unlock(&a->lock);
	return pause || w->tripped ? NULL : w;
}

static void
begin_batch(struct scan_batch *b, uint64_t generation)
{
	if (!b->out.p) {
		output_init_memory(&b->out);
		buf_init(&b->messages, BUF_CAP_MAX);
	}
	b->generation = generation;
	b->out.n = b->out.row_end = 0;
	b->rows = b->filtered = 0;
	b->refusals = 0;
	buf_clear(&b->messages);
}

static void
keep_refusal(struct scan_batch *b, const struct scan_event *e)
{
	GROW(b->refusal, b->refusals + 1, b->room);
	b->refusal[b->refusals++] = (struct refusal){.text = b->out.n,
						     .rows = b->rows,
						     .filtered = b->filtered,
						     .row = e->row,
						     .reason = e->reason,
						     .message = b->messages.n,
						     .message_offset = e->message_offset};
	buf_add(&b->messages, e->message, strlen(e->message) + 1);
}

static void
keep_row(struct scan_ahead *a, struct worker *w, struct scan_batch *b, struct scan_event *e)
{
	int kept;

	e->message_offset = 0;
	kept = a->sink.row(w->sink, e, &b->out);
	if (kept < 0)
		keep_refusal(b, e);
	else if (kept)
		b->rows++;
	else
		b->filtered++;
}

/* Each member is a count. */
static void
add_counts(struct scan_counts *to, const struct scan_counts *from, uint64_t times)
{
	uint64_t *t = (uint64_t *)(void *)to;
	const uint64_t *f = (const uint64_t *)(const void *)from;

	_Static_assert(sizeof *to % sizeof *t == 0, "scan_counts has something else");
	for (size_t i = 0; i < sizeof *to / sizeof *t; i++)
		t[i] += f[i] * times;
}

/* Reads all of the block; true if what was made holds by itself. */
static bool
work(struct scan_ahead *a, struct worker *w, struct scan_batch *b)
{
	struct epoch before = epoch_of(w->scan);
	struct scan_counts counts;
	struct scan_event e;
	int event;

	scan_counts(w->scan, &counts);
	while ((event = scan_next(w->scan, &e)) == SCAN_ROW || event == SCAN_REJECT) {
		if (event == SCAN_ROW)
			keep_row(a, w, b, &e);
		else
			keep_refusal(b, &e);
	}
	b->lines = w->scan->lines;
	scan_counts(w->scan, &b->counts);
	add_counts(&b->counts, &counts, UINT64_MAX);
	w->tripped = event != SCAN_END || !same_epoch(before, epoch_of(w->scan));
	return !w->tripped && w->scan->at == w->scan->block.n;
}

static void
run(void *arg, size_t helper, size_t place, const struct input_block *block)
{
	struct scan_ahead *a = arg;
	struct scan_batch *b = &a->batch[place];
	struct worker *w = worker_of(a, helper);

	b->state = BATCH_NONE;
	if (!w)
		return;
	begin_batch(b, w->generation);
	scan_give(w->scan, block);
	b->state = work(a, w, b) ? BATCH_SOUND : BATCH_TRIPPED;
}

static void
begin(struct scan_ahead *a)
{
	const struct input_ahead ahead = {run, a};

	a->has_begun = true;
	a->helpers = input_helpers(a->scan->input);
	if (!a->helpers)
		return;
	renew(a);
	input_ahead(a->scan->input, &ahead);
}

void
scan_ahead_advance(struct scan *s)
{
	struct scan_ahead *a = s->ahead;

	if (!a->has_begun)
		begin(a);
	if (!a->helpers)
		return;
	if (a->renew || !same_epoch(a->epoch, epoch_of(s)))
		renew(a);
	if (a->level) {
		pthread_mutex_lock(&a->lock);
		a->pause -= a->pause > 0;
		pthread_mutex_unlock(&a->lock);
	}
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
tell_refusal(struct scan *s, const struct refusal *r, struct scan_event *e)
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
		const struct refusal *r = &b->refusal[a->refusal];

		event = tell_made(a, r->text, r->rows, r->filtered, e);
		return event ? event : tell_refusal(s, r, e);
	}
	event = tell_made(a, b->out.n, b->rows, b->filtered, e);
	if (event)
		return event;
	s->at = s->block.n;
	s->lines = b->lines;
	s->first = false;
	add_counts(&a->counts, &b->counts, 1);
	s->batch = NULL;
	return 0;
}

bool
scan_ahead_found(const struct scan *s, const struct path_column *spec)
{
	struct scan_ahead *a = s->ahead;
	bool found = a->found[spec - s->columns->column];

	pthread_mutex_lock(&a->lock);
	for (size_t i = 0; i < a->helpers && !found; i++)
		found = a->now[i].scan && plan_found(a->now[i].scan->plan, spec);
	pthread_mutex_unlock(&a->lock);
	return found;
}

void
scan_ahead_counts(const struct scan *s, struct scan_counts *counts)
{
	add_counts(counts, &s->ahead->counts, 1);
}

void
scan_work_ahead(struct scan *s, const struct scan_sink *sink)
{
	struct scan_ahead *a;

	if (!s->format || !s->plan)
		return;
	a = s->ahead = xcalloc(1, sizeof *a);
	a->scan = s;
	a->sink = *sink;
	a->found = xcalloc(s->columns->n, sizeof *a->found);
	pthread_mutex_init(&a->lock, NULL);
}

void
scan_ahead_free(struct scan_ahead *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < INPUT_HELPERS; i++) {
		end_worker(a, &a->now[i]);
		end_worker(a, &a->fresh[i]);
	}
	for (size_t i = 0; i < INPUT_AHEAD_PLACES; i++) {
		if (a->batch[i].out.p)
			output_release(&a->batch[i].out);
		buf_release(&a->batch[i].messages);
		free(a->batch[i].refusal);
	}
	pthread_mutex_destroy(&a->lock);
	free(a->found);
	free(a);
}
