/*
 * thresholds - the metrics that each cut-off of the score would give, and the best
 * cut-off.  A row is positive when its score is at or above the cut-off.  Cut-offs are
 * 0, 1/N, ... 1; the best is sought among all scores that occur, and the highest of
 * equals is taken.
 */
#include <math.h>
#include <stdlib.h>

#include "lookup.h"
#include "roc.h"
#include "view.h"
#include "xalloc.h"

struct point {
	double threshold, tp, fp, fn, tn;
};

struct points {
	struct point *at; /* from the highest score down */
	size_t n, room;
};

static double
ratio(double part, double whole)
{
	return whole > 0 ? part / whole : 0;
}

static double
precision(const struct point *p)
{
	return ratio(p->tp, p->tp + p->fp);
}

static double
recall(const struct point *p)
{
	return ratio(p->tp, p->tp + p->fn);
}

/* NaN without negatives, as the metric of that name. */
static double
specificity(const struct point *p)
{
	return p->tn / (p->tn + p->fp);
}

static double
f1(const struct point *p)
{
	return ratio(2 * p->tp, 2 * p->tp + p->fp + p->fn);
}

static double
accuracy(const struct point *p)
{
	return ratio(p->tp + p->tn, p->tp + p->fp + p->fn + p->tn);
}

/* NaN with one class only. */
static double
youden(const struct point *p)
{
	return p->tp / (p->tp + p->fn) + specificity(p) - 1;
}

/* The mean recall of the classes that labels have. */
static double
balanced_accuracy(const struct point *p)
{
	if (!(p->tn + p->fp > 0))
		return recall(p);
	if (!(p->tp + p->fn > 0))
		return specificity(p);
	return (recall(p) + specificity(p)) / 2;
}

static double
mcc(const struct point *p)
{
	double below = sqrt(p->tp + p->fp) * sqrt(p->tp + p->fn) * sqrt(p->tn + p->fp) *
		       sqrt(p->tn + p->fn);

	return ratio(p->tp * p->tn - p->fp * p->fn, below);
}

static const struct figure {
	struct str name;
	double (*of)(const struct point *p);
} figures[] = {
	{STR_INIT("precision"), precision},
	{STR_INIT("recall"), recall},
	{STR_INIT("specificity"), specificity},
	{STR_INIT("f1"), f1},
	{STR_INIT("accuracy"), accuracy},
	{STR_INIT("balanced_accuracy"), balanced_accuracy},
	{STR_INIT("mcc"), mcc},
	{STR_INIT("youden"), youden},
};

enum { FIGURES = sizeof figures / sizeof figures[0] };

static int
find_figure(const char *wanted, size_t *at, struct complaint *c)
{
	struct str name[FIGURES];

	for (size_t i = 0; i < FIGURES; i++)
		name[i] = figures[i].name;
	return lookup("figure to be best at", str_of(wanted ? wanted : "f1"), name, FIGURES, at, c);
}

static int
thresholds_check(const char *best, struct complaint *c)
{
	size_t at;

	return find_figure(best, &at, c);
}

static void
thresholds_columns(const struct view_job *job)
{
	struct str name[6 + FIGURES] = {STR("threshold"), STR("tp"), STR("fp"), STR("fn"),
					STR("tn")};

	for (size_t i = 0; i < FIGURES; i++)
		name[5 + i] = figures[i].name;
	name[5 + FIGURES] = STR("best");
	view_columns(job, name, NULL, 6 + FIGURES);
}

static void
collect(void *arg, double threshold, double tp, double fp, double fn, double tn)
{
	struct points *p = arg;

	GROW(p->at, p->n + 1, p->room);
	p->at[p->n++] = (struct point){threshold, tp, fp, fn, tn};
}

static void
write_point(const struct view_job *job, const struct point *p, bool best)
{
	job->prefix(job->arg, job->writer);
	record_number(job->writer, p->threshold);
	record_number(job->writer, p->tp);
	record_number(job->writer, p->fp);
	record_number(job->writer, p->fn);
	record_number(job->writer, p->tn);
	for (size_t i = 0; i < FIGURES; i++)
		record_number(job->writer, figures[i].of(p));
	record_uint(job->writer, best);
	record_end(job->writer);
}

static const struct point *
find_best(const struct view_job *job, const struct points *p)
{
	const struct point *best = NULL;
	struct complaint c;
	size_t figure;
	double most = -INFINITY;

	if (find_figure(job->best, &figure, &c) < 0)
		return NULL;
	for (size_t i = 0; i < p->n; i++)
		if (figures[figure].of(&p->at[i]) > most) {
			most = figures[figure].of(&p->at[i]);
			best = &p->at[i];
		}
	return best;
}

/* The counts at CUT: those of the lowest score that is not below it. */
static struct point
point_at(const struct points *p, double cut)
{
	struct point none = p->at[0];
	size_t lo = 0, hi = p->n;

	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;

		if (p->at[middle].threshold >= cut)
			lo = middle + 1;
		else
			hi = middle;
	}
	if (lo == 0)
		none = (struct point){cut, 0, 0, none.tp + none.fn, none.fp + none.tn};
	else
		none = p->at[lo - 1];
	none.threshold = cut;
	return none;
}

static void
thresholds_rows(const struct view_job *job, struct metric_state *s)
{
	struct points points = {NULL, 0, 0};
	const struct point *best;

	roc_walk(metric_state_roc(s), collect, &points);
	if (points.n == 0)
		return;
	best = find_best(job, &points);
	if (best && best->threshold < 0)
		write_point(job, best, true);
	for (uint64_t i = 0; i <= job->parts; i++) {
		double cut = (double)i / (double)job->parts;
		struct point p = point_at(&points, cut);
		bool is_best = best && best->threshold == cut;

		write_point(job, &p, is_best);
		if (best && best->threshold > cut &&
		    (i == job->parts || best->threshold < (double)(i + 1) / (double)job->parts))
			write_point(job, best, true);
	}
	free(points.at);
}

const struct view view_thresholds = {
	.name = "thresholds",
	.summary = "metrics at each of N cut-offs of the score, and the best cut-off",
	.metrics = "auroc",
	.tasks = TASK_BIT(TASK_BINARY),
	.parts = 20,
	.most = 100000,
	.check = thresholds_check,
	.columns = thresholds_columns,
	.rows = thresholds_rows,
};
