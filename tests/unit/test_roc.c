/*
 * roc: values from tests/oracle/metrics.py (scikit-learn 1.2.1, SciPy 1.10.1), and
 * from the definitions over all pairs.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "assert_close.h"
#include "rng.h"
#include "roc.h"

enum { ROWS = 1000 };

static bool
positive_of(unsigned i)
{
	return i * 37 % 101 > 40;
}

static double
score_of(unsigned i)
{
	double s = i * 53 % 97 / 97.0 * 0.6 + positive_of(i) * 0.3 + i * 11 % 17 / 17.0 * 0.1;

	return rint(s * 100) / 100;
}

static double
weight_of(unsigned i)
{
	return (i * 7 % 13 + 1) / 8.0;
}

static struct roc *
thousand(bool weighted)
{
	struct roc *r = roc_new(ROC_BOUND, weighted);

	for (unsigned i = 0; i < ROWS; i++)
		roc_add(r, score_of(i), positive_of(i), weight_of(i));
	return r;
}

static void
test_oracle(void **state)
{
	struct roc *r = thousand(false), *w = thousand(true);
	double at;

	(void)state;
	assert_true(roc_positives(r) == 594);
	assert_true(roc_negatives(r) == 406);
	/* roc_auc_score, average_precision_score, ks_2samp */
	assert_close(roc_auroc(r), 0.877079497769153);
	assert_close(roc_average_precision(r), 0.9145357692310037);
	assert_close(roc_ks(r, &at), 0.5132275132275133);
	assert_true(at == 0.43);
	assert_close(roc_auroc(w), 0.8785285034592221);
	assert_close(roc_average_precision(w), 0.9157860794045813);
	assert_close(roc_ks(w, NULL), 0.5213931491199024);
	/* the placements computed pair by pair with numpy */
	assert_close(roc_auroc_variance(r), 0.00010655360359678649);
	assert_true(isnan(roc_auroc_variance(w)));
	assert_true(roc_error(r) == 0);
	roc_free(r);
	roc_free(w);
}

static void
test_no_answer(void **state)
{
	struct roc *r = roc_new(ROC_BOUND, false);

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_true(isnan(roc_auroc(r)));
		assert_true(isnan(roc_error(r)));
		assert_true(isnan(roc_auroc_variance(r)));
		assert_true(isnan(roc_ks(r, NULL)));
		assert_true(isnan(roc_average_precision(r)));
		roc_add(r, 0.5, false, 1); /* one class only, the second time round */
	}
	roc_add(r, 0.5, true, 1);
	assert_true(roc_auroc(r) == 0.5);
	assert_true(roc_ks(r, NULL) == 0);
	assert_true(isnan(roc_auroc_variance(r)));
	roc_add(r, 0.5, true, 1);
	roc_add(r, 0.5, false, 1);
	assert_true(roc_auroc_variance(r) == 0);
	roc_free(r);
	roc_free(NULL);
}

static void
test_signs_and_zero(void **state)
{
	static const double score[] = {-1e300, -2.5, -0.0, 0.0, 5e-324, 3, 1e300};
	struct roc *r = roc_new(ROC_BOUND, false);

	(void)state;
	for (int i = 6; i >= 0; i--)
		roc_add(r, score[i], i >= 3, 1);
	/* 4 x 3 pairs, all in order but the tie of 0 and -0 */
	assert_true(roc_auroc(r) == 11.5 / 12);
	roc_free(r);
}

/* The definition: every pair of a positive and a negative, ties by half. */
static double
pairs(const double *score, const bool *positive, const double *weight, int n)
{
	double wins = 0, all = 0;

	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++)
			if (positive[i] && !positive[j]) {
				double w = weight[i] * weight[j];

				wins += w * ((score[i] > score[j]) + 0.5 * (score[i] == score[j]));
				all += w;
			}
	return wins / all;
}

static void
test_definition(void **state)
{
	double score[300], weight[300];
	bool positive[300];
	struct rng rng;

	(void)state;
	rng_seed(&rng, 3);
	for (int round = 0; round < 30; round++) {
		struct roc *r = roc_new(ROC_BOUND, round % 2);
		int n = 100 + round * 5;

		for (int i = 0; i < n; i++) {
			score[i] = (double)rng_below(&rng, 4 + 20 * (uint64_t)round) / 7 - 3;
			positive[i] = rng_below(&rng, 3) == 0;
			weight[i] = round % 2 ? (double)(1 + rng_below(&rng, 16)) / 4 : 1;
			roc_add(r, score[i], positive[i], weight[i]);
		}
		assert_close(roc_auroc(r), pairs(score, positive, weight, n));
		roc_free(r);
	}
}

struct walked {
	double last, tp, fp, all;
	int points;
};

static void
check_point(void *arg, double threshold, double tp, double fp, double fn, double tn)
{
	struct walked *w = arg;

	assert_true(threshold < w->last);
	assert_true(tp >= w->tp && fp >= w->fp && tp + fp > w->tp + w->fp);
	assert_true(tp + fp + fn + tn == w->all);
	*w = (struct walked){threshold, tp, fp, w->all, w->points + 1};
}

static void
test_walk(void **state)
{
	struct roc *r = thousand(false);
	struct walked w = {.last = INFINITY, .all = ROWS};

	(void)state;
	roc_walk(r, check_point, &w);
	assert_int_equal(w.points, 99);
	assert_true(w.tp == 594 && w.fp == 406);
	roc_free(r);
}

static void
assert_same(struct roc *a, struct roc *b)
{
	struct buf x, y;

	buf_init(&x, BUF_CAP_MAX);
	buf_init(&y, BUF_CAP_MAX);
	assert_int_equal(roc_save(a, &x), 0);
	assert_int_equal(roc_save(b, &y), 0);
	assert_true(str_eq(buf_str(&x), buf_str(&y)));
	buf_release(&x);
	buf_release(&y);
}

/* Deals rows to three shards, merges them in some order: the bytes of one pass. */
static void
split(struct rng *rng, size_t bound, bool weighted, uint64_t distinct)
{
	struct roc *all = roc_new(bound, weighted), *part[3];

	for (int k = 0; k < 3; k++)
		part[k] = roc_new(bound, weighted);
	for (int i = 0; i < 3000; i++) {
		double score = (double)rng_below(rng, distinct) / (double)distinct * 1.2 - 0.1;
		double weight = ldexp(rng_double(rng), (int)rng_below(rng, 40) - 20);
		bool positive = rng_below(rng, 2);

		roc_add(all, score, positive, weight);
		roc_add(part[rng_below(rng, 3)], score, positive, weight);
		if (rng_below(rng, 500) == 0)
			assert_true(roc_positives(all) >= 0); /* a look changes nothing */
	}
	roc_merge(part[2], part[0]);
	roc_merge(part[1], part[2]);
	assert_same(all, part[1]);
	assert_true(roc_auroc(all) == roc_auroc(part[1]));
	assert_true(roc_average_precision(all) == roc_average_precision(part[1]));
	roc_free(all);
	for (int k = 0; k < 3; k++)
		roc_free(part[k]);
}

static void
test_merge(void **state)
{
	struct rng rng;

	(void)state;
	rng_seed(&rng, 11);
	for (int i = 0; i < 40; i++) {
		size_t bound = i % 4 < 2 ? ROC_BOUND : 100;

		split(&rng, bound, i % 2, i % 3 ? 1000000 : 90);
	}
}

/* One distinct score more than the bound makes buckets, whatever the order. */
static void
test_bound(void **state)
{
	struct roc *exact = roc_new(100, false), *over = roc_new(100, false),
		   *back = roc_new(100, false);
	struct buf text;

	(void)state;
	buf_init(&text, BUF_CAP_MAX);
	for (int i = 0; i < 100000; i++)
		roc_add(exact, i % 100 / 1e6, i % 3 == 0, 1);
	for (int i = 0; i < 101; i++) {
		roc_add(over, i / 1e6, i % 3 == 0, 1);
		roc_add(back, (100 - i) / 1e6, (100 - i) % 3 == 0, 1);
	}
	assert_true(roc_error(exact) == 0);
	assert_true(roc_error(over) > 0);
	assert_same(over, back);
	assert_int_equal(roc_save(over, &text), 0);
	assert_int_equal(text.p[0], 'b');
	buf_release(&text);
	roc_free(exact);
	roc_free(over);
	roc_free(back);
}

enum { PLACES = 20000, MANY = 150000, ALIKE = 70000 };

/* What a walk has to tell: counts of our own by multiples of 50 millionths. */
struct counted {
	uint32_t count[PLACES][2];
	double tp, fp;
	int next, outside;
};

static void
check_counted(void *arg, double threshold, double tp, double fp, double fn, double tn)
{
	struct counted *w = arg;

	(void)fn;
	(void)tn;
	if (threshold > 1) {
		w->outside++;
	} else {
		while (w->next >= 0 && !w->count[w->next][0] && !w->count[w->next][1])
			w->next--;
		assert_true(w->next >= 0 && threshold == w->next * 50 / 1e6);
		assert_true(tp - w->tp == w->count[w->next][1]);
		assert_true(fp - w->fp == w->count[w->next][0]);
		w->next--;
	}
	w->tp = tp;
	w->fp = fp;
}

static void
assert_counted(struct roc *r, struct counted *w, int outside)
{
	w->tp = w->fp = w->outside = 0;
	w->next = PLACES - 1;
	roc_walk(r, check_counted, w);
	assert_int_equal(w->outside, outside);
}

/*
 * So many scores of few digits that they are counted by place, some of them so often
 * that their counts outgrow 4, 8 and 16 bits; and one score that has no place.
 */
static void
test_places(void **state)
{
	struct roc *all = roc_new(ROC_BOUND, false), *part[2];
	struct counted *w = calloc(1, sizeof *w);
	struct rng rng;

	(void)state;
	assert_non_null(w);
	rng_seed(&rng, 23);
	for (int k = 0; k < 2; k++)
		part[k] = roc_new(ROC_BOUND, false);
	for (int i = 0; i < MANY + ALIKE; i++) {
		size_t place = i < MANY ? rng_below(&rng, PLACES - 100) : 4321;
		bool positive = i < MANY ? rng_below(&rng, 3) == 0 : i % 100 == 0;
		double score = (double)place * 50 / 1e6;

		w->count[place][positive]++;
		roc_add(all, score, positive, 1);
		roc_add(part[rng_below(&rng, 3) == 0], score, positive, 1);
	}
	assert_counted(all, w, 0);
	roc_add(part[1], 1.5, true, 1);
	roc_add(all, 1.5, true, 1);
	assert_counted(all, w, 1);
	roc_merge(part[0], part[1]);
	assert_same(all, part[0]);
	roc_merge(part[0], all);
	assert_true(roc_positives(part[0]) == 2 * roc_positives(all));
	assert_true(roc_auroc(part[0]) == roc_auroc(all));
	roc_free(all);
	roc_free(part[0]);
	roc_free(part[1]);
	free(w);
}

/* The area of a grid whose pages have counts up to 15, some of them more, and gaps. */
static void
test_area(void **state)
{
	enum { STEPS = 1000000 };
	struct roc *r = roc_new(ROC_BOUND, false);
	uint32_t(*count)[2] = calloc(STEPS + 1, sizeof *count);
	uint64_t rows[2] = {0, 0}, area = 0;
	struct rng rng;

	(void)state;
	assert_non_null(count);
	rng_seed(&rng, 31);
	for (size_t i = 0; i <= STEPS; i = i < 40000 ? i + 1 : i + 1 + rng_below(&rng, 90)) {
		count[i][0] = (uint32_t)rng_below(&rng, i / 5000 == 3 ? 40 : 16);
		count[i][1] = (uint32_t)rng_below(&rng, 16);
		if (i / 2000 == 7)
			count[i][0] = count[i][1] = 15;
		for (unsigned class = 0; class < 2; class ++)
			for (uint32_t k = 0; k < count[i][class]; k++)
				roc_add(r, (double)i / STEPS, class, 1);
	}
	for (size_t i = 0; i <= STEPS; i++) {
		area += (2 * rows[0] + count[i][0]) * count[i][1];
		rows[0] += count[i][0];
		rows[1] += count[i][1];
	}
	assert_true(roc_auroc(r) == (double)area / (2 * (double)rows[0] * (double)rows[1]));
	assert_true(roc_negatives(r) == (double)rows[0]);
	assert_true(roc_positives(r) == (double)rows[1]);
	roc_free(r);
	free(count);
}

/* The three forms of what is merged and of what it is merged into. */
static void
test_forms(void **state)
{
	static const struct {
		int rows;
		double step; /* of scores */
		size_t bound;
	} form[] = {{50, 1e6, ROC_BOUND}, {40000, 1e6, ROC_BOUND}, {300, 3e6, ROC_BOUND},
		    {50, 1e6, 30000},     {40000, 1e6, 30000},     {300, 3e6, 30000},
		    {20, 3e6, 60},        {100, 1e6, 60},          {100, 3e6, 60}};
	enum { FORMS = sizeof form / sizeof *form };
	struct rng rng;

	(void)state;
	rng_seed(&rng, 29);
	for (size_t a = 0; a < FORMS; a++)
		for (size_t b = 0; b < FORMS; b++) {
			struct roc *one, *two, *all;

			if (form[a].bound != form[b].bound)
				continue;
			one = roc_new(form[a].bound, false);
			two = roc_new(form[a].bound, false);
			all = roc_new(form[a].bound, false);
			for (int i = 0; i < form[a].rows + form[b].rows; i++) {
				bool first = i < form[a].rows, positive = rng_below(&rng, 2);
				double score =
					(double)rng_below(&rng, 1000000) / form[first ? a : b].step;

				roc_add(first ? one : two, score, positive, 1);
				roc_add(all, score, positive, 1);
			}
			roc_merge(one, two);
			assert_same(one, all);
			assert_true(roc_auroc(one) == roc_auroc(all));
			roc_free(one);
			roc_free(two);
			roc_free(all);
		}
}

static void
test_buckets_keep_the_promise(void **state)
{
	struct roc *exact = roc_new(SIZE_MAX, false), *bucket = roc_new(1000, false);
	struct rng rng;

	(void)state;
	rng_seed(&rng, 5);
	for (int i = 0; i < 200000; i++) {
		bool positive = rng_below(&rng, 5) == 0;
		double score = rng_double(&rng) * 0.8 + positive * 0.2;

		roc_add(exact, score, positive, 1);
		roc_add(bucket, score, positive, 1);
	}
	assert_true(roc_error(bucket) < 1e-4);
	assert_true(fabs(roc_auroc(exact) - roc_auroc(bucket)) <= roc_error(bucket));
	assert_true(roc_positives(exact) == roc_positives(bucket));
	roc_free(exact);
	roc_free(bucket);
}

static void
test_save_load(void **state)
{
	(void)state;
	for (int weighted = 0; weighted < 2; weighted++)
		for (int over = 0; over < 2; over++) {
			struct roc *r = roc_new(over ? 50 : ROC_BOUND, weighted);
			struct roc *s = roc_new(over ? 50 : ROC_BOUND, weighted);
			struct buf text;

			for (unsigned i = 0; i < ROWS; i++)
				roc_add(r, score_of(i), positive_of(i), weight_of(i));
			buf_init(&text, BUF_CAP_MAX);
			assert_int_equal(roc_save(r, &text), 0);
			assert_int_equal(roc_load(s, buf_str(&text)), 0);
			assert_same(r, s);
			roc_add(r, 0.33, true, 2);
			roc_add(s, 0.33, true, 2);
			assert_same(r, s);
			assert_int_equal(roc_load(s, STR("e")), 0);
			assert_true(roc_positives(s) == 0);
			buf_release(&text);
			roc_free(r);
			roc_free(s);
		}
}

static void
test_load_damaged(void **state)
{
	/* 3fe0000000000000 is 0.5, 7ff... infinity, 8000000000000000 is -0 */
	static const char *const bad[] = {"",
					  "x",
					  "e/",
					  "e3fe0000000000000.1.1",
					  "e/3fe0000000000000",
					  "e/3fe0000000000000.1",
					  "e/3fe0000000000000.0.0",
					  "e/3fe0000000000000.1.1.1",
					  "e/3fe0000000000000.1.1/",
					  "e/3fe0000000000000.1.1/3fe0000000000000.1.1",
					  "e/3fe0000000000000.1.1/3fd0000000000000.1.1",
					  "e/7ff0000000000000.1.1",
					  "e/8000000000000000.1.1",
					  "e/3fe0000000000000.-1.1"};
	struct roc *r = roc_new(ROC_BOUND, false);

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(roc_load(r, str_of(bad[i])), STATUS_DAMAGED);
		assert_true(roc_positives(r) == 0);
	}
	assert_int_equal(roc_load(r, STR("e/3fe0000000000000.1.a")), 0);
	assert_true(roc_positives(r) == 10);
	roc_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_oracle),
		cmocka_unit_test(test_no_answer),
		cmocka_unit_test(test_signs_and_zero),
		cmocka_unit_test(test_definition),
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_bound),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_area),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_buckets_keep_the_promise),
		cmocka_unit_test(test_save_load),
		cmocka_unit_test(test_load_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
