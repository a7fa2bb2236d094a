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
	k->backslash = equal(block, '\\');
	k->colon = equal(block, ':');
	k->comma = equal(block, ',');
	k->open = equal(lower, '{');
	k->close = equal(lower, '}');
	k->blank = equal(block, ' ');
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

static inline TARGET __attribute__((always_inline)) int
count(uint64_t b)
{
	return __builtin_popcountll(b);
}

/* The bytes of 64 that BITS choose, moved together: offsets, and what stands there. */
static inline TARGET __attribute__((always_inline)) void
flatten(const char *p, uint64_t bits, size_t base, int n, uint32_t *token, char *kind)
{
	const __m512i places = _mm512_set_epi8(
		63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43,
		42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22,
		21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
	__m512i all = _mm512_maskz_compress_epi8(bits, places);
	__m512i first = _mm512_set1_epi32((int)base);

	_mm512_storeu_si512(kind, _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(p)));
	for (; n > 0; n -= 16, token += 16) {
		__m512i four = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(all));

		_mm512_storeu_si512(token, _mm512_add_epi32(four, first));
		all = _mm512_alignr_epi64(all, all, 2);
	}
}

TARGET void
json_scan_avx512(struct json_scan *s, const char *p, size_t n)
{
	static const struct json_means means = {tell, prefix_xor, count, flatten};

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
