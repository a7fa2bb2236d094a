#include "autoencoder.h"
#include "method.h"

static void *
fit(const struct matrix *reference, const struct detector_options *o)
{
	return autoencoder_fit(reference, o->hidden, o->seed);
}

static void
release(void *model)
{
	autoencoder_free(model);
}

static void
score(void *model, const double *row, size_t n, double *score)
{
	autoencoder_score(model, row, n, score);
}

static void
explain(const void *model, const double *row, double *part)
{
	autoencoder_explain(model, row, part);
}

static void
save(const void *model, struct pack *out)
{
	autoencoder_save(model, out);
}

static void *
load(struct unpack *in, size_t columns, struct complaint *c)
{
	return autoencoder_load(in, columns, c);
}

static const struct detector detector = {
	.fit = fit,
	.free = release,
	.score = score,
	.explain = explain,
	.save = save,
	.load = load,
	.unit = "squared error",
};

const struct method method_autoencoder = {
	.name = "autoencoder",
	.summary = "how badly a small neural network repeats a row",
	.source = "Hawkins et al., Outlier Detection Using Replicator Neural Networks, 2002",
	.family = METHOD_ROW,
	.detector = &detector,
};
