/*
 * Every figure is a walk over the distinct scores with the negatives (or positives)
 * already passed at hand.  Products of counts are added exactly, so a figure is
 * rounded only where it is divided.
 *
 * The variance of the AUROC: E. DeLong, D. DeLong, D. Clarke-Pearson, "Comparing the
 * areas under two or more correlated receiver operating characteristic curves",
 * 1988, by midranks (X. Sun, W. Xu, 2014): a positive's placement is the number of
 * negatives below it, ties by half; likewise a negative's; the variance is that of
 * the placements' means.
 */
#include "roc.h"

#include <math.h>

#include "moments.h"
#include "roc_table.h"
#include "token.h"

/* What has been passed on a walk: [0] negatives, [1] positives; rows or weight. */
struct passed {
	uint64_t count[2];
	struct sum sum[2];
	double amount[2];
};

static struct passed
passed_none(void)
{
	struct passed p = {.amount = {0, 0}};

	sum_init(&p.sum[0]);
	sum_init(&p.sum[1]);
	return p;
}

static void
pass_entry(struct passed *p, const struct roc *r, size_t i)
{
	for (int class = 0; class < 2; class ++) {
		if (r->weighted) {
			sum_merge(&p->sum[class], &r->weight[i][class]);
			p->amount[class] = sum_value(&p->sum[class]);
		} else {
			p->count[class] += r->entry[i].count[class];
			p->amount[class] = (double)p->count[class];
		}
	}
}

static void
passed_release(struct passed *p)
{
	sum_release(&p->sum[0]);
	sum_release(&p->sum[1]);
}

static double
total(struct roc *r, bool positive)
{
	struct passed p = passed_none();
	double amount;

	roc_settle(r);
	for (size_t i = 0; i < r->n; i++)
		pass_entry(&p, r, i);
	amount = p.amount[positive];
	passed_release(&p);
	return amount;
}

bool
roc_is_empty(const struct roc *r)
{
	return r->n == 0 && r->tail_n == 0;
}

double
roc_positives(struct roc *r)
{
	return total(r, true);
}

double
roc_negatives(struct roc *r)
{
	return total(r, false);
}

double
roc_auroc(struct roc *r)
{
	struct passed below = passed_none();
	struct sum area;
	double auroc;

	roc_settle(r);
	sum_init(&area);
	for (size_t i = 0; i < r->n; i++) {
		double half = 2 * below.amount[0] + roc_amount(r, i, false);

		sum_add_product(&area, roc_amount(r, i, true), half);
		pass_entry(&below, r, i);
	}
	auroc = sum_value(&area) / (2 * below.amount[0] * below.amount[1]);
	if (!(below.amount[0] > 0 && below.amount[1] > 0))
		auroc = NAN;
	sum_release(&area);
	passed_release(&below);
	return auroc;
}

/* Inside a bucket every pair may be in or out of order; half of them were counted. */
double
roc_error(struct roc *r)
{
	double positives = roc_positives(r), negatives = roc_negatives(r), error;
	struct sum pairs;

	if (!(positives > 0 && negatives > 0))
		return NAN;
	if (!r->bucketed)
		return 0;
	sum_init(&pairs);
	for (size_t i = 0; i < r->n; i++)
		sum_add_product(&pairs, roc_amount(r, i, true), roc_amount(r, i, false));
	error = sum_value(&pairs) / (2 * positives * negatives);
	sum_release(&pairs);
	return error;
}

double
roc_auroc_variance(struct roc *r)
{
	double n[2] = {roc_negatives(r), roc_positives(r)}, variance;
	struct passed below = passed_none();
	struct moments placement[2];

	if (r->weighted || n[0] < 2 || n[1] < 2)
		return NAN;
	moments_init(&placement[0], true);
	moments_init(&placement[1], true);
	for (size_t i = 0; i < r->n; i++) {
		const uint64_t *count = r->entry[i].count;

		/* twice the placement: a whole number */
		moments_add(&placement[1], 2 * below.amount[0] + (double)count[0],
			    (double)count[1]);
		moments_add(&placement[0], 2 * (n[1] - below.amount[1]) - (double)count[1],
			    (double)count[0]);
		pass_entry(&below, r, i);
	}
	variance = moments_variance(&placement[1], false) / (4 * n[0] * n[0] * n[1]) +
		   moments_variance(&placement[0], false) / (4 * n[1] * n[1] * n[0]);
	moments_release(&placement[0]);
	moments_release(&placement[1]);
	passed_release(&below);
	return variance;
}

double
roc_average_precision(struct roc *r)
{
	struct passed above = passed_none();
	struct sum steps;
	double precision;

	roc_settle(r);
	sum_init(&steps);
	for (size_t i = r->n; i-- > 0;) {
		pass_entry(&above, r, i);
		if (above.amount[1] > 0)
			sum_add_product(&steps, roc_amount(r, i, true),
					above.amount[1] / (above.amount[0] + above.amount[1]));
	}
	precision = above.amount[1] > 0 ? sum_value(&steps) / above.amount[1] : NAN;
	sum_release(&steps);
	passed_release(&above);
	return precision;
}

void
roc_walk(struct roc *r,
	 void (*point)(void *arg, double threshold, double tp, double fp, double fn, double tn),
	 void *arg)
{
	double positives = roc_positives(r), negatives = roc_negatives(r);
	struct passed above = passed_none();

	for (size_t i = r->n; i-- > 0;) {
		pass_entry(&above, r, i);
		point(arg, r->entry[i].score, above.amount[1], above.amount[0],
		      positives - above.amount[1], negatives - above.amount[0]);
	}
	passed_release(&above);
}

struct gap {
	double greatest, score;
};

static void
widest_gap(void *arg, double threshold, double tp, double fp, double fn, double tn)
{
	struct gap *g = arg;
	double gap = fabs(tp / (tp + fn) - fp / (fp + tn));

	if (gap > g->greatest)
		*g = (struct gap){gap, threshold};
}

double
roc_ks(struct roc *r, double *score)
{
	struct gap g = {-1, NAN};

	if (!(roc_positives(r) > 0 && roc_negatives(r) > 0))
		return NAN;
	roc_walk(r, widest_gap, &g);
	if (score)
		*score = g.score;
	return g.greatest;
}

static int
save_entry(const struct roc *r, size_t i, struct buf *out)
{
	int status = token_put_double(out, r->entry[i].score);

	for (int class = 0; status == 0 && class < 2; class ++) {
		if (buf_addc(out, '.') < 0)
			return STATUS_LIMIT;
		status = token_put_hex(out, r->entry[i].count[class]);
		if (status == 0 && r->weighted)
			status = buf_addc(out, '.') < 0 ? STATUS_LIMIT
							: sum_save(&r->weight[i][class], out);
	}
	return status;
}

/* "e" or "b" (exact, buckets), then "/score.negatives.positives" for each score. */
int
roc_save(struct roc *r, struct buf *out)
{
	int status;

	roc_settle(r);
	status = buf_addc(out, r->bucketed ? 'b' : 'e');
	for (size_t i = 0; status == 0 && i < r->n; i++) {
		status = buf_addc(out, '/');
		if (status == 0)
			status = save_entry(r, i, out);
	}
	return status;
}

/* Cuts off everything up to the first C, which stays. */
static struct str
until(struct str *text, char c)
{
	struct str rest = *text, part = token_until(&rest, c);

	*text = STR_N(text->p + part.n, text->n - part.n);
	return part;
}

/* Cuts ".rows" or ".rows.weight" off. */
static bool
load_amount(struct roc *r, size_t i, int class, struct str *text)
{
	struct str weight;

	if (!token_take(text, '.') || !token_take_hex(text, &r->entry[i].count[class]))
		return false;
	if (!r->weighted)
		return true;
	if (!token_take(text, '.'))
		return false;
	weight = until(text, '.');
	return sum_load(&r->weight[i][class], weight) == 0 && sum_value(&r->weight[i][class]) >= 0;
}

static bool
load_entry(struct roc *r, struct str text)
{
	double score;
	size_t i;

	if (!token_take_double(&text, &score) || (r->n && score <= r->entry[r->n - 1].score))
		return false;
	i = roc_entry_for(r, score);
	return load_amount(r, i, 0, &text) && load_amount(r, i, 1, &text) && text.n == 0 &&
	       (r->entry[i].count[0] || r->entry[i].count[1]);
}

int
roc_load(struct roc *r, struct str text)
{
	bool bucketed = text.n && *text.p == 'b', good;
	size_t entries = 0;

	roc_clear(r);
	good = token_take(&text, bucketed ? 'b' : 'e');
	for (size_t i = 0; i < text.n; i++)
		entries += text.p[i] == '/';
	roc_reserve(r, entries + 1);
	while (good && text.n)
		good = token_take(&text, '/') && load_entry(r, until(&text, '/'));
	if (!good) {
		roc_clear(r);
		return STATUS_DAMAGED;
	}
	if (bucketed)
		roc_to_buckets(r);
	roc_settle(r);
	return 0;
}
