#include "quantile.h"

#include <math.h>
#include <stdlib.h>

#include "ddsketch.h"
#include "token.h"
#include "xalloc.h"

void
quantile_init(struct quantile *q, size_t bound)
{
	*q = (struct quantile){.bound = bound};
}

static void
forget_values(struct quantile *q)
{
	free(q->value);
	q->value = NULL;
	q->n = q->room = q->sorted_n = 0;
}

void
quantile_release(struct quantile *q)
{
	forget_values(q);
	ddsketch_free(q->sketch);
	q->sketch = NULL;
}

static void
hold(struct quantile *q, double x)
{
	GROW(q->value, q->n + 1, q->room);
	q->value[q->n++] = x;
}

/* From here on Q counts in buckets. */
static void
coarsen(struct quantile *q)
{
	if (q->sketch)
		return;
	q->sketch = ddsketch_new();
	for (size_t i = 0; i < q->n; i++)
		ddsketch_add(q->sketch, q->value[i], 1);
	forget_values(q);
}

void
quantile_add(struct quantile *q, double x)
{
	x += 0.0; /* -0 is 0, else equal multisets would have two orders */
	if (!q->sketch && q->n < q->bound) {
		hold(q, x);
		return;
	}
	coarsen(q);
	ddsketch_add(q->sketch, x, 1);
}

void
quantile_merge(struct quantile *into, const struct quantile *from)
{
	if (from->sketch) {
		coarsen(into);
		ddsketch_merge(into->sketch, from->sketch);
	}
	for (size_t i = 0; i < from->n; i++)
		quantile_add(into, from->value[i]);
}

uint64_t
quantile_n(const struct quantile *q)
{
	return q->sketch ? ddsketch_n(q->sketch) : q->n;
}

bool
quantile_is_exact(const struct quantile *q)
{
	return !q->sketch;
}

static void
sort(struct quantile *q)
{
	if (q->sorted_n < q->n)
		quantile_sort(q->value, q->n);
	q->sorted_n = q->n;
}

double
quantile_of_sorted(const double *x, size_t n, double p)
{
	double rank = p * (double)(n - 1);
	size_t k = (size_t)rank;

	if (k + 1 >= n)
		return x[n - 1];
	return ddsketch_between(x[k], x[k + 1], rank - (double)k);
}

double
quantile_value(struct quantile *q, double p)
{
	if (q->sketch)
		return ddsketch_value(q->sketch, p);
	if (q->n == 0)
		return NAN;
	sort(q);
	return quantile_of_sorted(q->value, q->n, p);
}

/* The inverse of quantile_rank, for what may be held. */
static bool
value_of(uint64_t rank, double *x)
{
	uint64_t bits = rank >> 63 ? rank ^ (uint64_t)1 << 63 : ~rank;

	memcpy(x, &bits, sizeof bits);
	return isfinite(*x) && !(*x == 0 && signbit(*x));
}

/* "x", then every value as the difference of its rank to the last one and "."; or
 * "s" and the sketch. */
int
quantile_save(struct quantile *q, struct buf *out)
{
	uint64_t last = 0;

	if (buf_addc(out, q->sketch ? 's' : 'x') < 0)
		return STATUS_LIMIT;
	if (q->sketch)
		return ddsketch_save(q->sketch, out);
	sort(q);
	for (size_t i = 0; i < q->n; i++) {
		uint64_t rank = quantile_rank(q->value[i]);

		if (token_put_hex(out, rank - last) < 0 || buf_addc(out, '.') < 0)
			return STATUS_LIMIT;
		last = rank;
	}
	return 0;
}

/* The values, rising; more than the bound make a sketch as they would in one pass. */
static bool
load_values(struct quantile *q, struct str rest)
{
	uint64_t step, rank = 0;
	double x;

	while (rest.n) {
		if (!token_take_hex(&rest, &step) || !token_take(&rest, '.') ||
		    step > UINT64_MAX - rank)
			return false;
		rank += step;
		if (!value_of(rank, &x))
			return false;
		quantile_add(q, x);
	}
	q->sorted_n = q->n;
	return true;
}

static bool
load(struct quantile *q, struct str text)
{
	if (token_take(&text, 'x'))
		return load_values(q, text);
	if (!token_take(&text, 's'))
		return false;
	q->sketch = ddsketch_new();
	return ddsketch_load(q->sketch, text) == 0 && ddsketch_n(q->sketch) > q->bound;
}

int
quantile_load(struct quantile *q, struct str text)
{
	quantile_release(q);
	if (load(q, text))
		return 0;
	quantile_release(q);
	return STATUS_DAMAGED;
}
