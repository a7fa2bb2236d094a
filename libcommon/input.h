/*
 * input - the operands of a program as blocks of whole lines.  Layer: io.
 *
 * Each operand is read by raw read(2); gzip is known by its magic (an operand
 * may be gzip or not, whatever its name), a UTF-8 BOM at its start is eaten.  A
 * reader thread reads and decompresses into a ring of blocks, and with others works
 * ahead on blocks if the caller has such work (input_ahead); where no thread
 * can be had the same work is done in the caller.  A line that spans blocks is
 * carried to the front of the next one.  A block that has a line goes out as soon
 * as the next read would wait.
 *
 * Memory: the ring (about 4 MiB, and 1 MiB for each thread behind the first that works
 * ahead), at most one line of max_line bytes in the reader, and what the caller leaves
 * (input_used); a line of more than max_line costs no more than that.
 *
 * Events come in the order of the data: every sound line of a file comes before
 * the fault that ended it, and the fault before the next file's first line.  A line
 * that is cut by a fault is never in a block; with recover, what comes behind the
 * gap begins a new line, though it may be the end of one that was lost.  Blocks of a
 * regular file are the same with and without threads; of a pipe, the lines are.
 */
#ifndef ML_INPUT_H
#define ML_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "gunzip.h"
#include "status.h"
#include "str.h"

/* Bytes that may be read (not interpreted) behind a block's end: SIMD loads. */
enum { INPUT_PAD = 64 };

struct input_options {
	size_t max_line;           /* longest line, 0: 16 MiB */
	size_t block;              /* bytes of a block, 0: 512 KiB; for tests */
	bool recover;              /* go on after damage where a sound member begins */
	bool threads;              /* false: everything in the caller's thread */
	unsigned helpers;          /* threads beside the reader's that work ahead, if any may */
	uint64_t max_ratio;        /* of output to input of a member, 0: none */
	uint64_t max_output_bytes; /* decompressed bytes of all, 0: none */
	/*
	 * Called before a wait for input that is not there yet: flush what you
	 * have written.  May be NULL.
	 */
	void (*idle)(void *arg);
	void *idle_arg;
	/*
	 * The two ends of a pipe: a byte in it ends the input where it would wait, as if
	 * there were no more; what is left of a line is dropped.  Stays the caller's.
	 * NULL: none.
	 */
	const int *stop;
};

struct input_block {
	const char *p;    /* begins at the start of a line; INPUT_PAD after n */
	size_t n;         /* not 0; ends behind an LF, unless last */
	const char *file; /* the operand as given; "(standard input)" for - */
	uint64_t offset;  /* of p[0] in the file's decompressed bytes */
	uint64_t line;    /* 1-based number of the line at p[0] */
	bool first;       /* of its file */
	bool last;        /* nothing can complete what is left of it: the file ends, or is
			     damaged behind it; not set when the end is not known yet */
};

enum input_fault_kind {
	INPUT_FAULT_OPEN,      /* cannot be opened: error_number; the next goes on */
	INPUT_FAULT_READ,      /* read(2) failed: error_number; file ends here */
	INPUT_FAULT_GZIP,      /* gz says what; lines first_unverified..line */
	INPUT_FAULT_LONG_LINE, /* a line over max_line, skipped: torn_offset, torn_bytes; no torn */
	INPUT_FAULT_ENCODING,  /* what names it: "UTF-16LE", "zstd", "xz", ... */
	INPUT_FAULT_OUTPUT,    /* more than max_output_bytes: all input ends here */
};

struct input_fault {
	enum input_fault_kind kind;
	const char *file;
	uint64_t line;             /* last whole line before the fault (or the long one) */
	uint64_t byte;             /* decompressed offset where the fault stands */
	uint64_t first_unverified; /* first line of the damaged member, 0: none */
	struct gunzip_state gz;
	int error_number;
	const char *what;
	struct str torn; /* the cut line (it was in no block) or p NULL; until the next call */
	uint64_t torn_offset, torn_bytes;
};

struct input;

/*
 * FILES, N of them, stay the caller's; "-" is standard input; with N = 0 standard
 * input is the only one.  Nothing is opened before the first input_next.
 */
struct input *input_new(const char *const *files, size_t n, const struct input_options *o);
void input_free(struct input *in);

enum { INPUT_END = 0, INPUT_BLOCK = 1, INPUT_FAULT = 2, INPUT_IDLE = 3 };

/*
 * The next event: INPUT_BLOCK fills *B, INPUT_FAULT fills *F, INPUT_END once all
 * operands are done.  A block is valid until the next call.
 */
int input_next(struct input *in, struct input_block *b, struct input_fault *f) MUST_USE;

/*
 * Whoever watches a log grow is not to wait for ever: once MS milliseconds from now are
 * over, input_next answers INPUT_IDLE where it would have to wait for data that are not
 * there yet, and fills *B with what the caller left of the last block (n 0: nothing).
 * Negative: it waits, as at first.  A regular file never makes anybody wait.  Without
 * threads, a line of which only the start is there may be waited for all the same.
 */
void input_patience(struct input *in, int ms);

/* At most so many threads; blocks at most that are worked on ahead. */
enum { INPUT_HELPERS = 16, INPUT_AHEAD_PLACES = 8 + 2 * (INPUT_HELPERS - 1) };

/*
 * Work on blocks before their turn comes, in other threads: RUN(ARG, HELPER, PLACE, B)
 * is called for some of the blocks that input_next will give, with what is known by
 * then: B's line is 0.  HELPER < input_helpers() is the thread's number; PLACE <
 * INPUT_AHEAD_PLACES the block's, nobody else's until it was given by input_next and
 * the next event was asked for.
 */
struct input_ahead {
	void (*run)(void *arg, size_t helper, size_t place, const struct input_block *b);
	void *arg;
};

/* How many threads may work ahead; 0 without any, or before the first input_next. */
size_t input_helpers(const struct input *in);
void input_ahead(struct input *in, const struct input_ahead *a);
/*
 * True if the last block is one, exactly as it is, that was worked on ahead: in *PLACE.
 * What a caller left, or a line that was too long, makes other blocks.
 */
bool input_was_ahead(const struct input *in, size_t *place);

/*
 * Says that the first BYTES of the last block, which hold LINES line feeds, are
 * done with; what is left is the start of the next block (a quoted CSV field that
 * is still open).  Not called, or called with all of it: the whole block.  A rest
 * that no further data can complete comes again in a block with last set; what is
 * left of that one is dropped.  What is left may not exceed max_line: input_next then
 * answers INPUT_FAULT_LONG_LINE and goes on behind the rest's first line feed.
 */
void input_used(struct input *in, size_t bytes, uint64_t lines);

/* For a progress line: compressed bytes read so far and, if known, in all (else 0). */
void input_progress(const struct input *in, uint64_t *done, uint64_t *total);

/* True if any operand was gzip (set when its first block is delivered). */
bool input_was_gzip(const struct input *in);

#endif
