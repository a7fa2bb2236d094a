/*
 * A control chart for each column (chart.h).  The score is the largest distance of a
 * moving average from the mean of the reference over its control limit: above 1 the
 * process is out of control.  It sees small shifts that last, which no single row gives
 * away.  A missing value moves nothing and says nothing.
 */
#include <stdlib.h>

#include "chart.h"
#include "method.h"
#include "xalloc.h"

struct ewma {
	size_t columns;
	struct chart chart[];
};

static struct ewma *
make(size_t columns)
{
	struct ewma *ewma = xcalloc(1, sizeof *ewma + columns * sizeof ewma->chart[0]);

	ewma->columns = columns;
	return ewma;
}

static void *
fit(const struct matrix *reference, const struct detector_options *o)
{
	struct ewma *ewma = make(reference->columns);

	for (size_t j = 0; j < ewma->columns; j++) {
		struct scale scale;

		scale_column_mean(&scale, reference, j);
		chart_init(&ewma->chart[j], &scale, o->lambda, o->sigma);
	}
	return ewma;
}

static double
position(const struct chart *chart, double x)
{
	return isnan(x) ? 0 : chart_position(chart);
}

static void
score(void *model, const double *row, size_t n, double *score)
{
	struct ewma *ewma = model;

	for (size_t i = 0; i < n; i++, row += ewma->columns) {
		score[i] = 0;
		for (size_t j = 0; j < ewma->columns; j++) {
			chart_add(&ewma->chart[j], row[j]);
			score[i] = fmax(score[i], fabs(position(&ewma->chart[j], row[j])));
		}
	}
}

static void
explain(const void *model, const double *row, double *part)
{
	const struct ewma *ewma = model;

	for (size_t j = 0; j < ewma->columns; j++)
		part[j] = position(&ewma->chart[j], row[j]);
}

static void
save(const void *model, struct pack *out)
{
	const struct ewma *ewma = model;

	pack_u64(out, ewma->columns);
	for (size_t j = 0; j < ewma->columns; j++)
		chart_save(&ewma->chart[j], out);
}

static void *
load(struct unpack *in, size_t columns, struct complaint *c)
{
	struct ewma *ewma;

	if (unpack_count(in, CHART_BYTES) != columns)
		unpack_refuse(in);
	ewma = make(in->bad ? 0 : columns);
	for (size_t j = 0; j < ewma->columns; j++)
		chart_load(&ewma->chart[j], in);
	if (!in->bad)
		return ewma;
	free(ewma);
	complain(c, STATUS_DAMAGED, in->offset, "the model of ewma is damaged");
	return NULL;
}

static const struct detector detector = {
	.fit = fit,
	.free = free,
	.score = score,
	.explain = explain,
	.save = save,
	.load = load,
	.sequential = true,
	.unit = "control limits, signed",
};

const struct method method_ewma = {
	.name = "ewma",
	.summary = "control chart of each column's moving average: small shifts that last",
	.source = "Roberts, Control Chart Tests Based on Geometric Moving Averages, 1959",
	.family = METHOD_ROW,
	.detector = &detector,
};
