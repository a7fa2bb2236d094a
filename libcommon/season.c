/*
 * The rows are put in order of their phases.  Of each column and phase the values are
 * gathered, with those that a phase borrows, and sorted; the rows of the phase itself then
 * get the median and MAD of the others.  The values are replaced when all phases of a
 * column are done, since neighbours need them as they were.
 */
#include "season.h"

#include <float.h>
#include <stdlib.h>

#include "timestamp.h"
#include "xalloc.h"

#define HOUR (60 * TIMESTAMP_MINUTE)
#define WEEK (7 * TIMESTAMP_DAY)
/* The last Monday before 1970-01-01, which was a Thursday. */
#define MONDAY (-3 * TIMESTAMP_DAY)

int
season_check(int64_t length, struct complaint *c)
{
	if (length % HOUR == 0 && length >= 2 * HOUR && length <= SEASON_PHASES_MAX * HOUR)
		return 0;
	return complain(c, STATUS_USAGE, 0, "a season is whole hours long, from 2h to %dd",
			SEASON_PHASES_MAX / 24);
}

size_t
season_phase(int64_t length, int64_t ts)
{
	int64_t since;

	if (ts == TIMESTAMP_NONE)
		return (size_t)(length / HOUR);
	since = (ts - (length % WEEK ? 0 : MONDAY)) % length;
	return (size_t)((since < 0 ? since + length : since) / HOUR);
}

/* The rows of phase P are ORDER[START[P]] until before ORDER[START[P + 1]]. */
struct rows {
	const struct matrix *m;
	size_t *order, *start;
	size_t phases;
};

static void
rows_init(struct rows *r, int64_t length, const struct matrix *m, const int64_t *ts)
{
	size_t *start;

	*r = (struct rows){.m = m, .phases = (size_t)(length / HOUR)};
	r->order = xcalloc(m->rows + 1, sizeof *r->order);
	r->start = start = xcalloc(r->phases + 3, sizeof *start);
	for (size_t i = 0; i < m->rows; i++)
		start[season_phase(length, ts[i]) + 2]++;
	for (size_t p = 2; p < r->phases + 3; p++)
		start[p] += start[p - 1];
	for (size_t i = 0; i < m->rows; i++)
		r->order[start[season_phase(length, ts[i]) + 1]++] = i;
}

static void
rows_release(struct rows *r)
{
	free(r->order);
	free(r->start);
}

/* Adds the values that COLUMN has in phase P to the N of X; how many there are then. */
static size_t
gather(const struct rows *r, size_t column, size_t p, double *x, size_t n)
{
	for (size_t i = r->start[p]; i < r->start[p + 1]; i++) {
		double value = matrix_row(r->m, r->order[i])[column];

		if (!isnan(value))
			x[n++] = value;
	}
	return n;
}

static size_t
gather_all(const struct rows *r, size_t column, double *x)
{
	size_t n = 0;

	for (size_t p = 0; p <= r->phases; p++)
		n = gather(r, column, p, x, n);
	return n;
}

/* The values of phase P and as many of its neighbours' as it takes. */
static size_t
gather_enough(const struct rows *r, size_t column, size_t p, double *x)
{
	size_t n;

	if (p == r->phases)
		return gather_all(r, column, x);
	n = gather(r, column, p, x, 0);
	for (size_t d = 1; n < SEASON_ROWS && d <= r->phases / 2; d++) {
		n = gather(r, column, (p + d) % r->phases, x, n);
		if (2 * d < r->phases)
			n = gather(r, column, (p + r->phases - d) % r->phases, x, n);
	}
	return n ? n : gather_all(r, column, x);
}

/* A column while it is being learned. */
struct learner {
	struct rows rows;
	double *x;                     /* values gathered */
	struct scale *other, *without; /* of each row the others' scale; of each of X */
};

static void
learner_init(struct learner *l, int64_t length, const struct matrix *m, const int64_t *ts)
{
	rows_init(&l->rows, length, m, ts);
	l->x = xcalloc(m->rows + 1, sizeof *l->x);
	l->other = xcalloc(m->rows + 1, sizeof *l->other);
	l->without = xcalloc(m->rows + 1, sizeof *l->without);
}

static void
learner_release(struct learner *l)
{
	rows_release(&l->rows);
	free(l->x);
	free(l->other);
	free(l->without);
}

static void
learn_phase(struct learner *l, size_t column, size_t p, struct scale *s)
{
	const struct rows *r = &l->rows;
	size_t n = gather_enough(r, column, p, l->x);

	scale_median(s, l->x, n);
	if (r->start[p] < r->start[p + 1])
		scale_median_without_each(l->without, l->x, n);
	for (size_t i = r->start[p]; i < r->start[p + 1]; i++) {
		double value = matrix_row(r->m, r->order[i])[column];

		if (!isnan(value))
			l->other[r->order[i]] = l->without[scale_place(l->x, n, value)];
	}
}

/* The MAD of all values around the medians of their phases, or 1. */
static double
common_spread(struct learner *l, const struct season *s, size_t column)
{
	const struct rows *r = &l->rows;
	struct scale common;
	size_t n = 0;

	for (size_t p = 0; p <= r->phases; p++) {
		struct scale phase = s->scale[p * s->columns + column];
		size_t from = n;

		phase.spread = 1;
		n = gather(r, column, p, l->x, n);
		for (size_t i = from; i < n; i++)
			l->x[i] = scale_distance(&phase, l->x[i], DBL_MAX);
	}
	scale_median(&common, l->x, n);
	return common.spread > 0 ? common.spread : 1;
}

static void
give_spread(struct scale *s, double spread)
{
	if (s->known && s->spread == 0)
		s->spread = spread;
}

static void
learn_column(struct learner *l, struct season *s, struct matrix *reference, size_t column)
{
	double common;

	for (size_t p = 0; p <= s->phases; p++)
		learn_phase(l, column, p, &s->scale[p * s->columns + column]);
	common = common_spread(l, s, column);
	for (size_t p = 0; p <= s->phases; p++)
		give_spread(&s->scale[p * s->columns + column], common);
	for (size_t i = 0; i < reference->rows; i++) {
		double *value = &reference->cell[i * s->columns + column];

		give_spread(&l->other[i], common);
		if (!isnan(*value))
			*value = scale_distance(&l->other[i], *value, DBL_MAX);
	}
}

void
season_init(struct season *s)
{
	*s = (struct season){0};
}

void
season_release(struct season *s)
{
	free(s->scale);
	season_init(s);
}

static void
make(struct season *s, int64_t length, size_t columns)
{
	*s = (struct season){
		.length = length, .phases = (size_t)(length / HOUR), .columns = columns};
	s->scale = xcalloc((s->phases + 1) * columns + 1, sizeof *s->scale);
}

void
season_learn(struct season *s, int64_t length, struct matrix *reference, const int64_t *ts)
{
	struct learner l;

	make(s, length, reference->columns);
	learner_init(&l, length, reference, ts);
	for (size_t j = 0; j < s->columns; j++)
		learn_column(&l, s, reference, j);
	learner_release(&l);
}

void
season_apply(const struct season *s, int64_t ts, double *row)
{
	const struct scale *scale;

	if (s->length == 0)
		return;
	scale = s->scale + season_phase(s->length, ts) * s->columns;
	for (size_t j = 0; j < s->columns; j++)
		if (!isnan(row[j]))
			row[j] = scale_distance(&scale[j], row[j], DBL_MAX);
}

void
season_save(const struct season *s, struct pack *out)
{
	pack_u64(out, (uint64_t)s->length);
	for (size_t i = 0; s->length && i < (s->phases + 1) * s->columns; i++)
		scale_save(&s->scale[i], out);
}

static void
load(struct season *s, struct unpack *in, size_t columns)
{
	uint64_t length = unpack_u64(in);
	struct complaint ignored;

	if (length == 0)
		return;
	if (length > INT64_MAX || season_check((int64_t)length, &ignored) < 0 ||
	    in->rest.n / SCALE_BYTES / (length / (uint64_t)HOUR + 1) < columns) {
		unpack_refuse(in);
		return;
	}
	make(s, (int64_t)length, columns);
	for (size_t i = 0; i < (s->phases + 1) * columns; i++) {
		scale_load(&s->scale[i], in);
		if (s->scale[i].known && s->scale[i].spread == 0)
			unpack_refuse(in);
	}
}

int
season_load(struct season *s, struct unpack *in, size_t columns, struct complaint *c)
{
	season_init(s);
	load(s, in, columns);
	if (!in->bad)
		return 0;
	season_release(s);
	return complain(c, STATUS_DAMAGED, in->offset, "the season is damaged");
}
