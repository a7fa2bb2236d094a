/*
 * calibration: values from tests/oracle/metrics.py, bin by bin with numpy.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "assert_close.h"
#include "calibration.h"
#include "rng.h"

static double
ece_of(uint32_t bins, bool weighted)
{
	struct calibration c;
	double ece;

	calibration_init(&c, bins, weighted);
	for (unsigned i = 0; i < 1000; i++) {
		bool positive = i * 37 % 101 > 40;
		double score = i * 53 % 97 / 97.0 * 0.6 + positive * 0.3 + i * 11 % 17 / 17.0 * 0.1;

		calibration_add(&c, rint(score * 100) / 100, positive, (i * 7 % 13 + 1) / 8.0);
	}
	ece = calibration_ece(&c);
	calibration_release(&c);
	return ece;
}

static void
test_oracle(void **state)
{
	(void)state;
	assert_close(ece_of(10, false), 0.13284);
	assert_close(ece_of(10, true), 0.13282714285714284);
	assert_close(ece_of(15, false), 0.1387);
	assert_close(ece_of(15, true), 0.14480428571428571);
}

/* An edge belongs to the bin below it; multiplying alone would put some wrong. */
static void
test_edges(void **state)
{
	static const uint32_t sizes[] = {1, 2, 3, 7, 10, 15, 49, 100, 1000};

	(void)state;
	for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
		uint32_t bins = sizes[s];
		struct calibration c;

		calibration_init(&c, bins, false);
		for (uint32_t i = 0; i < bins; i++) {
			double edge = (double)(i + 1) / bins;

			calibration_add(&c, edge, true, 1);
			calibration_add(&c, nextafter((double)i / bins, 1), true, 1);
			assert_int_equal(c.score[i].n, 2);
			assert_true(c.score[i].max == edge);
		}
		calibration_add(&c, 0, false, 1);
		assert_int_equal(c.score[0].n, 3);
		calibration_release(&c);
	}
}

static void
test_nothing_and_perfect(void **state)
{
	struct calibration c;

	(void)state;
	calibration_init(&c, 10, false);
	assert_true(isnan(calibration_ece(&c)));
	for (int i = 0; i < 4; i++)
		calibration_add(&c, 0.75, i != 3, 1);
	assert_true(calibration_ece(&c) == 0);
	calibration_release(&c);
}

static void
test_merge_save_load(void **state)
{
	struct rng rng;

	(void)state;
	rng_seed(&rng, 2);
	for (int round = 0; round < 20; round++) {
		struct calibration all, part[2];
		struct buf x, y;

		calibration_init(&all, 12, round % 2);
		for (int k = 0; k < 2; k++)
			calibration_init(&part[k], 12, round % 2);
		for (int i = 0; i < 300; i++) {
			double score = rng_double(&rng), weight = rng_double(&rng);
			bool positive = rng_double(&rng) < score;

			calibration_add(&all, score, positive, weight);
			calibration_add(&part[rng_below(&rng, 2)], score, positive, weight);
		}
		calibration_merge(&part[0], &part[1]);
		buf_init(&x, BUF_CAP_MAX);
		buf_init(&y, BUF_CAP_MAX);
		assert_int_equal(calibration_save(&all, &x), 0);
		assert_int_equal(calibration_save(&part[0], &y), 0);
		assert_true(str_eq(buf_str(&x), buf_str(&y)));
		assert_true(calibration_ece(&all) == calibration_ece(&part[0]));
		assert_int_equal(calibration_load(&part[1], buf_str(&x)), 0);
		assert_true(calibration_ece(&all) == calibration_ece(&part[1]));
		for (size_t n = 0; n < x.n; n += 7) {
			int status = calibration_load(&part[1], STR_N(x.p, n));

			/* the last number may have lost digits and still be one */
			if (status == STATUS_DAMAGED)
				assert_true(isnan(calibration_ece(&part[1])));
			else
				assert_true(n + 20 > x.n);
		}
		buf_release(&x);
		buf_release(&y);
		calibration_release(&all);
		calibration_release(&part[0]);
		calibration_release(&part[1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_oracle),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_nothing_and_perfect),
		cmocka_unit_test(test_merge_save_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
