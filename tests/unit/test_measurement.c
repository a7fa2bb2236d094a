/*
 * measurement, with sample, scoreboard, compare, results, verdict and the views: from
 * a stream of records to the table that mlmetric prints.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <math.h>

#include "capture.h"
#include "log_file.h"
#include "measurement.h"

static const char records[] = "model\tpred\tscore\tlabel\tother\tlatency_ms\n"
			      "b\t1\t0.9\t1\t1\t10\n"
			      "b\t0\t0.2\t1\t1\t20\n"
			      "b\t0\t0.1\t0\t0\t30\n"
			      "a\t1\t0.8\t1\t0\t40\n"
			      "a\t1\t0.7\t0\t1\t\n"
			      "a\t0\t0.3\t\t0\t60\n";

struct run {
	struct measurement_options options;
	char table[8192], failed[1024];
	size_t refused, failures;
	struct complaint complaint;
	int status;
};

static void
note_failed(void *arg, struct str text)
{
	struct run *r = arg;
	size_t used = strlen(r->failed);

	r->failures++;
	snprintf(r->failed + used, sizeof r->failed - used, "%.*s\n", (int)text.n, text.p);
}

static void
run_init(struct run *r)
{
	*r = (struct run){.options.evaluation.threshold = NAN, .options.max_groups = 1000};
	r->options.failed = note_failed;
	r->options.arg = r;
}

static void
add_rows(struct run *r, struct measurement *m, struct scan *s)
{
	struct scan_event e;

	while (scan_next(s, &e) == SCAN_ROW)
		r->refused += measurement_add(m, &e.row) < 0;
}

static void
write_table(struct run *r, struct measurement *m)
{
	const struct record_options tsv = {.format = RECORD_TSV};
	struct record_writer *w;
	struct output out;
	struct capture c;

	capture_start(&c, STDOUT_FILENO);
	output_init(&out, STDOUT_FILENO);
	w = record_writer_new(&out, &tsv);
	measurement_write(m, w);
	assert_int_equal(record_finish(w, 0, false), 0);
	assert_int_equal(output_finish(&out), 0);
	record_writer_free(w);
	output_release(&out);
	capture_end(&c, r->table, sizeof r->table);
}

/* Measures CONTENT; r->status is measurement_init's. */
static void
run(struct run *r, const char *content)
{
	struct scan_options o = {.as_is = true};
	struct log_files files = {.n = 0};
	struct measurement m;
	struct scan *s;

	log_file_add(&files, content, strlen(content));
	o.file = files.name;
	o.files = files.n;
	s = scan_new(&o);
	assert_int_equal(scan_open(s, &r->complaint), 0);
	r->status = measurement_init(&m, &r->options, s, NULL, 0, &r->complaint);
	if (r->status == 0) {
		add_rows(r, &m, s);
		write_table(r, &m);
	}
	measurement_release(&m);
	scan_free(s);
	log_files_remove(&files);
}

static void
groups_are_sorted_and_totalled(void **state)
{
	struct run r;

	(void)state;
	run_init(&r);
	r.options.evaluation.metrics = "n,labelled,accuracy,p50(latency_ms)";
	r.options.evaluation.group = "model";
	r.options.totals = true;
	run(&r, records);
	assert_int_equal(r.status, 0);
	assert_string_equal(r.table, "model\tn\tlabelled\taccuracy\tp50_latency_ms\n"
				     "a\t3\t2\t0.5\t50\n"
				     "b\t3\t3\t0.6666666666666666\t20\n"
				     "(all)\t6\t5\t0.6\t30\n");
}

static void
without_groups_there_is_one_row(void **state)
{
	struct run r;

	(void)state;
	run_init(&r);
	r.options.evaluation.metrics = "n,accuracy";
	run(&r, records);
	assert_string_equal(r.table, "n\taccuracy\n6\t0.6\n");
	run_init(&r);
	r.options.evaluation.metrics = "n,accuracy";
	r.options.evaluation.task = TASK_BINARY;
	run(&r, "pred\tlabel\n");
	assert_string_equal(r.table, "n\taccuracy\n0\t\n");
}

static void
further_groups_go_to_other(void **state)
{
	struct run r;

	(void)state;
	run_init(&r);
	r.options.evaluation.metrics = "n";
	r.options.evaluation.group = "latency_ms";
	r.options.max_groups = 2;
	run(&r, records);
	assert_string_equal(r.table, "latency_ms\tn\n10\t1\n20\t1\n(other)\t4\n");
}

static void
rows_that_are_no_sample_are_refused(void **state)
{
	struct run r;

	(void)state;
	run_init(&r);
	r.options.evaluation.task = TASK_BINARY;
	r.options.evaluation.metrics = "n,log_loss,mean(latency_ms)";
	run(&r, "score\tlabel\tlatency_ms\n0.5\t1\t1\n0.5\t0\t2\n1.5\t1\t3\n0.5\t2\t4\n"
		"high\t1\t5\n0.5\t1\t-6\n");
	assert_int_equal(r.refused, 4);
	assert_string_equal(r.table, "n\tlog_loss\tmean_latency_ms\n2\t0.6931471805599453\t1.5\n");
	/* Any score will do where none is taken for a probability. */
	run_init(&r);
	r.options.evaluation.metrics = "n,auroc";
	run(&r, "score\tlabel\n-3\t0\n2.5\t1\n1\t0\n0\t1\n");
	assert_int_equal(r.refused, 0);
	assert_string_equal(r.table, "n\tauroc\n4\t0.75\n");
}

static void
a_second_prediction_is_compared(void **state)
{
	struct run r;

	(void)state;
	run_init(&r);
	r.options.evaluation.metrics = "n,accuracy";
	r.options.compare = "other";
	run(&r, records);
	assert_int_equal(r.status, 0);
	/* Only rows with a label count; right: pred 3 of 5, other 3 of 5, one each alone. */
	assert_non_null(strstr(r.table, "accuracy\taccuracy_other\taccuracy_diff\tmcnemar_p\n"));
	assert_non_null(strstr(r.table, "\t0.6\t0.6\t0\t1\n"));
	/* A first prediction that follows from the score is one. */
	run_init(&r);
	r.options.evaluation.metrics = "n,accuracy";
	r.options.compare = "other";
	run(&r, "score\tlabel\tother\n0.9\t1\t1\n0.2\t1\t1\n0.1\t0\t0\n0.3\t0\t\n");
	assert_non_null(strstr(r.table, "\n3\t3\t0\t0.6666666666666666\t1\t"));
	/* A cut-off of the score is the first one's alone. */
	run_init(&r);
	r.options.evaluation.metrics = "n,accuracy";
	r.options.evaluation.threshold = 0.05;
	r.options.compare = "other";
	run(&r, "score\tlabel\tother\n0.9\t1\t1\n0.2\t1\t1\n0.1\t0\t0\n");
	assert_non_null(strstr(r.table, "\n3\t3\t0\t0.6666666666666666\t1\t"));
	run_init(&r);
	r.options.compare = "othre";
	run(&r, records);
	assert_int_equal(r.status, STATUS_MISSING);
	assert_non_null(strstr(r.complaint.text, "no column 'othre'"));
}

static void
conditions_name_the_group(void **state)
{
	static const char *const condition[] = {"accuracy<0.6", "p50(latency_ms)>=50"};
	struct run r;

	(void)state;
	run_init(&r);
	r.options.evaluation.metrics = "n,accuracy";
	r.options.evaluation.group = "model";
	r.options.condition = condition;
	r.options.conditions = 2;
	run(&r, records);
	assert_string_equal(r.failed,
			    "model=a: accuracy is 0.5, so 'accuracy<0.6' holds\n"
			    "model=a: p50_latency_ms is 50, so 'p50(latency_ms)>=50' holds\n");
	assert_string_equal(r.table, "model\tn\taccuracy\tp50_latency_ms\n"
				     "a\t3\t0.5\t50\nb\t3\t0.6666666666666666\t20\n");
}

static void
a_condition_on_no_value_holds_unless_told(void **state)
{
	static const char *const condition[] = {"auroc<0.5"};
	struct run r;

	(void)state;
	for (int passes = 0; passes < 2; passes++) {
		run_init(&r);
		r.options.condition = condition;
		r.options.conditions = 1;
		r.options.empty_passes = passes;
		r.options.evaluation.task = TASK_BINARY;
		r.options.evaluation.metrics = "n";
		run(&r, "score\tlabel\n0.5\t1\n0.25\t1\n");
		assert_int_equal(r.status, 0);
		assert_int_equal(r.failures, !passes);
	}
	run_init(&r);
	r.options.condition = condition;
	r.options.conditions = 1;
	r.options.evaluation.metrics = "n";
	run(&r, "label\tpred\n1\t1\n");
	assert_true(r.status < 0);
}

static void
wrong_conditions_are_refused(void **state)
{
	static const char *const wrong[] = {"accuracy", "<0.5", "accuracy<high", "acuracy<0.5"};
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		run_init(&r);
		r.options.condition = &wrong[i];
		r.options.conditions = 1;
		run(&r, records);
		assert_true(r.status < 0);
	}
}

static const struct view *
named_view(const char *name)
{
	const struct view *v;
	size_t i = 0;

	while ((v = view_at(i)) && strcmp(v->name, name) != 0)
		i++;
	assert_non_null(v);
	return v;
}

static void
view_of(struct run *r, const char *name, uint64_t parts)
{
	run_init(r);
	r->options.view = named_view(name);
	r->options.parts = parts;
	run(r, records);
}

static void
views_show_a_group_in_rows(void **state)
{
	struct run r;

	(void)state;
	view_of(&r, "confusion", 0);
	assert_string_equal(r.table, "label\tpred_0\tpred_1\n0\t1\t1\n1\t1\t2\n");
	/* classification_report([1,1,0,1,0], [1,0,0,1,1]) of scikit-learn 1.2.1. */
	view_of(&r, "report", 0);
	assert_string_equal(
		r.table,
		"class\tprecision\trecall\tf1\tsupport\n"
		"0\t0.5\t0.5\t0.5\t2\n"
		"1\t0.6666666666666666\t0.6666666666666666\t0.6666666666666666\t3\n"
		"accuracy\t\t\t0.6\t5\n"
		"macro_avg\t0.5833333333333333\t0.5833333333333333\t0.5833333333333333\t5\n"
		"weighted_avg\t0.6\t0.6\t0.6\t5\n");
	view_of(&r, "calibration", 2);
	assert_string_equal(r.table, "score_from\tscore_to\tn\tmean_score\tpositive_rate\tgap\n"
				     "0\t0.5\t2\t0.15000000000000002\t0.5\t0.35\n"
				     "0.5\t1\t3\t0.8\t0.6666666666666666\t-0.13333333333333341\n");
}

static void
thresholds_find_the_best_cut_off(void **state)
{
	struct run r;

	(void)state;
	view_of(&r, "thresholds", 2);
	/* f1 is best at 0.2 (3 of 3 positives, 1 of 2 negatives): 6/7. */
	assert_non_null(strstr(r.table, "\n0.2\t3\t1\t0\t1\t0.75\t1\t0.5\t0.8571428571428571\t"));
	assert_null(strstr(r.table, "\n0.5\t2\t1\t1\t1\t0.6666666666666666\t0.6666666666666666\t"
				    "0.5\t0.6666666666666666\t0.6\t0.5833333333333333\t"
				    "0.16666666666666666\t0.16666666666666652\t1\n"));
	run_init(&r);
	r.options.view = named_view("thresholds");
	assert_int_equal(r.options.view->check("youdne", &r.complaint), STATUS_MISSING);
	assert_non_null(strstr(r.complaint.text, "did you mean 'youden'?"));
	assert_int_equal(r.options.view->check("youden", &r.complaint), 0);
}

static void
views_know_their_tasks(void **state)
{
	struct run r;

	(void)state;
	run_init(&r);
	r.options.view = named_view("confusion");
	run(&r, "pred\tlabel\n1.5\t2.5\n2.5\t2\n");
	assert_int_equal(r.status, STATUS_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_are_sorted_and_totalled),
		cmocka_unit_test(without_groups_there_is_one_row),
		cmocka_unit_test(further_groups_go_to_other),
		cmocka_unit_test(rows_that_are_no_sample_are_refused),
		cmocka_unit_test(a_second_prediction_is_compared),
		cmocka_unit_test(conditions_name_the_group),
		cmocka_unit_test(a_condition_on_no_value_holds_unless_told),
		cmocka_unit_test(wrong_conditions_are_refused),
		cmocka_unit_test(views_show_a_group_in_rows),
		cmocka_unit_test(thresholds_find_the_best_cut_off),
		cmocka_unit_test(views_know_their_tasks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
