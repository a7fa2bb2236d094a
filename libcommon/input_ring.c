#include "input_ring.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "xalloc.h"

/* The consumer is the one that waits: what it has written should be out before. */
static void
tell_caller(void *arg, bool begins)
{
	struct input_ring *r = arg;

	if (begins && r->options.idle)
		r->options.idle(r->options.idle_arg);
}

void
input_ring_init(struct input_ring *r, const char *const *files, size_t n,
		const struct input_options *o)
{
	r->options = *o;
	r->pipe[0] = o->stop ? o->stop[0] : -1;
	r->pipe[1] = o->stop ? o->stop[1] : -1;
	r->slots = 2;
	r->until = INPUT_FOREVER;
	r->wait = (struct input_wait){.tell = tell_caller, .arg = r, .stop = r->pipe[0]};
	atomic_init(&r->read_bytes, 0);
	input_reader_init(&r->reader, files, n, o);
	r->reader.make_way = input_ring_make_way;
	r->reader.arg = r;
	input_source_init(&r->reader.source, o, &r->wait, &r->read_bytes);
}

static bool
open_pipe(struct input_ring *r)
{
	if (r->options.stop)
		return true;
	if (pipe(r->pipe) < 0)
		return false;
	r->pipe[0] = fd_move(r->pipe[0]);
	r->pipe[1] = fd_move(r->pipe[1]);
	return r->pipe[0] >= 0 && r->pipe[1] >= 0;
}

static void
close_pipe(struct input_ring *r)
{
	for (int i = 0; i < 2 && !r->options.stop; i++) {
		if (r->pipe[i] >= 0)
			close(r->pipe[i]);
		r->pipe[i] = -1;
	}
}

static void
init_locks(struct input_ring *r)
{
	pthread_condattr_t attr;

	pthread_mutex_init(&r->lock, NULL);
	pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&r->filled, &attr);
	pthread_condattr_destroy(&attr);
	pthread_cond_init(&r->freed, NULL);
}

/* What the reader waits for is the consumer's to know: it may have rows to write. */
static void
tell_consumer(void *arg, bool begins)
{
	struct input_ring *r = arg;

	pthread_mutex_lock(&r->lock);
	r->waiting = begins;
	if (begins)
		pthread_cond_signal(&r->filled);
	pthread_mutex_unlock(&r->lock);
}

/* Whatever fails here, the same is done without a thread. */
static void
begin(struct input_ring *r)
{
	r->begun = true;
	if (!r->options.threads)
		return;
	if (!open_pipe(r)) {
		close_pipe(r);
		return;
	}
	init_locks(r);
	r->threaded = true;
	r->slots = INPUT_SLOTS;
	r->wait.tell = tell_consumer;
	r->wait.stop = r->pipe[0];
	if (input_ring_start(r))
		return;
	r->threaded = false;
	r->slots = 2;
	r->wait.tell = tell_caller;
	close_pipe(r);
	r->wait.stop = r->pipe[0];
}

/* Sleeps until something may have changed; false when UNTIL is over. */
static bool
sleep_unfilled(struct input_ring *r)
{
	struct timespec t = {.tv_sec = (time_t)(r->until / 1000000),
			     .tv_nsec = (long)(r->until % 1000000 * 1000)};

	/* A helper at work will have something to say. */
	if (r->count || !r->waiting || r->until == INPUT_FOREVER)
		pthread_cond_wait(&r->filled, &r->lock);
	else
		return pthread_cond_timedwait(&r->filled, &r->lock, &t) != ETIMEDOUT;
	return true;
}

/* True if the oldest slot is there, and nobody works on it. */
static bool
is_ready(const struct input_ring *r)
{
	return r->count && r->slot[r->head].ahead != INPUT_RUNNING;
}

/*
 * Waits for an event; tells the caller once if the reader has to wait for data.  False
 * if there is none.
 */
static bool
wait_filled(struct input_ring *r)
{
	bool told = false, in_time = true, no_memory;

	pthread_mutex_lock(&r->lock);
	r->consumer_sleeps = true;
	while (!is_ready(r) && (in_time || r->count) && !r->no_memory) {
		if (r->waiting && !told && r->options.idle) {
			told = true;
			pthread_mutex_unlock(&r->lock);
			r->options.idle(r->options.idle_arg);
			pthread_mutex_lock(&r->lock);
			continue;
		}
		in_time = sleep_unfilled(r);
	}
	r->consumer_sleeps = false;
	r->taken = is_ready(r);
	in_time = r->taken;
	no_memory = !in_time && r->no_memory;
	pthread_mutex_unlock(&r->lock);
	if (no_memory)
		xalloc_fail();
	return in_time;
}

/* The same where no thread fills: false if that would have to wait beyond UNTIL. */
static bool
fill(struct input_ring *r)
{
	if (r->count)
		return true;
	if (r->until != INPUT_FOREVER) {
		int64_t left = (r->until - clock_monotonic()) / 1000;

		if (r->reader.file &&
		    input_source_waits(&r->reader.source, left > 0 ? (int)left : 0))
			return false;
	}
	input_reader_fill(&r->reader, &r->slot[r->head]);
	r->count = 1;
	return true;
}

struct input_slot *
input_ring_next(struct input_ring *r)
{
	if (!r->begun)
		begin(r);
	if (r->threaded ? !wait_filled(r) : !fill(r))
		return NULL;
	return &r->slot[r->head];
}

void
input_ring_drop(struct input_ring *r)
{
	if (r->threaded)
		pthread_mutex_lock(&r->lock);
	r->head = (r->head + 1) % r->slots;
	r->count--;
	r->taken = false;
	if (r->threaded) {
		if (r->sleepers && !r->ended && r->count <= r->slots / 2)
			pthread_cond_broadcast(&r->freed);
		pthread_mutex_unlock(&r->lock);
	}
}

/* Slots for more helpers, unless those in use go round the end. */
static void
add_slots(struct input_ring *r)
{
	unsigned more = r->options.helpers < INPUT_HELPERS ? r->options.helpers : INPUT_HELPERS - 1;
	size_t used = r->head + r->count + r->reading;

	if (used <= r->slots)
		r->slots += INPUT_SLOTS_MORE * more;
}

void
input_ring_ahead(struct input_ring *r, const struct input_ahead *a)
{
	pthread_mutex_lock(&r->lock);
	r->ahead = *a;
	add_slots(r);
	pthread_cond_broadcast(&r->freed);
	pthread_mutex_unlock(&r->lock);
	for (unsigned i = 0; i < r->options.helpers && r->helpers < INPUT_HELPERS; i++)
		if (!input_ring_start(r))
			return;
}

static void
stop_threads(struct input_ring *r)
{
	ssize_t written;
	char byte;

	pthread_mutex_lock(&r->lock);
	r->stop = true;
	pthread_cond_broadcast(&r->freed);
	pthread_mutex_unlock(&r->lock);
	written = write(r->pipe[1], "", 1);
	for (size_t i = 0; i < r->helpers; i++)
		pthread_join(r->helper[i].thread, NULL);
	/* The caller's pipe may serve another input, which is not to end by this. */
	if (r->options.stop && written == 1)
		written = read(r->pipe[0], &byte, 1);
	pthread_mutex_destroy(&r->lock);
	pthread_cond_destroy(&r->filled);
	pthread_cond_destroy(&r->freed);
	close_pipe(r);
}

void
input_ring_release(struct input_ring *r)
{
	if (r->threaded)
		stop_threads(r);
	input_reader_release(&r->reader);
	for (size_t i = 0; i < INPUT_AHEAD_PLACES; i++)
		free(r->slot[i].buffer);
}
