/*
 * alarm: thresholds as numpy.percentile gives scikit-learn's offset_; p-values and counts by
 * hand or over all scores.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "alarm.h"
#include "assert_close.h"
#include "rng.h"
#include "timestamp.h"
#include "xalloc.h"

#define HOUR (60 * TIMESTAMP_MINUTE)

/* A detector whose model is its reference, and whose score is how often the row is in it. */
static void *
keep(const struct matrix *reference, const struct detector_options *o)
{
	struct matrix *m = xmalloc(sizeof *m);

	(void)o;
	matrix_init(m, reference->columns);
	for (size_t i = 0; i < reference->rows; i++)
		*matrix_add(m) = *matrix_row(reference, i);
	return m;
}

static void
drop(void *model)
{
	matrix_release(model);
	free(model);
}

static void
count_in_model(void *model, const double *row, size_t n, double *score)
{
	const struct matrix *m = model;

	for (size_t i = 0; i < n; i++) {
		score[i] = 0;
		for (size_t k = 0; k < m->rows; k++)
			score[i] += *matrix_row(m, k) == row[i];
	}
}

/* And one whose scores are the values themselves. */
static void
value_itself(void *model, const double *row, size_t n, double *score)
{
	(void)model;
	memcpy(score, row, n * sizeof *score);
}

static void
calibrate_itself(const void *model, const struct matrix *reference,
		 const struct detector_options *o, double *score)
{
	(void)model;
	(void)o;
	memcpy(score, reference->cell, reference->rows * sizeof *score);
}

static const struct detector counter = {.fit = keep, .free = drop, .score = count_in_model};
static const struct detector in_sequence = {
	.fit = keep, .free = drop, .score = count_in_model, .sequential = true};
static const struct detector itself = {
	.fit = keep, .free = drop, .score = value_itself, .calibrate = calibrate_itself};

/* A learned from N values, which D scores. */
static void
learn(struct alarm *a, const struct detector *d, size_t n, double (*value)(size_t i),
      const int64_t *ts)
{
	struct detector_options o;
	struct matrix m;
	void *model;

	detector_defaults(&o);
	matrix_init(&m, 1);
	for (size_t i = 0; i < n; i++)
		*matrix_add(&m) = value(i);
	model = d->fit(&m, &o);
	alarm_learn(a, d, model, &m, ts, &o);
	d->free(model);
	matrix_release(&m);
}

static double
number(size_t i)
{
	return (double)i;
}

static double
mixed(size_t i)
{
	return (double)(i * 37 % 101) / 10;
}

static void
test_p_value(void **state)
{
	struct alarm a;

	(void)state;
	learn(&a, &itself, 99, number, NULL);
	assert_true(alarm_p(&a, 99) == 0.01);
	assert_true(alarm_p(&a, 98) == 0.02);
	assert_true(alarm_p(&a, 97.5) == 0.02);
	assert_true(alarm_p(&a, 0) == 1);
	assert_true(alarm_p(&a, -5) == 1);
	alarm_release(&a);
	learn(&a, &itself, 0, number, NULL);
	assert_true(alarm_p(&a, 1e9) == 1);
	alarm_release(&a);
}

/* No model has seen the rows that it scores for the p-values. */
static void
test_unseen_is_unseen(void **state)
{
	const size_t rows[] = {1, 2, 3, 9, 10, 11, 57};

	(void)state;
	for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
		struct alarm a;

		learn(&a, &counter, rows[k], number, NULL);
		assert_int_equal(a.unseen.n, rows[k]);
		assert_true(a.unseen.score[0] == 0);
		assert_int_equal(a.seen.n, rows[k]);
		assert_true(a.seen.score[rows[k] - 1] == 1);
		alarm_release(&a);
		/* In sequence, the second half of the rows, the middle one with it. */
		learn(&a, &in_sequence, rows[k], number, NULL);
		assert_int_equal(a.unseen.n, (rows[k] + 1) / 2);
		assert_true(a.unseen.score[0] == 0);
		assert_true(a.seen.score[rows[k] - 1] == 1);
		assert_true(alarm_p(&a, 1) == 2 / (double)(a.unseen.n + 2));
		alarm_release(&a);
	}
}

static double
any(size_t i)
{
	struct rng r;

	rng_seed(&r, i);
	return (double)rng_below(&r, 50000) / 7 - 3000;
}

/* Of many scores few are kept: p is exact in the tail, elsewhere a little above. */
static void
test_many_scores(void **state)
{
	const size_t sizes[] = {ALARM_TAIL, ALARM_SCORES_MAX, ALARM_SCORES_MAX + 1, 200000};

	(void)state;
	for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
		size_t n = sizes[k];
		struct alarm a;

		learn(&a, &itself, n, number, NULL);
		assert_in_range(a.unseen.kept, 1, ALARM_SCORES_MAX);
		for (size_t i = 0; i < n; i += i < n - ALARM_TAIL ? 997 : 31) {
			double p = alarm_p(&a, (double)i),
			       exact = (double)(n - i + 1) / (double)(n + 1);

			if (n <= ALARM_SCORES_MAX || n - i <= ALARM_TAIL)
				assert_true(p == exact);
			else
				assert_true(p >= exact && p < exact * 1.001);
		}
		/* Linear scores, so that what lies between two that are kept is known. */
		for (double share = 0; share <= 1; share += 0.01) {
			const struct alarm_rule rule = {.kind = ALARM_CONTAMINATION,
							.value = share};
			struct alarm_limit limit;
			struct complaint c;

			assert_int_equal(alarm_limit(&rule, &a, 1, 1, &limit, &c), 0);
			assert_within(limit.score + 1, (1 - share) * (double)(n - 1) + 1, 1e-9);
		}
		alarm_release(&a);
	}
}

static struct alarm_request
nothing(void)
{
	struct alarm_request r;

	alarm_request_init(&r);
	return r;
}

static void
test_rules(void **state)
{
	struct alarm_request r = nothing();
	struct alarm_rule rule;
	struct complaint c;

	(void)state;
	assert_int_equal(alarm_rule_init(&rule, &r, &c), 0);
	assert_true(rule.kind == ALARM_ALPHA && rule.value == 0.01);
	assert_true(rule.wanted == 1 && rule.of == 1);
	r.alarms = " 2.5  per 30d ";
	r.persist = "2/3";
	assert_int_equal(alarm_rule_init(&rule, &r, &c), 0);
	assert_true(rule.kind == ALARM_BUDGET && rule.value == 2.5);
	assert_true(rule.per == 30 * TIMESTAMP_DAY);
	assert_true(rule.wanted == 2 && rule.of == 3);
	r.alpha = 0.5;
	assert_int_equal(alarm_rule_init(&rule, &r, &c), STATUS_USAGE);
	assert_true(strstr(c.text, "only one of"));
	r = nothing();
	r.contamination = 0.1;
	assert_int_equal(alarm_rule_init(&rule, &r, &c), 0);
	assert_true(rule.kind == ALARM_CONTAMINATION && rule.value == 0.1);
	r = nothing();
	r.threshold = -0.5;
	assert_int_equal(alarm_rule_init(&rule, &r, &c), 0);
	assert_true(rule.kind == ALARM_THRESHOLD && rule.value == -0.5);
}

static void
test_rules_refused(void **state)
{
	const char *alarms[] = {"",         "1",         "per 30d",  "1 per",       "1 per day",
				"0 per 1d", "-1 per 1d", "1 in 30d", "1 per 30d x", "nan per 1d"};
	const char *persist[] = {"",   "2",  "0/3",  "4/3",   "2/65",
				 "2/", "/3", "-1/3", "1.5/3", "2/3/4"};
	const double alpha[] = {0, 1, -0.1, 2}, contamination[] = {0, 0.6, -1};
	struct alarm_request r = nothing();
	struct alarm_rule rule;
	struct complaint c;

	(void)state;
	for (size_t i = 0; i < sizeof alarms / sizeof alarms[0]; i++) {
		r.alarms = alarms[i];
		assert_int_equal(alarm_rule_init(&rule, &r, &c), STATUS_USAGE);
		assert_true(strstr(c.text, "--alarms: '"));
	}
	r = nothing();
	for (size_t i = 0; i < sizeof persist / sizeof persist[0]; i++) {
		r.persist = persist[i];
		assert_int_equal(alarm_rule_init(&rule, &r, &c), STATUS_USAGE);
		assert_true(strstr(c.text, "--persist: '"));
	}
	r = nothing();
	for (size_t i = 0; i < sizeof alpha / sizeof alpha[0]; i++) {
		r.alpha = alpha[i];
		assert_int_equal(alarm_rule_init(&rule, &r, &c), STATUS_USAGE);
	}
	r = nothing();
	for (size_t i = 0; i < sizeof contamination / sizeof contamination[0]; i++) {
		r.contamination = contamination[i];
		assert_int_equal(alarm_rule_init(&rule, &r, &c), STATUS_USAGE);
	}
}

static void
test_alpha(void **state)
{
	struct alarm_rule rule = {.kind = ALARM_ALPHA, .value = 0.01};
	struct alarm_limit limit;
	struct complaint c;
	struct alarm a;

	(void)state;
	learn(&a, &itself, 99, number, NULL);
	assert_int_equal(alarm_limit(&rule, &a, 7, 1, &limit, &c), 0);
	assert_true(alarm_is_odd(&limit, 99, alarm_p(&a, 99)));
	assert_false(alarm_is_odd(&limit, 98, alarm_p(&a, 98)));
	/* Two methods share alpha, and then 99 rows are too few. */
	assert_int_equal(alarm_limit(&rule, &a, 1, 2, &limit, &c), STATUS_USAGE);
	assert_string_equal(c.text, "an alarm at p <= 0.005 needs 199 scored rows of reference, "
				    "has 99");
	alarm_release(&a);
	learn(&a, &itself, 98, number, NULL);
	assert_int_equal(alarm_limit(&rule, &a, 1, 1, &limit, &c), STATUS_USAGE);
	assert_true(strstr(c.text, "needs 99 scored rows of reference, has 98"));
	rule.value = 1e-300;
	assert_int_equal(alarm_limit(&rule, &a, 1, 1, &limit, &c), STATUS_USAGE);
	alarm_release(&a);
	/* A run of two: 2 / (n + 2) <= 0.01. */
	rule.value = 0.01;
	learn(&a, &in_sequence, 396, number, NULL);
	assert_int_equal(alarm_limit(&rule, &a, 1, 1, &limit, &c), 0);
	alarm_release(&a);
	learn(&a, &in_sequence, 394, number, NULL);
	assert_int_equal(alarm_limit(&rule, &a, 1, 1, &limit, &c), STATUS_USAGE);
	assert_true(strstr(c.text, "needs 198 scored rows of reference, has 197"));
	alarm_release(&a);
}

static void
test_budget(void **state)
{
	enum { ROWS = 1000 };
	struct alarm_rule rule = {.kind = ALARM_BUDGET, .value = 1, .per = 10 * TIMESTAMP_DAY};
	struct alarm_limit limit;
	struct complaint c;
	int64_t ts[ROWS];
	struct alarm a;

	(void)state;
	/* A row an hour, in any order, one without a time: 240 in ten days. */
	for (size_t i = 0; i < ROWS; i++)
		ts[i] = (int64_t)(i * 38 % (ROWS - 1)) * HOUR;
	ts[ROWS - 1] = TIMESTAMP_NONE;
	learn(&a, &itself, ROWS, number, ts);
	assert_int_equal(alarm_limit(&rule, &a, 1, 1, &limit, &c), 0);
	assert_close(limit.alpha, 1 / 240.0);
	assert_true(isinf(limit.score));
	assert_int_equal(alarm_limit(&rule, &a, 2, 2, &limit, &c), 0);
	assert_close(limit.alpha, 1 / 960.0);
	assert_int_equal(alarm_limit(&rule, &a, 5, 1, &limit, &c), STATUS_USAGE);
	assert_true(strstr(c.text, "scored rows of reference, has 1000"));
	rule.value = 100;
	assert_int_equal(alarm_limit(&rule, &a, 1, 1, &limit, &c), 0);
	assert_true(limit.alpha == 0.05);
	alarm_release(&a);
	learn(&a, &itself, ROWS, number, NULL);
	assert_int_equal(alarm_limit(&rule, &a, 1, 1, &limit, &c), STATUS_USAGE);
	assert_true(strstr(c.text, "needs the times"));
	alarm_release(&a);
}

static void
test_contamination(void **state)
{
	/* -numpy.percentile(-s, 100 * share) */
	const double share[] = {0.01, 0.1, 0.25, 0.5}, expected[] = {9.951, 9.0, 7.5, 4.95};
	struct alarm_limit limit;
	struct complaint c;
	struct alarm a;

	(void)state;
	learn(&a, &itself, 250, mixed, NULL);
	for (size_t i = 0; i < sizeof share / sizeof share[0]; i++) {
		const struct alarm_rule rule = {.kind = ALARM_CONTAMINATION, .value = share[i]};

		assert_int_equal(alarm_limit(&rule, &a, 1, 1, &limit, &c), 0);
		assert_close(limit.score, expected[i]);
		assert_true(alarm_is_odd(&limit, expected[i] + 1e-9, 1e-9));
		assert_false(alarm_is_odd(&limit, expected[i] - 1e-9, 1e-9));
	}
	alarm_release(&a);
	/* No reference, no alarm. */
	learn(&a, &itself, 0, mixed, NULL);
	assert_int_equal(
		alarm_limit(&(struct alarm_rule){.kind = ALARM_CONTAMINATION, .value = 0.1}, &a, 1,
			    1, &limit, &c),
		0);
	assert_false(alarm_is_odd(&limit, 1e300, 1));
	alarm_release(&a);
}

static void
test_threshold(void **state)
{
	const struct alarm_rule rule = {.kind = ALARM_THRESHOLD, .value = 0.6};
	const struct alarm a = {.run = 1};
	struct alarm_limit limit;
	struct complaint c;

	(void)state;
	assert_int_equal(alarm_limit(&rule, &a, 3, 3, &limit, &c), 0);
	assert_false(alarm_is_odd(&limit, 0.6, 1e-9));
	assert_true(alarm_is_odd(&limit, 0.61, 1));
}

static void
test_persist(void **state)
{
	const char *odd = "1010011000111", *two_of_three = "0010001000011",
		   *three_of_three = "0000000000001";
	const struct alarm_rule one = {.wanted = 1, .of = 1}, two = {.wanted = 2, .of = 3},
				three = {.wanted = 3, .of = 3}, all = {.wanted = 64, .of = 64};
	struct alarm_streak s1 = {0}, s2 = {0}, s3 = {0}, s64 = {0};

	(void)state;
	for (size_t i = 0; odd[i]; i++) {
		bool is = odd[i] == '1';

		assert_int_equal(alarm_persists(&one, &s1, is), is);
		assert_int_equal(alarm_persists(&two, &s2, is), two_of_three[i] == '1');
		assert_int_equal(alarm_persists(&three, &s3, is), three_of_three[i] == '1');
	}
	for (size_t i = 1; i <= 70; i++)
		assert_int_equal(alarm_persists(&all, &s64, true), i >= 64);
}

static void
test_save_and_load(void **state)
{
	const size_t sizes[] = {0, 1, 40, 70000};
	const int64_t ts[] = {TIMESTAMP_MIN, TIMESTAMP_MAX};

	(void)state;
	for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
		struct alarm a, loaded;
		struct pack p, q;
		struct unpack u;
		struct complaint c;

		learn(&a, &itself, sizes[k], any, NULL);
		a.timed = 2;
		a.first = ts[0];
		a.last = ts[1];
		pack_init(&p);
		pack_init(&q);
		alarm_save(&a, &p);
		unpack_init(&u, buf_str(&p.bytes));
		assert_int_equal(alarm_load(&loaded, &u, &c), 0);
		assert_true(unpack_done(&u));
		alarm_save(&loaded, &q);
		assert_true(str_eq(buf_str(&p.bytes), buf_str(&q.bytes)));
		for (double score = -3100; score < 4300; score += 61)
			assert_true(alarm_p(&a, score) == alarm_p(&loaded, score));
		alarm_release(&loaded);
		for (size_t n = 0; n < p.bytes.n; n += 1 + p.bytes.n / 1000) {
			unpack_init(&u, STR_N(p.bytes.p, n));
			assert_int_equal(alarm_load(&loaded, &u, &c), STATUS_DAMAGED);
			assert_null(loaded.unseen.score);
		}
		alarm_release(&a);
		pack_release(&p);
		pack_release(&q);
	}
}

/* Scores out of order and times that cannot be. */
static void
test_load_refuses(void **state)
{
	(void)state;
	for (unsigned damage = 0; damage < 4; damage++) {
		struct alarm a, loaded;
		struct complaint c;
		struct unpack u;
		struct pack p;

		learn(&a, &itself, 5, number, NULL);
		if (damage == 0)
			a.unseen.score[4] = 4;
		if (damage == 1)
			a.last = 1;
		if (damage == 2)
			a.run = 3;
		if (damage == 3)
			a.unseen.score[0] = INFINITY;
		pack_init(&p);
		alarm_save(&a, &p);
		unpack_init(&u, buf_str(&p.bytes));
		assert_int_equal(alarm_load(&loaded, &u, &c), STATUS_DAMAGED);
		alarm_release(&a);
		pack_release(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_p_value),       cmocka_unit_test(test_unseen_is_unseen),
		cmocka_unit_test(test_many_scores),   cmocka_unit_test(test_rules),
		cmocka_unit_test(test_rules_refused), cmocka_unit_test(test_alpha),
		cmocka_unit_test(test_budget),        cmocka_unit_test(test_contamination),
		cmocka_unit_test(test_threshold),     cmocka_unit_test(test_persist),
		cmocka_unit_test(test_save_and_load), cmocka_unit_test(test_load_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
