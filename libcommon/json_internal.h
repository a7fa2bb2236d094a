/*
 * json_internal - what the parts of json share.  Layer: parse; for json*.c only.
 */
#ifndef ML_JSON_INTERNAL_H
#define ML_JSON_INTERNAL_H

#include "json.h"
#include "json_scan.h"
#include "json_trie.h"

/* An open object or array. */
struct json_level {
	uint32_t node;    /* of the trie, JSON_NO_NODE when nobody wants what is in it */
	uint32_t slot;    /* that gets the text of all of it, or JSON_NO_SLOT */
	uint32_t element; /* the next wanted element, a place in the trie's list */
	uint32_t learned; /* number of SLOT's value in the shape that is learned */
	size_t index;     /* of the current element, in a wanted array */
	char close;       /* the bracket that ends it; '\0' at the top */
};

/* A value whose text stands in the scratch, which may still move. */
struct json_decoded {
	struct value *value;
	size_t offset;
};

struct json {
	struct json_options options;
	const struct json_variant *variant;
	struct json_trie trie;
	size_t wanted;       /* the caller's slots */
	struct value *extra; /* of the slots behind them */

	/* The line. */
	const char *line, *chunk;
	size_t limit; /* bytes that may be looked at from LINE on */
	struct value *value;
	uint64_t number; /* of the line: marks the nodes met in it */
	bool aliased;    /* a slot behind the caller's was filled */
	size_t depth;
	uint32_t last;    /* the last known key met */
	uint32_t pending; /* node of the value that comes next */
	char before;      /* the token before, '\0' if there is none */
	struct json_level level[JSON_DEPTH_MAX + 1];
	struct json_shape *shape, *learning; /* all of them; the one that is learned */

	struct buf text; /* decoded values */
	struct json_decoded *decoded;
	size_t decodings, decoded_room;
	struct buf key; /* with its escapes decoded */

	struct json_counts counts, line_counts;
	const char *why; /* NULL: ask json_check */
	size_t why_at;

	struct json_scan scan;
};

/* Refuses the line because of its byte at P. */
int json_refuse(struct json *j, int status, const char *p, const char *why);

/* json_match.c: all tokens of the chunk that was scanned. */
int json_match(struct json *j) MUST_USE;

/*
 * json_value.c: the value that stands between P and END, if there is one, becomes *V;
 * END NULL: it may go on behind the chunk.  Compounds are left to the walk over the
 * tokens.
 */
int json_take(struct json *j, struct value *v, const char *p, const char *end) MUST_USE;

/*
 * json_shape.c: the way through a line of one chunk, remembered.  Fits: the line that
 * was scanned, and is sound so far as the scan can tell, has a shape that is known;
 * take then fills its values.  Else begin may choose to learn it; the walk over the
 * tokens tells what it meets, and keep is called if the line was sound.
 */
const struct json_shape *json_shape_fits(struct json *j);
int json_shape_take(struct json *j, const struct json_shape *s) MUST_USE;
void json_shape_begin(struct json *j);
/* The key in front of TOKEN, which is K if it can be remembered at all. */
void json_shape_key(struct json *j, size_t token, const struct json_key *k);
/* A value of SLOT behind TOKEN; its number. */
uint32_t json_shape_value(struct json *j, size_t token, uint32_t slot);
/* The compound that VALUE is ends with TOKEN. */
void json_shape_end(struct json *j, uint32_t value, size_t token);
void json_shape_keep(struct json *j);
struct json_shape *json_shapes_new(void);

/* json_finish.c: what can be done only when the whole line was found sound. */
int json_finish(struct json *j) MUST_USE;
/* The text of *V are the N bytes at OFFSET of j->text, which may still move. */
void json_keep_text(struct json *j, struct value *v, size_t offset, size_t n);

/*
 * json_check.c: a byte at a time, the judge of what is wrong with a line and of
 * json_valid.  STRICT: RFC 8259; else what json_find checks by itself.  0;
 * STATUS_SYNTAX or STATUS_LIMIT with *AT and *WHY; STATUS_MISSING for blanks only.
 */
int json_check(struct str s, bool strict, size_t *at, const char **why) MUST_USE;

/*
 * json_text.c: appends RAW, the inside of a JSON string, decoded.  Lone surrogates
 * and invalid UTF-8 are counted in REPLACED, NULs in NULS.  STATUS_SYNTAX with
 * *AT for an escape that does not exist.
 */
int json_decode(struct str raw, struct buf *out, struct json_counts *counts, size_t *at) MUST_USE;
/* True if S holds a backslash or a byte that is not ASCII. */
bool json_needs_decoding(struct str s);
/* The first byte from P on that a string does not hold as it is (", \, controls), or END. */
const char *json_plain_end(const char *p, const char *end);
/*
 * The character that the escape at P, a backslash, stands for; its length or 0 if it
 * is none.  Half a surrogate pair is JSON_LONE.
 */
#define JSON_LONE UINT32_MAX
size_t json_escape(const char *p, const char *end, uint32_t *code);

/*
 * json_value.c: what S, a scalar of at least one byte with 16 more behind it that can
 * be read, is; false if it is nothing that JSON knows.  VALUE_NAN for NaN and the
 * infinities.
 */
bool json_scalar(struct str s, struct value *v);

/* What is found for SLOT. */
static inline struct value *
json_slot(struct json *j, uint32_t slot)
{
	if (slot < j->wanted)
		return &j->value[slot];
	j->aliased = true;
	return &j->extra[slot - j->wanted];
}

/* True if the key in front of the colon at P is K. */
static inline bool
json_is_key(const struct json *j, const struct json_key *k, const char *p)
{
	const char *start = p - k->n;
	uint64_t first, second;

	if ((size_t)(p - j->line) <= k->n)
		return false;
	memcpy(&first, start, sizeof first);
	memcpy(&second, start + 8, sizeof second);
	if (((first & k->mask[0]) ^ k->word[0]) | ((second & k->mask[1]) ^ k->word[1]))
		return false;
	if (k->n > 16 && memcmp(start + 16, k->text + 16, k->n - 16) != 0)
		return false;
	/* A quote in a longer key looks like the one that opens this key. */
	return !j->scan.carry.special || start[-1] != '\\';
}

/* Most bytes that are asked about are above all blanks. */
static inline bool
json_is_blank(char c)
{
	return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

/* The first byte from P on that is not blank, or END. */
static inline const char *
json_skip_blanks(const char *p, const char *end)
{
	while (p < end && json_is_blank(*p))
		p++;
	return p;
}

/* The quote that closes the string whose inside begins at P, or END. */
const char *json_string_end(const char *p, const char *end);
/* Where the scalar that begins at P ends. */
const char *json_scalar_end(const char *p, const char *end);

#endif
