/*
 * json - the wanted values of one JSON line, without building a tree.
 * Layer: parse.
 *
 * The wanted paths are compiled once.  json_find looks at every structural byte
 * of the line (64 bytes at a time by AVX2, SSE2 or NEON where there, by portable
 * code with the same answers elsewhere), skips what nobody wants, and always
 * reaches the end: a line with an unclosed string, object or array, with brackets
 * that do not match, with a control byte in a string or a byte that is not ASCII
 * outside, with bytes behind the value, a missing or left-over comma, colon, key or
 * value, or deeper than JSON_DEPTH_MAX is refused.
 * "validate" also checks every literal, number, escape and UTF-8 sequence that
 * is not asked for (RFC 8259).  Wanted values are always checked in full.
 * No recursion; no allocation per line once the scratch has grown.
 */
#ifndef ML_JSON_H
#define ML_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "path.h"
#include "status.h"
#include "str.h"
#include "value.h"

enum { JSON_DEPTH_MAX = 512 };

/* What to do with a key that comes twice in one object. */
enum json_duplicate { JSON_LAST, JSON_FIRST, JSON_ERROR };

struct json_options {
	bool validate;
	bool utf8_reject; /* invalid UTF-8 in a wanted value: refuse; else U+FFFD */
	enum json_duplicate duplicate;
	bool portable; /* no SIMD: for tests that compare */
};

/* Oddities met that were not refused; only ever counted up. */
struct json_counts {
	uint64_t duplicates; /* a wanted key came again in one object */
	uint64_t nans;       /* bare NaN, Infinity, -Infinity as a wanted value */
	uint64_t replaced;   /* invalid UTF-8 and lone surrogates made U+FFFD */
	uint64_t nuls;       /* \u0000 in a wanted value made U+FFFD */
};

struct json;

/*
 * Finds N paths in each line; the paths stay the caller's while J lives.  A bare path
 * is a key of the outermost object.  A path .a.b with nothing there takes the key
 * "a.b", as some loggers write it (paths of up to five keys in a row).  Elements
 * counted from the end cost a second look at their array; what is odd in it is not
 * counted.  An element or key that comes to nothing is VALUE_MISSING.
 */
struct json *json_new(const struct path *const *paths, size_t n, const struct json_options *o);
void json_free(struct json *j);

/*
 * Fills VALUE[0..n) from the text S (INPUT_PAD readable bytes behind it), in which
 * an LF is a blank.  Text is decoded; a compound is its text as it stood, but always
 * valid UTF-8.
 * STATUS_MISSING for blanks only; STATUS_SYNTAX, STATUS_LIMIT (depth) or
 * STATUS_DAMAGED (utf8_reject) with json_error, and all values missing.  Values live
 * until the next call.  A top-level value that is not an object or array is
 * STATUS_SYNTAX unless nothing is wanted (n = 0).
 */
int json_find(struct json *j, struct str s, struct value *value) MUST_USE;
/*
 * The same for the line that TEXT begins with, which ends at the first LF or with
 * TEXT: spares looking for the LF first.  *N is the line's length without its LF,
 * whatever the result.
 */
int json_find_line(struct json *j, struct str text, struct value *value, size_t *n) MUST_USE;
/* Why the last line was refused: a constant text, and the byte of the line. */
const char *json_error(const struct json *j, size_t *offset);
const struct json_counts *json_counts(const struct json *j);

/*
 * Walks the members of a compound value: json_walk_next fills the decoded key
 * (an array's are "0", "1", ...; in SCRATCH, valid until the next call) and the
 * value.  1, 0 at the end, STATUS_SYNTAX.  The compound came from json_find and
 * is structurally sound.
 */
struct json_walk {
	const char *at, *end;
	bool array, started;
	uint64_t index;
};
int json_walk_start(struct json_walk *w, struct str compound) MUST_USE;
int json_walk_next(struct json_walk *w, struct buf *scratch, struct str *key,
		   struct value *v) MUST_USE;

/* True if S, whole, is valid JSON text by RFC 8259 (any top-level value). */
bool json_valid(struct str s);

/*
 * The length of the object or array that S begins with, 0 if there is none that ends;
 * checked as json_find does.
 */
size_t json_prefix(struct str s);

/* Appends S as a quoted JSON string; invalid UTF-8 becomes U+FFFD. */
int json_quote(struct str s, struct buf *out);

/* "avx2", "sse2", "neon" or "portable": what this machine runs. */
const char *json_simd(void);

#endif
