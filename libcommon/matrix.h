/*
 * matrix - rows of numbers: the reference that a detector learns from.  Layer: detect.
 *
 * Row by row, COLUMNS doubles each; NaN is missing, infinities do not occur.
 * Memory: 8 bytes a cell, at most twice that while growing.
 */
#ifndef ML_MATRIX_H
#define ML_MATRIX_H

#include <stddef.h>

struct matrix {
	double *cell;
	size_t rows, columns, room;
};

void matrix_init(struct matrix *m, size_t columns);
void matrix_release(struct matrix *m);
/* A new last row of missing values, to be filled in; valid until the next one. */
double *matrix_add(struct matrix *m);

static inline const double *
matrix_row(const struct matrix *m, size_t i)
{
	return m->cell + i * m->columns;
}

#endif
