/*
 * forest [FILE] - fits an isolation forest of 100 trees on 1,000,000 rows of 6 normal columns
 * and scores them all, in one thread; prints the CPU seconds of both, on one line, the
 * least of five rounds.  FILE gets the rows: doubles as they stand in memory.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "iforest.h"
#include "rng.h"
#include "xalloc.h"

enum { ROWS = 1000000, COLUMNS = 6, ROUNDS = 5 };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Box and Muller's. */
static double
normal(struct rng *r)
{
	double radius = sqrt(-2 * log(1 - rng_double(r)));

	return radius * cos(6.283185307179586 * rng_double(r));
}

static void
fill(struct matrix *m)
{
	struct rng r;

	rng_seed(&r, 1);
	matrix_init(m, COLUMNS);
	for (size_t i = 0; i < ROWS; i++) {
		double *row = matrix_add(m);

		for (size_t j = 0; j < COLUMNS; j++)
			row[j] = normal(&r);
	}
}

static int
write_rows(const struct matrix *m, const char *path)
{
	FILE *out = fopen(path, "wb");
	size_t written;

	if (!out)
		return -1;
	written = fwrite(m->cell, sizeof *m->cell, m->rows * m->columns, out);
	return fclose(out) == 0 && written == m->rows * m->columns ? 0 : -1;
}

int
main(int argc, char **argv)
{
	struct detector_options o;
	struct matrix m;
	double *score = xmalloc(ROWS * sizeof *score), fit = INFINITY, scored = INFINITY;

	fill(&m);
	if (argc > 1 && write_rows(&m, argv[1]) < 0) {
		perror(argv[1]);
		return 2;
	}
	detector_defaults(&o);
	for (int round = 0; round < ROUNDS; round++) {
		double from = now(), between, to;
		struct iforest *f = iforest_fit(&m, &o);

		between = now();
		iforest_score(f, m.cell, m.rows, score);
		to = now();
		fit = fmin(fit, between - from);
		scored = fmin(scored, to - between);
		iforest_free(f);
	}
	printf("%.4f %.4f\n", fit, scored);
	matrix_release(&m);
	free(score);
	return 0;
}
