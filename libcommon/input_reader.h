/*
 * input_reader - cuts the operands into blocks of whole lines.  Layer: io; only
 * input uses it.
 *
 * Fills one slot after the other with a block, a fault or the end.  Runs in the
 * reader thread, or in the caller's; it shares nothing with the consumer but the
 * slots handed over.
 */
#ifndef ML_INPUT_READER_H
#define ML_INPUT_READER_H

#include "input_source.h"

/* Smaller where fuzzing is to see lines that span blocks. */
#ifndef INPUT_ROOM_BYTES
#define INPUT_ROOM_BYTES (512 << 10)
#endif

enum {
	INPUT_HEAD = 16 << 10,         /* room before a block for what the consumer left */
	INPUT_ROOM = INPUT_ROOM_BYTES, /* of a block, unless told otherwise */
	INPUT_SLOTS = 8,
	INPUT_SLOTS_MORE = 2, /* for each helper behind the first */
};

_Static_assert(INPUT_AHEAD_PLACES == INPUT_SLOTS + INPUT_SLOTS_MORE * (INPUT_HELPERS - 1),
	       "a slot is a place");

/* Of a block: is it worked on before its turn? */
enum input_slot_ahead { INPUT_UNTOUCHED, INPUT_RUNNING, INPUT_RUN };

struct input_slot {
	char *buffer;
	size_t room; /* behind INPUT_HEAD, without INPUT_PAD */
	int event;   /* INPUT_BLOCK, INPUT_FAULT or INPUT_END */
	char *p;     /* the block; P - buffer >= INPUT_HEAD */
	size_t n;
	const char *file;
	uint64_t offset;
	size_t number; /* of the operand, from 1 */
	bool first;    /* of the file's slots that have a block */
	bool last, gzip;
	enum input_slot_ahead ahead;
	uint64_t member;          /* number of a member that begins in the block, or 0 */
	uint64_t member_offset;   /* where, in the file's decompressed bytes */
	struct input_fault fault; /* without line and first_unverified */
};

struct input_reader {
	const char *const *files;
	size_t n, next;
	size_t max_line;
	size_t block;                /* bytes of a block, unless a line is longer */
	uint64_t max_output, output; /* decompressed bytes of all files; 0: no bound */
	/*
	 * Called before SLOT grows over a block: returns once the consumer has
	 * released all slots, so that only one line of max_line is in memory.
	 */
	void (*make_way)(void *arg, struct input_slot *slot);
	void *arg;

	struct input_source source;
	const char *file;  /* the open one's name for people, NULL: none is open */
	bool first;        /* no block of it came yet */
	bool fresh;        /* its first bytes were not looked at yet */
	bool over;         /* max_output was reached */
	bool skipping;     /* inside a line that is too long */
	uint64_t skipped;  /* bytes of it so far */
	uint64_t offset;   /* of what is carried */
	uint64_t member;   /* the last one told of */
	const char *carry; /* the unfinished line, in the slot before */
	size_t carry_n;
};

void input_reader_init(struct input_reader *r, const char *const *files, size_t n,
		       const struct input_options *o);
void input_reader_release(struct input_reader *r);
/* Fills S with the next event. */
void input_reader_fill(struct input_reader *r, struct input_slot *s);
/* What a file is called in messages. */
const char *input_reader_name(const char *file);

#endif
