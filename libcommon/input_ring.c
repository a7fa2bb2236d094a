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

/* The reader's stack; zlib, ISA-L and read(2) need little. */
enum { STACK = 512 << 10 };

/* The consumer is the one that waits: what it has written should be out before. */
static void
tell_caller(void *arg, bool begins)
{
	struct input_ring *r = arg;

	if (begins && r->options.idle)
		r->options.idle(r->options.idle_arg);
}

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

/* The reader sleeps until at most MOST slots are filled; false: it is to stop. */
static bool
sleep_until(struct input_ring *r, size_t most)
{
	r->reader_sleeps = true;
	pthread_cond_signal(&r->filled);
	while (r->count > most && !r->stop)
		pthread_cond_wait(&r->freed, &r->lock);
	r->reader_sleeps = false;
	return !r->stop;
}

static void
make_way(void *arg, struct input_slot *slot)
{
	struct input_ring *r = arg;
	bool go_on = true;

	if (r->threaded) {
		pthread_mutex_lock(&r->lock);
		go_on = sleep_until(r, 0);
		pthread_mutex_unlock(&r->lock);
	}
	if (!go_on)
		return;
	for (size_t i = 0; i < r->slots; i++) {
		if (&r->slot[i] != slot && r->slot[i].room > INPUT_ROOM) {
			free(r->slot[i].buffer);
			r->slot[i].buffer = NULL;
			r->slot[i].room = 0;
		}
	}
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
	r->reader.make_way = make_way;
	r->reader.arg = r;
	input_source_init(&r->reader.source, o, &r->wait, &r->read_bytes);
}

/* An empty slot for the reader, NULL to stop. */
static struct input_slot *
free_slot(struct input_ring *r)
{
	struct input_slot *s = NULL;

	pthread_mutex_lock(&r->lock);
	if ((r->count < r->slots || sleep_until(r, r->slots / 2)) && !r->stop)
		s = &r->slot[(r->head + r->count) % r->slots];
	pthread_mutex_unlock(&r->lock);
	return s;
}

static void
fill_slots(struct input_ring *r)
{
	struct input_slot *s;

	while ((s = free_slot(r))) {
		input_reader_fill(&r->reader, s);
		pthread_mutex_lock(&r->lock);
		r->count++;
		if (r->consumer_sleeps && (r->count >= r->slots / 2 || s->event == INPUT_END))
			pthread_cond_signal(&r->filled);
		pthread_mutex_unlock(&r->lock);
		if (s->event == INPUT_END)
			break;
	}
}

/* Without memory the consumer ends the process, behind what was read before. */
static void *
read_ahead(void *arg)
{
	struct input_ring *r = arg;
	jmp_buf escape;

	if (setjmp(escape) == 0) {
		xalloc_escape(&escape);
		fill_slots(r);
		return NULL;
	}
	pthread_mutex_lock(&r->lock);
	r->no_memory = true;
	pthread_cond_signal(&r->filled);
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

/* Signals are the consumer's: the thread is born with all of them blocked. */
static bool
start_thread(struct input_ring *r)
{
	pthread_attr_t attr;
	sigset_t all, before;
	bool started;

	if (pthread_attr_init(&attr) != 0)
		return false;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	started = pthread_attr_setstacksize(&attr, STACK) == 0 &&
		  pthread_create(&r->thread, &attr, read_ahead, r) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	return started;
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
	if (start_thread(r))
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

	/* A reader at work will have something to say. */
	if (!r->waiting || r->until == INPUT_FOREVER)
		pthread_cond_wait(&r->filled, &r->lock);
	else
		return pthread_cond_timedwait(&r->filled, &r->lock, &t) != ETIMEDOUT;
	return true;
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
	while (!r->count && in_time && !r->no_memory) {
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
	in_time = r->count > 0;
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
	if (r->threaded) {
		if (r->reader_sleeps && r->count <= r->slots / 2)
			pthread_cond_signal(&r->freed);
		pthread_mutex_unlock(&r->lock);
	}
}

static void
stop_thread(struct input_ring *r)
{
	ssize_t written;
	char byte;

	pthread_mutex_lock(&r->lock);
	r->stop = true;
	pthread_cond_signal(&r->freed);
	pthread_mutex_unlock(&r->lock);
	written = write(r->pipe[1], "", 1);
	pthread_join(r->thread, NULL);
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
		stop_thread(r);
	input_reader_release(&r->reader);
	for (size_t i = 0; i < INPUT_SLOTS; i++)
		free(r->slot[i].buffer);
}
