/*
 * Robust z: how many MADs (scaled to a standard deviation) a value lies from the median of
 * its column, which a handful of odd rows in the reference does not move.  The score is the
 * largest over the columns, whatever its sign.  See scale.h on columns whose MAD is 0; a
 * column that never varied in the reference is as far off as can be once it does.
 */
#include <stdlib.h>

#include "method.h"
#include "scale.h"
#include "xalloc.h"

/* Farther is no odder, and scores stay finite. */
static const double FAR = 1e6;

struct mad {
	size_t columns;
	struct scale column[];
};

static struct mad *
make(size_t columns)
{
	struct mad *mad = xcalloc(1, sizeof *mad + columns * sizeof mad->column[0]);

	mad->columns = columns;
	return mad;
}

static void *
fit(const struct matrix *reference, const struct detector_options *o)
{
	struct mad *mad = make(reference->columns);

	(void)o;
	for (size_t j = 0; j < mad->columns; j++)
		scale_column_median(&mad->column[j], reference, j);
	return mad;
}

static void
score(void *model, const double *row, size_t n, double *score)
{
	const struct mad *mad = model;

	for (size_t i = 0; i < n; i++, row += mad->columns) {
		score[i] = 0;
		for (size_t j = 0; j < mad->columns; j++)
			score[i] =
				fmax(score[i], fabs(scale_distance(&mad->column[j], row[j], FAR)));
	}
}

static void
explain(const void *model, const double *row, double *part)
{
	const struct mad *mad = model;

	for (size_t j = 0; j < mad->columns; j++)
		part[j] = scale_distance(&mad->column[j], row[j], FAR);
}

static void
save(const void *model, struct pack *out)
{
	const struct mad *mad = model;

	pack_u64(out, mad->columns);
	for (size_t j = 0; j < mad->columns; j++)
		scale_save(&mad->column[j], out);
}

static void *
load(struct unpack *in, size_t columns, struct complaint *c)
{
	struct mad *mad;

	if (unpack_count(in, SCALE_BYTES) != columns)
		unpack_refuse(in);
	mad = make(in->bad ? 0 : columns);
	for (size_t j = 0; j < mad->columns; j++)
		scale_load(&mad->column[j], in);
	if (!in->bad)
		return mad;
	free(mad);
	complain(c, STATUS_DAMAGED, in->offset, "the model of mad is damaged");
	return NULL;
}

static const struct detector detector = {
	.fit = fit,
	.free = free,
	.score = score,
	.explain = explain,
	.save = save,
	.load = load,
	.unit = "robust z, signed",
};

const struct method method_mad = {
	.name = "mad",
	.summary = "largest distance of a column from its median, in MADs",
	.source = "Iglewicz, Hoaglin, How to Detect and Handle Outliers, 1993",
	.family = METHOD_ROW,
	.detector = &detector,
};
