/*
 * metric: what each metric answers.  The figures are those of tests/oracle/metrics.py
 * (scikit-learn 1.2.1), over a thousand rows made by the same arithmetic.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "assert_close.h"
#include "interval.h"
#include "metric_fixture.h"

enum { ROWS = 1000 };

static struct sample
weighted_row(unsigned i)
{
	struct sample x = sample_empty();

	x.weight = (i * 7 % 13 + 1) / 8.0;
	return x;
}

static struct sample
binary_row(unsigned i)
{
	struct sample x = weighted_row(i);

	x.label = i * 37 % 101 > 40;
	x.score = i * 53 % 97 / 97.0 * 0.6 + x.label * 0.3 + i * 11 % 17 / 17.0 * 0.1;
	x.score = rint(x.score * 100) / 100;
	return x;
}

static struct sample
multiclass_row(unsigned i, double p[3], bool tied)
{
	struct sample x = weighted_row(i);
	unsigned raw[3], total = 0;

	x.label = i * 37 % 101 % 3;
	for (unsigned k = 0; k < 3; k++)
		total += raw[k] = i * (7 + 4 * k) % 23 + 1 + (x.label == k ? 6 : 0);
	for (unsigned k = 0; k < 3; k++) {
		p[k] = (double)raw[k] / total;
		if (tied)
			p[k] = rint(p[k] * 4) / 4;
	}
	x.p = p;
	return x;
}

static struct sample
regression_row(unsigned i)
{
	struct sample x = weighted_row(i);

	x.y = ((double)(i * 37 % 101) - 50) / 8;
	x.yhat = x.y + ((double)(i * 53 % 97) - 45) / 16;
	return x;
}

/* The first metric of LIST over the thousand rows. */
static struct metric_result
thousand(enum task_kind kind, enum task_average average, const char *list, bool weighted, bool tied)
{
	struct fixture f;
	struct metric_state *s;
	struct metric_result r;

	fixture_init(&f, kind, list, weighted);
	f.task.average = average;
	s = metric_state_new(&f.plan);
	for (unsigned i = 0; i < ROWS; i++) {
		double p[3];
		struct sample x = kind == TASK_BINARY       ? binary_row(i)
				  : kind == TASK_MULTICLASS ? multiclass_row(i, p, tied)
							    : regression_row(i);

		metric_state_add(&f.plan, s, &x);
	}
	r = metric_value(&f.plan, 0, s);
	metric_state_free(&f.plan, s);
	fixture_release(&f);
	return r;
}

/* A figure of all rows and of weighted ones; NaN: not with weights. */
struct figure {
	const char *metric;
	double value, weighted;
};

static void
assert_figures(enum task_kind kind, enum task_average average, const struct figure *figure,
	       size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_close(thousand(kind, average, figure[i].metric, false, false).number,
			     figure[i].value);
		if (!isnan(figure[i].weighted))
			assert_close(thousand(kind, average, figure[i].metric, true, false).number,
				     figure[i].weighted);
	}
}

#define ASSERT_FIGURES(kind, average, figures)                                                     \
	assert_figures(kind, average, figures, sizeof(figures) / sizeof *(figures))

static void
test_binary(void **state)
{
	static const struct figure figures[] = {
		{"n", ROWS, ROWS},
		{"labelled", ROWS, ROWS},
		{"tn", 310, 273.375},
		{"fp", 96, 80.75},
		{"fn", 150, 132.25},
		{"tp", 444, 388.625},
		{"precision", 0.8222222222222222, 0.8279627163781624},
		{"recall", 0.7474747474747475, 0.746100311975042},
		{"f1", 0.783068783068783, 0.7849028023226459},
		{"jaccard", 0.6434782608695652, 0.6459588614169957},
		{"specificity", 0.7635467980295566, 0.7719731733145075},
		{"fpr", 1 - 0.7635467980295566, 1 - 0.7719731733145075},
		{"fnr", 1 - 0.7474747474747475, 1 - 0.746100311975042},
		{"accuracy", 0.754, 662.0 / 875},
		{"error_rate", 0.246, 213.0 / 875},
		{"log_loss", 0.4678314311691131, 0.46645133026003005},
		{"brier", 0.152398, 0.15184847142857144},
		{"ece", 0.13284, 0.13282714285714284},
		{"ece@15", 0.1387, 0.14480428571428572},
		{"auroc", 0.877079497769153, 0.8785285034592221},
		{"gini", 2 * 0.877079497769153 - 1, 2 * 0.8785285034592221 - 1},
		{"average_precision", 0.9145357692310037, 0.9157860794045813},
		{"ks", 0.5132275132275133, 0.5213931491199024},
		{"auroc_err", 0, 0},
	};

	(void)state;
	ASSERT_FIGURES(TASK_BINARY, AVERAGE_AUTO, figures);
}

static void
test_multiclass(void **state)
{
	static const struct figure macro[] = {
		{"precision", 0.631635684576861, 0.6282757833540296},
		{"recall", 0.6261108151098078, 0.6221158941293862},
		{"balanced_accuracy", 0.6261108151098078, 0.6221158941293862},
		{"f1", 0.6240785351137229, 0.6204198285881722},
		{"jaccard", 0.4545340068512096, 0.4507215652981007},
		{"fbeta@2", 0.6240838810911143, 0.620219850597227},
		{"auroc", 0.8098019186360398, 0.8076956224162201},
		{"average_precision", 0.7268606759971665, 0.7252056229467673},
		{"log_loss", 0.8488531347056151, 0.8509176091155473},
		{"brier", 0.5045855758017732, 0.5058876252680824},
		{"top_k@1", 0.64, 0.6397142857142857},
		{"top_k", 0.867, 0.8632857142857143},
		{"accuracy", 0.627, 0.6232857142857143},
	};
	static const struct figure micro[] = {
		{"precision", 0.627, 0.6232857142857143},
		{"recall", 0.627, 0.6232857142857143},
		{"f1", 0.627, 0.6232857142857143},
		{"jaccard", 0.45666423889293517, 0.4527342533983605},
		{"auroc", 0.8148527499999999, 0.812687418367347},
		{"average_precision", 0.713283449667607, 0.7109913203575918},
	};
	static const struct figure weighted[] = {
		{"precision", 0.6316696715049657, 0.6284881396825892},
		{"recall", 0.627, 0.6232857142857143},
		{"f1", 0.6245444095024869, 0.6211138524446682},
		{"jaccard", 0.45501758890569843, 0.45143753060054537},
		{"fbeta@2", 0.6248028179626282, 0.6211978375160274},
		{"auroc", 0.8095423099246846, 0.8073603189094627},
		{"average_precision", 0.7266244178216729, 0.7249378505961721},
	};

	(void)state;
	ASSERT_FIGURES(TASK_MULTICLASS, AVERAGE_AUTO, macro);
	ASSERT_FIGURES(TASK_MULTICLASS, AVERAGE_MACRO, macro);
	ASSERT_FIGURES(TASK_MULTICLASS, AVERAGE_MICRO, micro);
	ASSERT_FIGURES(TASK_MULTICLASS, AVERAGE_WEIGHTED, weighted);
	assert_close(thousand(TASK_MULTICLASS, AVERAGE_AUTO, "top_k@1", false, true).number, 0.608);
	assert_close(thousand(TASK_MULTICLASS, AVERAGE_AUTO, "top_k@1", true, true).number,
		     0.6054285714285714);
}

static void
test_regression(void **state)
{
	static const struct figure figures[] = {
		{"mse", 3.09766015625, 3.099200892857143},
		{"rmse", 1.7600170897607783, 1.7604547403603261},
		{"mae", 1.5220625, 1.5224642857142856},
		{"medae", 1.5, NAN},
		{"mape", 64457769666741.31, 51670763581885.805},
		{"smape", 0.7024608245745342, 0.7054316835644023},
		{"mean_error", 0.1804375, 0.1774642857142857},
		{"max_error", 3.1875, 3.1875},
		{"r2", 0.7671604854753543, 0.76698083001422},
		{"explained_variance", 0.7696077252236461, 0.7693487327172379},
		{"pinball", 0.76103125, 0.7612321428571428},
		{"pinball@0.9", 0.6888562500000001, 0.6902464285714285},
	};

	(void)state;
	ASSERT_FIGURES(TASK_REGRESSION, AVERAGE_AUTO, figures);
}

/* States of a few rows, and what their plan's first metric says. */
struct few {
	struct fixture f;
	struct metric_state *s;
};

static struct few *
few_rows(enum task_kind kind, const char *list)
{
	struct few *few = malloc(sizeof *few);

	assert_non_null(few);
	fixture_init(&few->f, kind, list, false);
	few->s = metric_state_new(&few->f.plan);
	return few;
}

static void
add_scored(struct few *few, uint32_t label, double score)
{
	struct sample x = sample_empty();

	x.label = label;
	x.score = score;
	metric_state_add(&few->f.plan, few->s, &x);
}

static void
add_pair(struct few *few, double y, double yhat)
{
	struct sample x = sample_empty();

	x.y = y;
	x.yhat = yhat;
	metric_state_add(&few->f.plan, few->s, &x);
}

static void
add_x(struct few *few, const char *text)
{
	const struct value value = fixture_value(text), *column[1] = {&value};
	struct sample x = sample_empty();

	x.column = column;
	metric_state_add(&few->f.plan, few->s, &x);
}

static void
few_free(struct few *few)
{
	metric_state_free(&few->f.plan, few->s);
	fixture_release(&few->f);
	free(few);
}

/* Metric I has this value and this to say; NaN: no value. */
static void
assert_says(struct few *few, size_t i, double number, const char *why)
{
	struct metric_result r = metric_value(&few->f.plan, i, few->s);
	const char *name = few->f.plan.call[i].name.p;

	if (!(r.number == number || (isnan(r.number) && isnan(number))))
		fail_msg("%s is %.17g", name, r.number);
	if (why ? !r.why || strcmp(r.why, why) != 0 : r.why != NULL)
		fail_msg("%s says %s", name, r.why ? r.why : "nothing");
}

static void
test_one_class(void **state)
{
	struct few *few =
		few_rows(TASK_BINARY, "auroc,ks,precision,recall,f1,specificity,fpr,kappa,"
				      "mcc,accuracy,average_precision,fnr");

	(void)state;
	add_scored(few, 0, 0.25);
	add_scored(few, 0, 0.125);
	assert_says(few, 0, NAN, "one class only");
	assert_says(few, 1, NAN, "one class only");
	assert_says(few, 2, 0, "no positive predictions: 0"); /* scikit-learn's conventions */
	assert_says(few, 3, 0, "no positive labels: 0");
	assert_says(few, 4, 0, "no positive labels or predictions: 0");
	assert_says(few, 5, 1, NULL);
	assert_says(few, 6, 0, NULL);
	assert_says(few, 7, NAN, "one class only");
	assert_says(few, 8, 0, NULL);
	assert_says(few, 9, 1, NULL);
	assert_says(few, 10, NAN, "one class only");
	assert_says(few, 11, NAN, "no positive labels");
	few_free(few);
}

static void
test_what_is_missing(void **state)
{
	struct few *few = few_rows(TASK_BINARY, "n,labelled,accuracy,auroc,log_loss");

	(void)state;
	assert_says(few, 2, NAN, "no rows");
	add_scored(few, CLASS_NONE, 0.5);
	assert_says(few, 0, 1, NULL);
	assert_says(few, 1, 0, NULL);
	assert_says(few, 2, NAN, "no labels");
	add_scored(few, 1, NAN);
	assert_says(few, 1, 1, NULL);
	assert_says(few, 2, NAN, "no rows with label and prediction");
	assert_says(few, 3, NAN, "no rows with label and score");
	assert_says(few, 4, NAN, "no rows with label and score");
	few_free(few);
}

/* Scores need not be probabilities where only their order counts. */
static void
test_improper_scores(void **state)
{
	struct few *few = few_rows(TASK_BINARY, "auroc,log_loss,brier,ece,n");

	(void)state;
	add_scored(few, 0, -3);
	add_scored(few, 1, 7.5);
	add_scored(few, 1, 0.5);
	assert_says(few, 0, 1, NULL);
	for (size_t i = 1; i < 4; i++)
		assert_says(few, i, NAN, "scores outside 0 to 1");
	few_free(few);
}

/* log_loss([1, 0], [0, 1]) of scikit-learn: -log of the epsilon of double. */
static void
test_log_loss_is_cut(void **state)
{
	struct few *few = few_rows(TASK_BINARY, "log_loss");

	(void)state;
	add_scored(few, 1, 0);
	add_scored(few, 0, 1);
	assert_within(metric_value(&few->f.plan, 0, few->s).number, 36.04365338911715, 1e-15);
	few_free(few);
}

static void
test_constant_labels(void **state)
{
	struct few *few = few_rows(TASK_REGRESSION, "r2,explained_variance,smape");

	(void)state;
	add_pair(few, 3, 3);
	assert_says(few, 0, NAN, "one row only");
	add_pair(few, 3, 3);
	assert_says(few, 0, 1, NULL);
	assert_says(few, 1, 1, NULL);
	assert_says(few, 2, 0, NULL);
	add_pair(few, 3, 4);
	assert_says(few, 0, 0, NULL);
	assert_says(few, 1, 0, NULL);
	few_free(few);
}

static void
test_great_errors(void **state)
{
	struct few *few = few_rows(TASK_REGRESSION, "rmse,mse,mae,n");

	(void)state;
	add_pair(few, 0, 3e200);
	add_pair(few, 0, -4e200);
	assert_within(metric_value(&few->f.plan, 0, few->s).number, sqrt(12.5) * 1e200, 1e-15);
	assert_says(few, 1, NAN, "a number beyond the range of double");
	assert_says(few, 2, 3.5e200, NULL);
	add_pair(few, -1.7e308, 1.7e308);
	assert_says(few, 0, NAN, "numbers beyond the range of double");
	assert_says(few, 3, 3, NULL);
	few_free(few);
}

static void
test_columns(void **state)
{
	struct few *few =
		few_rows(TASK_NONE, "mean(x),sum(x),min(x),max(x),sd(x),median(x),p25(x),"
				    "distinct(x),null(x),missing(x),entropy(x),rate(x>=2),"
				    "rate(x=),mode(x)");

	(void)state;
	add_x(few, "");
	assert_says(few, 0, NAN, "no values");
	assert_says(few, 8, 1, NULL);
	add_x(few, "junk");
	assert_says(few, 0, NAN, "no numbers");
	add_x(few, "2");
	assert_says(few, 4, NAN, "one value only");
	add_x(few, "4");
	add_x(few, "true");
	add_x(few, "2");
	add_x(few, "-4.5");
	assert_says(few, 0, 0.9, "values that are no numbers are left out");
	assert_says(few, 1, 4.5, "values that are no numbers are left out");
	assert_says(few, 2, -4.5, "values that are no numbers are left out");
	assert_says(few, 3, 4, "values that are no numbers are left out");
	assert_says(few, 5, 2, "values that are no numbers are left out");
	assert_says(few, 6, 1, "values that are no numbers are left out");
	assert_says(few, 7, 5, NULL);
	assert_says(few, 8, 1, NULL);
	assert_says(few, 9, 1, NULL);
	assert_says(few, 12, 1.0 / 7, NULL);
	assert_true(str_eq(metric_value(&few->f.plan, 13, few->s).text, STR("2")));
	few_free(few);
}

static void
test_intervals(void **state)
{
	struct few *few = few_rows(TASK_BINARY, "accuracy,auroc,brier,f1,precision,n");
	struct interval v, expected;

	(void)state;
	for (unsigned i = 0; i < ROWS; i++) {
		struct sample x = binary_row(i);

		add_scored(few, x.label, x.score);
	}
	v = metric_interval(&few->f.plan, 0, few->s, 0.95);
	expected = interval_wilson(754, ROWS, 0.95);
	assert_true(v.lo == expected.lo && v.hi == expected.hi);
	v = metric_interval(&few->f.plan, 4, few->s, 0.9);
	expected = interval_wilson(444, 540, 0.9);
	assert_true(v.lo == expected.lo && v.hi == expected.hi);
	v = metric_interval(&few->f.plan, 1, few->s, 0.95);
	/* the DeLong variance of tests/oracle/metrics.py, z = 1.959963984540054 */
	assert_close(v.lo, 0.877079497769153 - 1.959963984540054 * sqrt(0.00010655360359678649));
	assert_close(v.hi, 0.877079497769153 + 1.959963984540054 * sqrt(0.00010655360359678649));
	v = metric_interval(&few->f.plan, 2, few->s, 0.95);
	assert_true(v.lo > 0 && v.lo < 0.152398 && v.hi > 0.152398);
	assert_true(isnan(metric_interval(&few->f.plan, 3, few->s, 0.95).lo));
	assert_true(isnan(metric_interval(&few->f.plan, 5, few->s, 0.95).hi));
	few_free(few);
}

static void
test_views(void **state)
{
	struct few *few = few_rows(TASK_BINARY, "accuracy,ece@7,auroc"), *bare;

	(void)state;
	assert_non_null(metric_state_confusion(few->s));
	assert_non_null(metric_state_roc(few->s));
	assert_non_null(metric_state_calibration(few->s, 7));
	assert_null(metric_state_calibration(few->s, 10));
	few_free(few);
	bare = few_rows(TASK_BINARY, "n");
	assert_null(metric_state_confusion(bare->s));
	assert_null(metric_state_roc(bare->s));
	few_free(bare);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_binary),          cmocka_unit_test(test_multiclass),
		cmocka_unit_test(test_regression),      cmocka_unit_test(test_one_class),
		cmocka_unit_test(test_what_is_missing), cmocka_unit_test(test_improper_scores),
		cmocka_unit_test(test_log_loss_is_cut), cmocka_unit_test(test_constant_labels),
		cmocka_unit_test(test_great_errors),    cmocka_unit_test(test_columns),
		cmocka_unit_test(test_intervals),       cmocka_unit_test(test_views),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
