/*
 * 64 rows at once, none of whose loads depends on another: the nodes of a level fit in a few
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

/* Places in the tree of 64 rows. */
struct places {
	__m512i low, high;
};

INLINE __m512i
part(const uint16_t *table, unsigned k)
{
	return _mm512_loadu_si512(table + k * 32);
}

/* TABLE at the places AT, all of the level whose first place is FIRST. */
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

INLINE __m512i
go(__m512i at, __m512i value, __m512i limit)
{
	__mmask32 right = _mm512_cmpgt_epu16_mask(value, limit);

	at = _mm512_add_epi16(at, at);
	return _mm512_mask_add_epi16(at, right, at, _mm512_set1_epi16(1));
}

/* From the level whose first place is FIRST to the next one. */
INLINE void
descend(const struct iforest_heap *h, const uint16_t *rank, size_t columns, unsigned first,
	struct places *p)
{
	__m512i low_column = look_up(h->column, p->low, first), low = _mm512_loadu_si512(rank);
	__m512i high_column = look_up(h->column, p->high, first), high = part(rank, 1);
	__m512i one = _mm512_set1_epi16(1), column = one;

	for (size_t j = 1; j < columns; j++) {
		const uint16_t *here = rank + j * IFOREST_ROWS;

		low = _mm512_mask_loadu_epi16(low, _mm512_cmpeq_epi16_mask(low_column, column),
					      here);
		high = _mm512_mask_loadu_epi16(high, _mm512_cmpeq_epi16_mask(high_column, column),
					       here + 32);
		column = _mm512_add_epi16(column, one);
	}
	p->low = go(p->low, low, look_up(h->rank, p->low, first));
	p->high = go(p->high, high, look_up(h->rank, p->high, first));
}

/* At the root all rows ask for the same column. */
INLINE void
set_out(const struct iforest_heap *h, const uint16_t *rank, struct places *p)
{
	__m512i limit = _mm512_set1_epi16((short)h->rank[1]), one = _mm512_set1_epi16(1);

	rank += h->column[1] * (size_t)IFOREST_ROWS;
	p->low = go(one, part(rank, 0), limit);
	p->high = go(one, part(rank, 1), limit);
}

INLINE void
add_paths(const struct iforest_heap *h, const struct places *p, uint64_t *sum)
{
	const uint64_t *path = h->path;
	uint16_t leaf[IFOREST_LANES];

	_mm512_storeu_si512(leaf, _mm512_and_si512(p->low, _mm512_set1_epi16(IFOREST_HEAP - 1)));
	_mm512_storeu_si512(leaf + 32,
			    _mm512_and_si512(p->high, _mm512_set1_epi16(IFOREST_HEAP - 1)));
	for (size_t i = 0; i < IFOREST_LANES; i += 4) {
		sum[i] += path[leaf[i]];
		sum[i + 1] += path[leaf[i + 1]];
		sum[i + 2] += path[leaf[i + 2]];
		sum[i + 3] += path[leaf[i + 3]];
	}
}

INLINE void
add_tree(const struct iforest_heap *h, const uint16_t *rank, size_t columns, uint64_t *sum)
{
	struct places p;

	set_out(h, rank, &p);
	descend(h, rank, columns, 2, &p);
	descend(h, rank, columns, 4, &p);
	descend(h, rank, columns, 8, &p);
	descend(h, rank, columns, 16, &p);
	descend(h, rank, columns, 32, &p);
	descend(h, rank, columns, 64, &p);
	descend(h, rank, columns, 128, &p);
	add_paths(h, &p, sum);
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
			add_tree(&g->heap[t], rank + i, g->columns, sum + i);
}

bool
iforest_scan_avx512_runs(void)
{
	return __builtin_cpu_supports("avx512bw");
}

#else
extern int iforest_scan_avx512_is_empty;
#endif
