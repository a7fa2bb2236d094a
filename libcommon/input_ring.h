/*
 * input_ring - the slots between the reader and the consumer.  Layer: io; only input
 * uses it.
 *
 * With threads (helpers) slots are filled ahead; without one a slot is filled when it
 * is asked for.  The events are the same.  One helper at a time reads.  One that finds
 * nothing to read, or no room, works ahead on a block that the consumer has not come
 * to (struct input_ahead): on the newest, whose bytes are in its own cache, while the
 * consumer takes the oldest.  To wake a sleeper costs more than to fill a
 * slot, so whoever has to wait for the other is woken when half of the slots are
 * ready, or when there will not be more for now.
 */
#ifndef ML_INPUT_RING_H
#define ML_INPUT_RING_H

#include <pthread.h>

#include "input_reader.h"

#define INPUT_FOREVER INT64_MAX

struct input_ring;

struct input_helper {
	struct input_ring *ring;
	size_t number;
	pthread_t thread;
};

struct input_ring {
	struct input_reader reader;
	struct input_wait wait;
	struct input_options options;
	struct input_slot slot[INPUT_AHEAD_PLACES];
	size_t slots;       /* in use: 2 without a thread, more for more */
	size_t head, count; /* filled slots: slot[head], slot[head + 1], ... */
	bool begun, threaded;
	size_t helpers;  /* threads that were started: the consumer's own */
	size_t sleepers; /* of them: wait for something to do */
	bool reading;    /* one of them is the reader */
	bool ended;      /* there is no more to read */
	bool taken;      /* the consumer is at slot[head] */
	bool waiting;    /* the reader waits for data */
	bool consumer_sleeps;
	bool stop;
	bool no_memory;           /* a helper has ended for want of it */
	struct input_ahead ahead; /* run NULL: nothing is done ahead */
	int64_t until; /* clock_monotonic() up to which the consumer waits, INPUT_FOREVER */
	int pipe[2];   /* a byte in it ends the reader's waiting */
	atomic_uint_fast64_t read_bytes;
	struct input_helper helper[INPUT_HELPERS];
	pthread_mutex_t lock; /* of all that follows slots, but not the slots themselves */
	pthread_cond_t filled, freed;
};

void input_ring_init(struct input_ring *r, const char *const *files, size_t n,
		     const struct input_options *o);
void input_ring_release(struct input_ring *r);
/*
 * The oldest event, which stays until input_ring_drop.  Waits for it; NULL when UNTIL is
 * over and the reader itself waits for data.
 */
struct input_slot *input_ring_next(struct input_ring *r);
void input_ring_drop(struct input_ring *r);
/* From now on helpers work ahead; more of them are started if the options say so. */
void input_ring_ahead(struct input_ring *r, const struct input_ahead *a);

/* input_helper.c: a slot that has no event yet, with more than the usual room wanted. */
void input_ring_make_way(void *arg, struct input_slot *slot);
/* Starts one more helper; false if that cannot be. */
bool input_ring_start(struct input_ring *r);

#endif
