/*
 * json_scan_block - the bit arithmetic that all variants share.  Layer: parse; for
 * json_scan_*.c.
 *
 * Each variant says how 64 bytes are told apart, how a prefix XOR and a population
 * count are had, and compiles json_scan_blocks with them for its machine: every
 * call below is inlined, so the pointers cost nothing.
 */
#ifndef ML_JSON_SCAN_BLOCK_H
#define ML_JSON_SCAN_BLOCK_H

#include "json_scan.h"

#define JSON_INLINE static inline __attribute__((always_inline))

struct json_means {
	void (*tell)(const char *p, struct json_kinds *k);
	uint64_t (*prefix_xor)(uint64_t bits);
	int (*count)(uint64_t bits);
	size_t (*lowest)(uint64_t bits); /* 64 or anything for none */
};

JSON_INLINE uint64_t
json_prefix_xor(uint64_t bits)
{
	for (int shift = 1; shift < 64; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

/* The bytes behind an odd run of backslashes. */
JSON_INLINE uint64_t
json_escaped(uint64_t backslash, uint64_t *carry)
{
	uint64_t escaped = *carry;

	backslash &= ~escaped;
	*carry = 0;
	while (backslash) {
		uint64_t first = backslash & (~backslash + 1);

		escaped |= first << 1;
		*carry = first >> 63;
		backslash &= ~(first | first << 1);
	}
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

/* Writes the offset of the lowest of BITS to OUT; the others. */
JSON_INLINE uint64_t
json_put(uint64_t bits, size_t base, uint32_t *out, const struct json_means *m)
{
	*out = (uint32_t)(base + m->lowest(bits));
	return bits & (bits - 1);
}

/*
 * Appends the offsets of BITS, always by eight: most blocks have no more, and what
 * is too much is written over.
 */
JSON_INLINE void
json_flatten(struct json_scan *s, uint64_t bits, size_t base, int count, const struct json_means *m)
{
	uint32_t *out = s->token + s->tokens;

	s->tokens += (size_t)count;
	for (; count > 0; count -= 8, out += 8) {
		bits = json_put(bits, base, out, m);
		bits = json_put(bits, base, out + 1, m);
		bits = json_put(bits, base, out + 2, m);
		bits = json_put(bits, base, out + 3, m);
		bits = json_put(bits, base, out + 4, m);
		bits = json_put(bits, base, out + 5, m);
		bits = json_put(bits, base, out + 6, m);
		bits = json_put(bits, base, out + 7, m);
	}
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

/* The block at offset AT of the chunk. */
JSON_INLINE void
json_scan_one(struct json_scan *s, struct json_carry *c, const struct json_kinds *k, size_t at,
	      struct json_edge e, const struct json_means *m)
{
	uint64_t special = (k->backslash | k->high) & e.valid;
	uint64_t quote = k->quote & e.valid;
	uint64_t inside, outside, colon, comma, open, close, blank, scalar, begin, mark;
	uint64_t after_mark, after_quote, after_colon;

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
	after_colon = json_follow(colon, ~(mark | close), &c->after_colon);
	c->bad |= (begin & ~after_mark) | ((comma | colon) & after_mark) |
		  (colon & (after_colon | ~after_quote)) | (special & outside) |
		  (e.control & ~(e.blank & outside));
	c->special |= special;

	c->balance += m->count(colon) - m->count(comma);
	mark = colon | open | close;
	json_flatten(s, mark, at, m->count(mark), m);
	s->quote[at / 64] = quote;
	s->comma[at / 64] = comma;
	s->stop[at / 64] = comma | close | blank;
}

JSON_INLINE void
json_scan_blocks(struct json_scan *s, const char *p, size_t n, const struct json_means *m)
{
	struct json_carry carry = s->carry;

	s->n = n;
	s->tokens = 0;
	s->ended = false;
	for (size_t at = 0; at < n && !s->ended; at += 64) {
		struct json_edge e = {.valid = ~UINT64_C(0)};
		struct json_kinds k;

		m->tell(p + at, &k);
		if (k.control == 0 && n - at >= 64) {
			json_scan_one(s, &carry, &k, at, e, m);
			continue;
		}
		if (n - at < 64)
			e.valid >>= 64 - (n - at);
		e = json_controls(s, p + at, k.control, e.valid);
		json_scan_one(s, &carry, &k, at, e, m);
		if (s->ended)
			s->n = at + json_lowest(~e.valid);
	}
	s->carry = carry;
}

#endif
