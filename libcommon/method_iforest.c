#include "iforest.h"
#include "method.h"

static void *
fit(const struct matrix *reference, const struct detector_options *o)
{
	return iforest_fit(reference, o);
}

static void
free_model(void *model)
{
	iforest_free(model);
}

static void
score(void *model, const double *row, size_t n, double *out)
{
	iforest_score(model, row, n, out);
}

static void
explain(const void *model, const double *row, double *part)
{
	iforest_explain(model, row, part);
}

static void
calibrate(const void *model, const struct matrix *reference, const struct detector_options *o,
	  double *out)
{
	iforest_calibrate(model, reference, o, out);
}

static void
save(const void *model, struct pack *out)
{
	iforest_save(model, out);
}

static void *
load(struct unpack *in, size_t columns, struct complaint *c)
{
	return iforest_load(in, columns, c);
}

static const struct detector detector = {
	.fit = fit,
	.free = free_model,
	.score = score,
	.explain = explain,
	.calibrate = calibrate,
	.save = save,
	.load = load,
	.unit = "path length",
};

const struct method method_iforest = {
	.name = "iforest",
	.summary = "isolation forest: rows that few random splits set apart",
	.source = "Liu, Ting, Zhou 2008; Hariri, Carrasco Kind, Brunner 2019",
	.family = METHOD_ROW,
	.detector = &detector,
};
