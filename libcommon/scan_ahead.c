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
#include <stdlib.h>

#include "scan_ahead_parts.h"
#include "xalloc.h"

static struct scan_epoch
epoch_of(const struct scan *s)
{
	return (struct scan_epoch){s->format->epoch ? s->format->epoch(s->state) : 0,
				   plan_epoch(s->plan)};
}

static bool
same_epoch(struct scan_epoch a, struct scan_epoch b)
{
	return a.format == b.format && a.plan == b.plan;
}

/* One without input, for scan_give. */
static struct scan *
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
make_worker(struct scan_ahead *a, struct scan_worker *w)
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
end_worker(struct scan_ahead *a, struct scan_worker *w)
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
	struct scan_worker w;

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
static struct scan_worker *
worker_of(struct scan_ahead *a, size_t helper)
{
	struct scan_worker *w = &a->now[helper];
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
	b->refusal[b->refusals++] = (struct scan_refusal){.text = b->out.n,
							  .rows = b->rows,
							  .filtered = b->filtered,
							  .row = e->row,
							  .reason = e->reason,
							  .message = b->messages.n,
							  .message_offset = e->message_offset};
	buf_add(&b->messages, e->message, strlen(e->message) + 1);
}

static void
keep_row(struct scan_ahead *a, struct scan_worker *w, struct scan_batch *b, struct scan_event *e)
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

/* Reads all of the block; true if what was made holds by itself. */
static bool
work(struct scan_ahead *a, struct scan_worker *w, struct scan_batch *b)
{
	struct scan_epoch before = epoch_of(w->scan);
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
	scan_add_counts(&b->counts, &counts, UINT64_MAX);
	w->tripped = event != SCAN_END || !same_epoch(before, epoch_of(w->scan));
	return !w->tripped && w->scan->at == w->scan->block.n;
}

static void
run(void *arg, size_t helper, size_t place, const struct input_block *block)
{
	struct scan_ahead *a = arg;
	struct scan_batch *b = &a->batch[place];
	struct scan_worker *w = worker_of(a, helper);

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
