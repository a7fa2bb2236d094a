/*
 * json_scan_block - the bit arithmetic that all variants share.  Layer: parse; for
 * json_scan_*.c.
 *
 * Each variant says how 64 bytes are told apart, how a prefix XOR is had and how bits
 * become tokens, and compiles json_scan_blocks with them for its machine: every call
 * below is inlined, so the pointers cost nothing, and a block without odd bytes is
 * scanned by what remains of json_scan_one when they are known to be none.
 */
#ifndef ML_JSON_SCAN_BLOCK_H
#define ML_JSON_SCAN_BLOCK_H

#include "json_scan.h"

#define JSON_INLINE static inline __attribute__((always_inline))

struct json_means {
	void (*tell)(const char *p, struct json_kinds *k);
	void (*tell_odd)(const char *p, struct json_odd_kinds *k);
	uint64_t (*prefix_xor)(uint64_t bits);
	/*
	 * Adds the tokens that BITS are in the 64 bytes at P, AT in the chunk, to the first
	 * TOKENS of S; how many these are then.
	 */
	size_t (*flatten)(struct json_scan *s, size_t tokens, const char *p, size_t at,
			  uint64_t bits);
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
	uint64_t next = bits << 1 | *carry, sum;

	if (!skipped) {
		*carry = bits >> 63;
		return next;
	}
	sum = (next & skipped) + skipped;
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
JSON_INLINE size_t
json_flatten(struct json_scan *s, size_t i, const char *p, size_t at, uint64_t bits, int count,
	     size_t (*lowest)(uint64_t bits))
{
	enum { TOKENS_MOST = 12 };
	size_t end = i + (size_t)count;

	for (; i < end; i += TOKENS_MOST) {
		for (size_t k = i; k < i + TOKENS_MOST; k++) {
			size_t first = lowest(bits);

			s->token[k] = (uint16_t)(at + first);
			s->kind[k] = p[first];
			bits &= bits - 1;
		}
	}
	return end;
}

JSON_INLINE size_t
json_flatten_plain(struct json_scan *s, size_t tokens, const char *p, size_t at, uint64_t bits)
{
	return json_flatten(s, tokens, p, at, bits, json_count(bits), json_lowest);
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

/* A block: the bits that are tokens. */
JSON_INLINE uint64_t
json_scan_one(struct json_carry *c, const struct json_kinds *k, const struct json_odd_kinds *odd,
	      struct json_edge e, const struct json_means *m)
{
	uint64_t special = (odd->backslash | odd->high) & e.valid;
	uint64_t quote = k->quote & e.valid;
	uint64_t inside, no, colon, comma, open, close, blank, scalar, begin, mark;
	uint64_t after_mark, after_quote;

	if (odd->backslash || c->escaped)
		quote &= ~json_escaped(odd->backslash, &c->escaped);
	inside = m->prefix_xor(quote) ^ c->in_string;
	c->in_string = (uint64_t)((int64_t)inside >> 63);
	no = inside | ~e.valid;
	colon = k->colon & ~no;
	comma = k->comma & ~no;
	open = k->open & ~no;
	close = k->close & ~no;
	blank = ((k->blank | e.blank) & ~no) | ~e.valid;
	mark = colon | comma | open;
	scalar = ~(no | quote | mark | close | blank);
	begin = (quote & inside) | open | (scalar & ~(scalar << 1 | c->scalar));
	c->scalar = scalar >> 63;

	after_mark = json_follow(mark, blank, &c->after_mark);
	after_quote = json_follow(quote & ~inside, blank, &c->after_quote);
	c->bad |= (begin & ~after_mark) | ((comma | colon) & after_mark) | (colon & ~after_quote) |
		  (special & ~no) | (e.control & (no | ~e.blank));
	c->special |= special;
	c->hollow |= close & after_mark;
	return mark | close;
}

/* Blocks from AT on until one is odd or not all there, which is where it stops. */
JSON_INLINE size_t
json_scan_even(struct json_scan *s, const char *p, size_t at, size_t n, const struct json_means *m)
{
	enum { AHEAD = 1024 };
	const struct json_edge whole = {.valid = ~UINT64_C(0)};
	const struct json_odd_kinds none = {0};
	struct json_carry carry = s->carry;
	size_t tokens = s->tokens;

	for (; carry.escaped == 0 && n - at >= 64; at += 64) {
		struct json_kinds k;
		uint64_t bits;

		__builtin_prefetch(p + at + AHEAD);
		m->tell(p + at, &k);
		if (k.odd)
			break;
		bits = json_scan_one(&carry, &k, &none, whole, m);
		tokens = m->flatten(s, tokens, p + at, at, bits);
	}
	s->tokens = tokens;
	s->carry = carry;
	return at;
}

/* Any block, the one at AT. */
JSON_INLINE void
json_scan_odd(struct json_scan *s, const char *p, size_t at, size_t n, const struct json_means *m)
{
	struct json_edge e = {.valid = ~UINT64_C(0)};
	struct json_odd_kinds odd;
	struct json_kinds k;
	uint64_t bits;

	m->tell(p + at, &k);
	m->tell_odd(p + at, &odd);
	if (n - at < 64)
		e.valid >>= 64 - (n - at);
	e = json_controls(s, p + at, odd.control, e.valid);
	bits = json_scan_one(&s->carry, &k, &odd, e, m);
	s->tokens = m->flatten(s, s->tokens, p + at, at, bits);
	if (s->ended)
		s->n = at + json_lowest(~e.valid);
}

JSON_INLINE void
json_scan_blocks(struct json_scan *s, const char *p, size_t n, const struct json_means *m)
{
	s->n = n;
	s->tokens = 0;
	s->ended = false;
	for (size_t at = 0; at < n && !s->ended; at += 64) {
		at = json_scan_even(s, p, at, n, m);
		if (at < n)
			json_scan_odd(s, p, at, n, m);
	}
}

#endif
