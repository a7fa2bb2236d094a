/*
 * Eight bytes at a time: a table gives each byte a kind per bit, and turning the
 * 8 x 8 bits about their diagonal (Warren, "Hacker's Delight", 7-3) makes of eight
 * such bytes one byte for each kind.
 */
#include "json_scan_block.h"
#include "json_scan_variant.h"

enum {
	QUOTE = 1,
	BACKSLASH = 2,
	COLON = 4,
	COMMA = 8,
	OPEN = 16,
	CLOSE = 32,
	BLANK = 64,
	CONTROL = 128,
};

static const unsigned char kind[256] = {
	['"'] = QUOTE,  ['\\'] = BACKSLASH, [':'] = COLON,  [','] = COMMA,  ['['] = OPEN,
	['{'] = OPEN,   [']'] = CLOSE,      ['}'] = CLOSE,  [' '] = BLANK,  [0] = CONTROL,
	[1] = CONTROL,  [2] = CONTROL,      [3] = CONTROL,  [4] = CONTROL,  [5] = CONTROL,
	[6] = CONTROL,  [7] = CONTROL,      [8] = CONTROL,  [9] = CONTROL,  [10] = CONTROL,
	[11] = CONTROL, [12] = CONTROL,     [13] = CONTROL, [14] = CONTROL, [15] = CONTROL,
	[16] = CONTROL, [17] = CONTROL,     [18] = CONTROL, [19] = CONTROL, [20] = CONTROL,
	[21] = CONTROL, [22] = CONTROL,     [23] = CONTROL, [24] = CONTROL, [25] = CONTROL,
	[26] = CONTROL, [27] = CONTROL,     [28] = CONTROL, [29] = CONTROL, [30] = CONTROL,
	[31] = CONTROL,
};

/* Swaps the bits of MASK with those SHIFT places above them. */
JSON_INLINE uint64_t
swap(uint64_t x, int shift, uint64_t mask)
{
	uint64_t t = (x ^ x >> shift) & mask;

	return x ^ t ^ t << shift;
}

/* Bit J of byte I becomes bit I of byte J. */
JSON_INLINE uint64_t
turn(uint64_t x)
{
	x = swap(x, 7, UINT64_C(0x00AA00AA00AA00AA));
	x = swap(x, 14, UINT64_C(0x0000CCCC0000CCCC));
	return swap(x, 28, UINT64_C(0x00000000F0F0F0F0));
}

/* The kinds of the 8 bytes at P, a byte for each, and in *HIGH which are not ASCII. */
JSON_INLINE uint64_t
classify(const char *p, uint64_t *high)
{
	uint64_t kinds = 0;

	*high = 0;
	for (int i = 0; i < 8; i++) {
		unsigned char c = (unsigned char)p[i];

		kinds |= (uint64_t)kind[c] << 8 * i;
		*high |= (uint64_t)(c >> 7) << i;
	}
	return turn(kinds);
}

JSON_INLINE void
tell(const char *p, struct json_kinds *k)
{
	uint64_t odd = 0;

	*k = (struct json_kinds){0};
	for (int at = 0; at < 64; at += 8) {
		uint64_t high, kinds = classify(p + at, &high);

		k->quote |= (kinds & 0xFF) << at;
		k->colon |= (kinds >> 16 & 0xFF) << at;
		k->comma |= (kinds >> 24 & 0xFF) << at;
		k->open |= (kinds >> 32 & 0xFF) << at;
		k->close |= (kinds >> 40 & 0xFF) << at;
		k->blank |= (kinds >> 48 & 0xFF) << at;
		odd |= high | (kinds & UINT64_C(0xFF0000000000FF00));
	}
	k->odd = odd != 0;
}

JSON_INLINE void
tell_odd(const char *p, struct json_odd_kinds *k)
{
	*k = (struct json_odd_kinds){0};
	for (int at = 0; at < 64; at += 8) {
		uint64_t high, kinds = classify(p + at, &high);

		k->backslash |= (kinds >> 8 & 0xFF) << at;
		k->control |= (kinds >> 56 & 0xFF) << at;
		k->high |= high << at;
	}
}

void
json_scan_portable(struct json_scan *s, const char *p, size_t n)
{
	static const struct json_means means = {tell, tell_odd, json_prefix_xor,
						json_flatten_plain};

	json_scan_blocks(s, p, n, &means);
}
