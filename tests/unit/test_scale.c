/*
 * scale: medians and MADs as numpy.median and scipy.stats.median_abs_deviation give them,
 * means and standard deviations as numpy.mean and numpy.std(ddof=1).
 */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "assert_close.h"
#include "rng.h"
#include "scale.h"

static void
fill(struct matrix *m, const double *x, size_t n)
{
	matrix_init(m, 1);
	for (size_t i = 0; i < n; i++)
		*matrix_add(m) = x[i];
}

static void
test_golden(void **state)
{
	enum { N = 1000 };
	double x[N];
	struct matrix m;
	struct scale s;

	(void)state;
	for (size_t i = 0; i < N; i++)
		x[i] = (double)(i * 37 % 101) / 10;
	fill(&m, x, N);
	scale_column_median(&s, &m, 0);
	assert_close(s.centre, 5);
	assert_close(s.spread, 3.7064999999999997);
	scale_column_mean(&s, &m, 0);
	assert_close(s.centre, 5.001);
	assert_close(s.spread, 2.9194146642746697);
	matrix_release(&m);
	scale_median(&s, x, N);
	assert_true(s.known && s.centre == 5);
	assert_close(s.spread, 3.7064999999999997);
}

/* Where most values are equal, the mean absolute deviation stands in: 1.25331413731550 * 0.95. */
static void
test_mad_of_nothing(void **state)
{
	double x[] = {5, 5, 1, 5, 5, 9.5, 5, NAN, 5, 6, 5};
	struct matrix m;
	struct scale s;

	(void)state;
	fill(&m, x, sizeof x / sizeof x[0]);
	scale_column_median(&s, &m, 0);
	assert_close(s.centre, 5);
	assert_close(s.spread, 1.1906484304497251);
	matrix_release(&m);
	x[7] = 5;
	scale_median(&s, x, sizeof x / sizeof x[0]);
	assert_true(s.spread == 0);
}

static void
test_distance(void **state)
{
	const struct scale s = {.centre = 2, .spread = 0.5, .known = true},
			   flat = {.centre = 2, .known = true}, unknown = {0};

	(void)state;
	assert_true(scale_distance(&s, 3, 100) == 2);
	assert_true(scale_distance(&s, -DBL_MAX, 100) == -100);
	assert_true(scale_distance(&s, NAN, 100) == 0);
	assert_true(scale_distance(&flat, 2, 100) == 0);
	assert_true(scale_distance(&flat, 2 + 1e-9, 100) == 100);
	assert_true(scale_distance(&flat, 1, 100) == -100);
	assert_true(scale_distance(&unknown, 1, 100) == 0);
}

static void
test_extremes(void **state)
{
	const double x[] = {DBL_MAX, -DBL_MAX, DBL_MAX, -DBL_MAX};

	(void)state;
	for (size_t n = 0; n <= 4; n++) {
		struct matrix m;
		struct scale s;

		fill(&m, x, n);
		scale_column_median(&s, &m, 0);
		assert_int_equal(s.known, n > 0);
		assert_true(isfinite(s.centre) && isfinite(s.spread) && s.spread >= 0);
		assert_true(isfinite(scale_distance(&s, -DBL_MAX, DBL_MAX)));
		scale_column_mean(&s, &m, 0);
		assert_true(isfinite(s.centre) && isfinite(s.spread) && s.spread >= 0);
		assert_int_equal(s.spread > 0, n > 1);
		matrix_release(&m);
	}
}

/* Every value left out in turn, against the rest alone. */
static void
test_without_each(void **state)
{
	enum { MOST = 30 };
	struct rng r;

	(void)state;
	rng_seed(&r, 7);
	for (size_t n = 1; n <= MOST; n++) {
		struct scale each[MOST], all, rest;
		double x[MOST], left[MOST];

		for (size_t i = 0; i < n; i++)
			x[i] = (double)rng_below(&r, n) - 3 + (n % 2 ? rng_double(&r) : 0);
		scale_median(&all, x, n);
		scale_median_without_each(each, x, n);
		for (size_t k = 0; k < n; k++) {
			memcpy(left, x, k * sizeof *x);
			memcpy(left + k, x + k + 1, (n - k - 1) * sizeof *x);
			scale_median(&rest, left, n - 1);
			assert_int_equal(each[k].known, rest.known);
			assert_true(each[k].centre == rest.centre);
			assert_true(each[k].spread == rest.spread);
		}
	}
}

static void
test_place(void **state)
{
	const double x[] = {1, 2, 2, 5};

	(void)state;
	assert_int_equal(scale_place(x, 4, 0), 0);
	assert_int_equal(scale_place(x, 4, 2), 1);
	assert_int_equal(scale_place(x, 4, 3), 3);
	assert_int_equal(scale_place(x, 4, 6), 4);
	assert_int_equal(scale_place(x, 0, 6), 0);
}

static void
test_save_and_load(void **state)
{
	const struct scale good = {.centre = -2, .spread = 0.5, .known = true},
			   bad[] = {{.centre = 1, .spread = -1, .known = true},
				    {.centre = 1, .spread = 0, .known = false},
				    {.centre = NAN, .spread = 0, .known = true}};
	struct scale loaded;
	struct unpack u;
	struct pack p;

	(void)state;
	pack_init(&p);
	scale_save(&good, &p);
	assert_int_equal(p.bytes.n, SCALE_BYTES);
	unpack_init(&u, buf_str(&p.bytes));
	scale_load(&loaded, &u);
	assert_true(unpack_done(&u));
	assert_true(loaded.known && loaded.centre == -2 && loaded.spread == 0.5);
	pack_release(&p);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		pack_init(&p);
		scale_save(&bad[i], &p);
		unpack_init(&u, buf_str(&p.bytes));
		scale_load(&loaded, &u);
		assert_true(u.bad);
		pack_release(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),        cmocka_unit_test(test_mad_of_nothing),
		cmocka_unit_test(test_distance),      cmocka_unit_test(test_extremes),
		cmocka_unit_test(test_without_each),  cmocka_unit_test(test_place),
		cmocka_unit_test(test_save_and_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
