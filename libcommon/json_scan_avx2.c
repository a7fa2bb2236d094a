#if defined(__x86_64__)

#include <immintrin.h>

#include "json_scan_block.h"
#include "json_scan_variant.h"

#define TARGET __attribute__((target("avx2,bmi,popcnt,pclmul")))

static inline TARGET __attribute__((always_inline)) uint64_t
bits(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high)
							     << 32;
}

static inline TARGET __attribute__((always_inline)) uint64_t
equal(__m256i low, __m256i high, char c)
{
	__m256i all = _mm256_set1_epi8(c);

	return bits(_mm256_cmpeq_epi8(low, all), _mm256_cmpeq_epi8(high, all));
}

static inline TARGET __attribute__((always_inline)) void
tell(const char *p, struct json_kinds *k)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
	__m256i case_bit = _mm256_set1_epi8(0x20), slash = _mm256_set1_epi8('\\');
	__m256i low_case = _mm256_or_si256(low, case_bit),
		high_case = _mm256_or_si256(high, case_bit);

	k->quote = equal(low, high, '"');
	k->colon = equal(low, high, ':');
	k->comma = equal(low, high, ',');
	k->open = equal(low_case, high_case, '{');
	k->close = equal(low_case, high_case, '}');
	k->blank = equal(low, high, ' ');
	/* Signed: what is not ASCII is below zero. */
	k->odd = _mm256_movemask_epi8(
			 _mm256_or_si256(_mm256_cmpgt_epi8(case_bit, _mm256_min_epi8(low, high)),
					 _mm256_or_si256(_mm256_cmpeq_epi8(low, slash),
							 _mm256_cmpeq_epi8(high, slash)))) != 0;
}

static inline TARGET __attribute__((always_inline)) void
tell_odd(const char *p, struct json_odd_kinds *k)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
	__m256i last = _mm256_set1_epi8(0x1F);

	k->backslash = equal(low, high, '\\');
	k->control = bits(_mm256_cmpeq_epi8(_mm256_min_epu8(low, last), low),
			  _mm256_cmpeq_epi8(_mm256_min_epu8(high, last), high));
	k->high = bits(low, high);
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

static inline TARGET __attribute__((always_inline)) size_t
flatten(struct json_scan *s, size_t tokens, const char *p, size_t at, uint64_t set)
{
	return json_flatten(s, tokens, p, at, set, count(set), lowest);
}

TARGET void
json_scan_avx2(struct json_scan *s, const char *p, size_t n)
{
	static const struct json_means means = {tell, tell_odd, prefix_xor, flatten};

	json_scan_blocks(s, p, n, &means);
}

bool
json_scan_avx2_runs(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}

#else
extern int json_scan_avx2_is_empty;
#endif
