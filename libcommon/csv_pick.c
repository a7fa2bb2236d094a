/*
 * A record is scanned from its own start in steps of 64 bytes; each step yields one
 * mask of delimiters, one of line feeds, one of the byte that calls for decoding
 * (the scheme of simdjson: Langdale, Lemire, "Parsing gigabytes of JSON per second",
 * 2019).  Fields that nobody wants are only counted: by popcount where a whole step
 * holds no wanted one.
 *
 * Where quotes are met, the exclusive or of all quotes up to a byte says whether it stands
 * inside of a pair (the same paper), and delimiters there do not count.  That is what
 * RFC 4180 means if each pair encloses all of its field, and nothing needs decoding if
 * none holds a quote: so each quote that opens must stand behind a delimiter, and each
 * that closes before one.  Any other record is left to csv_record.
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
	size_t lf;   /* where the line feed stands, or END */
	bool quotes; /* the special byte is a quote */
	bool odd;    /* and one stands where it means more than to enclose a field */
	/* Of the step before: all ones inside quotes; its last byte ends a field, is a quote
	 * that opens, or one that closes. */
	uint64_t inside, behind, opened, closed;
};

static inline uint64_t
parity_up_to(uint64_t bits)
{
	for (unsigned shift = 1; shift < 64; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

/*
 * A step with quotes in it, or that begins inside of them: takes what they enclose out of
 * *M, of which LEFT bytes count, and sees whether they only enclose fields.
 */
static inline __attribute__((always_inline)) void
take_quotes(struct picking *k, struct csv_masks *m, size_t left, uint64_t counts)
{
	uint64_t quote = m->special & counts, inside = parity_up_to(quote) ^ k->inside;
	uint64_t lf = m->lf & counts & ~inside, ours = lf ? lf ^ (lf - 1) : counts;
	uint64_t ends = (m->delimiter & ~inside) | lf, opens = quote & inside & ours;
	uint64_t closes = quote & ~inside & ours, cr = 0;
	size_t at = lf ? (size_t)__builtin_ctzll(lf) : 64;

	k->odd |= (opens & ~(ends << 1 | k->behind)) != 0;
	k->behind = ends >> 63;
	/* A pair that encloses nothing is told apart from no text at all. */
	k->odd |= ((opens << 1 | k->opened) & closes) != 0 || (m->lf & inside & ours) != 0;
	/* Of a step without a line feed the next one's first byte may be it. */
	if (at && (at < 64 || (left > 64 && k->p[k->at + 64] == '\n')) &&
	    k->p[k->at + at - 1] == '\r')
		cr = UINT64_C(1) << (at - 1);
	if (left < 64)
		cr |= UINT64_C(1) << left;
	ends |= cr;
	k->odd |= (closes & ~(ends >> 1) & ~(UINT64_C(1) << 63)) != 0 || (k->closed & ~ends) != 0;
	k->opened = opens >> 63;
	k->closed = closes >> 63;
	k->inside = inside >> 63 ? UINT64_MAX : 0;
	m->delimiter &= ~inside;
	m->lf &= ~inside;
}

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

/* One step; false when the record ends in it, or is not one to be picked. */
static inline __attribute__((always_inline)) bool
take_step(struct picking *k, struct csv_masks m)
{
	size_t left = k->end - k->at;
	uint64_t counts = left < 64 ? (UINT64_C(1) << left) - 1 : UINT64_MAX;
	uint64_t lf, ours, delimiter;
	size_t many;

	if (k->quotes && ((m.special & counts) | k->inside | k->closed))
		take_quotes(k, &m, left, counts);
	else
		k->behind = m.delimiter >> 63;
	if (k->odd)
		return false;
	lf = m.lf & counts;
	ours = lf ? (lf & -lf) - 1 : counts;
	delimiter = m.delimiter & ours;
	many = (size_t)__builtin_popcountll(delimiter);
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

/* Takes fields out of their quotes. */
static void
take_out(struct str *from, const struct str *to)
{
	for (; from < to; from++)
		if (from->n && *from->p == '"') {
			from->p++;
			from->n -= 2;
		}
}

int
csv_pick(struct csv_pick *p, struct str s, bool last, size_t *used)
{
	struct picking k = {.p = s.p,
			    .end = s.n,
			    .want = p->column,
			    .field = p->field,
			    .lf = s.n,
			    .quotes = p->special == '"',
			    .behind = 1};
	size_t end;

	if (s.n == 0)
		return CSV_MORE;
	pick(&k, p);
	p->is_special = k.special != 0 || k.odd;
	if (k.odd)
		return CSV_MORE;
	if (k.lf == s.n && !last)
		return CSV_MORE;
	end = k.lf;
	/* A field that is too long may be in it, or one that is not closed. */
	if (k.quotes && k.special && (end > CSV_FIELD_MAX || (k.lf == s.n && k.inside)))
		return CSV_MORE;
	if (end && s.p[end - 1] == '\r' && end > k.start)
		end--;
	if (k.number == *k.want)
		*k.field++ = (struct str){s.p + k.start, end - k.start};
	if (k.quotes && k.special) {
		take_out(p->field, k.field);
		p->is_special = false;
	}
	p->n = k.number + 1;
	p->line = end;
	*used = k.lf < s.n ? k.lf + 1 : s.n;
	return CSV_RECORD;
}
