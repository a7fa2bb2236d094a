/*
 * Every figure is a walk over the distinct scores with the negatives (or positives)
 * already passed at hand.  Products of counts and of weights are added exactly, so a
 * figure is rounded only where it is divided.
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

static inline void
pass_entry(struct passed *p, const struct roc_cursor *c)
{
	for (int class = 0; class < 2; class ++) {
		if (c->r->weighted) {
			sum_merge(&p->sum[class], &c->r->weight[c->at][class]);
			p->amount[class] = sum_value(&p->sum[class]);
		} else {
			p->count[class] += c->entry->count[class];
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

/* What there is of both classes; R is settled by it. */
static void
totals(struct roc *r, double amount[2])
{
	struct passed p = passed_none();
	struct roc_cursor c;

	roc_settle(r);
	if (r->grid) {
		roc_count_grid(r);
		amount[0] = (double)r->total[0];
		amount[1] = (double)r->total[1];
		return;
	}
	for (roc_cursor_first(&c, r); roc_cursor_up(&c);)
		pass_entry(&p, &c);
	amount[0] = p.amount[0];
	amount[1] = p.amount[1];
	passed_release(&p);
}

bool
roc_is_empty(const struct roc *r)
{
	return r->n == 0 && r->tail_n == 0 && !r->grid;
}

double
roc_positives(struct roc *r)
{
	double amount[2];

	totals(r, amount);
	return amount[1];
}

double
roc_negatives(struct roc *r)
{
	double amount[2];

	totals(r, amount);
	return amount[0];
}

static double
weighted_auroc(struct roc *r)
{
	struct passed below = passed_none();
	struct roc_cursor c;
	struct sum area;
	double auroc;

	sum_init(&area);
	for (roc_cursor_first(&c, r); roc_cursor_up(&c);) {
		double half = 2 * below.amount[0] + roc_amount(&c, false);

		sum_add_product(&area, roc_amount(&c, true), half);
		pass_entry(&below, &c);
	}
	auroc = sum_value(&area) / (2 * below.amount[0] * below.amount[1]);
	if (!(below.amount[0] > 0 && below.amount[1] > 0))
		auroc = NAN;
	sum_release(&area);
	passed_release(&below);
	return auroc;
}

/* Twice the area, in pairs of rows, of which there are ROWS of each class. */
static unsigned __int128
area_of(struct roc *r, uint64_t rows[2])
{
	unsigned __int128 area = 0;
	struct roc_cursor c;

	rows[0] = rows[1] = 0;
	for (roc_cursor_first(&c, r); roc_cursor_up(&c);) {
		const uint64_t *count = c.entry->count;

		area += ((unsigned __int128)rows[0] * 2 + count[0]) * count[1];
		rows[0] += count[0];
		rows[1] += count[1];
	}
	return area;
}

double
roc_auroc(struct roc *r)
{
	unsigned __int128 area; /* twice, in pairs of rows */
	uint64_t rows[2];

	roc_settle(r);
	if (r->weighted)
		return weighted_auroc(r);
	if (r->grid) {
		roc_count_grid(r);
		area = r->area;
		memcpy(rows, r->total, sizeof rows);
	} else {
		area = area_of(r, rows);
	}
	if (!rows[0] || !rows[1])
		return NAN;
	return (double)area / (2 * (double)rows[0] * (double)rows[1]);
}

/* Inside a bucket every pair may be in or out of order; half of them were counted. */
double
roc_error(struct roc *r)
{
	struct roc_cursor c;
	struct sum pairs;
	double n[2], error;

	totals(r, n);
	if (!(n[0] > 0 && n[1] > 0))
		return NAN;
	if (!r->bucketed)
		return 0;
	sum_init(&pairs);
	for (roc_cursor_first(&c, r); roc_cursor_up(&c);)
		sum_add_product(&pairs, roc_amount(&c, true), roc_amount(&c, false));
	error = sum_value(&pairs) / (2 * n[1] * n[0]);
	sum_release(&pairs);
	return error;
}

double
roc_auroc_variance(struct roc *r)
{
	struct passed below = passed_none();
	struct moments placement[2];
	struct roc_cursor c;
	double n[2], variance;

	totals(r, n);
	if (r->weighted || n[0] < 2 || n[1] < 2)
		return NAN;
	moments_init(&placement[0], true);
	moments_init(&placement[1], true);
	for (roc_cursor_first(&c, r); roc_cursor_up(&c);) {
		const uint64_t *count = c.entry->count;

		/* twice the placement: a whole number */
		moments_add(&placement[1], 2 * below.amount[0] + (double)count[0],
			    (double)count[1]);
		moments_add(&placement[0], 2 * (n[1] - below.amount[1]) - (double)count[1],
			    (double)count[0]);
		pass_entry(&below, &c);
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
	struct roc_cursor c;
	struct sum steps;
	double precision;

	roc_settle(r);
	sum_init(&steps);
	for (roc_cursor_last(&c, r); roc_cursor_down(&c);) {
		pass_entry(&above, &c);
		if (above.amount[1] > 0)
			sum_add_product(&steps, roc_amount(&c, true),
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
	struct passed above = passed_none();
	struct roc_cursor c;
	double n[2];

	totals(r, n);
	for (roc_cursor_last(&c, r); roc_cursor_down(&c);) {
		pass_entry(&above, &c);
		point(arg, c.entry->score, above.amount[1], above.amount[0], n[1] - above.amount[1],
		      n[0] - above.amount[0]);
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
	double n[2];

	totals(r, n);
	if (!(n[0] > 0 && n[1] > 0))
		return NAN;
	roc_walk(r, widest_gap, &g);
	if (score)
		*score = g.score;
	return g.greatest;
}

static int
save_entry(const struct roc_cursor *c, struct buf *out)
{
	int status = token_put_double(out, c->entry->score);

	for (int class = 0; status == 0 && class < 2; class ++) {
		if (buf_addc(out, '.') < 0)
			return STATUS_LIMIT;
		status = token_put_hex(out, c->entry->count[class]);
		if (status == 0 && c->r->weighted)
			status = buf_addc(out, '.') < 0
					 ? STATUS_LIMIT
					 : sum_save(&c->r->weight[c->at][class], out);
	}
	return status;
}

/* "e" or "b" (exact, buckets), then "/score.negatives.positives" for each score. */
int
roc_save(struct roc *r, struct buf *out)
{
	struct roc_cursor c;
	int status;

	roc_settle(r);
	status = buf_addc(out, r->bucketed ? 'b' : 'e');
	for (roc_cursor_first(&c, r); status == 0 && roc_cursor_up(&c);) {
		status = buf_addc(out, '/');
		if (status == 0)
			status = save_entry(&c, out);
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
	roc_adopt(r, bucketed);
	return 0;
}
