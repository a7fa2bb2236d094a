#if defined(__x86_64__)

#include <immintrin.h>

#include "json_scan_block.h"
#include "json_scan_variant.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt,pclmul")))

static inline TARGET __attribute__((always_inline)) uint64_t
equal(__m512i block, char c)
{
	return _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(c));
}

static inline TARGET __attribute__((always_inline)) void
tell(const char *p, struct json_kinds *k)
{
	__m512i block = _mm512_loadu_si512(p);
	__m512i lower = _mm512_or_si512(block, _mm512_set1_epi8(0x20));

	k->quote = equal(block, '"');
	k->colon = equal(block, ':');
	k->comma = equal(block, ',');
	k->open = equal(lower, '{');
	k->close = equal(lower, '}');
	k->blank = equal(block, ' ');
	/* Signed: what is not ASCII is below zero. */
	k->odd = !_kortestz_mask64_u8(_mm512_cmplt_epi8_mask(block, _mm512_set1_epi8(0x20)),
				      equal(block, '\\'));
}

static inline TARGET __attribute__((always_inline)) void
tell_odd(const char *p, struct json_odd_kinds *k)
{
	__m512i block = _mm512_loadu_si512(p);

	k->backslash = equal(block, '\\');
	k->control = _mm512_cmplt_epu8_mask(block, _mm512_set1_epi8(0x20));
	k->high = _mm512_movepi8_mask(block);
}

static inline TARGET __attribute__((always_inline)) uint64_t
prefix_xor(uint64_t b)
{
	__m128i ones = _mm_set1_epi8(-1);

	return (uint64_t)_mm_cvtsi128_si64(
		_mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)b), ones, 0));
}

static inline TARGET __attribute__((always_inline)) void
put_tokens(struct json_scan *s, size_t tokens, __m512i block, __m512i offsets, size_t at)
{
	__m512i base = _mm512_set1_epi16((short)at);
	__m512i low = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(offsets));
	__m512i high = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(offsets, 1));

	_mm512_storeu_si512(s->kind + tokens, block);
	_mm512_storeu_si512(s->token + tokens, _mm512_add_epi16(low, base));
	_mm512_storeu_si512(s->token + tokens + 32, _mm512_add_epi16(high, base));
}

/* Tokens of all 64 bytes at once: those that are none are squeezed out. */
static inline TARGET __attribute__((always_inline)) size_t
flatten(struct json_scan *s, size_t tokens, const char *p, size_t at, uint64_t bits)
{
	static const unsigned char lane[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
					       13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
					       26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
					       39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,
					       52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
	__m512i block = _mm512_loadu_si512(p), offsets = _mm512_loadu_si512(lane);

	put_tokens(s, tokens, _mm512_maskz_compress_epi8(bits, block),
		   _mm512_maskz_compress_epi8(bits, offsets), at);
	return tokens + (size_t)__builtin_popcountll(bits);
}

TARGET void
json_scan_avx512(struct json_scan *s, const char *p, size_t n)
{
	static const struct json_means means = {tell, tell_odd, prefix_xor, flatten};

	json_scan_blocks(s, p, n, &means);
}

bool
json_scan_avx512_runs(void)
{
	return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2") &&
	       __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt") &&
	       __builtin_cpu_supports("pclmul");
}

#else
extern int json_scan_avx512_is_empty;
#endif
