/*
 * input_source - one operand as a stream of decompressed bytes.  Layer: io; only
 * input uses it.
 */
#ifndef ML_INPUT_SOURCE_H
#define ML_INPUT_SOURCE_H

#include <stdatomic.h>

#include "input.h"

/* How a source waits: TELL(arg, true) before, TELL(arg, false) after. */
struct input_wait {
	void (*tell)(void *arg, bool begins);
	void *arg;
	int stop; /* a descriptor that becomes readable to end all waiting, or -1 */
};

struct input_source {
	const struct input_wait *wait;
	atomic_uint_fast64_t *read_bytes;
	bool recover;
	uint64_t max_ratio;

	int fd; /* -1: none is open */
	bool own_fd, regular, eof;
	bool sniffed; /* known to be gzip or not */
	struct gunzip *gz;
	unsigned char *raw; /* read and not yet used: raw[raw_at..raw_n) */
	size_t raw_at, raw_n;
	int status;       /* once the bytes made before it are handed over */
	int error_number; /* of INPUT_SOURCE_READ */
	const char *what; /* of INPUT_SOURCE_FOREIGN */
};

enum input_source_status {
	INPUT_SOURCE_BYTES = 1,
	INPUT_SOURCE_BLOCKED, /* nothing there yet (never if PATIENT) */
	INPUT_SOURCE_END,
	INPUT_SOURCE_DAMAGED, /* gunzip_state(gz) says how */
	INPUT_SOURCE_READ,    /* read(2) failed */
	INPUT_SOURCE_FOREIGN, /* a compression that is not ours */
	INPUT_SOURCE_STOPPED,
	INPUT_SOURCE_OVER, /* never from here: the reader's max_output */
};

void input_source_init(struct input_source *s, const struct input_options *o,
		       const struct input_wait *wait, atomic_uint_fast64_t *read_bytes);
void input_source_release(struct input_source *s);
/* NAME "-" is standard input.  0, or the errno that says why not. */
int input_source_open(struct input_source *s, const char *name);
void input_source_close(struct input_source *s);
/*
 * Up to ROOM (not 0) bytes to P, *MADE how many.  Any answer but BYTES and BLOCKED
 * comes again and again until input_source_resume or _close.
 */
enum input_source_status input_source_read(struct input_source *s, char *p, size_t room,
					   bool patient, size_t *made) MUST_USE;
/* True if no byte came from an open source for MOST milliseconds. */
bool input_source_waits(const struct input_source *s, int most);
/* After DAMAGED: goes on where that can be; else ends. */
void input_source_resume(struct input_source *s);

#endif
