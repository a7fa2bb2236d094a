/* report - precision, recall, f1 and support by class, and their averages. */
#include <math.h>
#include <stdlib.h>

#include "confusion.h"
#include "view.h"

struct report_line {
	double precision, recall, f1, support;
};

/* An empty denominator makes 0, as scikit-learn's zero_division does. */
static double
ratio(double part, double whole)
{
	return whole > 0 ? part / whole : 0;
}

static struct report_line
line_of(const struct confusion *m, uint32_t class)
{
	struct confusion_rates r = confusion_one(m, class);

	return (struct report_line){ratio(r.tp, r.tp + r.fp), ratio(r.tp, r.tp + r.fn),
				    ratio(2 * r.tp, 2 * r.tp + r.fp + r.fn), r.tp + r.fn};
}

static void
write_line(const struct view_job *job, struct str name, struct report_line line)
{
	job->prefix(job->arg, job->writer);
	record_text(job->writer, name);
	record_number(job->writer, line.precision);
	record_number(job->writer, line.recall);
	record_number(job->writer, line.f1);
	record_number(job->writer, line.support);
	record_end(job->writer);
}

static void
add_line(struct report_line *sum, struct report_line line, double weight)
{
	sum->precision += weight * line.precision;
	sum->recall += weight * line.recall;
	sum->f1 += weight * line.f1;
	sum->support += line.support;
}

static void
divide_line(struct report_line *sum, double by)
{
	sum->precision = by > 0 ? sum->precision / by : NAN;
	sum->recall = by > 0 ? sum->recall / by : NAN;
	sum->f1 = by > 0 ? sum->f1 / by : NAN;
}

/* Classes that occur as label or prediction, as scikit-learn counts them. */
static bool
occurs(const struct confusion *m, uint32_t class)
{
	return confusion_labelled(m, class) > 0 || confusion_predicted(m, class) > 0;
}

static void
report_rows(const struct view_job *job, struct metric_state *s)
{
	const struct confusion *m = metric_state_confusion(s);
	const struct task *task = job->plan->task;
	uint32_t *order = task_class_order(task);
	struct report_line macro = {0}, weighted = {0}, accuracy = {NAN, NAN, NAN, 0};
	double classes = 0;

	for (size_t i = 0; i < task->classes.n; i++) {
		struct report_line line;

		if (!occurs(m, order[i]))
			continue;
		line = line_of(m, order[i]);
		write_line(job, task_class_name(task, order[i]), line);
		add_line(&macro, line, 1);
		add_line(&weighted, line, line.support);
		classes++;
	}
	free(order);
	accuracy.support = macro.support;
	if (confusion_total(m) > 0)
		accuracy.f1 = confusion_correct(m) / confusion_total(m);
	divide_line(&macro, classes);
	divide_line(&weighted, weighted.support);
	write_line(job, STR("accuracy"), accuracy);
	write_line(job, STR("macro_avg"), macro);
	write_line(job, STR("weighted_avg"), weighted);
}

static void
report_columns(const struct view_job *job)
{
	static const struct str name[] = {STR_INIT("class"), STR_INIT("precision"),
					  STR_INIT("recall"), STR_INIT("f1"), STR_INIT("support")};
	static const bool text[] = {true, false, false, false, false};

	view_columns(job, name, text, sizeof name / sizeof name[0]);
}

const struct view view_report = {
	.name = "report",
	.summary = "precision, recall, f1 and support by class, and their averages",
	.metrics = "accuracy",
	.tasks = TASK_CLASSES,
	.columns = report_columns,
	.rows = report_rows,
};
