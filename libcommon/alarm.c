#include "alarm.h"

#include <math.h>

#include "alarm_scores.h"
#include "timestamp.h"

/* However many alarms a budget allows. */
static const double BUDGET_ALPHA_MAX = 0.05;

void
alarm_release(struct alarm *a)
{
	alarm_scores_release(&a->unseen);
	alarm_scores_release(&a->seen);
	*a = (struct alarm){0};
}

void
alarm_save(const struct alarm *a, struct pack *out)
{
	alarm_scores_save(&a->unseen, out);
	alarm_scores_save(&a->seen, out);
	pack_u8(out, (uint8_t)a->run);
	pack_u64(out, a->timed);
	pack_u64(out, (uint64_t)a->first);
	pack_u64(out, (uint64_t)a->last);
}

static bool
times_can_be(const struct alarm *a)
{
	if (a->timed == 0)
		return a->first == 0 && a->last == 0;
	return a->first >= TIMESTAMP_MIN && a->first <= a->last && a->last <= TIMESTAMP_MAX;
}

int
alarm_load(struct alarm *a, struct unpack *in, struct complaint *c)
{
	*a = (struct alarm){0};
	alarm_scores_load(&a->unseen, in);
	alarm_scores_load(&a->seen, in);
	a->run = unpack_u8(in);
	a->timed = unpack_u64(in);
	a->first = (int64_t)unpack_u64(in);
	a->last = (int64_t)unpack_u64(in);
	if (!in->bad && a->run >= 1 && a->run <= ALARM_RUN && times_can_be(a))
		return 0;
	alarm_release(a);
	return complain(c, STATUS_DAMAGED, in->offset, "the scores of the reference are damaged");
}

static double
p_value(const struct alarm *a, uint64_t as_odd)
{
	return (double)(as_odd + a->run) / (double)(a->unseen.n + a->run);
}

double
alarm_p(const struct alarm *a, double score)
{
	return p_value(a, alarm_scores_from(&a->unseen, score));
}

/* Alarms allowed to a row of this group. */
static int
share_budget(const struct alarm_rule *rule, const struct alarm *a, size_t groups, double *alpha,
	     struct complaint *c)
{
	double rows;

	if (a->timed < 2 || a->first == a->last)
		return complain(c, STATUS_USAGE, 0,
				"--alarms needs the times of two rows of the reference at least, "
				"to know how many rows there are in a time");
	rows = (double)(a->timed - 1) * ((double)rule->per / (double)(a->last - a->first));
	*alpha = fmin(rule->value / rows / (double)groups, BUDGET_ALPHA_MAX);
	return 0;
}

/* The least number of scores whose smallest p-value is no more than ALPHA. */
static double
rows_needed(double alpha, double run)
{
	double n = floor(run / alpha) - run;

	while (n < 0x1p52 && run / (n + run) > alpha)
		n++;
	return n;
}

int
alarm_limit(const struct alarm_rule *rule, const struct alarm *a, size_t groups, size_t methods,
	    struct alarm_limit *limit, struct complaint *c)
{
	double alpha = rule->value;

	*limit = (struct alarm_limit){.alpha = -1, .score = INFINITY};
	if (rule->kind == ALARM_THRESHOLD)
		limit->score = rule->value;
	if (rule->kind == ALARM_CONTAMINATION && a->seen.n)
		limit->score = alarm_scores_above(&a->seen, rule->value);
	if (rule->kind == ALARM_THRESHOLD || rule->kind == ALARM_CONTAMINATION)
		return 0;
	if (rule->kind == ALARM_BUDGET && share_budget(rule, a, groups, &alpha, c) < 0)
		return STATUS_USAGE;
	alpha /= (double)methods;
	if (p_value(a, 0) > alpha)
		return complain(
			c, STATUS_USAGE, 0,
			"an alarm at p <= %.3g needs %.0f scored rows of reference, has %llu",
			alpha, rows_needed(alpha, a->run), (unsigned long long)a->unseen.n);
	limit->alpha = alpha;
	return 0;
}
