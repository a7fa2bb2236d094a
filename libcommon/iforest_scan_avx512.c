/*
 * 32 rows at once, none of whose loads depends on another: the nodes of a level fit in a few
 * registers, so that a permutation looks up the rank and the column of 32 nodes, and
 * the value of that column is chosen by comparing with each column in turn.
 */
#if defined(__x86_64__)

#include <immintrin.h>

#include "iforest_scan.h"

#define TARGET __attribute__((target("avx512f,avx512bw")))
#define INLINE static inline TARGET __attribute__((always_inline))

/* Past these a walk from step to step is faster. */
enum { COLUMNS_MAX = 64 };

INLINE __m512i
part(const uint16_t *table, unsigned k)
{
	return _mm512_loadu_si512(table + (size_t)k * IFOREST_LANES);
}

/* TABLE at the 32 places AT, all of the level whose first place is FIRST. */
INLINE __m512i
look_up(const uint16_t *table, __m512i at, unsigned first)
{
	__m512i low, high;

	if (first < 32)
		return _mm512_permutexvar_epi16(at, part(table, 0));
	if (first == 32)
		return _mm512_permutexvar_epi16(at, part(table, 1));
	if (first == 64)
		return _mm512_permutex2var_epi16(part(table, 2), at, part(table, 3));
	low = _mm512_permutex2var_epi16(part(table, 4), at, part(table, 5));
	high = _mm512_permutex2var_epi16(part(table, 6), at, part(table, 7));
	return _mm512_mask_mov_epi16(low, _mm512_test_epi16_mask(at, _mm512_set1_epi16(64)), high);
}

/* Each lane's rank in the column of its node. */
INLINE __m512i
pick(const uint16_t *rank, size_t columns, __m512i column)
{
	__m512i picked = _mm512_loadu_si512(rank);

	for (size_t j = 1; j < columns; j++) {
		__mmask32 here = _mm512_cmpeq_epi16_mask(column, _mm512_set1_epi16((short)j));

		picked = _mm512_mask_loadu_epi16(picked, here, rank + j * IFOREST_ROWS);
	}
	return picked;
}

INLINE __m512i
descend(const struct iforest_heap *h, const uint16_t *rank, size_t columns)
{
	__m512i at = _mm512_set1_epi16(1), one = at;

	for (unsigned first = 1; first < IFOREST_HEAP; first *= 2) {
		__m512i limit = look_up(h->rank, at, first);
		__m512i value = pick(rank, columns, look_up(h->column, at, first));
		__mmask32 right = _mm512_cmpgt_epu16_mask(value, limit);

		at = _mm512_add_epi16(at, at);
		at = _mm512_mask_add_epi16(at, right, at, one);
	}
	return at;
}

INLINE void
add_paths(const struct iforest_heap *h, __m512i at, uint64_t *sum)
{
	uint16_t leaf[IFOREST_LANES];

	_mm512_storeu_si512(leaf, _mm512_and_si512(at, _mm512_set1_epi16(IFOREST_HEAP - 1)));
	for (size_t i = 0; i < IFOREST_LANES; i++)
		sum[i] += h->path[leaf[i]];
}

TARGET void
iforest_scan_avx512(const struct iforest_grove *g, const uint16_t *rank, size_t n, uint64_t *sum)
{
	if (!g->heap || g->columns > COLUMNS_MAX) {
		iforest_scan_portable(g, rank, n, sum);
		return;
	}
	for (size_t t = 0; t < g->trees; t++)
		for (size_t i = 0; i < n; i += IFOREST_LANES)
			add_paths(&g->heap[t], descend(&g->heap[t], rank + i, g->columns), sum + i);
}

bool
iforest_scan_avx512_runs(void)
{
	return __builtin_cpu_supports("avx512bw");
}

#else
extern int iforest_scan_avx512_is_empty;
#endif
