/*
 * A record is scanned from its own start in steps of 64 bytes; each step yields one
 * mask of delimiters, one of line feeds, one of the byte that calls for decoding
 * (the scheme of simdjson: Langdale, Lemire, "Parsing gigabytes of JSON per second",
 * 2019).  Fields that nobody wants are only counted: by popcount where a whole step
 * holds no wanted one.
 */
#include "csv.h"
#include "csv_bytes.h"

struct picking {
	const char *p;
	size_t end;    /* bytes in S */
	size_t at;     /* the step begins here */
	size_t start;  /* the field under way */
	size_t number; /* of that field */
	const size_t *want;
	struct str *field;
	uint64_t special;
	size_t lf; /* where the line feed stands, or END */
};

/* The wanted fields that end in this step; DELIMITER holds its record's only. */
static inline __attribute__((always_inline)) void
take_fields(struct picking *k, uint64_t delimiter)
{
	while (delimiter) {
		size_t stop = k->at + (size_t)__builtin_ctzll(delimiter);

		if (k->number == *k->want) {
			*k->field++ = (struct str){k->p + k->start, stop - k->start};
			k->want++;
		}
		k->number++;
		k->start = stop + 1;
		delimiter &= delimiter - 1;
	}
}

/* One step; false when the record ends in it. */
static inline __attribute__((always_inline)) bool
take_step(struct picking *k, struct csv_masks m)
{
	size_t left = k->end - k->at;
	uint64_t counts = left < 64 ? (UINT64_C(1) << left) - 1 : UINT64_MAX;
	uint64_t lf = m.lf & counts;
	uint64_t ours = lf ? (lf & -lf) - 1 : counts;
	uint64_t delimiter = m.delimiter & ours;
	size_t many = (size_t)__builtin_popcountll(delimiter);

	k->special |= m.special & ours;
	if (*k->want - k->number < many) {
		take_fields(k, delimiter);
	} else if (many) {
		k->number += many;
		k->start = k->at + 64 - (size_t)__builtin_clzll(delimiter);
	}
	if (lf) {
		k->lf = k->at + (size_t)__builtin_ctzll(lf);
		return false;
	}
	k->at += 64;
	return k->at < k->end;
}

static void
pick_portable(struct picking *k, char delimiter, char special)
{
	struct picking own = *k;

	while (take_step(&own, csv_masks_portable(own.p + own.at, delimiter, special)))
		continue;
	*k = own;
}

#ifdef CSV_X86

static void
pick_sse2(struct picking *k, char delimiter, char special)
{
	struct picking own = *k;

	while (take_step(&own, csv_masks_sse2(own.p + own.at, delimiter, special)))
		continue;
	*k = own;
}

CSV_AVX2 static void
pick_avx2(struct picking *k, char delimiter, char special)
{
	struct picking own = *k;

	while (take_step(&own, csv_masks_avx2(own.p + own.at, delimiter, special)))
		continue;
	*k = own;
}

#endif

static void
pick(struct picking *k, const struct csv_pick *p)
{
#ifdef CSV_X86
	if (p->simd == CSV_SIMD_BEST && __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("bmi"))
		pick_avx2(k, p->delimiter, p->special);
	else if (p->simd != CSV_SIMD_NONE)
		pick_sse2(k, p->delimiter, p->special);
	else
#endif
		pick_portable(k, p->delimiter, p->special);
}

int
csv_pick(struct csv_pick *p, struct str s, bool last, size_t *used)
{
	struct picking k = {.p = s.p, .end = s.n, .want = p->column, .field = p->field, .lf = s.n};
	size_t end;

	if (s.n == 0)
		return CSV_MORE;
	pick(&k, p);
	p->is_special = k.special != 0;
	if (k.lf == s.n && !last)
		return CSV_MORE;
	end = k.lf;
	if (end && s.p[end - 1] == '\r' && end > k.start)
		end--;
	if (k.number == *k.want)
		*k.field = (struct str){s.p + k.start, end - k.start};
	p->n = k.number + 1;
	p->line = end;
	*used = k.lf < s.n ? k.lf + 1 : s.n;
	return CSV_RECORD;
}
