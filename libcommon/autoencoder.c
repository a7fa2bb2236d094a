/*
 * libm's functions may differ in the last bit from one machine to the next, and training
 * blows such a bit up until scores differ in their first digits.  So tanh is made of
 * sums, products and one quotient here, which IEEE 754 rounds alike everywhere (no
 * compiler contracts them: -ffp-contract=off); sqrt is as exact.
 */
#include "autoencoder.h"

#include <stdlib.h>
#include <string.h>

#include "autoencoder_parts.h"
#include "xalloc.h"

static size_t
count_inputs(const struct scale *scale, size_t columns)
{
	size_t n = 0;

	for (size_t j = 0; j < columns; j++)
		n += scale[j].spread > 0;
	return n;
}

static size_t
choose_hidden(uint64_t wanted, size_t inputs)
{
	uint64_t hidden = wanted ? wanted : inputs < 2 ? 1 : inputs / 2;

	return hidden < AUTOENCODER_HIDDEN_MAX ? (size_t)hidden : AUTOENCODER_HIDDEN_MAX;
}

/* Owns SCALE. */
static struct autoencoder *
make(struct scale *scale, size_t columns, uint64_t hidden)
{
	struct autoencoder *a = xcalloc(1, sizeof *a);

	a->scale = scale;
	a->columns = columns;
	a->column = xcalloc(columns + 1, sizeof *a->column);
	for (size_t j = 0; j < columns; j++)
		if (scale[j].spread > 0)
			a->column[a->inputs++] = j;
	a->hidden = choose_hidden(hidden, a->inputs);
	a->usual = xcalloc(a->inputs + 1, sizeof *a->usual);
	a->weight = xcalloc(autoencoder_weights(a), sizeof *a->weight);
	a->unit = xcalloc(a->hidden, sizeof *a->unit);
	a->output = xcalloc(a->inputs + 1, sizeof *a->output);
	return a;
}

void
autoencoder_free(struct autoencoder *a)
{
	if (!a)
		return;
	free(a->scale);
	free(a->column);
	free(a->usual);
	free(a->weight);
	free(a->unit);
	free(a->output);
	free(a);
}

size_t
autoencoder_weights(const struct autoencoder *a)
{
	return 2 * a->inputs * a->hidden + a->hidden + a->inputs;
}

/* exp(-x) for x within [0, 50]: 2^-k times the Taylor series of what is left. */
static double
exp_minus(double x)
{
	const double log2e = 1.4426950408889634, ln2 = 0.6931471805599453;
	uint64_t k = (uint64_t)(x * log2e + 0.5), bits = (1023 - k) << 52;
	double rest = (double)k * ln2 - x, sum = 1, power;

	for (unsigned i = 14; i > 0; i--)
		sum = 1 + sum * rest / i;
	memcpy(&power, &bits, sizeof power);
	return sum * power;
}

double
autoencoder_tanh(double x)
{
	double size = x < 0 ? -x : x, e;

	if (size > 20)
		return x < 0 ? -1 : 1;
	e = exp_minus(2 * size);
	e = (1 - e) / (1 + e);
	return x < 0 ? -e : e;
}

double
autoencoder_input(const struct autoencoder *a, const double *row, size_t i)
{
	size_t j = a->column[i];

	return scale_distance(&a->scale[j], row[j], AUTOENCODER_SHOWN);
}

void
autoencoder_show(const struct autoencoder *a, const double *row)
{
	const double *to_unit = a->weight, *bias = to_unit + a->inputs * a->hidden;
	const double *to_output = bias + a->hidden, *output_bias;

	memcpy(a->unit, bias, a->hidden * sizeof *a->unit);
	for (size_t i = 0; i < a->inputs; i++) {
		double x = autoencoder_input(a, row, i);

		for (size_t k = 0; k < a->hidden; k++)
			a->unit[k] += x * *to_unit++;
	}
	for (size_t k = 0; k < a->hidden; k++)
		a->unit[k] = autoencoder_tanh(a->unit[k]);
	output_bias = to_output + a->inputs * a->hidden;
	for (size_t i = 0; i < a->inputs; i++) {
		double y = output_bias[i];

		for (size_t k = 0; k < a->hidden; k++)
			y += a->unit[k] * *to_output++;
		a->output[i] = y;
	}
}

double
autoencoder_error(const struct autoencoder *a, const double *row, size_t i)
{
	double x = row[a->column[i]], difference;

	if (isnan(x))
		return NAN;
	difference = scale_distance(&a->scale[a->column[i]], x, AUTOENCODER_FAR) - a->output[i];
	return difference * difference;
}

static double
score(const struct autoencoder *a, const double *row)
{
	double sum = 0;
	size_t n = 0;

	autoencoder_show(a, row);
	for (size_t i = 0; i < a->inputs; i++) {
		double error = autoencoder_error(a, row, i);

		if (!isnan(error)) {
			sum += error;
			n++;
		}
	}
	return n ? sum / (double)n : 0;
}

void
autoencoder_score(const struct autoencoder *a, const double *row, size_t n, double *to)
{
	for (size_t i = 0; i < n; i++)
		to[i] = score(a, row + i * a->columns);
}

void
autoencoder_explain(const struct autoencoder *a, const double *row, double *part)
{
	for (size_t j = 0; j < a->columns; j++)
		part[j] = 0;
	autoencoder_show(a, row);
	for (size_t i = 0; i < a->inputs; i++) {
		double error = autoencoder_error(a, row, i);

		if (!isnan(error))
			part[a->column[i]] = error - a->usual[i];
	}
}

struct autoencoder *
autoencoder_fit(const struct matrix *reference, uint64_t hidden, uint64_t seed)
{
	struct scale *scale = xcalloc(reference->columns + 1, sizeof *scale);
	struct autoencoder *a;

	for (size_t j = 0; j < reference->columns; j++)
		scale_column_mean(&scale[j], reference, j);
	a = make(scale, reference->columns, hidden);
	autoencoder_train(a, reference, seed);
	return a;
}

void
autoencoder_save(const struct autoencoder *a, struct pack *out)
{
	pack_u64(out, a->columns);
	for (size_t j = 0; j < a->columns; j++)
		scale_save(&a->scale[j], out);
	pack_u64(out, a->hidden);
	for (size_t i = 0; i < a->inputs; i++)
		pack_double(out, a->usual[i]);
	for (size_t i = 0; i < autoencoder_weights(a); i++)
		pack_double(out, a->weight[i]);
}

/* The network behind the scales; NULL when its size cannot be. */
static struct autoencoder *
load_network(struct unpack *in, struct scale *scale, size_t columns)
{
	uint64_t hidden = unpack_u64(in);
	struct autoencoder *a;

	if (hidden < 1 || hidden > AUTOENCODER_HIDDEN_MAX ||
	    count_inputs(scale, columns) > in->rest.n / sizeof *a->weight / 2 / hidden) {
		free(scale);
		return NULL;
	}
	a = make(scale, columns, hidden);
	for (size_t i = 0; i < a->inputs; i++) {
		a->usual[i] = unpack_double(in);
		if (a->usual[i] < 0)
			unpack_refuse(in);
	}
	for (size_t i = 0; i < autoencoder_weights(a); i++) {
		a->weight[i] = unpack_double(in);
		if (fabs(a->weight[i]) > AUTOENCODER_WEIGHT)
			unpack_refuse(in);
	}
	return a;
}

struct autoencoder *
autoencoder_load(struct unpack *in, size_t columns, struct complaint *c)
{
	struct autoencoder *a = NULL;
	struct scale *scale;

	if (unpack_count(in, SCALE_BYTES) != columns)
		unpack_refuse(in);
	if (!in->bad) {
		scale = xcalloc(columns + 1, sizeof *scale);
		for (size_t j = 0; j < columns; j++)
			scale_load(&scale[j], in);
		a = load_network(in, scale, columns);
	}
	if (a && !in->bad)
		return a;
	autoencoder_free(a);
	complain(c, STATUS_DAMAGED, in->offset, "the autoencoder is damaged");
	return NULL;
}
