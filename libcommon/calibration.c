/*
 * The expected calibration error: M. Naeini, G. Cooper, M. Hauskrecht, "Obtaining
 * well calibrated probabilities using Bayesian binning", 2015; with the bins of C. Guo,
 * G. Pleiss, Y. Sun, K. Weinberger, "On calibration of modern neural networks", 2017,
 * which are closed on the right.  The share of a bin cancels: the error is the sum of
 * |sum of scores - positives| over all rows.
 */
#include "calibration.h"

#include <math.h>
#include <stdlib.h>

#include "token.h"
#include "xalloc.h"

void
calibration_init(struct calibration *c, uint32_t bins, bool weighted)
{
	*c = (struct calibration){.bins = bins, .weighted = weighted};
	c->score = xcalloc(bins, sizeof *c->score);
	c->positive = xcalloc(bins, sizeof *c->positive);
	for (uint32_t i = 0; i < bins; i++) {
		moments_init(&c->score[i], weighted);
		moments_init(&c->positive[i], weighted);
	}
}

void
calibration_release(struct calibration *c)
{
	for (uint32_t i = 0; i < c->bins; i++) {
		moments_release(&c->score[i]);
		moments_release(&c->positive[i]);
	}
	free(c->score);
	free(c->positive);
	*c = (struct calibration){.weighted = c->weighted};
}

static uint32_t
bin_of(double score, uint32_t bins)
{
	uint32_t bin = (uint32_t)(score * bins);

	if (bin >= bins)
		bin = bins - 1;
	while (bin > 0 && score <= (double)bin / bins)
		bin--;
	while (bin + 1 < bins && score > (double)(bin + 1) / bins)
		bin++;
	return bin;
}

void
calibration_add(struct calibration *c, double score, bool positive, double weight)
{
	uint32_t bin = bin_of(score, c->bins);

	moments_add(&c->score[bin], score, weight);
	moments_add(&c->positive[bin], positive, weight);
}

void
calibration_merge(struct calibration *into, const struct calibration *from)
{
	for (uint32_t i = 0; i < into->bins; i++) {
		moments_merge(&into->score[i], &from->score[i]);
		moments_merge(&into->positive[i], &from->positive[i]);
	}
}

double
calibration_ece(const struct calibration *c)
{
	struct sum one, errors, weight;
	double ece;

	sum_init(&one);
	sum_init(&errors);
	sum_init(&weight);
	sum_add(&one, 1);
	for (uint32_t i = 0; i < c->bins; i++) {
		int exponent;
		double error =
			sum_cross(&c->score[i].first, &one, &c->positive[i].first, &one, &exponent);

		sum_add(&errors, ldexp(fabs(error), exponent));
		sum_add(&weight, moments_weight(&c->score[i]));
	}
	ece = sum_value(&errors) / sum_value(&weight);
	sum_release(&one);
	sum_release(&errors);
	sum_release(&weight);
	return ece;
}

int
calibration_save(const struct calibration *c, struct buf *out)
{
	for (uint32_t i = 0; i < c->bins; i++)
		if ((i && buf_addc(out, '.') < 0) || moments_save(&c->score[i], out) < 0 ||
		    buf_addc(out, '.') < 0 || moments_save(&c->positive[i], out) < 0)
			return STATUS_LIMIT;
	return 0;
}

int
calibration_load(struct calibration *c, struct str text)
{
	bool good = text.n && text.p[text.n - 1] != '.';
	uint32_t bins = c->bins;

	for (uint32_t i = 0; i < bins; i++) {
		good &= moments_load(&c->score[i], token_until(&text, '.')) == 0;
		good &= moments_load(&c->positive[i], token_until(&text, '.')) == 0;
		good &= c->score[i].n == c->positive[i].n;
	}
	if (good && text.n == 0)
		return 0;
	calibration_release(c);
	calibration_init(c, bins, c->weighted);
	return STATUS_DAMAGED;
}
