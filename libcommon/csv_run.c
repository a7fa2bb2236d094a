/*
 * Bytes are looked at 64 at a time, as in csv_pick.c; here the places of all delimiters
 * and line feeds are written out one behind the other.  As long as every line has the
 * same number of fields that is a table, a row a line, and fields are looked up in it
 * without any search.  The first line that is not like that ends it.
 */
#include "csv.h"
#include "csv_bytes.h"

/* Where the table stands. */
struct filling {
	uint32_t *place; /* the next one */
	uint32_t *line;  /* the first of the line under way */
	size_t columns, rows, most;
};

/* Counts the lines that end in this step; false when the table ends. */
static inline __attribute__((always_inline)) bool
take_lines(struct filling *f, uint64_t separator, uint64_t lf)
{
	for (; lf; lf &= lf - 1) {
		uint64_t before = separator & ((lf & -lf) - 1);
		uint32_t *end = f->place + __builtin_popcountll(before);

		if ((size_t)(end - f->line) + 1 != f->columns)
			return false;
		f->line = end + 1;
		if (++f->rows == f->most)
			return false;
	}
	return true;
}

static inline __attribute__((always_inline)) bool
take_step(struct filling *f, struct csv_masks m, uint32_t at, size_t left)
{
	uint64_t counts = left < 64 ? (UINT64_C(1) << left) - 1 : UINT64_MAX;
	uint64_t special = m.special & counts, separator;
	bool go_on;

	if (special)
		counts = (special & -special) - 1;
	separator = (m.delimiter | m.lf) & counts;
	go_on = take_lines(f, separator, m.lf & counts) && !special;
	for (; separator; separator &= separator - 1)
		*f->place++ = at + (uint32_t)__builtin_ctzll(separator);
	return go_on;
}

#define FILL(masks)                                                                                \
	do {                                                                                       \
		for (size_t at = 0; at < s.n; at += 64)                                            \
			if (!take_step(&f, masks(s.p + at, r->delimiter, r->special),              \
				       (uint32_t)at, s.n - at))                                    \
				break;                                                             \
		return f.rows;                                                                     \
	} while (0)

static size_t
fill_portable(const struct csv_run *r, struct filling f, struct str s)
{
	FILL(csv_masks_portable);
}

#ifdef CSV_X86

static size_t
fill_sse2(const struct csv_run *r, struct filling f, struct str s)
{
	FILL(csv_masks_sse2);
}

CSV_AVX2 static size_t
fill_avx2(const struct csv_run *r, struct filling f, struct str s)
{
	FILL(csv_masks_avx2);
}

#endif

size_t
csv_run(struct csv_run *r, struct str s)
{
	struct filling f = {.columns = r->columns, .most = r->most};

	r->place[0] = UINT32_MAX;
	f.place = f.line = r->place + 1;
	if (s.n > CSV_RUN_BYTES)
		s.n = CSV_RUN_BYTES;
#ifdef CSV_X86
	if (r->simd == CSV_SIMD_BEST && __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("bmi"))
		return fill_avx2(r, f, s);
	if (r->simd != CSV_SIMD_NONE)
		return fill_sse2(r, f, s);
#endif
	return fill_portable(r, f, s);
}
