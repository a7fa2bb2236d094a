/*
 * csv_bytes - where bytes stand among the next 64.  Layer: parse (csv's own).
 *
 * Bit I of a mask tells of byte I.  All 64 bytes are read; bits behind what counts
 * are the caller's to clear.  Each variant gives the same answers.
 */
#ifndef ML_CSV_BYTES_H
#define ML_CSV_BYTES_H

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define CSV_X86 1
#include <immintrin.h>
#define CSV_AVX2 __attribute__((target("avx2,bmi,lzcnt,popcnt")))
#endif

struct csv_masks {
	uint64_t delimiter, special, lf;
};

/* A bit for each of the 8 bytes of WORD that is zero, the first byte's lowest. */
static inline uint64_t
csv_zero_bytes(uint64_t word)
{
	const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
	uint64_t high = ~(((word & low) + low) | word | low);

	return ((high >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

static inline uint64_t
csv_load8(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;

	return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
	       (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
	       (uint64_t)b[7] << 56;
}

static inline uint64_t
csv_repeat(char c)
{
	return (unsigned char)c * UINT64_C(0x0101010101010101);
}

static inline struct csv_masks
csv_masks_portable(const char *p, char delimiter, char special)
{
	struct csv_masks m = {0, 0, 0};

	for (unsigned i = 0; i < 64; i += 8) {
		uint64_t word = csv_load8(p + i);

		m.delimiter |= csv_zero_bytes(word ^ csv_repeat(delimiter)) << i;
		m.special |= csv_zero_bytes(word ^ csv_repeat(special)) << i;
		m.lf |= csv_zero_bytes(word ^ csv_repeat('\n')) << i;
	}
	return m;
}

#ifdef CSV_X86

static inline struct csv_masks
csv_masks_sse2(const char *p, char delimiter, char special)
{
	const __m128i d = _mm_set1_epi8(delimiter), s = _mm_set1_epi8(special);
	const __m128i lf = _mm_set1_epi8('\n');
	struct csv_masks m = {0, 0, 0};

	for (unsigned i = 0; i < 64; i += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + i));

		m.delimiter |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, d)) << i;
		m.special |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, s)) << i;
		m.lf |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, lf)) << i;
	}
	return m;
}

CSV_AVX2 static inline uint64_t
csv_equal_avx2(__m256i x, __m256i y, __m256i wanted)
{
	uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, wanted));
	uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(y, wanted));

	return low | (uint64_t)high << 32;
}

CSV_AVX2 static inline struct csv_masks
csv_masks_avx2(const char *p, char delimiter, char special)
{
	__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i y = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));

	return (struct csv_masks){csv_equal_avx2(x, y, _mm256_set1_epi8(delimiter)),
				  csv_equal_avx2(x, y, _mm256_set1_epi8(special)),
				  csv_equal_avx2(x, y, _mm256_set1_epi8('\n'))};
}

#endif

#endif
