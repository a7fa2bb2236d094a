/*
 * chart: the worked example of the NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "assert_close.h"
#include "chart.h"
#include "normal.h"

/* lambda = 0.3, the process at 50 with s = 2.0539; the averages as printed there. */
static const double data[] = {52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5,
			      49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
static const double ewma[] = {50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33,
			      50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99};

enum { POINTS = sizeof data / sizeof data[0] };

static void
test_handbook(void **state)
{
	const struct scale scale = {.centre = 50, .spread = 2.0539, .known = true};
	struct chart c;

	(void)state;
	chart_init(&c, &scale, 0.3, 3);
	for (size_t i = 0; i < POINTS; i++) {
		/* Its limits are those of a chart that has run for long: 50 +- 2.5884. */
		double limit = 2.5884 * sqrt(1 - pow(0.7, 2.0 * (double)(i + 1)));

		chart_add(&c, data[i]);
		assert_true(fabs(50 + 2.0539 * c.z - ewma[i]) < 0.005001);
		assert_within(chart_position(&c), 2.0539 * c.z / limit, 2e-5);
	}
}

static void
test_missing_moves_nothing(void **state)
{
	const struct scale scale = {.centre = 50, .spread = 2, .known = true};
	struct chart c, without;

	(void)state;
	chart_init(&c, &scale, 0.2, 3);
	without = c;
	assert_true(chart_position(&c) == 0);
	chart_add(&c, NAN);
	assert_true(chart_position(&c) == 0);
	for (size_t i = 0; i < POINTS; i++) {
		chart_add(&c, data[i]);
		chart_add(&c, NAN);
		chart_add(&without, data[i]);
		assert_true(chart_position(&c) == chart_position(&without));
	}
}

/* A first value at the limit is at the limit, whatever lambda is. */
static void
test_first_value(void **state)
{
	const struct scale scale = {.centre = -1, .spread = 0.5, .known = true};
	const double lambda[] = {CHART_LAMBDA_MIN, 0.05, 0.2, 0.9, 1};

	(void)state;
	for (size_t i = 0; i < sizeof lambda / sizeof lambda[0]; i++) {
		struct chart c;

		chart_init(&c, &scale, lambda[i], 3);
		chart_add(&c, -1 - 3 * 0.5);
		assert_within(chart_position(&c), -1, 1e-9);
	}
}

/* 3 sigma limits hold 99.73 % of a process that has not changed. */
static void
test_limits_hold(void **state)
{
	enum { RUNS = 20000, LENGTH = 10 };
	const struct scale scale = {.centre = 0, .spread = 1, .known = true};
	size_t out = 0;
	struct rng r;

	(void)state;
	rng_seed(&r, 2);
	for (size_t run = 0; run < RUNS; run++) {
		struct chart c;

		chart_init(&c, &scale, 0.2, 3);
		for (size_t i = 0; i < LENGTH; i++)
			chart_add(&c, normal(&r));
		out += fabs(chart_position(&c)) > 1;
	}
	/* 54 expected, standard deviation 7.3. */
	assert_in_range(out, 54 - 30, 54 + 30);
}

static void
test_one_huge_value_is_forgotten(void **state)
{
	const struct scale scale = {.centre = 50, .spread = 2, .known = true};
	struct chart c;

	(void)state;
	chart_init(&c, &scale, 0.2, 3);
	chart_add(&c, 1e300);
	assert_within(chart_position(&c), 10, 1e-9);
	for (size_t i = 0; i < 15; i++)
		chart_add(&c, 50);
	assert_true(fabs(chart_position(&c)) < 1);
}

static void
test_save_and_load(void **state)
{
	const struct scale scale = {.centre = 50, .spread = 2, .known = true};
	struct chart c, loaded;
	struct unpack u;
	struct pack p;

	(void)state;
	chart_init(&c, &scale, 0.2, 3);
	chart_add(&c, 51);
	pack_init(&p);
	chart_save(&c, &p);
	assert_int_equal(p.bytes.n, CHART_BYTES);
	unpack_init(&u, buf_str(&p.bytes));
	chart_load(&loaded, &u);
	assert_true(unpack_done(&u));
	assert_true(chart_position(&loaded) == chart_position(&c));
	pack_release(&p);
	c.lambda = 0;
	pack_init(&p);
	chart_save(&c, &p);
	unpack_init(&u, buf_str(&p.bytes));
	chart_load(&loaded, &u);
	assert_true(u.bad);
	pack_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_handbook),
		cmocka_unit_test(test_missing_moves_nothing),
		cmocka_unit_test(test_first_value),
		cmocka_unit_test(test_limits_hold),
		cmocka_unit_test(test_one_huge_value_is_forgotten),
		cmocka_unit_test(test_save_and_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
