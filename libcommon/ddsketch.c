/*
 * Index and counts of the buckets.  The mantissa's upper seven bits name one of 128
 * cells of an octave; a bucket is wider than a cell, so a cell holds at most one
 * bound and one comparison decides.
 */
#include "ddsketch.h"

#include <math.h>
#include <stdlib.h>

#include "token.h"
#include "xalloc.h"

enum {
	PER_OCTAVE = 70,
	CELLS = 128,
	CELL_SHIFT = 52 - 7,
	FIELD_MAX = 2046, /* the exponent field of the largest double */
	FIELD_BIAS = 1023,
};

#define MANTISSA (((uint64_t)1 << 52) - 1)

/* clang-format off */
/* The least mantissa field of bucket j: the least m with 1 + m/2^52 >= 2^(j/70). */
static const uint64_t bound[PER_OCTAVE + 1] = {
	0x0, 0x28c2af3c1ff5, 0x51ed35254d7b, 0x7b809a43b568, 0xa57de9c16bc8, 0xcfe6317120a2,
	0xfaba81d4e5e0, 0x125fbee250665, 0x151ab8c56eea3, 0x17dca752426bf, 0x1aa59c4115e7e,
	0x1d75a97758b26, 0x204ce10811782, 0x232b553452630, 0x2611186bae675, 0x28fe3d4cafbb8,
	0x2bf2d6a54f7db, 0x2eeef7736e8a3, 0x31f2b2e54f85d, 0x34fe1c5a121ee, 0x381147622f887,
	0x3b2c47bff8329, 0x3e4f316812c30, 0x417a1881fc50e, 0x44ad116889e7c, 0x47e830aa6b53f,
	0x4b2b8b0aaf3c8, 0x4e773581488da, 0x51cb453b9536d, 0x5527cf9ce6407, 0x588cea3f093be,
	0x5bfaaaf2d311f, 0x5f7127c0ac32a, 0x62f076e91e2a5, 0x6678aee5629f8, 0x6a09e667f3bcd,
	0x6da4345d1e0ae, 0x7147afeb93bdc, 0x74f47075017a0, 0x78aa8d96a493f, 0x7c6a1f29e2ce7,
	0x80333d44e39be, 0x8406003b2ae5d, 0x87e2809e355e8, 0x8bc8d73e16610, 0x8fb91d2a1763a,
	0x93b36bb158fff, 0x97b7dc637595d, 0x9bc68911258c0, 0x9fdf8bcce533e, 0xa402feeb9c533,
	0xa830fd0547591, 0xac69a0f5a241d, 0xb0ad05dcd52e0, 0xb4fb472022b1b, 0xb954806a97df1,
	0xbdb8cdadbe121, 0xc2284b224e80b, 0xc6a31548e794e, 0xcb2948eac4143, 0xcfbb031a741a5,
	0xd458613497eac, 0xd90180e09c9e4, 0xddb680117ab13, 0xe2777d0676771, 0xe744964be278c,
	0xec1deabbe3c15, 0xf103997f381f5, 0xf5f5c20dfe5f3, 0xfaf4843080836, 0x10000000000000,
};

/* The bucket in which each cell starts. */
static const uint8_t first[CELLS] = {
	0, 0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 11, 11, 12, 13, 13, 14, 15, 16, 16, 17, 18,
	18, 19, 19, 20, 21, 21, 22, 23, 23, 24, 25, 25, 26, 26, 27, 28, 28, 29, 29, 30, 31, 31,
	32, 32, 33, 33, 34, 34, 35, 36, 36, 37, 37, 38, 38, 39, 39, 40, 40, 41, 41, 42, 43, 43,
	44, 44, 45, 45, 46, 46, 47, 47, 48, 48, 49, 49, 49, 50, 50, 51, 51, 52, 52, 53, 53, 54,
	54, 55, 55, 56, 56, 56, 57, 57, 58, 58, 59, 59, 60, 60, 60, 61, 61, 62, 62, 63, 63, 63,
	64, 64, 65, 65, 65, 66, 66, 67, 67, 68, 68, 68, 69, 69,
};
/* clang-format on */

/* Counts of one sign: octave[i] is NULL or the 70 counts of exponent field base + i. */
struct side {
	uint64_t **octave;
	int base, n;
};

struct ddsketch {
	struct side negative, positive;
	uint64_t zero, n;
	double min, max;
};

/* A bucket's number over all octaves; 0 is the one around zero. */
static int
bucket_of(double x)
{
	uint64_t bits, mantissa;
	int field, j;

	memcpy(&bits, &x, sizeof bits);
	field = (int)(bits >> 52 & 0x7ff);
	if (field == 0)
		return 0;
	mantissa = bits & MANTISSA;
	j = first[mantissa >> CELL_SHIFT];
	return field * PER_OCTAVE + j + (mantissa >= bound[j + 1]);
}

/* The value whose relative distance to both bounds of the bucket is the same. */
static double
middle(int bucket)
{
	int field = bucket / PER_OCTAVE, j = bucket % PER_OCTAVE;
	double low = 1 + ldexp((double)bound[j], -52);
	double high = 1 + ldexp((double)bound[j + 1], -52);

	return ldexp(2 * low * high / (low + high), field - FIELD_BIAS);
}

static void
cover(struct side *s, int field)
{
	int base = s->n && s->base < field ? s->base : field;
	int end = s->n && s->base + s->n > field ? s->base + s->n : field + 1;
	uint64_t **octave = xcalloc((size_t)(end - base), sizeof *octave);

	for (int i = 0; i < s->n; i++)
		octave[s->base + i - base] = s->octave[i];
	free(s->octave);
	*s = (struct side){octave, base, end - base};
}

static void
side_add(struct side *s, int bucket, uint64_t count)
{
	int field = bucket / PER_OCTAVE;

	if (field < s->base || field >= s->base + s->n)
		cover(s, field);
	field -= s->base;
	if (!s->octave[field])
		s->octave[field] = xcalloc(PER_OCTAVE, sizeof **s->octave);
	s->octave[field][bucket % PER_OCTAVE] += count;
}

/* The first bucket with a count from AT on, going up (STEP 1) or down (-1), or -1. */
static int
next_bucket(const struct side *s, int at, int step, uint64_t *count)
{
	for (; at >= s->base * PER_OCTAVE && at < (s->base + s->n) * PER_OCTAVE; at += step) {
		const uint64_t *octave = s->octave[at / PER_OCTAVE - s->base];

		*count = octave ? octave[at % PER_OCTAVE] : 0;
		if (*count)
			return at;
		if (!octave) /* to the end of it */
			at = at / PER_OCTAVE * PER_OCTAVE + (step > 0 ? PER_OCTAVE - 1 : 0);
	}
	return -1;
}

static int
lowest(const struct side *s)
{
	return s->base * PER_OCTAVE;
}

static int
highest(const struct side *s)
{
	return (s->base + s->n) * PER_OCTAVE - 1;
}

static void
side_merge(struct side *into, const struct side *from)
{
	uint64_t count;

	for (int at = lowest(from); (at = next_bucket(from, at, 1, &count)) >= 0; at++)
		side_add(into, at, count);
}

static void
side_release(struct side *s)
{
	for (int i = 0; i < s->n; i++)
		free(s->octave[i]);
	free(s->octave);
	*s = (struct side){0};
}

static void
clear(struct ddsketch *d)
{
	side_release(&d->negative);
	side_release(&d->positive);
	*d = (struct ddsketch){.min = NAN, .max = NAN};
}

struct ddsketch *
ddsketch_new(void)
{
	struct ddsketch *d = xcalloc(1, sizeof *d);

	clear(d);
	return d;
}

void
ddsketch_free(struct ddsketch *d)
{
	if (d)
		clear(d);
	free(d);
}

/* fmin and fmax pass over the NaN of nothing. */
static void
widen(struct ddsketch *d, double min, double max)
{
	d->min = fmin(d->min, min);
	d->max = fmax(d->max, max);
}

void
ddsketch_add(struct ddsketch *d, double x, uint64_t count)
{
	int bucket = bucket_of(x);

	x += 0.0; /* -0 is 0 */
	if (count == 0)
		return;
	d->n += count;
	widen(d, x, x);
	if (bucket == 0)
		d->zero += count;
	else
		side_add(x < 0 ? &d->negative : &d->positive, bucket, count);
}

void
ddsketch_merge(struct ddsketch *into, const struct ddsketch *from)
{
	if (from->n == 0)
		return;
	into->n += from->n;
	into->zero += from->zero;
	widen(into, from->min, from->max);
	side_merge(&into->negative, &from->negative);
	side_merge(&into->positive, &from->positive);
}

uint64_t
ddsketch_n(const struct ddsketch *d)
{
	return d->n;
}

/* The middle of the bucket that holds rank K < n. */
static double
middle_at(const struct ddsketch *d, uint64_t k)
{
	const struct side *s = &d->negative;
	uint64_t count = 0;
	int at;

	for (at = highest(s); (at = next_bucket(s, at, -1, &count)) >= 0; at--) {
		if (k < count)
			return -middle(at);
		k -= count;
	}
	if (k < d->zero)
		return 0;
	k -= d->zero;
	s = &d->positive;
	for (at = lowest(s); (at = next_bucket(s, at, 1, &count)) >= 0; at++) {
		if (k < count)
			return middle(at);
		k -= count;
	}
	return d->max;
}

/* The least and the greatest value are known. */
static double
ranked(const struct ddsketch *d, uint64_t k)
{
	if (k == 0 || k >= d->n - 1)
		return k == 0 ? d->min : d->max;
	return fmin(fmax(middle_at(d, k), d->min), d->max);
}

double
ddsketch_between(double a, double b, double t)
{
	double width = b - a, x;

	/* fma, so that no compiler's choice to contract changes a digit. */
	x = isfinite(width) ? fma(t, width, a) : fma(t, b, a * (1 - t));
	return x < a ? a : x > b ? b : x;
}

double
ddsketch_value(const struct ddsketch *d, double p)
{
	double rank, x;
	uint64_t k;

	if (d->n == 0)
		return NAN;
	rank = p * (double)(d->n - 1);
	k = (uint64_t)rank;
	x = ranked(d, k);
	if (k + 1 < d->n && rank > (double)k)
		x = ddsketch_between(x, ranked(d, k + 1), rank - (double)k);
	return x;
}

static int
save_side(const struct side *s, struct buf *out)
{
	uint64_t count;
	int last = 0;

	if (buf_addc(out, '/') < 0)
		return STATUS_LIMIT;
	for (int at = lowest(s); (at = next_bucket(s, at, 1, &count)) >= 0; last = at++)
		if (token_put_hex(out, (uint64_t)(at - last)) < 0 || buf_addc(out, ':') < 0 ||
		    token_put_hex(out, count) < 0 || buf_addc(out, '.') < 0)
			return STATUS_LIMIT;
	return 0;
}

/*
 * n, and unless that is 0: /min/max/zero/negative/positive, where a side is
 * "gap:count." for every bucket in use, rising.
 */
int
ddsketch_save(const struct ddsketch *d, struct buf *out)
{
	if (token_put_hex(out, d->n) < 0)
		return STATUS_LIMIT;
	if (d->n == 0)
		return 0;
	if (buf_addc(out, '/') < 0 || token_put_double(out, d->min) < 0 || buf_addc(out, '/') < 0 ||
	    token_put_double(out, d->max) < 0 || buf_addc(out, '/') < 0 ||
	    token_put_hex(out, d->zero) < 0 || save_side(&d->negative, out) < 0)
		return STATUS_LIMIT;
	return save_side(&d->positive, out);
}

/* Reads a side up to "/" or the end; takes its counts off *LEFT. */
static bool
load_side(struct side *s, struct str *rest, uint64_t *left)
{
	uint64_t gap, count, at = 0;

	if (!token_take(rest, '/'))
		return false;
	while (rest->n && *rest->p != '/') {
		if (!token_take_hex(rest, &gap) || !token_take(rest, ':') ||
		    !token_take_hex(rest, &count) || !token_take(rest, '.'))
			return false;
		if (gap == 0 || gap > (FIELD_MAX + 1) * PER_OCTAVE - 1 - at || count == 0 ||
		    count > *left)
			return false;
		at += gap;
		if (at < PER_OCTAVE)
			return false;
		side_add(s, (int)at, count);
		*left -= count;
	}
	return true;
}

/* X and the middle M of a bucket are of one bucket. */
static bool
fits(double x, double m)
{
	return bucket_of(x) == bucket_of(m) && (m == 0 || (x < 0) == (m < 0));
}

static bool
load(struct ddsketch *d, struct str text)
{
	uint64_t left;

	if (!token_take_count(&text, &d->n))
		return false;
	if (d->n == 0)
		return text.n == 0;
	if (!token_take(&text, '/') || !token_take_double(&text, &d->min) ||
	    !token_take(&text, '/') || !token_take_double(&text, &d->max) ||
	    !token_take(&text, '/') || !token_take_hex(&text, &d->zero) || d->zero > d->n)
		return false;
	left = d->n - d->zero;
	return load_side(&d->negative, &text, &left) && load_side(&d->positive, &text, &left) &&
	       text.n == 0 && left == 0 && d->min <= d->max && fits(d->min, middle_at(d, 0)) &&
	       fits(d->max, middle_at(d, d->n - 1));
}

int
ddsketch_load(struct ddsketch *d, struct str text)
{
	clear(d);
	if (load(d, text))
		return 0;
	clear(d);
	return STATUS_DAMAGED;
}
