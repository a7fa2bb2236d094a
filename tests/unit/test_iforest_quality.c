/*
 * iforest: as good as scikit-learn's forest on labelled sets of others, scores as those of
 * 10,000 trees, and p-values that keep their promise.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "anomaly_set.h"
#include "iforest.h"
#include "quantile.h"
#include "roc.h"

static double
auroc(const struct iforest *f, const struct matrix *m, const double *label)
{
	double *score = calloc(m->rows, sizeof *score), area;
	struct roc *roc = roc_new(ROC_BOUND, false);

	assert_non_null(score);
	iforest_score(f, m->cell, m->rows, score);
	for (size_t i = 0; i < m->rows; i++)
		roc_add(roc, score[i], label[i] > 0, 1);
	area = roc_auroc(roc);
	roc_free(roc);
	free(score);
	return area;
}

/* A labelled set and what ten seeds of scikit-learn's forest make of it. */
struct set {
	char name[32];
	double mean;      /* AUROC, seeds 0 to 9 */
	double low, high; /* where the mean of any ten seeds of a sound forest is */
};

enum { SETS = 15 };

/* IsolationForest(n_estimators=100) of scikit-learn 1.2.1, fitted on all rows. */
static void
read_sets(struct set set[SETS])
{
	FILE *in = fopen("tests/data/anomaly/iforest_auroc.csv", "r");
	char line[256];

	assert_non_null(in);
	assert_non_null(fgets(line, sizeof line, in));
	for (size_t i = 0; i < SETS; i++)
		assert_int_equal(fscanf(in, "%31[^,],%*d,%*d,%*d,%lf,%*f,%lf,%lf,%*f\n",
					set[i].name, &set[i].mean, &set[i].low, &set[i].high),
				 4);
	fclose(in);
}

/* The mean over ten seeds from FIRST on. */
static double
mean_auroc(const char *name, uint64_t first)
{
	char file[64];
	struct detector_options o;
	struct matrix m;
	double *label, mean = 0;

	detector_defaults(&o);
	snprintf(file, sizeof file, "%s.csv.gz", name);
	label = anomaly_set(&m, file);
	for (o.seed = first; o.seed < first + 10; o.seed++) {
		struct iforest *f = iforest_fit(&m, &o);

		mean += auroc(f, &m, label) / 10;
		iforest_free(f);
	}
	free(label);
	matrix_release(&m);
	return mean;
}

/*
 * What a set has to reach.  On cardio scikit-learn's seeds 0 to 9 are the luckiest ten of
 * its first hundred (0.9329; the other nine tens: 0.9209 to 0.9273, not one of which is
 * within 0.005 of that; all hundred: 0.9249), and 1,600 trees of ours come to no more than
 * 0.9297.  So there the mean of its hundred counts.  make bench-auroc tells how often ours
 * reaches each.
 */
static double
wanted(const struct set *s)
{
	double mean = strcmp(s->name, "cardio") == 0 ? 0.92486 : s->mean;

	return fmax(mean - 0.005, s->low);
}

static void
test_auroc(void **state)
{
	struct set set[SETS];
	double ours = 0, theirs = 0;
	int bad = 0;

	(void)state;
	read_sets(set);
	for (size_t i = 0; i < SETS; i++) {
		double mean = mean_auroc(set[i].name, 0);

		ours += mean / SETS;
		theirs += set[i].mean / SETS;
		if (mean >= wanted(&set[i]) && mean <= set[i].high)
			continue;
		print_message("%s: mean AUROC %.5f (scikit-learn %.5f)\n", set[i].name, mean,
			      set[i].mean);
		bad++;
	}
	assert_int_equal(bad, 0);
	if (ours < theirs)
		fail_msg("mean of all sets %.5f (scikit-learn %.5f)", ours, theirs);
}

/* For make bench-auroc, which asks for so many tens of seeds. */
static void
test_tens(void **state)
{
	const char *asked = getenv("AUROC_TENS");
	struct set set[SETS];
	int64_t tens = 0;

	(void)state;
	if (asked)
		assert_int_equal(number_parse_int(str_of(asked), &tens), 0);
	read_sets(set);
	for (size_t i = 0; i < SETS && tens > 0; i++) {
		double mean = 0;
		int near = 0, inside = 0;

		for (int64_t k = 0; k < tens; k++) {
			double ten = mean_auroc(set[i].name, 10 * (uint64_t)k);

			mean += ten / (double)tens;
			near += ten >= set[i].mean - 0.005;
			inside += ten >= set[i].low && ten <= set[i].high;
		}
		print_message("%-12s %.5f (scikit-learn %.5f), near it %d of %d, in its band %d\n",
			      set[i].name, mean, set[i].mean, near, (int)tens, inside);
	}
}

/* Scores of 10,000 trees of scikit-learn 1.2.1, of which 1,000 are never farther than 0.021. */
static void
test_scores(void **state)
{
	static const char *const name[] = {"breastw", "pima", "ionosphere"};
	struct detector_options o;

	(void)state;
	detector_defaults(&o);
	o.trees = 1000;
	o.sklearn = true;
	for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
		char file[32];
		struct matrix m, expected;
		double score[800], worst = 0, bias = 0;
		struct iforest *f;

		snprintf(file, sizeof file, "%s.csv.gz", name[i]);
		free(anomaly_set(&m, file));
		snprintf(file, sizeof file, "if_scores_%s.csv", name[i]);
		anomaly_table(&expected, file);
		assert_int_equal(expected.rows, m.rows);
		f = iforest_fit(&m, &o);
		iforest_score(f, m.cell, m.rows, score);
		for (size_t k = 0; k < m.rows; k++) {
			double off = score[k] - matrix_row(&expected, k)[1];

			worst = fmax(worst, fabs(off));
			bias += off / (double)m.rows;
		}
		if (worst > 0.021 || fabs(bias) > 0.005)
			fail_msg("%s: off by up to %.4f, by %.4f in the mean", name[i], worst,
				 bias);
		iforest_free(f);
		matrix_release(&m);
		matrix_release(&expected);
	}
}

enum { SEEDS = 200, FRESH = 100 };

/* How many of the N sorted scores are at least S. */
static size_t
at_least(const double *sorted, size_t n, double s)
{
	size_t i = n;

	while (i > 0 && sorted[i - 1] >= s)
		i--;
	return n - i;
}

/* Counts the fresh rows of a seed whose p-value is at most each of ALPHA. */
static void
try_seed(uint64_t seed, size_t n, const double *alpha, size_t alphas, double *alarms)
{
	struct detector_options o;
	struct rng r;
	struct matrix m, fresh;
	struct iforest *f;
	double *out = calloc(n, sizeof *out), score[FRESH];

	assert_non_null(out);
	detector_defaults(&o);
	o.seed = seed;
	rng_seed(&r, 1000 + seed);
	random_rows(&m, n, 4, &r);
	random_rows(&fresh, FRESH, 4, &r);
	f = iforest_fit(&m, &o);
	iforest_calibrate(f, &m, &o, out);
	quantile_sort(out, n);
	iforest_score(f, fresh.cell, FRESH, score);
	for (size_t i = 0; i < FRESH; i++)
		for (size_t k = 0; k < alphas; k++)
			alarms[k] += (double)(1 + at_least(out, n, score[i])) <=
				     alpha[k] * (double)(n + 1);
	iforest_free(f);
	free(out);
	matrix_release(&m);
	matrix_release(&fresh);
}

/*
 * Rows of one seed share their reference: their false alarms vary as those of so many
 * rows with a correlation of about 1 / n each, hence the variance.
 */
static void
check_promise(size_t n)
{
	static const double alpha[] = {0.01, 0.05, 0.1, 0.2};
	enum { ALPHAS = sizeof alpha / sizeof *alpha };
	double alarms[ALPHAS] = {0}, rows = (double)SEEDS * FRESH;

	for (uint64_t seed = 1; seed <= SEEDS; seed++)
		try_seed(seed, n, alpha, ALPHAS, alarms);
	for (size_t k = 0; k < ALPHAS; k++) {
		double variance = rows * alpha[k] * (1 - alpha[k]) * (1 + FRESH / (double)n);

		if (alarms[k] > rows * alpha[k] + 3 * sqrt(variance) ||
		    alarms[k] < rows * alpha[k] / 2 - 3 * sqrt(variance))
			fail_msg("of %zu rows: %.2f %% alarms at alpha %g", n,
				 100 * alarms[k] / rows, alpha[k]);
	}
}

static void
test_promise(void **state)
{
	(void)state;
	check_promise(150);
	check_promise(400);
	check_promise(3000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_auroc),
		cmocka_unit_test(test_tens),
		cmocka_unit_test(test_scores),
		cmocka_unit_test(test_promise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
