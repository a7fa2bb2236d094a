/*
 * state_text - what the tests of mergeable states share.
 */
#ifndef ML_STATE_TEXT_H
#define ML_STATE_TEXT_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bits_file.h"
#include "buf.h"
#include "rng.h"

static inline void
assert_bits(double x, double expected)
{
	assert_int_equal(double_bits(x), double_bits(expected));
}

static inline void
assert_close(double x, double expected, double relative)
{
	if (!(fabs(x - expected) <= relative * fabs(expected)))
		fail_msg("%.17g instead of %.17g", x, expected);
}

/* Any finite double, all exponents alike. */
static inline double
any_double(struct rng *r)
{
	double x = NAN;

	while (!isfinite(x))
		x = bits_double(rng_next(r));
	return x;
}

/* Values that break sums and orders, and ordinary ones with ties. */
static inline double
awkward_double(struct rng *r)
{
	static const double special[] = {0, -0.0, 1e308, -1e308, 0x1p-1074, -0x1p-1074, 1, 1};

	return rng_next(r) & 1 ? special[rng_below(r, 8)] : rng_double(r);
}

static inline void
assert_same_text(struct buf *a, struct buf *b)
{
	assert_int_equal(a->n, b->n);
	assert_memory_equal(a->p, b->p, a->n);
	buf_release(a);
	buf_release(b);
}

static inline void
assert_text(const struct buf *b, const char *expected)
{
	assert_int_equal(b->n, strlen(expected));
	assert_memory_equal(b->p, expected, b->n);
}

/*
 * Damages TEXT in 3000 ways; RELOAD reads a text and, if it was taken, writes the
 * state again and answers true.  What is taken must be spelled the one right way.
 */
static inline void
check_mutants(struct buf *text, bool (*reload)(struct str text, struct buf *out))
{
	static const char signs[] = "0123456789abcdefxsroA:/.%_- ";
	struct buf mutant, out;
	int taken = 0;
	struct rng r;

	rng_seed(&r, 99);
	buf_init(&mutant, 1 << 20);
	buf_init(&out, 1 << 20);
	for (int i = 0; i < 3000; i++) {
		size_t at = rng_below(&r, text->n), cut = rng_below(&r, 3);
		char c = signs[rng_below(&r, sizeof signs - 1)];

		buf_clear(&mutant);
		buf_clear(&out);
		buf_add(&mutant, text->p, at);
		if (rng_below(&r, 3))
			buf_addc(&mutant, c);
		if (at + cut < text->n && rng_below(&r, 20))
			buf_add(&mutant, text->p + at + cut, text->n - at - cut);
		if (!reload(buf_str(&mutant), &out))
			continue;
		taken++;
		assert_int_equal(out.n, mutant.n);
		assert_memory_equal(out.p, mutant.p, out.n);
	}
	assert_true(taken > 0);
	buf_release(&mutant);
	buf_release(&out);
	buf_release(text);
}

/*
 * SAVE(ARG, out) into less room than it needs, by each number of bytes: STATUS_LIMIT, and
 * nothing but the start of the whole.
 */
static inline void
check_room(int (*save)(void *arg, struct buf *out), void *arg)
{
	struct buf all, some;

	buf_init(&all, 1 << 20);
	assert_int_equal(save(arg, &all), 0);
	for (size_t cap = 0; cap < all.n; cap++) {
		buf_init(&some, cap);
		assert_int_equal(save(arg, &some), STATUS_LIMIT);
		assert_true(some.n <= cap);
		if (some.n)
			assert_memory_equal(some.p, all.p, some.n);
		buf_release(&some);
	}
	buf_release(&all);
}

/* 0 .. N-1 in a random order. */
static inline void
shuffled(struct rng *r, size_t *order, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t j = rng_below(r, i + 1);

		order[i] = order[j];
		order[j] = i;
	}
}

#endif
