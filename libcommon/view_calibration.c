/* calibration - reliability bins: what scores say and how often they were right. */
#include <math.h>

#include "calibration.h"
#include "view.h"

static void
calibration_columns(const struct view_job *job)
{
	static const struct str name[] = {
		STR_INIT("score_from"), STR_INIT("score_to"),      STR_INIT("n"),
		STR_INIT("mean_score"), STR_INIT("positive_rate"), STR_INIT("gap")};

	view_columns(job, name, NULL, sizeof name / sizeof name[0]);
}

static void
calibration_rows(const struct view_job *job, struct metric_state *s)
{
	const struct calibration *c = metric_state_calibration(s, (uint32_t)job->parts);

	for (uint32_t i = 0; i < c->bins; i++) {
		double score = moments_mean(&c->score[i]);
		double rate = moments_mean(&c->positive[i]);

		job->prefix(job->arg, job->writer);
		record_number(job->writer, (double)i / c->bins);
		record_number(job->writer, (double)(i + 1) / c->bins);
		record_number(job->writer, moments_weight(&c->score[i]));
		record_number(job->writer, score);
		record_number(job->writer, rate);
		record_number(job->writer, rate - score);
		record_end(job->writer);
	}
}

const struct view view_calibration = {
	.name = "calibration",
	.summary = "reliability bins: mean score and share of positives",
	.metrics = "ece@",
	.by_parts = true,
	.tasks = TASK_BIT(TASK_BINARY),
	.parts = 10,
	.most = CALIBRATION_BINS_MAX,
	.columns = calibration_columns,
	.rows = calibration_rows,
};
