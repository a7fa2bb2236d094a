/* report - precision, recall, f1 and support by class, and their averages. */
#include <math.h>
#include <stdlib.h>

#include "confusion.h"
#include "sum.h"
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

/* A mean of lines under way, exact until it is divided: as the metrics are averaged. */
struct report_mean {
	struct sum precision, recall, f1, support, weight;
};

static void
mean_init(struct report_mean *m)
{
	sum_init(&m->precision);
	sum_init(&m->recall);
	sum_init(&m->f1);
	sum_init(&m->support);
	sum_init(&m->weight);
}

static void
mean_add(struct report_mean *m, struct report_line line, double weight)
{
	sum_add_product(&m->precision, weight, line.precision);
	sum_add_product(&m->recall, weight, line.recall);
	sum_add_product(&m->f1, weight, line.f1);
	sum_add(&m->support, line.support);
	sum_add(&m->weight, weight);
}

/* The mean, NaN of nothing; M is done with. */
static struct report_line
mean_line(struct report_mean *m)
{
	double weight = sum_value(&m->weight);
	struct report_line line = {sum_value(&m->precision) / weight,
				   sum_value(&m->recall) / weight, sum_value(&m->f1) / weight,
				   sum_value(&m->support)};

	sum_release(&m->precision);
	sum_release(&m->recall);
	sum_release(&m->f1);
	sum_release(&m->support);
	sum_release(&m->weight);
	return line;
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
	struct report_line all, accuracy = {NAN, NAN, NAN, 0};
	struct report_mean macro, weighted;

	mean_init(&macro);
	mean_init(&weighted);
	for (size_t i = 0; i < task->classes.n; i++) {
		struct report_line line;

		if (!occurs(m, order[i]))
			continue;
		line = line_of(m, order[i]);
		write_line(job, task_class_name(task, order[i]), line);
		mean_add(&macro, line, 1);
		mean_add(&weighted, line, line.support);
	}
	free(order);
	all = mean_line(&macro);
	accuracy.support = all.support;
	if (confusion_total(m) > 0)
		accuracy.f1 = confusion_correct(m) / confusion_total(m);
	write_line(job, STR("accuracy"), accuracy);
	write_line(job, STR("macro_avg"), all);
	write_line(job, STR("weighted_avg"), mean_line(&weighted));
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
