/*
 * anomaly_set - tables of numbers from tests/data/anomaly, and random ones.
 */
#ifndef ML_ANOMALY_SET_H
#define ML_ANOMALY_SET_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "input.h"
#include "matrix.h"
#include "number.h"
#include "rng.h"

static inline void
anomaly_line(struct matrix *m, struct str line)
{
	double *row = matrix_add(m);

	for (size_t j = 0; j < m->columns; j++) {
		const char *comma = memchr(line.p, ',', line.n);
		size_t n = comma ? (size_t)(comma - line.p) : line.n;

		assert_int_equal(number_parse_lax(STR_N(line.p, n), &row[j]), 0);
		line = STR_N(line.p + n + !!comma, line.n - n - !!comma);
	}
	assert_int_equal(line.n, 0);
}

/* All columns of NAME; the header tells how many there are. */
static inline void
anomaly_table(struct matrix *m, const char *name)
{
	char path[128];
	const char *file = path;
	struct input_options o = {0};
	struct input *in;
	struct input_block b;
	struct input_fault fault;
	size_t lines = 0;

	snprintf(path, sizeof path, "tests/data/anomaly/%s", name);
	in = input_new(&file, 1, &o);
	while (input_next(in, &b, &fault) == INPUT_BLOCK)
		for (size_t at = 0; at < b.n; lines++) {
			const char *end = memchr(b.p + at, '\n', b.n - at);
			struct str line = STR_N(b.p + at, (size_t)(end - b.p) - at);

			at += line.n + 1;
			if (lines) {
				anomaly_line(m, line);
				continue;
			}
			matrix_init(m, 1);
			for (size_t i = 0; i < line.n; i++)
				m->columns += line.p[i] == ',';
		}
	assert_true(lines > 1);
	input_free(in);
}

/* The columns before the last one, which is the label. */
static inline double *
anomaly_set(struct matrix *m, const char *name)
{
	struct matrix all;
	double *label;

	anomaly_table(&all, name);
	matrix_init(m, all.columns - 1);
	label = calloc(all.rows, sizeof *label);
	assert_non_null(label);
	for (size_t i = 0; i < all.rows; i++) {
		memcpy(matrix_add(m), matrix_row(&all, i), m->columns * sizeof *m->cell);
		label[i] = matrix_row(&all, i)[m->columns];
	}
	matrix_release(&all);
	return label;
}

/* Twelve uniform numbers make a nearly normal one. */
static inline double
random_normal(struct rng *r)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += rng_double(r);
	return sum;
}

static inline void
random_rows(struct matrix *m, size_t rows, size_t columns, struct rng *r)
{
	matrix_init(m, columns);
	for (size_t i = 0; i < rows; i++) {
		double *row = matrix_add(m);

		for (size_t j = 0; j < columns; j++)
			row[j] = random_normal(r);
	}
}

#endif
