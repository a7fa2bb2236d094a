/*
 * false_alarms N M DRAWS [SHAPE] - how often a window without drift is called one.
 *
 * N reference rows and M rows of the same law (normal, exponential, lognormal, cauchy or
 * whole) in 20 columns, DRAWS times.  For each plain method: the share of windows where any
 * column is significant after Benjamini and Hochberg at 5 %, that where any is drift as
 * well (the effect reaches its floor), the share of columns with p <= 0.05, and the means
 * of the statistic and of what it says is to be expected.
 *
 *     make build/bench/false_alarms && build/bench/false_alarms 50 50 1000
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "interval.h"
#include "method.h"
#include "number.h"
#include "rng.h"

enum { COLUMNS = 20, METHODS_MAX = 32 };

struct tally_of_method {
	const struct method *method;
	double p[COLUMNS];
	bool over[COLUMNS];
	double significant, drift, below, statistic, expected;
};

static double
normal(struct rng *r)
{
	return interval_normal_quantile((rng_double(r) * 0x1p53 + 0.5) * 0x1p-53 / (1 + 0x1p-53));
}

static double
draw(struct rng *r, const char *shape)
{
	double u = rng_double(r);

	if (strcmp(shape, "exponential") == 0)
		return -log1p(-u);
	if (strcmp(shape, "lognormal") == 0)
		return exp(1.5 * normal(r));
	if (strcmp(shape, "cauchy") == 0)
		return tan(3.14159265358979323846 * (u - 0.5));
	if (strcmp(shape, "whole") == 0)
		return floor(8 * u * rng_double(r));
	return normal(r);
}

static int
upwards(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
rejected_up_to(const double *p)
{
	double sorted[COLUMNS];

	memcpy(sorted, p, sizeof sorted);
	qsort(sorted, COLUMNS, sizeof *sorted, upwards);
	for (int i = COLUMNS - 1; i >= 0; i--)
		if (sorted[i] <= 0.05 * (i + 1) / COLUMNS)
			return sorted[i];
	return -1;
}

static void
measure_column(struct tally_of_method *t, int column, const struct distribution *reference,
	       const struct distribution *current)
{
	struct distance_options o = {NAN};

	for (; t->method; t++) {
		struct distance_result x;

		t->method->distance->measure(reference, current, &o, &x);
		t->p[column] = x.p_value;
		t->over[column] = x.alarm;
		t->below += x.p_value <= 0.05;
		t->statistic += x.statistic;
		t->expected += x.expected;
	}
}

static void
judge_window(struct tally_of_method *t)
{
	for (; t->method; t++) {
		double last = rejected_up_to(t->p);
		bool drift = false;

		for (int j = 0; j < COLUMNS; j++)
			drift |= t->p[j] <= last && t->over[j];
		t->significant += last >= 0;
		t->drift += drift;
	}
}

static void
one_window(struct tally_of_method *t, struct rng *r, int64_t n, int64_t m, const char *shape)
{
	for (int j = 0; j < COLUMNS; j++) {
		struct distribution reference, current;

		distribution_init(&reference, DISTRIBUTION_NUMBERS);
		distribution_init(&current, DISTRIBUTION_NUMBERS);
		for (int64_t i = 0; i < n; i++)
			distribution_add_number(&reference, draw(r, shape));
		for (int64_t i = 0; i < m; i++)
			distribution_add_number(&current, draw(r, shape));
		distribution_seal(&reference);
		distribution_seal(&current);
		measure_column(t, j, &reference, &current);
		distribution_release(&reference);
		distribution_release(&current);
	}
	judge_window(t);
}

static void
choose_methods(struct tally_of_method *t)
{
	const struct method *m;
	int n = 0;

	for (size_t i = 0; (m = method_at(i)) && n < METHODS_MAX - 1; i++)
		if (m->family == METHOD_DISTRIBUTION && m->distance->numbers &&
		    !m->distance->variant)
			t[n++].method = m;
}

int
main(int argc, char **argv)
{
	static struct tally_of_method t[METHODS_MAX];
	int64_t n, m, draws;
	struct rng r;

	if (argc < 4 || number_parse_int(str_of(argv[1]), &n) < 0 ||
	    number_parse_int(str_of(argv[2]), &m) < 0 ||
	    number_parse_int(str_of(argv[3]), &draws) < 0) {
		fputs("usage: false_alarms N M DRAWS [SHAPE]\n", stderr);
		return 2;
	}
	choose_methods(t);
	rng_seed(&r, 1);
	for (int64_t i = 0; i < draws; i++)
		one_window(t, &r, n, m, argc > 4 ? argv[4] : "normal");
	puts("method\tn_ref\tn_cur\tdraws\tsignificant\tdrift\tp_below_0_05\tstatistic\texpected");
	for (const struct tally_of_method *x = t; x->method; x++) {
		double windows = (double)draws, columns = windows * COLUMNS;

		printf("%s\t%lld\t%lld\t%lld\t%.4f\t%.4f\t%.4f\t%.4g\t%.4g\n", x->method->name,
		       (long long)n, (long long)m, (long long)draws, x->significant / windows,
		       x->drift / windows, x->below / columns, x->statistic / columns,
		       x->expected / columns);
	}
	return 0;
}
