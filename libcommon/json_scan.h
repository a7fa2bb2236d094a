/*
 * json_scan - the structural bytes of JSON text, 64 at a time.  Layer: parse; for
 * json*.c and their tests.
 *
 * A scan goes over a line in chunks of JSON_CHUNK bytes, so its memory does not
 * grow with the line.  Per chunk it leaves all colons, commas and brackets outside
 * strings (tokens), and it checks everything about neighbours that needs no
 * knowledge of nesting; what is left to whoever walks the tokens stands in
 * json_scan.c.
 */
#ifndef ML_JSON_SCAN_H
#define ML_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { JSON_CHUNK = 16384 };

/*
 * Of the tokens: those of most lines are then on one page.  A store that goes over the end
 * of a page takes some 25 cycles, and each block of a line would have one.
 */
enum { JSON_ALIGN = 1024 };

/* The kinds of 64 bytes, a bit each; bit 0 is the first byte. */
struct json_kinds {
	uint64_t quote, colon, comma;
	uint64_t open, close; /* of both kinds of brackets */
	uint64_t blank;       /* U+0020 */
	bool odd;             /* one of the others is there */
};

/* Those that most blocks have not. */
struct json_odd_kinds {
	uint64_t backslash;
	uint64_t control; /* below U+0020 */
	uint64_t high;    /* not ASCII */
};

/* What a block leaves to the next one. */
struct json_carry {
	uint64_t in_string;   /* all ones inside a string */
	uint64_t escaped;     /* 1: the next byte is behind a backslash */
	uint64_t scalar;      /* 1: the last byte was part of a scalar */
	uint64_t after_mark;  /* 1: only a value may follow (or what ends an empty array) */
	uint64_t after_quote; /* 1: a string was closed, and only blanks came since */
	uint64_t bad;         /* bits of bytes that may not stand where they do */
	uint64_t special;     /* whether a backslash or a byte not ASCII was met */
	uint64_t hollow;      /* whether a closing bracket was met that no value precedes */
};

struct json_scan {
	struct json_carry carry;
	bool lines; /* an LF ends the text */
	bool ended; /* by an LF, which is byte N of the chunk */
	size_t n;   /* bytes of the chunk that belong to the text */
	size_t tokens;
	_Alignas(JSON_ALIGN) uint16_t token[JSON_CHUNK + 64]; /* their offsets, */
	_Alignas(JSON_ALIGN) char kind[JSON_CHUNK + 64];      /* and which bytes they are */
};

/*
 * Scans N bytes at P (at most JSON_CHUNK, all of them when more follow), behind
 * which 64 more can be read.
 */
typedef void json_scanner(struct json_scan *s, const char *p, size_t n);

struct json_variant {
	const char *name;
	json_scanner *scan;
	bool (*runs_here)(void);
};

/* All variants of this build, the best first; the last runs everywhere. */
const struct json_variant *json_variants(size_t *n);
const struct json_variant *json_best_variant(void);

/* Begins a text. */
void json_scan_start(struct json_scan *s, bool lines);

/* Not the builtin: without the instruction it is a call. */
static inline int
json_count(uint64_t bits)
{
	const uint64_t ones = ~UINT64_C(0);

	bits -= bits >> 1 & ones / 3;
	bits = (bits & ones / 5) + (bits >> 2 & ones / 5);
	bits = (bits + (bits >> 4)) & ones / 17;
	return (int)(bits * (ones / 255) >> 56);
}

#endif
