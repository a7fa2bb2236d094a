/*
 * json_scan_block - the bit arithmetic that all variants share.  Layer: parse; for
 * json_scan_*.c.
 *
 * Each variant says how 64 bytes are told apart, how a prefix XOR is had and how bits
 * become tokens, and compiles json_scan_blocks with them for its machine: every call
 * below is inlined, so the pointers cost nothing.
 */
#ifndef ML_JSON_SCAN_BLOCK_H
#define ML_JSON_SCAN_BLOCK_H

#include "json_scan.h"

#define JSON_INLINE static inline __attribute__((always_inline))

struct json_means {
	void (*tell)(const char *p, struct json_kinds *k);
	uint64_t (*prefix_xor)(uint64_t bits);
	/* Appends the tokens that BITS are in the 64 bytes at P, AT in the chunk. */
	void (*flatten)(struct json_scan *s, const char *p, size_t at, uint64_t bits);
};

JSON_INLINE uint64_t
json_prefix_xor(uint64_t bits)
{
	for (int shift = 1; shift < 64; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

/*
 * The bytes behind an odd run of backslashes.  Subtracting the first of each run from
 * a word of ones at the odd places borrows through the run and leaves it every other
 * bit, in step with its start (simdjson, by J. Keiser).
 */
JSON_INLINE uint64_t
json_escaped(uint64_t backslash, uint64_t *carry)
{
	const uint64_t odd = UINT64_C(0xAAAAAAAAAAAAAAAA);
	uint64_t active = backslash & ~*carry;
	uint64_t codes = (((active << 1) | odd) - active) ^ odd;
	uint64_t escaped = codes ^ (backslash | *carry);

	*carry = (codes & backslash) >> 63;
	return escaped;
}

/*
 * The first byte that is not in SKIPPED behind each of BITS: adding a bit to the run
 * of bytes that it stands before carries it to the run's end.
 */
JSON_INLINE uint64_t
json_follow(uint64_t bits, uint64_t skipped, uint64_t *carry)
{
	uint64_t next = bits << 1 | *carry, sum = (next & skipped) + skipped;

	*carry = bits >> 63 | (sum < skipped);
	return (next | sum) & ~skipped;
}

JSON_INLINE size_t
json_lowest(uint64_t bits)
{
	return bits ? (size_t)__builtin_ctzll(bits) : 64;
}

/*
 * Appends the COUNT tokens that BITS are, always TOKENS_MOST: nearly no block has more,
 * and what is too much is written over.  LOWEST of none may be anything up to 64.
 */
JSON_INLINE void
json_flatten(struct json_scan *s, const char *p, size_t at, uint64_t bits, int count,
	     size_t (*lowest)(uint64_t bits))
{
	enum { TOKENS_MOST = 12 };
	size_t i = s->tokens, end = i + (size_t)count;

	s->tokens = end;
	for (; i < end; i += TOKENS_MOST) {
		for (size_t k = i; k < i + TOKENS_MOST; k++) {
			size_t first = lowest(bits);

			s->token[k] = (uint16_t)(at + first);
			s->kind[k] = p[first];
			bits &= bits - 1;
		}
	}
}

JSON_INLINE void
json_flatten_plain(struct json_scan *s, const char *p, size_t at, uint64_t bits)
{
	json_flatten(s, p, at, bits, json_count(bits), json_lowest);
}

/* Which bytes of a block belong to the text, and what those below U+0020 are. */
struct json_edge {
	uint64_t valid, blank, control;
};

/* Finds blanks and the end of the line among the control bytes. */
JSON_INLINE struct json_edge
json_controls(struct json_scan *s, const char *p, uint64_t control, uint64_t valid)
{
	struct json_edge e = {.valid = valid};

	for (uint64_t rest = control & valid; rest; rest &= rest - 1) {
		char c = p[json_lowest(rest)];
		uint64_t bit = rest & (~rest + 1);

		if (c == '\n' && s->lines) {
			s->ended = true;
			e.valid = bit - 1;
			break;
		}
		if (c == '\t' || c == '\n' || c == '\r')
			e.blank |= bit;
	}
	e.control = control & e.valid;
	return e;
}

/* The block at P, offset AT of the chunk. */
JSON_INLINE void
json_scan_one(struct json_scan *s, struct json_carry *c, const char *p, size_t at,
	      const struct json_kinds *k, struct json_edge e, const struct json_means *m)
{
	uint64_t special = (k->backslash | k->high) & e.valid;
	uint64_t quote = k->quote & e.valid;
	uint64_t inside, outside, colon, comma, open, close, blank, scalar, begin, mark;
	uint64_t after_mark, after_quote;

	if (k->backslash | c->escaped)
		quote &= ~json_escaped(k->backslash, &c->escaped);
	inside = m->prefix_xor(quote) ^ c->in_string;
	c->in_string = (uint64_t)((int64_t)inside >> 63);
	outside = ~inside & e.valid;
	colon = k->colon & outside;
	comma = k->comma & outside;
	open = k->open & outside;
	close = k->close & outside;
	blank = ((k->blank | e.blank) & outside) | ~e.valid;
	mark = colon | comma | open;
	scalar = outside & ~(quote | mark | close | blank);
	begin = (quote & inside) | open | (scalar & ~(scalar << 1 | c->scalar));
	c->scalar = scalar >> 63;

	after_mark = json_follow(mark, blank, &c->after_mark);
	after_quote = json_follow(quote & ~inside, blank, &c->after_quote);
	c->bad |= (begin & ~after_mark) | ((comma | colon) & after_mark) | (colon & ~after_quote) |
		  (special & outside) | (e.control & ~(e.blank & outside));
	c->special |= special;
	c->hollow |= close & after_mark;
	m->flatten(s, p, at, mark | close);
}

JSON_INLINE void
json_scan_blocks(struct json_scan *s, const char *p, size_t n, const struct json_means *m)
{
	enum { AHEAD = 1024 };
	struct json_carry carry = s->carry;

	s->n = n;
	s->tokens = 0;
	s->ended = false;
	for (size_t at = 0; at < n && !s->ended; at += 64) {
		struct json_edge e = {.valid = ~UINT64_C(0)};
		struct json_kinds k;

		__builtin_prefetch(p + at + AHEAD);
		m->tell(p + at, &k);
		if (k.control == 0 && n - at >= 64) {
			json_scan_one(s, &carry, p + at, at, &k, e, m);
			continue;
		}
		if (n - at < 64)
			e.valid >>= 64 - (n - at);
		e = json_controls(s, p + at, k.control, e.valid);
		json_scan_one(s, &carry, p + at, at, &k, e, m);
		if (s->ended)
			s->n = at + json_lowest(~e.valid);
	}
	s->carry = carry;
}

#endif
