/*
 * Folds are runs of consecutive rows, not every tenth row: neighbours in time resemble
 * each other, and a row whose neighbours were learned from looks less odd than a row to
 * come will.
 */
#include "alarm_scores.h"

#include <stdlib.h>
#include <string.h>

#include "timestamp.h"
#include "xalloc.h"

/* Of many rows half are enough to learn as much as all. */
enum { FOLDS = 10, FOLDS_OF_MANY = 2, MANY = 65536 };

/* SCORE of the rows of M from FROM until before TO, by a model fitted to REFERENCE. */
static void
score_by_another(const struct detector *d, const struct detector_options *o,
		 const struct matrix *reference, const struct matrix *m, size_t from, size_t to,
		 double *score)
{
	void *model = d->fit(reference, o);

	d->score(model, matrix_row(m, from), to - from, score);
	d->free(model);
}

/* The rows of M before FROM and from TO on; free() the cells. */
static struct matrix
others(const struct matrix *m, size_t from, size_t to)
{
	size_t left = from * m->columns, right = (m->rows - to) * m->columns;
	struct matrix part = {.columns = m->columns, .rows = from + m->rows - to};

	part.room = part.rows;
	part.cell = xcalloc(left + right + 1, sizeof *part.cell);
	if (left)
		memcpy(part.cell, m->cell, left * sizeof *part.cell);
	if (right)
		memcpy(part.cell + left, matrix_row(m, to), right * sizeof *part.cell);
	return part;
}

static void
score_folds(const struct detector *d, const struct detector_options *o, const struct matrix *m,
	    double *score)
{
	size_t folds = m->rows > MANY ? FOLDS_OF_MANY : m->rows < FOLDS ? m->rows : FOLDS;

	for (size_t f = 0; f < folds; f++) {
		size_t from = f * m->rows / folds, to = (f + 1) * m->rows / folds;
		struct matrix part = others(m, from, to);

		score_by_another(d, o, &part, m, from, to, score + from);
		free(part.cell);
	}
}

static void
learn_unseen(struct alarm_scores *s, const struct detector *d, const void *model,
	     const struct matrix *m, const struct detector_options *o)
{
	double *score = xcalloc(m->rows + 1, sizeof *score);
	struct matrix half = *m;

	half.rows = d->sequential ? m->rows / 2 : 0;
	if (m->rows == 0)
		;
	else if (d->calibrate)
		d->calibrate(model, m, o, score);
	else if (d->sequential)
		score_by_another(d, o, &half, m, half.rows, m->rows, score);
	else
		score_folds(d, o, m, score);
	alarm_scores_take(s, score, m->rows - half.rows);
}

static void
learn_seen(struct alarm_scores *s, const struct detector *d, void *model, const struct matrix *m,
	   const struct detector_options *o)
{
	double *score = xcalloc(m->rows + 1, sizeof *score);

	if (m->rows == 0)
		;
	else if (d->sequential) /* the model itself is not to have run over any row yet */
		score_by_another(d, o, m, m, 0, m->rows, score);
	else
		d->score(model, m->cell, m->rows, score);
	alarm_scores_take(s, score, m->rows);
}

static void
learn_times(struct alarm *a, const int64_t *ts, size_t n)
{
	for (size_t i = 0; ts && i < n; i++) {
		if (ts[i] == TIMESTAMP_NONE)
			continue;
		if (a->timed == 0 || ts[i] < a->first)
			a->first = ts[i];
		if (a->timed == 0 || ts[i] > a->last)
			a->last = ts[i];
		a->timed++;
	}
}

void
alarm_learn(struct alarm *a, const struct detector *d, void *model, const struct matrix *reference,
	    const int64_t *ts, const struct detector_options *o)
{
	*a = (struct alarm){.run = d->sequential ? ALARM_RUN : 1};
	learn_unseen(&a->unseen, d, model, reference, o);
	learn_seen(&a->seen, d, model, reference, o);
	learn_times(a, ts, reference->rows);
}
