/* scoring - from the rows of a reference to models. */
#include <math.h>
#include <stdlib.h>

#include "scoring_parts.h"
#include "timestamp.h"
#include "xalloc.h"

int
scoring_choose(struct scoring *s, const struct plan_column *column, size_t n, struct complaint *c)
{
	struct features_request r = s->options.features;
	int status = scoring_groups_bind(s, column, n, c);

	r.group = s->groups->name;
	r.groups = s->groups->n;
	if (status == 0)
		status = features_choose(&s->features, &r, column, n, c);
	if (status < 0)
		return status;
	s->learning = xcalloc(1, sizeof *s->learning);
	matrix_init(&s->learning->rows, s->features.n);
	return 0;
}

void
scoring_learning_free(struct scoring *s)
{
	if (!s->learning)
		return;
	matrix_release(&s->learning->rows);
	free(s->learning->origin);
	free(s->learning);
	s->learning = NULL;
}

void
scoring_take(struct scoring *s, const struct row *row, uint64_t place)
{
	struct scoring_learning *l = s->learning;
	double *cell;

	features_see(&s->features, row->value);
	cell = place < l->rows.rows ? l->rows.cell + place * l->rows.columns : matrix_add(&l->rows);
	features_numbers(&s->features, row->value, cell);
	GROW(l->origin, l->rows.rows, l->room);
	l->origin[place] = (struct scoring_origin){
		.ts = row->ts,
		.arrival = l->arrivals++,
		.group = s->options.pooled ? 0 : scoring_group(s, row->value),
	};
	l->timed += row->ts != TIMESTAMP_NONE;
}

/* Leaves the columns of numbers, in the matrix as well. */
static void
drop_columns(struct scoring *s)
{
	struct scoring_learning *l = s->learning;
	size_t before = s->features.n, *from = xcalloc(before + 1, sizeof *from), kept = 0;
	struct str *name = xcalloc(before + 1, sizeof *name);
	struct matrix rows;

	for (size_t i = 0; i < before; i++)
		name[i] = STR_N(
			xmemdup0(s->features.feature[i].name.p, s->features.feature[i].name.n),
			s->features.feature[i].name.n);
	features_settle(&s->features);
	features_keep(&s->features, FEATURE_NUMBER);
	for (size_t i = 0; i < before; i++) {
		if (kept < s->features.n && str_eq(name[i], s->features.feature[kept].name))
			from[kept++] = i;
		free((char *)name[i].p);
	}
	rows = (struct matrix){.cell = l->rows.cell, .rows = l->rows.rows, .columns = kept};
	for (size_t r = 0; r < rows.rows; r++)
		for (size_t j = 0; j < kept; j++)
			rows.cell[r * kept + j] = l->rows.cell[r * before + from[j]];
	rows.room = rows.rows;
	l->rows = rows;
	free(name);
	free(from);
}

/* A column that a person named must be one of numbers; some column must. */
static int
check_columns(struct scoring *s, struct complaint *c)
{
	for (size_t i = 0; i < s->features.n; i++) {
		const struct feature *f = &s->features.feature[i];
		bool numbers = !f->category && (double)f->numbers * 100 >= (double)f->values * 99;

		if (f->named && !numbers)
			return complain(c, STATUS_USAGE, 0,
					"column '%.*s' is no column of numbers: %s scores numbers",
					(int)f->name.n, f->name.p, s->options.method[0]->name);
	}
	drop_columns(s);
	if (s->features.n == 0)
		return complain(c, STATUS_USAGE, 0,
				"the reference has no column of numbers to learn from");
	if (s->options.season && s->learning->timed == 0)
		return complain(c, STATUS_USAGE, 0,
				"--season: the rows of the reference have no times (column ts)");
	return 0;
}

static int
by_group(const void *a, const void *b)
{
	const struct scoring_origin *const *x = a, *const *y = b;

	if ((*x)->group != (*y)->group)
		return (*x)->group < (*y)->group ? -1 : 1;
	return ((*x)->arrival > (*y)->arrival) - ((*x)->arrival < (*y)->arrival);
}

static int
by_arrival(const void *a, const void *b)
{
	const struct scoring_origin *const *x = a, *const *y = b;

	return ((*x)->arrival > (*y)->arrival) - ((*x)->arrival < (*y)->arrival);
}

/* Learns M from the N rows that ORIGIN tells of, in that order. */
static void
learn(struct scoring *s, struct scoring_model *m, const struct scoring_origin *const *origin,
      size_t n)
{
	const struct scoring_learning *l = s->learning;
	struct matrix rows;
	int64_t *ts = xcalloc(n + 1, sizeof *ts);

	matrix_init(&rows, l->rows.columns);
	for (size_t i = 0; i < n; i++) {
		memcpy(matrix_add(&rows), matrix_row(&l->rows, (size_t)(origin[i] - l->origin)),
		       rows.columns * sizeof *rows.cell);
		ts[i] = origin[i]->ts;
	}
	m->rows = n;
	if (s->options.season)
		season_learn(&m->season, s->options.season, &rows, ts);
	for (size_t i = 0; i < s->options.methods; i++) {
		const struct detector *d = scoring_detector(s, i);

		m->model[i] = d->fit(&rows, &s->options.detector);
		alarm_learn(&m->alarm[i], d, m->model[i], &rows, ts, &s->options.detector);
	}
	matrix_release(&rows);
	free(ts);
}

struct scoring_model *
scoring_model_add(struct scoring *s)
{
	struct scoring_model *m;

	/* Full at each power of two, and then as large again. */
	if ((s->models & (s->models - 1)) == 0)
		s->model = xrealloc(s->model, s->models ? 2 * s->models : 1, sizeof *s->model);
	m = &s->model[s->models++];
	*m = (struct scoring_model){.rows = 0};
	season_init(&m->season);
	m->model = xcalloc(s->options.methods, sizeof *m->model);
	m->alarm = xcalloc(s->options.methods, sizeof *m->alarm);
	m->limit = xcalloc(s->options.methods, sizeof *m->limit);
	return m;
}

void
scoring_models_free(struct scoring *s)
{
	for (size_t k = 0; k < s->models; k++) {
		struct scoring_model *m = &s->model[k];

		for (size_t i = 0; i < s->options.methods; i++) {
			if (m->model[i])
				scoring_detector(s, i)->free(m->model[i]);
			alarm_release(&m->alarm[i]);
		}
		season_release(&m->season);
		free(m->model);
		free(m->alarm);
		free(m->limit);
	}
	free(s->model);
	s->model = NULL;
	s->models = 0;
}

static bool
asked_for_alarms(const struct scoring *s)
{
	const struct alarm_request *r = &s->options.alarm;

	return !isnan(r->alpha) || !isnan(r->contamination) || !isnan(r->threshold) || r->alarms;
}

int
scoring_judge(struct scoring *s, struct complaint *c)
{
	for (size_t k = s->models; k-- > 0;) {
		struct scoring_model *m = &s->model[k];
		size_t groups = k ? s->models - 1 : 1;

		m->usable = m->rows > 0;
		for (size_t i = 0; i < s->options.methods && m->usable; i++)
			m->usable = alarm_limit(&s->rule, &m->alarm[i], groups, s->options.methods,
						&m->limit[i], c) == 0;
	}
	s->judges = s->model[0].usable;
	if (s->judges)
		return 0;
	if (asked_for_alarms(s))
		return STATUS_USAGE;
	scoring_tell(s, "no alarms: %s", c->text);
	return 0;
}

/* The models of all groups, from rows that are in the order of their groups. */
static void
learn_groups(struct scoring *s, const struct scoring_origin **origin, size_t n)
{
	qsort(origin, n, sizeof *origin, by_group);
	for (size_t from = 0, to; from < n; from = to) {
		uint32_t group = origin[from]->group;

		for (to = from; to < n && origin[to]->group == group; to++)
			;
		if (group != GROUP_OTHER)
			learn(s, &s->model[group], origin + from, to - from);
	}
}

int
scoring_fit(struct scoring *s, struct complaint *c)
{
	struct scoring_learning *l = s->learning;
	size_t n = l->rows.rows;
	const struct scoring_origin **origin;
	bool by_groups = s->groups->n && !s->options.pooled;
	int status;

	if (n == 0)
		return complain(c, STATUS_USAGE, 0, "there are no rows to learn from");
	if (check_columns(s, c) < 0)
		return STATUS_USAGE;
	origin = xcalloc(n, sizeof *origin);
	for (size_t i = 0; i < n; i++)
		origin[i] = &l->origin[i];
	qsort(origin, n, sizeof *origin, by_arrival);
	for (size_t models = by_groups ? group_n(&s->groups->keys) + 1 : 1; models > 0; models--)
		scoring_model_add(s);
	learn(s, &s->model[0], origin, n);
	if (by_groups)
		learn_groups(s, origin, n);
	free(origin);
	s->reference_rows = n;
	s->fitted = true;
	scoring_learning_free(s);
	status = scoring_judge(s, c);
	if (status == 0 && s->table->writer)
		status = scoring_write_columns(s, c);
	return status;
}
