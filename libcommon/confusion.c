/*
 * Figures are sums over cells.  All are taken through exact sums (sum.h), rounded
 * once: a class's number depends on the order in which classes were met, and a sum
 * that rounds at each step would depend on it too.
 *
 * Matthews' coefficient of K classes (Gorodkin, 2004) and Cohen's kappa (1960), with
 * s rows, c of them right, t and p the rows of each label and prediction:
 *   mcc   = (c s - sum t p) / sqrt((s^2 - sum t^2) (s^2 - sum p^2))
 *   kappa = (c s - sum t p) / (s^2 - sum t p)
 */
#include "confusion.h"

#include <math.h>
#include <stdlib.h>

#include "token.h"
#include "xalloc.h"

void
confusion_init(struct confusion *c, bool weighted)
{
	*c = (struct confusion){.weighted = weighted};
}

void
confusion_release(struct confusion *c)
{
	for (size_t i = 0; c->weight && i < (size_t)c->side * c->side; i++)
		sum_release(&c->weight[i]);
	free(c->weight);
	free(c->count);
	free(c->labelled);
	free(c->predicted);
	confusion_init(c, c->weighted);
}

static size_t
at(const struct confusion *c, uint32_t label, uint32_t pred)
{
	return (size_t)label * c->side + pred;
}

/* Moves the cells to a larger matrix. */
static void
widen(struct confusion *c, uint32_t side)
{
	size_t cells = (size_t)side * side;
	struct confusion wide = {.classes = c->classes, .side = side, .weighted = c->weighted};

	wide.count = xcalloc(cells, sizeof *wide.count);
	wide.labelled = xcalloc(side, sizeof *wide.labelled);
	wide.predicted = xcalloc(side, sizeof *wide.predicted);
	if (c->weighted) {
		wide.weight = xcalloc(cells, sizeof *wide.weight);
		for (size_t i = 0; i < cells; i++)
			sum_init(&wide.weight[i]);
	}
	for (uint32_t i = 0; i < c->classes; i++) {
		wide.labelled[i] = c->labelled[i];
		wide.predicted[i] = c->predicted[i];
		/* What nobody has touched takes no memory yet. */
		for (uint32_t j = 0; c->labelled[i] && j < c->classes; j++) {
			wide.count[at(&wide, i, j)] = c->count[at(c, i, j)];
			if (c->weighted)
				wide.weight[at(&wide, i, j)] = c->weight[at(c, i, j)];
		}
	}
	free(c->weight);
	free(c->count);
	free(c->labelled);
	free(c->predicted);
	*c = wide;
}

/* Makes room for CLASSES classes. */
static int
reach(struct confusion *c, uint32_t classes)
{
	uint32_t side = c->side ? c->side : 2;

	if (classes > CONFUSION_CLASSES_MAX)
		return STATUS_LIMIT;
	while (side < classes)
		side *= 2;
	if (side > c->side)
		widen(c, side);
	if (classes > c->classes)
		c->classes = classes;
	return 0;
}

static inline void
count_rows(struct confusion *c, uint32_t label, uint32_t pred, uint64_t rows)
{
	c->count[at(c, label, pred)] += rows;
	c->labelled[label] += rows;
	c->predicted[pred] += rows;
}

int
confusion_add(struct confusion *c, uint32_t label, uint32_t pred, double weight)
{
	uint32_t greatest = label > pred ? label : pred;

	if (greatest >= c->classes &&
	    (greatest >= CONFUSION_CLASSES_MAX || reach(c, greatest + 1) < 0))
		return STATUS_LIMIT;
	count_rows(c, label, pred, 1);
	if (c->weighted)
		sum_add(&c->weight[at(c, label, pred)], weight);
	return 0;
}

void
confusion_merge(struct confusion *into, const struct confusion *from)
{
	if (reach(into, from->classes) < 0)
		return;
	for (uint32_t i = 0; i < from->classes; i++)
		for (uint32_t j = 0; from->labelled[i] && j < from->classes; j++) {
			if (from->count[at(from, i, j)])
				count_rows(into, i, j, from->count[at(from, i, j)]);
			if (into->weighted)
				sum_merge(&into->weight[at(into, i, j)],
					  &from->weight[at(from, i, j)]);
		}
}

/* Adds N cells to S: the first is FIRST, each next STRIDE behind. */
static void
add_cells(struct sum *s, const struct confusion *c, size_t first, size_t n, size_t stride)
{
	for (size_t k = 0; k < n; k++) {
		size_t i = first + k * stride;

		if (c->weighted)
			sum_merge(s, &c->weight[i]);
		else if (c->count[i])
			sum_add_times(s, 1, c->count[i]);
	}
}

static double
cells(const struct confusion *c, size_t first, size_t n, size_t stride)
{
	struct sum s;
	double x;

	sum_init(&s);
	add_cells(&s, c, first, n, stride);
	x = sum_value(&s);
	sum_release(&s);
	return x;
}

double
confusion_cell(const struct confusion *c, uint32_t label, uint32_t pred)
{
	if (label >= c->classes || pred >= c->classes)
		return 0;
	return cells(c, at(c, label, pred), 1, 1);
}

double
confusion_labelled(const struct confusion *c, uint32_t label)
{
	if (label >= c->classes)
		return 0;
	return c->weighted ? cells(c, at(c, label, 0), c->classes, 1) : (double)c->labelled[label];
}

double
confusion_predicted(const struct confusion *c, uint32_t pred)
{
	if (pred >= c->classes)
		return 0;
	return c->weighted ? cells(c, pred, c->classes, c->side) : (double)c->predicted[pred];
}

static uint64_t
total_rows(const struct confusion *c)
{
	uint64_t rows = 0;

	for (uint32_t i = 0; i < c->classes; i++)
		rows += c->labelled[i];
	return rows;
}

double
confusion_total(const struct confusion *c)
{
	if (!c->weighted)
		return (double)total_rows(c);
	return cells(c, 0, (size_t)c->side * c->side, 1);
}

double
confusion_correct(const struct confusion *c)
{
	return cells(c, 0, c->classes, (size_t)c->side + 1);
}

bool
confusion_has(const struct confusion *c, uint32_t k)
{
	return k < c->classes && (c->labelled[k] || c->predicted[k]);
}

/* ALL holds the total; the rest is what stands in neither the row nor the column of K. */
static struct confusion_rates
rates_of(const struct confusion *c, uint32_t k, const struct sum *all)
{
	struct confusion_rates r = {0};
	size_t n = c->classes, diagonal = at(c, k, k);
	struct sum part, one;
	int exponent;

	sum_init(&part);
	sum_init(&one);
	sum_add(&one, 1);
	add_cells(&part, c, at(c, k, 0), k, 1);
	add_cells(&part, c, diagonal + 1, n - k - 1, 1);
	r.fn = sum_value(&part);
	sum_release(&part);
	add_cells(&part, c, k, k, c->side);
	add_cells(&part, c, diagonal + c->side, n - k - 1, c->side);
	r.fp = sum_value(&part);
	add_cells(&part, c, at(c, k, 0), n, 1);
	r.tn = sum_cross(all, &one, &part, &one, &exponent);
	r.tn = ldexp(r.tn, exponent);
	r.tp = cells(c, diagonal, 1, 1);
	sum_release(&part);
	sum_release(&one);
	return r;
}

/* Without weights, of TOTAL rows. */
static struct confusion_rates
rates_of_rows(const struct confusion *c, uint32_t k, uint64_t total)
{
	uint64_t tp = c->count[at(c, k, k)], fn = c->labelled[k] - tp, fp = c->predicted[k] - tp;

	return (struct confusion_rates){
		.tp = (double)tp,
		.fp = (double)fp,
		.fn = (double)fn,
		.tn = (double)(total - tp - fn - fp),
	};
}

struct confusion_rates
confusion_one(const struct confusion *c, uint32_t k)
{
	struct confusion_rates r = {0};
	struct sum all;

	if (!c->weighted && k < c->classes)
		return rates_of_rows(c, k, total_rows(c));
	sum_init(&all);
	add_cells(&all, c, 0, (size_t)c->side * c->side, 1);
	if (k < c->classes)
		r = rates_of(c, k, &all);
	else
		r.tn = sum_value(&all);
	sum_release(&all);
	return r;
}

void
confusion_each(const struct confusion *c, struct confusion_rates *rates)
{
	struct sum all;

	if (!c->weighted) {
		uint64_t total = total_rows(c);

		for (uint32_t k = 0; k < c->classes; k++)
			rates[k] = rates_of_rows(c, k, total);
		return;
	}
	sum_init(&all);
	add_cells(&all, c, 0, (size_t)c->side * c->side, 1);
	for (uint32_t k = 0; k < c->classes; k++)
		rates[k] = rates_of(c, k, &all);
	sum_release(&all);
}

/* s^2 or s c less the sum of products of margins. */
struct agreement {
	double labels;      /* s^2 - sum t^2 */
	double predictions; /* s^2 - sum p^2 */
	double both;        /* c s - sum t p */
	double chance;      /* s^2 - sum t p */
};

static struct agreement
agreement(const struct confusion *c)
{
	double total = confusion_total(c), correct = confusion_correct(c), x[4];
	struct sum s[4];

	for (int i = 0; i < 4; i++) {
		sum_init(&s[i]);
		sum_add_product(&s[i], total, i == 2 ? correct : total);
	}
	for (uint32_t k = 0; k < c->classes; k++) {
		double t = confusion_labelled(c, k), p = confusion_predicted(c, k);

		sum_add_product(&s[0], -t, t);
		sum_add_product(&s[1], -p, p);
		sum_add_product(&s[2], -t, p);
		sum_add_product(&s[3], -t, p);
	}
	for (int i = 0; i < 4; i++) {
		x[i] = sum_value(&s[i]);
		sum_release(&s[i]);
	}
	return (struct agreement){x[0], x[1], x[2], x[3]};
}

double
confusion_mcc(const struct confusion *c)
{
	struct agreement a = agreement(c);

	if (!(confusion_total(c) > 0))
		return NAN;
	if (!(a.labels > 0 && a.predictions > 0))
		return 0;
	return a.both / a.labels / sqrt(a.predictions / a.labels);
}

double
confusion_kappa(const struct confusion *c)
{
	struct agreement a = agreement(c);

	return a.chance > 0 ? a.both / a.chance : NAN;
}

double
confusion_balanced_accuracy(const struct confusion *c)
{
	struct sum recalls;
	double n = 0, mean;

	sum_init(&recalls);
	for (uint32_t k = 0; k < c->classes; k++) {
		double labelled = confusion_labelled(c, k);

		if (labelled > 0) {
			sum_add(&recalls, confusion_cell(c, k, k) / labelled);
			n++;
		}
	}
	mean = sum_value(&recalls) / n;
	sum_release(&recalls);
	return n > 0 ? mean : NAN;
}

static int
save_cell(const struct confusion *c, size_t i, const uint64_t place[2], struct buf *out)
{
	if (token_put_hex(out, place[0]) < 0 || buf_addc(out, '.') < 0 ||
	    token_put_hex(out, place[1]) < 0 || buf_addc(out, '.') < 0 ||
	    token_put_hex(out, c->count[i]) < 0)
		return STATUS_LIMIT;
	if (!c->weighted)
		return 0;
	return buf_addc(out, '.') < 0 ? STATUS_LIMIT : sum_save(&c->weight[i], out);
}

int
confusion_save(const struct confusion *c, const uint32_t *order, size_t n, struct buf *out)
{
	const char *separator = "";

	for (uint64_t i = 0; i < n; i++) {
		if (order[i] >= c->classes || !c->labelled[order[i]])
			continue;
		for (uint64_t j = 0; j < n; j++) {
			const uint64_t place[2] = {i, j};

			if (order[j] >= c->classes || !c->count[at(c, order[i], order[j])])
				continue;
			if (buf_adds(out, separator) < 0 ||
			    save_cell(c, at(c, order[i], order[j]), place, out) < 0)
				return STATUS_LIMIT;
			separator = "/";
		}
	}
	return 0;
}

/* *LAST is the cell before: one spelling means one order. */
static bool
load_cell(struct confusion *c, const uint32_t *order, size_t n, struct str cell, uint64_t *last)
{
	uint64_t label, pred, count;
	uint32_t row, column;

	if (!token_take_hex(&cell, &label) || !token_take(&cell, '.') ||
	    !token_take_hex(&cell, &pred) || !token_take(&cell, '.') ||
	    !token_take_count(&cell, &count))
		return false;
	if (label >= n || pred >= n || count == 0 || label * n + pred + 1 <= *last)
		return false;
	*last = label * n + pred + 1;
	row = order[label];
	column = order[pred];
	if (row >= CONFUSION_CLASSES_MAX || column >= CONFUSION_CLASSES_MAX ||
	    reach(c, (row > column ? row : column) + 1) < 0)
		return false;
	count_rows(c, row, column, count);
	if (!c->weighted)
		return cell.n == 0;
	return token_take(&cell, '.') && sum_load(&c->weight[at(c, row, column)], cell) == 0 &&
	       sum_value(&c->weight[at(c, row, column)]) >= 0;
}

int
confusion_load(struct confusion *c, const uint32_t *order, size_t n, struct str text)
{
	uint64_t last = 0;

	confusion_release(c);
	if (text.n && text.p[text.n - 1] == '/')
		return STATUS_DAMAGED;
	while (text.n)
		if (!load_cell(c, order, n, token_until(&text, '/'), &last)) {
			confusion_release(c);
			return STATUS_DAMAGED;
		}
	if (total_rows(c) <= TOKEN_COUNT_MAX)
		return 0;
	confusion_release(c);
	return STATUS_DAMAGED;
}
