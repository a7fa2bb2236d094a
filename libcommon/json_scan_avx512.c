#if defined(__x86_64__)

#include <immintrin.h>

#include "json_scan_block.h"
#include "json_scan_variant.h"

#define TARGET __attribute__((target("avx512f,avx512bw,bmi,popcnt,pclmul")))

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

static inline TARGET __attribute__((always_inline)) size_t
lowest(uint64_t b)
{
	return _tzcnt_u64(b);
}

TARGET void
json_scan_avx512(struct json_scan *s, const char *p, size_t n)
{
	static const struct json_means means = {tell, prefix_xor, count, lowest};

	json_scan_blocks(s, p, n, &means);
}

bool
json_scan_avx512_runs(void)
{
	return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}

#else
extern int json_scan_avx512_is_empty;
#endif
