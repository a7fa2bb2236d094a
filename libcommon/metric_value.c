#include <math.h>

#include "metric_state.h"

struct metric_result
metric_none(const char *why)
{
	return (struct metric_result){.number = NAN, .why = why};
}

struct metric_result
metric_number(double x, const char *why)
{
	if (!isfinite(x))
		return metric_none(why);
	return (struct metric_result){.number = x};
}

struct metric_result
metric_share(double hits, double of, const char *empty)
{
	struct metric_result r = metric_number(hits / of, empty);

	r.hits = hits;
	r.of = of;
	return isnan(r.number) ? metric_none(empty) : r;
}

uint64_t
metric_rows(const struct metric_state *s)
{
	return s->rows;
}

uint64_t
metric_labelled_rows(const struct metric_state *s)
{
	return s->labelled;
}

static const unsigned by_score = USES_ROC | USES_CALIBRATION | USES_PROBABILITY | USES_TOP_K;

const char *
metric_why_nothing(const struct metric_call *call, const struct metric_state *s)
{
	unsigned uses = call->metric->uses;

	if (s->rows == 0)
		return "no rows";
	if (call->column >= 0)
		return s->left_out[call->column] ? "no numbers" : "no values";
	if (s->labelled == 0)
		return "no labels";
	if ((uses & USES_ERRORS) && s->beyond)
		return "numbers beyond the range of double";
	if ((uses & (USES_PROBABILITY | USES_CALIBRATION)) && s->improper)
		return "scores outside 0 to 1";
	return uses & by_score ? "no rows with label and score"
			       : "no rows with label and prediction";
}

const struct moments *
metric_moments(const struct metric_call *call, const struct metric_state *s, unsigned use)
{
	return &s->moments[metric_slot_of(call, use)];
}

const struct confusion *
metric_confusion(const struct metric_state *s)
{
	return &s->confusion;
}

const struct calibration *
metric_calibration(const struct metric_call *call, const struct metric_state *s)
{
	return &s->calibration[metric_slot_of(call, USES_CALIBRATION)];
}

const struct distinct *
metric_distinct_values(const struct metric_call *call, struct metric_state *s)
{
	return &s->distinct[metric_slot_of(call, USES_DISTINCT)];
}

const struct tally *
metric_tally_of(const struct metric_call *call, struct metric_state *s)
{
	return &s->tally[metric_slot_of(call, USES_TALLY)];
}

const char *
metric_why_no_tally(const struct metric_call *call, const struct metric_state *s)
{
	bool exact = tally_is_exact(&s->tally[metric_slot_of(call, USES_TALLY)]);

	return exact ? metric_why_nothing(call, s) : "too many different values";
}

struct metric_result
metric_missing_rows(const struct metric_call *call, struct metric_state *s)
{
	return metric_number((double)s->missing[metric_slot_of(call, USES_MISSING)], NULL);
}

/* What stands against the answer, or beside it (then *IS_NOTE). */
static const char *
doubt(const struct metric_call *call, const struct metric_state *s, bool *is_note)
{
	unsigned uses = call->metric->uses;

	*is_note = false;
	if (s->beyond && (uses & (USES_ERRORS | USES_PROBABILITY)))
		return "numbers beyond the range of double";
	if (s->improper && (uses & (USES_PROBABILITY | USES_CALIBRATION)))
		return "scores outside 0 to 1";
	*is_note = true;
	if ((uses & USES_RATE) && s->limited)
		return "rows on which a pattern hit a limit are left out";
	if ((uses & (USES_COLUMN | USES_QUANTILE)) && s->left_out[call->column])
		return "values that are no numbers are left out";
	return NULL;
}

struct metric_result
metric_of_values(const struct metric_call *call, const struct metric_state *s, bool any,
		 double number)
{
	struct metric_result r = metric_number(number, "a number beyond the range of double");
	bool is_note;
	const char *why = doubt(call, s, &is_note);

	if (why && !is_note)
		return metric_none(why);
	if (!any)
		return metric_none(metric_why_nothing(call, s));
	if (!isnan(r.number))
		r.why = why;
	return r;
}

struct metric_result
metric_of_moments(const struct metric_call *call, const struct metric_state *s, unsigned use,
		  double number)
{
	const struct moments *m = metric_moments(call, s, use);

	return metric_of_values(call, s, moments_weight(m) > 0, number);
}

/* The lowest bit: of several moments, the one that the metric is the mean of. */
static unsigned
first_moments(const struct metric_call *call)
{
	unsigned use = 1;

	while (!(call->metric->uses & use) || metric_holder_of(use) != HOLDER_MOMENTS)
		use <<= 1;
	return use;
}

struct metric_result
metric_series_mean(const struct metric_call *call, struct metric_state *s)
{
	unsigned use = first_moments(call);

	return metric_of_moments(call, s, use, moments_mean(metric_moments(call, s, use)));
}

struct metric_result
metric_series_share(const struct metric_call *call, struct metric_state *s)
{
	const struct moments *m = metric_moments(call, s, first_moments(call));
	struct metric_result r = metric_series_mean(call, s);

	if (!isnan(r.number)) {
		r.hits = moments_sum(m);
		r.of = moments_weight(m);
	}
	return r;
}

struct metric_result
metric_of_quantile(const struct metric_call *call, struct metric_state *s, double q)
{
	unsigned use = call->metric->uses & (USES_QUANTILE | USES_ABSOLUTE_QUANTILE);
	struct quantile *values = &s->quantile[metric_slot_of(call, use)];
	struct metric_result r =
		metric_of_values(call, s, quantile_n(values) > 0, quantile_value(values, q));

	if (!isnan(r.number) && !r.why && !quantile_is_exact(values))
		r.why = "within 0.5 %: too many values to hold";
	return r;
}

struct metric_result
metric_explained(const struct metric_call *call, const struct metric_state *s, double unexplained,
		 double spread)
{
	double share = unexplained > 0 ? 0 : 1;

	if (spread > 0)
		share = 1 - unexplained / spread;
	return metric_of_moments(call, s, USES_LABEL, share);
}

struct metric_result
metric_value(const struct metric_plan *p, size_t i, struct metric_state *s)
{
	return p->call[i].metric->value(&p->call[i], s);
}

/* A mean of what cannot be negative is not, either. */
static struct interval
mean_interval(const struct metric_call *call, const struct metric_state *s, double value,
	      double level)
{
	unsigned use = first_moments(call);
	bool any_sign = use == USES_COLUMN || use == USES_ERROR;

	return interval_normal(value, moments_error(metric_moments(call, s, use)), level,
			       any_sign ? -INFINITY : 0, INFINITY);
}

static struct interval
delong_interval(struct metric_state *s, double value, double level)
{
	if (s->plan->task->kind != TASK_BINARY)
		return (struct interval){NAN, NAN};
	return interval_normal(value, sqrt(roc_auroc_variance(s->roc[0])), level, 0, 1);
}

struct interval
metric_interval(const struct metric_plan *p, size_t i, struct metric_state *s, double level)
{
	const struct metric_call *call = &p->call[i];
	struct metric_result r = metric_value(p, i, s);
	const struct interval none = {NAN, NAN};

	if (isnan(r.number) || p->weighted)
		return none;
	switch (call->metric->interval) {
	case INTERVAL_WILSON:
		return r.of > 0 ? interval_wilson(r.hits, r.of, level) : none;
	case INTERVAL_DELONG:
		return delong_interval(s, r.number, level);
	case INTERVAL_MEAN:
		return mean_interval(call, s, r.number, level);
	default:
		return none;
	}
}
