/*
 * autoencoder: what a linear network could reach at best follows from the eigenvalues of
 * the correlations (Baldi, Hornik 1989); one score is pinned to the last bit.
 */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "autoencoder.h"
#include "autoencoder_parts.h"
#include "normal.h"

/* The score of the first row of test_same_bits. */
#define PINNED 0x1.949af7fdb559cp-7

static void
test_tanh(void **state)
{
	(void)state;
	for (double x = -25; x <= 25; x += 0.0037) {
		assert_true(fabs(autoencoder_tanh(x) - tanh(x)) < 1e-14);
		assert_true(autoencoder_tanh(-x) == -autoencoder_tanh(x));
	}
	assert_true(autoencoder_tanh(0) == 0);
	assert_true(autoencoder_tanh(1e300) == 1 && autoencoder_tanh(-DBL_MAX) == -1);
}

/* N rows whose columns correlate by a half, in units of their own. */
static void
correlated(struct matrix *m, size_t n, size_t columns, uint64_t seed)
{
	struct rng r;

	rng_seed(&r, seed);
	matrix_init(m, columns);
	for (size_t i = 0; i < n; i++) {
		double common = normal(&r), *row = matrix_add(m);

		for (size_t j = 0; j < columns; j++)
			row[j] = 100 * (double)j + pow(10, (double)j) * (common + normal(&r));
	}
}

static double
mean_score(const struct autoencoder *a, const struct matrix *m)
{
	double *score = calloc(m->rows, sizeof *score), sum = 0;

	autoencoder_score(a, m->cell, m->rows, score);
	for (size_t i = 0; i < m->rows; i++)
		sum += score[i];
	free(score);
	return sum / (double)m->rows;
}

/*
 * Correlations of 1/2 among 4 columns: eigenvalues 2.5, 0.5, 0.5, 0.5.  Two units keep
 * two of them at best, and 1/4 of a variance is left on average; three leave 1/8.
 */
static void
test_learns_as_much_as_can_be(void **state)
{
	const double left[] = {1.5 / 4, 1.0 / 4, 0.5 / 4};
	struct matrix m, fresh;

	(void)state;
	correlated(&m, 4000, 4, 1);
	correlated(&fresh, 4000, 4, 2);
	for (uint64_t hidden = 1; hidden <= 3; hidden++) {
		struct autoencoder *a = autoencoder_fit(&m, hidden, 1);

		assert_true(fabs(mean_score(a, &fresh) / left[hidden - 1] - 1) < 0.1);
		autoencoder_free(a);
	}
	matrix_release(&m);
	matrix_release(&fresh);
}

/* Two columns that go together, and a row where one is high and the other low: each of its
 * values is an ordinary one. */
static void
test_sees_what_no_column_shows(void **state)
{
	const double against[] = {1, -2};
	double *score, odd;
	struct autoencoder *a;
	size_t below = 0;
	struct matrix m;
	struct rng r;

	(void)state;
	rng_seed(&r, 4);
	matrix_init(&m, 2);
	for (size_t i = 0; i < 2000; i++) {
		double *row = matrix_add(&m);

		row[0] = normal(&r);
		row[1] = 2 * row[0] + 0.1 * normal(&r);
	}
	a = autoencoder_fit(&m, 0, 1);
	score = calloc(m.rows, sizeof *score);
	autoencoder_score(a, m.cell, m.rows, score);
	autoencoder_score(a, against, 1, &odd);
	for (size_t i = 0; i < m.rows; i++)
		below += score[i] < odd / 4;
	assert_in_range(below, 1990, 2000);
	free(score);
	autoencoder_free(a);
	matrix_release(&m);
}

static void
test_explains(void **state)
{
	enum { COLUMNS = 6 };
	double score, part[COLUMNS], row[COLUMNS], sum = 0;
	struct autoencoder *a;
	struct matrix m;

	(void)state;
	correlated(&m, 2000, COLUMNS, 5);
	a = autoencoder_fit(&m, 0, 1);
	assert_int_equal(a->hidden, COLUMNS / 2);
	for (size_t j = 0; j < COLUMNS; j++)
		row[j] = matrix_row(&m, 9)[j];
	row[4] += 12 * pow(10, 4);
	row[2] = NAN;
	autoencoder_score(a, row, 1, &score);
	autoencoder_explain(a, row, part);
	for (size_t j = 0; j < COLUMNS; j++) {
		assert_true(part[j] <= part[4]);
		sum += j == 2 ? 0 : part[j] + a->usual[j];
	}
	assert_true(part[2] == 0);
	assert_true(fabs(sum / (COLUMNS - 1) - score) < 1e-9 * score);
	autoencoder_free(a);
	matrix_release(&m);
}

static void
test_left_out(void **state)
{
	const double row[] = {1, 99, NAN, 7}, nothing[] = {NAN, NAN, NAN, NAN};
	struct autoencoder *a;
	double score, part[4];
	struct matrix m;
	struct rng r;

	(void)state;
	rng_seed(&r, 6);
	matrix_init(&m, 4);
	for (size_t i = 0; i < 100; i++) {
		double *to = matrix_add(&m);

		to[0] = normal(&r);
		to[1] = 5; /* constant */
		to[3] = i == 50 ? 1 : NAN;
	}
	a = autoencoder_fit(&m, 0, 1);
	assert_int_equal(a->inputs, 1);
	assert_int_equal(a->hidden, 1);
	autoencoder_explain(a, row, part);
	assert_true(part[0] != 0 && part[1] == 0 && part[2] == 0 && part[3] == 0);
	autoencoder_score(a, nothing, 1, &score);
	assert_true(score == 0);
	autoencoder_free(a);
	matrix_release(&m);
}

/* The same bits from any compiler and on any machine; another seed, another network. */
static void
test_same_bits(void **state)
{
	struct autoencoder *a, *again, *other;
	double score, same, different;
	struct matrix m;

	(void)state;
	matrix_init(&m, 3);
	for (size_t i = 0; i < 300; i++) {
		double *row = matrix_add(&m);

		row[0] = (double)(i * 37 % 101);
		row[1] = (double)(i * 53 % 97);
		row[2] = row[0] + row[1] / 4 + (double)(i % 7);
	}
	a = autoencoder_fit(&m, 2, 1);
	again = autoencoder_fit(&m, 2, 1);
	other = autoencoder_fit(&m, 2, 2);
	autoencoder_score(a, m.cell, 1, &score);
	autoencoder_score(again, m.cell, 1, &same);
	autoencoder_score(other, m.cell, 1, &different);
	assert_true(same == score && different != score);
	if (score != PINNED)
		fail_msg("%a instead of %a", score, PINNED);
	autoencoder_free(a);
	autoencoder_free(again);
	autoencoder_free(other);
	matrix_release(&m);
}

static void
test_loads_no_giants(void **state)
{
	struct scale scale = {.centre = 0, .spread = 1, .known = true};
	const uint64_t hidden[] = {0, 1, AUTOENCODER_HIDDEN_MAX, AUTOENCODER_HIDDEN_MAX + 1,
				   UINT64_MAX};
	struct complaint c;
	struct unpack u;
	struct pack p;

	(void)state;
	for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
		pack_init(&p);
		pack_u64(&p, 1);
		scale_save(&scale, &p);
		pack_u64(&p, hidden[i]);
		unpack_init(&u, buf_str(&p.bytes));
		assert_null(autoencoder_load(&u, 1, &c));
		assert_true(strstr(c.text, "damaged"));
		pack_release(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tanh),
		cmocka_unit_test(test_learns_as_much_as_can_be),
		cmocka_unit_test(test_sees_what_no_column_shows),
		cmocka_unit_test(test_explains),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_same_bits),
		cmocka_unit_test(test_loads_no_giants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
