/*
 * input - the threads that fill the ring ahead of its consumer.
 *
 * Any of them may read, one at a time; whoever has nothing to read, or nowhere to put
 * it, works ahead.  With one helper and a consumer that is slower than the reader, the
 * ring is full nearly always: then each block read is worked on at once, by the thread
 * that has it in its cache, and both cores are busy whatever the shares of the work are.
 */
#include <signal.h>
#include <stdlib.h>

#include "input_ring.h"
#include "xalloc.h"

/* zlib, ISA-L, read(2) and parsers need little. */
enum { STACK = 512 << 10 };

/* Until something may have changed.  The lock is held. */
static void
sleep_freed(struct input_ring *r)
{
	r->sleepers++;
	pthread_cond_signal(&r->filled);
	pthread_cond_wait(&r->freed, &r->lock);
	r->sleepers--;
}

void
input_ring_make_way(void *arg, struct input_slot *slot)
{
	struct input_ring *r = arg;
	bool go_on = true;

	if (r->threaded) {
		pthread_mutex_lock(&r->lock);
		while (r->count && !r->stop)
			sleep_freed(r);
		go_on = !r->stop;
		pthread_mutex_unlock(&r->lock);
	}
	if (!go_on)
		return;
	for (size_t i = 0; i < r->slots; i++) {
		if (&r->slot[i] != slot && r->slot[i].room > r->reader.block) {
			free(r->slot[i].buffer);
			r->slot[i].buffer = NULL;
			r->slot[i].room = 0;
		}
	}
}

/* The lock is held, but not while the reader reads. */
static void
fill_slot(struct input_ring *r)
{
	struct input_slot *s = &r->slot[(r->head + r->count) % r->slots];
	bool ended;

	r->reading = true;
	pthread_mutex_unlock(&r->lock);
	input_reader_fill(&r->reader, s);
	ended = s->event == INPUT_END;
	pthread_mutex_lock(&r->lock);
	r->reading = false;
	r->ended = ended;
	r->count++;
	if (r->consumer_sleeps && (r->count >= r->slots / 2 || ended))
		pthread_cond_signal(&r->filled);
	if (r->sleepers && r->ahead.run && r->count > 2)
		pthread_cond_signal(&r->freed);
}

/*
 * The newest block that nobody has touched, NULL if there is none; never the one that
 * the consumer is at or comes to next.
 */
static struct input_slot *
untouched(struct input_ring *r)
{
	size_t first = r->taken ? 2 : 1;

	if (!r->ahead.run)
		return NULL;
	for (size_t i = r->count; i > first; i--) {
		struct input_slot *s = &r->slot[(r->head + i - 1) % r->slots];

		if (s->event == INPUT_BLOCK && s->ahead == INPUT_UNTOUCHED)
			return s;
	}
	return NULL;
}

/* The lock is held, but not during the work. */
static void
work_ahead(struct input_helper *h, struct input_slot *s)
{
	struct input_ring *r = h->ring;
	const struct input_block b = {.p = s->p,
				      .n = s->n,
				      .file = s->file,
				      .offset = s->offset,
				      .first = s->first,
				      .last = s->last};

	s->ahead = INPUT_RUNNING;
	pthread_mutex_unlock(&r->lock);
	r->ahead.run(r->ahead.arg, h->number, (size_t)(s - r->slot), &b);
	pthread_mutex_lock(&r->lock);
	s->ahead = INPUT_RUN;
	if (r->consumer_sleeps && s == &r->slot[r->head])
		pthread_cond_signal(&r->filled);
}

static void
help(struct input_helper *h)
{
	struct input_ring *r = h->ring;

	pthread_mutex_lock(&r->lock);
	while (!r->stop) {
		struct input_slot *s;

		if (!r->reading && !r->ended && r->count < r->slots)
			fill_slot(r);
		else if ((s = untouched(r)))
			work_ahead(h, s);
		else if (r->ended)
			break;
		else
			sleep_freed(r);
	}
	/* Who sleeps has nothing to do any more either. */
	pthread_cond_broadcast(&r->freed);
	pthread_mutex_unlock(&r->lock);
}

/* Without memory the consumer ends the process, behind what was read before. */
static void *
begin(void *arg)
{
	struct input_helper *h = arg;
	struct input_ring *r = h->ring;
	jmp_buf escape;

	if (setjmp(escape) == 0) {
		xalloc_escape(&escape);
		help(h);
		return NULL;
	}
	pthread_mutex_lock(&r->lock);
	r->no_memory = true;
	pthread_cond_signal(&r->filled);
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

/* Signals are the consumer's: the thread is born with all of them blocked. */
bool
input_ring_start(struct input_ring *r)
{
	struct input_helper *h = &r->helper[r->helpers];
	pthread_attr_t attr;
	sigset_t all, before;
	bool started;

	*h = (struct input_helper){.ring = r, .number = r->helpers};
	if (pthread_attr_init(&attr) != 0)
		return false;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	started = pthread_attr_setstacksize(&attr, STACK) == 0 &&
		  pthread_create(&h->thread, &attr, begin, h) == 0;
	r->helpers += started;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	return started;
}
