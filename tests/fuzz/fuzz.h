/*
 * fuzz - what the targets share: a target is one function that any bytes may be given
 * to, and that ends the process when something does not hold.
 *
 * libFuzzer calls it (make fuzz), or replay.c with the files of a corpus (make
 * fuzz-replay).  The first bytes of an input choose options; "line" and "rest" in the
 * targets' comments are what follows them.
 */
#ifndef ML_FUZZ_H
#define ML_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "buf.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Holds CLAIM against the machine, in every mode. */
#define HOLD(claim) ((claim) ? (void)0 : fuzz_broken(#claim, __FILE__, __LINE__))
_Noreturn void fuzz_broken(const char *claim, const char *file, int line);
/* A and B are the same text; if not, says where they part. */
#define HOLD_SAME(a, b) fuzz_same((a), (b), __FILE__, __LINE__)
void fuzz_same(struct str a, struct str b, const char *file, int line);

/* Longer inputs find nothing new, only later. */
enum { FUZZ_MOST = 1 << 15 };

static inline struct str
fuzz_str(const uint8_t *data, size_t size)
{
	return STR_N(size ? (const char *)data : "", size < FUZZ_MOST ? size : FUZZ_MOST);
}

/* Cuts off the first byte; 0 when there is none. */
static inline unsigned
fuzz_byte(struct str *rest)
{
	unsigned byte = rest->n ? (unsigned char)*rest->p : 0;

	rest->p += rest->n > 0;
	rest->n -= rest->n > 0;
	return byte;
}

/* A copy of S up to its first NUL, terminated, to be freed. */
char *fuzz_text(struct str s);

#endif
