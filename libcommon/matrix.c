#include "matrix.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

void
matrix_init(struct matrix *m, size_t columns)
{
	*m = (struct matrix){.columns = columns};
}

void
matrix_release(struct matrix *m)
{
	free(m->cell);
	matrix_init(m, m->columns);
}

double *
matrix_add(struct matrix *m)
{
	double *row;

	if (m->rows == m->room) {
		m->room = m->room ? 2 * m->room : 64;
		m->cell = xrealloc(m->cell, m->room * m->columns, sizeof *m->cell);
	}
	row = m->cell + m->rows++ * m->columns;
	for (size_t j = 0; j < m->columns; j++)
		row[j] = NAN;
	return row;
}
