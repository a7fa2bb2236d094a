#include "fdr.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

static int
by_p(const void *a, const void *b)
{
	double x = **(double *const *)a, y = **(double *const *)b;

	return (x > y) - (x < y);
}

void
fdr_adjust(double *p, size_t n)
{
	double **order = xcalloc(n, sizeof *order), least = 1;
	size_t tests = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(p[i]))
			order[tests++] = &p[i];
	qsort(order, tests, sizeof *order, by_p);
	for (size_t i = tests; i-- > 0;) {
		double x = *order[i] * ((double)tests / (double)(i + 1));

		least = x < least ? x : least;
		*order[i] = least;
	}
	free(order);
}
