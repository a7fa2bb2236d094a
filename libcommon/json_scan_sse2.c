#if defined(__x86_64__)

#include <emmintrin.h>

#include "json_scan_block.h"
#include "json_scan_variant.h"

struct block {
	__m128i part[4];
};

JSON_INLINE void
load(const char *p, struct block *b)
{
	for (int i = 0; i < 4; i++)
		b->part[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
}

JSON_INLINE uint64_t
bits(const struct block *b)
{
	uint64_t all = 0;

	for (int i = 0; i < 4; i++)
		all |= (uint64_t)(uint32_t)_mm_movemask_epi8(b->part[i]) << 16 * i;
	return all;
}

JSON_INLINE uint64_t
equal(const struct block *b, char c)
{
	struct block same;

	for (int i = 0; i < 4; i++)
		same.part[i] = _mm_cmpeq_epi8(b->part[i], _mm_set1_epi8(c));
	return bits(&same);
}

JSON_INLINE void
tell(const char *p, struct json_kinds *k)
{
	__m128i case_bit = _mm_set1_epi8(0x20), odd = _mm_setzero_si128();
	struct block block, lower;

	load(p, &block);
	for (int i = 0; i < 4; i++) {
		__m128i part = block.part[i];

		lower.part[i] = _mm_or_si128(part, case_bit);
		/* Signed: what is not ASCII is below zero. */
		odd = _mm_or_si128(odd, _mm_cmpgt_epi8(case_bit, part));
		odd = _mm_or_si128(odd, _mm_cmpeq_epi8(part, _mm_set1_epi8('\\')));
	}
	k->quote = equal(&block, '"');
	k->colon = equal(&block, ':');
	k->comma = equal(&block, ',');
	k->open = equal(&lower, '{');
	k->close = equal(&lower, '}');
	k->blank = equal(&block, ' ');
	k->odd = _mm_movemask_epi8(odd) != 0;
}

JSON_INLINE void
tell_odd(const char *p, struct json_odd_kinds *k)
{
	__m128i last = _mm_set1_epi8(0x1F);
	struct block block, control;

	load(p, &block);
	for (int i = 0; i < 4; i++)
		control.part[i] = _mm_cmpeq_epi8(_mm_min_epu8(block.part[i], last), block.part[i]);
	k->backslash = equal(&block, '\\');
	k->control = bits(&control);
	k->high = bits(&block);
}

void
json_scan_sse2(struct json_scan *s, const char *p, size_t n)
{
	static const struct json_means means = {tell, tell_odd, json_prefix_xor,
						json_flatten_plain};

	json_scan_blocks(s, p, n, &means);
}

#else
extern int json_scan_sse2_is_empty;
#endif
