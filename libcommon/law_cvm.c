/*
 * The two-sample Cramer-von Mises statistic: T = n m / N^2 times the sum over all N values
 * of (F - G)^2.  Small samples: every order of the N values is alike likely, and the sums
 * of squares of all paths from (0, 0) to (n, m) are counted (T. W. Anderson, 1962; Y. Xiao,
 * A. Gordon, A. Yakovlev, 2006).  Else the limit at the same mean and variance, which
 * Anderson gives for finite samples.
 */
#include "law.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "xalloc.h"

/* Sums of squares (times lcm(n, m)^2) in rising order and how many paths have each. */
struct paths {
	uint64_t *sum;
	double *count;
	size_t n, room;
};

static void
paths_add(struct paths *p, uint64_t sum, double count)
{
	if (p->n && p->sum[p->n - 1] == sum) {
		p->count[p->n - 1] += count;
		return;
	}
	if (p->n == p->room) {
		p->room = p->room ? 2 * p->room : 16;
		p->sum = xrealloc(p->sum, p->room, sizeof *p->sum);
		p->count = xrealloc(p->count, p->room, sizeof *p->count);
	}
	p->sum[p->n] = sum;
	p->count[p->n++] = count;
}

static void
paths_release(struct paths *p)
{
	free(p->sum);
	free(p->count);
}

/* OUT: the paths of both, each STEP longer; sums stop at BOUND. */
static void
paths_join(struct paths *out, const struct paths *a, const struct paths *b, uint64_t step,
	   uint64_t bound)
{
	size_t i = 0, j = 0;

	out->n = 0;
	while (i < a->n || j < b->n) {
		bool first = j >= b->n || (i < a->n && a->sum[i] <= b->sum[j]);
		uint64_t sum = step + (first ? a->sum[i] : b->sum[j]);

		paths_add(out, sum < bound ? sum : bound, first ? a->count[i] : b->count[j]);
		first ? i++ : j++;
	}
}

static uint64_t
lcm(uint64_t n, uint64_t m)
{
	uint64_t x = n;

	while (x % m)
		x += n;
	return x;
}

/* The share of paths whose sum is at least BOUND. */
static double
count_paths(uint64_t n, uint64_t m, uint64_t bound)
{
	struct paths at[LAW_CVM_EXACT + 1] = {{NULL, NULL, 0, 0}}, next = {NULL, NULL, 0, 0};
	const struct paths none = {NULL, NULL, 0, 0};
	uint64_t right = lcm(n, m) / n, up = lcm(n, m) / m;
	double reached = 0, all = 0;

	for (uint64_t i = 0; i <= n; i++)
		for (uint64_t j = 0; j <= m; j++) {
			int64_t gap = (int64_t)(i * right) - (int64_t)(j * up);
			struct paths swap = at[j];

			paths_join(&next, &at[j], j ? &at[j - 1] : &none, (uint64_t)(gap * gap),
				   bound);
			if (i + j == 0)
				paths_add(&next, 0, 1);
			at[j] = next;
			next = swap;
		}
	for (size_t k = 0; k < at[m].n; k++) {
		all += at[m].count[k];
		reached += at[m].sum[k] >= bound ? at[m].count[k] : 0;
	}
	paths_release(&next);
	for (uint64_t j = 0; j <= m; j++)
		paths_release(&at[j]);
	return reached / all;
}

static double
exact_tail(double t, uint64_t n, uint64_t m)
{
	double all = (double)(n + m), common = (double)lcm(n, m);
	double sum = t * all * all * common * common / ((double)n * (double)m);

	/* T is a rounded figure: a sum that was an integer stays it. */
	sum = floor(sum * (1 + 1e-11) + 1e-6);
	return sum <= 0 ? 1 : count_paths(n, m, (uint64_t)sum);
}

double
law_cvm_tail(double t, uint64_t n, uint64_t m)
{
	double x = (double)n, y = (double)m, all = x + y, k = x * y, mean, variance;

	if (isnan(t) || n == 0 || m == 0)
		return NAN;
	if ((n > m ? n : m) <= LAW_CVM_EXACT)
		return exact_tail(t, n, m);
	mean = (1 + 1 / all) / 6;
	variance =
		(all + 1) * (4 * k * all - 3 * (x * x + y * y) - 2 * k) / (45 * all * all * 4 * k);
	return law_cvm_limit_tail(1.0 / 6 + (t - mean) / sqrt(45 * variance));
}
