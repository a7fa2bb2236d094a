/*
 * Behind the ALARM_TAIL largest, the last score of every STRIDE is kept, the very last
 * one always.  How many scores are s or more is then known but for less than a stride.
 */
#include "alarm_scores.h"

#include <math.h>
#include <stdlib.h>

#include "ddsketch.h"
#include "quantile.h"
#include "xalloc.h"

static uint64_t
stride(uint64_t n)
{
	const uint64_t room = ALARM_SCORES_MAX - ALARM_TAIL;

	return n <= ALARM_SCORES_MAX ? 1 : (n - ALARM_TAIL + room - 1) / room;
}

/* How many are kept of N. */
static size_t
kept(uint64_t n)
{
	uint64_t step = stride(n);

	return (size_t)(n <= ALARM_TAIL ? n : ALARM_TAIL + (n - ALARM_TAIL + step - 1) / step);
}

/* How many of all N the first K that are kept stand for, K > 0. */
static uint64_t
stands_for(uint64_t n, size_t k)
{
	uint64_t count = k <= ALARM_TAIL ? k : ALARM_TAIL + (k - ALARM_TAIL) * stride(n);

	return count < n ? count : n;
}

void
alarm_scores_take(struct alarm_scores *s, double *x, size_t n)
{
	*s = (struct alarm_scores){.n = n, .kept = kept(n)};
	for (size_t i = 0; i < n; i++)
		x[i] = 0.0 - x[i]; /* -0 is 0, the largest comes first */
	quantile_sort(x, n);
	for (size_t k = 0; k < s->kept; k++)
		x[k] = -x[stands_for(n, k + 1) - 1];
	s->score = xrealloc(x, s->kept + 1, sizeof *x);
}

void
alarm_scores_release(struct alarm_scores *s)
{
	free(s->score);
	*s = (struct alarm_scores){0};
}

uint64_t
alarm_scores_from(const struct alarm_scores *s, double score)
{
	size_t low = 0, high = s->kept;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->score[middle] >= score)
			low = middle + 1;
		else
			high = middle;
	}
	/* Those that the next one stands for beside itself may be as large. */
	if (low < s->kept)
		return stands_for(s->n, low + 1) - 1;
	return s->n;
}

/* The I-th largest of all, from 0, linear between those kept. */
static double
at(const struct alarm_scores *s, uint64_t i)
{
	size_t k =
		i < ALARM_TAIL ? (size_t)i : (size_t)(ALARM_TAIL + (i - ALARM_TAIL) / stride(s->n));
	uint64_t here = stands_for(s->n, k + 1) - 1, before;

	if (here == i)
		return s->score[k];
	before = stands_for(s->n, k) - 1;
	return ddsketch_between(s->score[k], s->score[k - 1],
				(double)(here - i) / (double)(here - before));
}

double
alarm_scores_above(const struct alarm_scores *s, double p)
{
	double rank = p * (double)(s->n - 1);
	uint64_t i = (uint64_t)rank;

	if (i + 1 >= s->n)
		return at(s, s->n - 1);
	return -ddsketch_between(-at(s, i), -at(s, i + 1), rank - (double)i);
}

void
alarm_scores_save(const struct alarm_scores *s, struct pack *out)
{
	pack_u64(out, s->n);
	for (size_t k = 0; k < s->kept; k++)
		pack_double(out, s->score[k]);
}

void
alarm_scores_load(struct alarm_scores *s, struct unpack *in)
{
	uint64_t n = unpack_u64(in);

	*s = (struct alarm_scores){0};
	if (n > INT64_MAX || kept(n) > in->rest.n / sizeof *s->score) {
		unpack_refuse(in);
		return;
	}
	*s = (struct alarm_scores){.n = n, .kept = kept(n)};
	s->score = xcalloc(s->kept + 1, sizeof *s->score);
	for (size_t k = 0; k < s->kept; k++) {
		s->score[k] = unpack_double(in);
		if (k && s->score[k] > s->score[k - 1])
			unpack_refuse(in);
	}
}
