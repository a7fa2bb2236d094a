/*
 * Adam with the step sizes of its paper (beta 0.9 and 0.999) and a rate of 0.01; weights
 * begin uniform within sqrt(6 / (inputs + hidden)) (Glorot, Bengio 2010).  Training ends
 * when the error of the held-out rows has not shrunk by a thousandth for PATIENCE epochs; the best
 * weights are kept.  Of fewer than ten rows none is held out, and the rows themselves are
 * watched.
 */
#include <stdlib.h>
#include <string.h>

#include "autoencoder_parts.h"
#include "rng.h"
#include "xalloc.h"

enum { EPOCHS = 200, PATIENCE = 10, BATCH_MAX = 32, BATCHES_MIN = 16, HELD_OUT = 10 };

static const double RATE = 0.01, BETA1 = 0.9, BETA2 = 0.999, EPSILON = 1e-8, BETTER = 1e-3;

struct training {
	struct autoencoder *a;
	const struct matrix *m;
	struct rng rng;
	size_t *row; /* those learned from, and behind them those held out */
	size_t rows, held_out;
	double *gradient, *first, *second, *best; /* one for each weight */
	double decay1, decay2;                    /* powers of the betas */
	double *back;                             /* gradients of the units' inputs */
};

/* The first N of the rows in random order, drawn from all ROWS. */
static void
shuffle(struct training *t, size_t rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t other = i + (size_t)rng_below(&t->rng, rows - i), swap = t->row[i];

		t->row[i] = t->row[other];
		t->row[other] = swap;
	}
}

static void
begin(struct training *t, struct autoencoder *a, const struct matrix *m, uint64_t seed)
{
	size_t n = autoencoder_weights(a);
	size_t rows = m->rows < AUTOENCODER_ROWS ? m->rows : AUTOENCODER_ROWS;

	*t = (struct training){.a = a, .m = m, .decay1 = 1, .decay2 = 1};
	rng_seed(&t->rng, seed);
	t->row = xcalloc(m->rows + 1, sizeof *t->row);
	for (size_t i = 0; i < m->rows; i++)
		t->row[i] = i;
	shuffle(t, m->rows, rows);
	t->held_out = rows / HELD_OUT;
	t->rows = rows - t->held_out;
	t->gradient = xcalloc(n, sizeof *t->gradient);
	t->first = xcalloc(n, sizeof *t->first);
	t->second = xcalloc(n, sizeof *t->second);
	t->best = xcalloc(n, sizeof *t->best);
	t->back = xcalloc(a->hidden, sizeof *t->back);
}

static void
end(struct training *t)
{
	free(t->row);
	free(t->gradient);
	free(t->first);
	free(t->second);
	free(t->best);
	free(t->back);
}

static void
draw_weights(struct training *t)
{
	size_t n = t->a->inputs * t->a->hidden, behind = n + t->a->hidden;
	double width = sqrt(6.0 / (double)(t->a->inputs + t->a->hidden));

	for (size_t i = 0; i < n; i++) {
		t->a->weight[i] = width * (2 * rng_double(&t->rng) - 1);
		t->a->weight[behind + i] = width * (2 * rng_double(&t->rng) - 1);
	}
}

/* Adds the gradient of ROW's error to that of the batch. */
static void
add_gradient(struct training *t, const double *row)
{
	const struct autoencoder *a = t->a;
	size_t n = a->inputs * a->hidden;
	double *to_unit = t->gradient, *bias = to_unit + n;
	double *to_output = bias + a->hidden, *output_bias = to_output + n;
	const double *weight = a->weight + n + a->hidden;

	autoencoder_show(a, row);
	memset(t->back, 0, a->hidden * sizeof *t->back);
	for (size_t i = 0; i < a->inputs; i++, weight += a->hidden, to_output += a->hidden) {
		double slope;

		if (isnan(row[a->column[i]]))
			continue;
		slope = 2 * (a->output[i] - autoencoder_input(a, row, i)) / (double)a->inputs;
		output_bias[i] += slope;
		for (size_t k = 0; k < a->hidden; k++) {
			to_output[k] += slope * a->unit[k];
			t->back[k] += slope * weight[k];
		}
	}
	for (size_t k = 0; k < a->hidden; k++) {
		t->back[k] *= 1 - a->unit[k] * a->unit[k];
		bias[k] += t->back[k];
	}
	for (size_t i = 0; i < a->inputs; i++, to_unit += a->hidden) {
		double x = autoencoder_input(a, row, i);

		for (size_t k = 0; k < a->hidden; k++)
			to_unit[k] += t->back[k] * x;
	}
}

/* A step against the gradient of N rows. */
static void
step(struct training *t, size_t n)
{
	t->decay1 *= BETA1;
	t->decay2 *= BETA2;
	for (size_t i = 0; i < autoencoder_weights(t->a); i++) {
		double g = t->gradient[i] / (double)n, *w = &t->a->weight[i];

		t->first[i] = BETA1 * t->first[i] + (1 - BETA1) * g;
		t->second[i] = BETA2 * t->second[i] + (1 - BETA2) * g * g;
		*w -= RATE * (t->first[i] / (1 - t->decay1)) /
		      (sqrt(t->second[i] / (1 - t->decay2)) + EPSILON);
		*w = fmax(-AUTOENCODER_WEIGHT, fmin(*w, AUTOENCODER_WEIGHT));
		t->gradient[i] = 0;
	}
}

static void
learn_epoch(struct training *t)
{
	size_t batch = t->rows / BATCHES_MIN;

	batch = batch < 1 ? 1 : batch > BATCH_MAX ? BATCH_MAX : batch;
	shuffle(t, t->rows, t->rows);
	for (size_t i = 0, n = 0; i < t->rows; i++) {
		add_gradient(t, matrix_row(t->m, t->row[i]));
		if (++n == batch || i + 1 == t->rows) {
			step(t, n);
			n = 0;
		}
	}
}

/* The error of ROW's values as they are shown. */
static double
shown_error(const struct autoencoder *a, const double *row)
{
	double sum = 0;

	autoencoder_show(a, row);
	for (size_t i = 0; i < a->inputs; i++) {
		double difference = autoencoder_input(a, row, i) - a->output[i];

		if (!isnan(row[a->column[i]]))
			sum += difference * difference;
	}
	return sum;
}

/* The error of the rows that are watched. */
static double
watch(const struct training *t)
{
	size_t from = t->held_out ? t->rows : 0, to = t->rows + t->held_out;
	double sum = 0;

	for (size_t i = from; i < to; i++)
		sum += shown_error(t->a, matrix_row(t->m, t->row[i]));
	return sum;
}

static void
learn_usual(const struct training *t)
{
	const struct autoencoder *a = t->a;
	size_t *n = xcalloc(a->inputs + 1, sizeof *n);

	for (size_t r = 0; r < t->rows + t->held_out; r++) {
		const double *row = matrix_row(t->m, t->row[r]);

		autoencoder_show(a, row);
		for (size_t i = 0; i < a->inputs; i++) {
			double error = autoencoder_error(a, row, i);

			if (isnan(error))
				continue;
			n[i]++;
			a->usual[i] += error;
		}
	}
	for (size_t i = 0; i < a->inputs; i++)
		a->usual[i] /= n[i] ? (double)n[i] : 1;
	free(n);
}

void
autoencoder_train(struct autoencoder *a, const struct matrix *reference, uint64_t seed)
{
	const size_t bytes = autoencoder_weights(a) * sizeof *a->weight;
	double best = INFINITY;
	struct training t;

	if (a->inputs == 0)
		return;
	begin(&t, a, reference, seed);
	draw_weights(&t);
	for (size_t epoch = 0, since = 0; epoch < EPOCHS && since < PATIENCE; epoch++) {
		double now;

		learn_epoch(&t);
		now = watch(&t);
		since = now < best * (1 - BETTER) ? 0 : since + 1;
		if (now < best)
			memcpy(t.best, a->weight, bytes);
		best = fmin(best, now);
	}
	memcpy(a->weight, t.best, bytes);
	learn_usual(&t);
	end(&t);
}
