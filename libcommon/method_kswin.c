/*
 * Raab, Heusinger, Schleif, "Reactive soft prototype computing for concept drift streams",
 * 2020.  Of the newest values of a window the last STAT are held against as many drawn from
 * the older ones, by the two-sample Kolmogorov-Smirnov test.  After drift the newest stay.
 */
#include <math.h>
#include <stdlib.h>

#include "change_parts.h"
#include "law.h"
#include "method.h"
#include "quantile.h"
#include "rng.h"
#include "token.h"
#include "xalloc.h"

enum { ALPHA, WINDOW, STAT, SEED };
enum { WINDOW_MOST = 10000 };

static const double least_distance = 0.1;

static const struct change_parameter parameter[] = {
	{"alpha", 0.005, 0, 1, false, "p-value at which there is drift"},
	{"window", 100, 2, WINDOW_MOST, true, "newest values that are kept"},
	{"stat", 30, 1, WINDOW_MOST / 2, true, "of them held against as many older ones"},
	{"seed", 1, 0, 1e9, true, "of the draws"},
	{NULL, 0, 0, 0, false, NULL},
};

struct kswin {
	struct change_head head;
	double *value; /* the oldest first */
	uint64_t n;
	struct rng rng;
};

static size_t
window_of(const struct kswin *k)
{
	return (size_t)k->head.value[WINDOW];
}

/* Half a window at most, so that there are older ones to draw. */
static size_t
stat_of(const struct kswin *k)
{
	size_t stat = (size_t)k->head.value[STAT], half = window_of(k) / 2;

	return stat < half ? stat : half;
}

/* After drift the newest values begin the next window. */
static void
reset(void *state)
{
	struct kswin *k = state;
	size_t stat = stat_of(k);

	if (!k->value) {
		k->value = xcalloc(window_of(k), sizeof *k->value);
		rng_seed(&k->rng, (uint64_t)k->head.value[SEED]);
		return;
	}
	memmove(k->value, k->value + k->n - stat, stat * sizeof *k->value);
	k->n = stat;
}

static void
release(void *state)
{
	free(((struct kswin *)state)->value);
}

/* N of the OLD first values, by a partial shuffle of their numbers. */
static void
draw(struct kswin *k, size_t old, size_t n, double *out)
{
	uint32_t *number = xcalloc(old, sizeof *number);

	for (size_t i = 0; i < old; i++)
		number[i] = (uint32_t)i;
	for (size_t i = 0; i < n; i++) {
		size_t at = i + (size_t)rng_below(&k->rng, old - i);
		uint32_t taken = number[at];

		number[at] = number[i];
		out[i] = k->value[taken];
	}
	free(number);
}

/* The largest distance between the distribution functions of N sorted values each. */
static double
distance(const double *a, const double *b, size_t n)
{
	size_t i = 0, j = 0, most = 0;

	while (i < n && j < n) {
		double x = a[i] < b[j] ? a[i] : b[j];

		while (i < n && a[i] <= x)
			i++;
		while (j < n && b[j] <= x)
			j++;
		most = (i > j ? i - j : j - i) > most ? (i > j ? i - j : j - i) : most;
	}
	return (double)most / (double)n;
}

static bool
has_changed(struct kswin *k)
{
	size_t n = stat_of(k), old = window_of(k) - n;
	double *sample = xcalloc(2 * n, sizeof *sample);
	double d;

	draw(k, old, n, sample);
	memcpy(sample + n, k->value + old, n * sizeof *sample);
	quantile_sort(sample, n);
	quantile_sort(sample + n, n);
	d = distance(sample, sample + n, n);
	free(sample);
	return d > least_distance && law_ks_tail(d, n, n) <= k->head.value[ALPHA];
}

static double
mean(const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

static enum change_level
add(void *state, double x, struct change_step *step)
{
	struct kswin *k = state;
	size_t window = window_of(k), old = window - stat_of(k);

	if (k->n == window)
		memmove(k->value, k->value + 1, (--k->n) * sizeof *k->value);
	k->value[k->n++] = x + 0.0;
	if (k->n < window || !has_changed(k))
		return CHANGE_NONE;
	step->before = mean(k->value, old);
	step->after = mean(k->value + old, window - old);
	return CHANGE_DRIFT;
}

static const struct change_field field[] = {
	CHANGE_COUNT(kswin, n),
};

static int
save(const void *state, struct buf *out)
{
	const struct kswin *k = state;
	int status = 0;

	for (size_t i = 0; i < 4 && status == 0; i++) {
		status = token_put_hex(out, k->rng.s[i]);
		if (status == 0)
			status = buf_addc(out, ':');
	}
	for (size_t i = 0; i < k->n && status == 0; i++) {
		status = token_put_double(out, k->value[i]);
		if (status == 0)
			status = buf_addc(out, ':');
	}
	return status;
}

static bool
load(void *state, struct str *rest)
{
	struct kswin *k = state;

	if (k->n > window_of(k) || (k->head.drifted && k->n < window_of(k)))
		return false;
	for (size_t i = 0; i < 4; i++)
		if (!token_take_hex(rest, &k->rng.s[i]) || !token_take(rest, ':'))
			return false;
	for (size_t i = 0; i < k->n; i++)
		if (!token_take_double(rest, &k->value[i]) || !token_take(rest, ':'))
			return false;
	return k->rng.s[0] | k->rng.s[1] | k->rng.s[2] | k->rng.s[3];
}

static const struct change change = {
	.parameter = parameter,
	.size = sizeof(struct kswin),
	.reset = reset,
	.add = add,
	.field = field,
	.fields = sizeof field / sizeof field[0],
	.release = release,
	.save = save,
	.load = load,
};

const struct method method_kswin = {
	.name = "kswin",
	.summary = "the newest values of a window against a draw of the older ones",
	.source = "Raab et al. 2020; river's drift.KSWIN",
	.family = METHOD_STREAM,
	.change = &change,
};
