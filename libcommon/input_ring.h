/*
 * input_ring - the slots between the reader and the consumer.  Layer: io; only input
 * uses it.
 *
 * With a thread the reader fills ahead; without one a slot is filled when it is
 * asked for.  The events are the same.  To wake a sleeper costs more than to fill a
 * slot, so whoever has to wait for the other is woken when half of the slots are
 * ready, or when there will not be more for now.
 */
#ifndef ML_INPUT_RING_H
#define ML_INPUT_RING_H

#include <pthread.h>

#include "input_reader.h"

#define INPUT_FOREVER INT64_MAX

struct input_ring {
	struct input_reader reader;
	struct input_wait wait;
	struct input_options options;
	struct input_slot slot[INPUT_SLOTS];
	size_t slots;       /* in use: 2 without a thread */
	size_t head, count; /* filled slots: slot[head], slot[head + 1], ... */
	bool begun, threaded;
	bool waiting;       /* the reader waits for data */
	bool reader_sleeps; /* it waits for free slots */
	bool consumer_sleeps;
	bool stop;
	bool no_memory; /* the reader has ended for want of it */
	int64_t until;  /* clock_monotonic() up to which the consumer waits, INPUT_FOREVER */
	int pipe[2];    /* a byte in it ends the reader's waiting */
	atomic_uint_fast64_t read_bytes;
	pthread_t thread;
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

#endif
