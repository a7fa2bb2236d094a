/*
 * scoring - the rows that wait, and their scores.
 *
 * A row lives until the next one is read, and a detector is quickest with many at once: so
 * rows are copied, a block is scored as a whole, and the rows of a group are gathered before
 * its model gets them.  A sequential model explains a row only as long as it is the last
 * one, so it gets them one by one.
 */
#include <math.h>
#include <stdlib.h>

#include "scoring_parts.h"
#include "xalloc.h"

void
scoring_table_free(struct scoring *s)
{
	struct scoring_table *t = s->table;

	if (!t)
		return;
	buf_release(&t->text);
	buf_release(&t->why);
	free(t->order);
	free(t->field);
	free(t->waiting);
	free(t->value);
	free(t->cell);
	free(t->gathered);
	free(t->member);
	free(t->explained);
	free(t->score);
	free(t->p);
	free(t->part);
	free(t);
	s->table = NULL;
}

static void
make_room(struct scoring *s)
{
	struct scoring_table *t = s->table;
	size_t cells = SCORING_BLOCK * s->features.n, methods = s->options.methods;

	t->cell = xcalloc(cells, sizeof *t->cell);
	t->gathered = xcalloc(cells, sizeof *t->gathered);
	t->member = xcalloc(SCORING_BLOCK, sizeof *t->member);
	t->explained = xcalloc(SCORING_BLOCK, sizeof *t->explained);
	t->score = xcalloc(methods * SCORING_BLOCK, sizeof *t->score);
	t->p = xcalloc(methods * SCORING_BLOCK, sizeof *t->p);
	t->part = xcalloc(methods * cells, sizeof *t->part);
}

static void
choose_order(struct scoring_table *t, const struct path_columns *input)
{
	t->order = xrealloc(t->order, t->columns + 1, sizeof *t->order);
	t->written = 0;
	for (size_t i = 0; i < input->n; i++)
		for (size_t at = 0; at < t->columns; at++)
			if (str_eq(t->column[at].name, input->column[i].name))
				t->order[t->written++] = at;
}

int
scoring_bind(struct scoring *s, const struct plan_column *column, size_t n,
	     const struct path_columns *input, struct record_writer *writer, struct complaint *c)
{
	struct scoring_table *t = s->table;
	int status = 0;

	t->column = column;
	t->columns = n;
	t->writer = writer;
	t->value = xrealloc(t->value, n + 1, sizeof *t->value);
	if (s->fitted)
		status = features_bind(&s->features, column, n, c);
	if (s->fitted && status == 0)
		status = scoring_groups_bind(s, column, n, c);
	if (status < 0)
		return status;
	choose_order(t, input);
	return s->fitted ? scoring_write_columns(s, c) : 0;
}

void
scoring_add(struct scoring *s, const struct row *row)
{
	struct scoring_table *t = s->table;

	GROW(t->waiting, t->n + 1, t->waiting_room);
	GROW(t->field, (t->n + 1) * t->columns, t->field_room);
	t->waiting[t->n] =
		(struct scoring_waiting){row->ts, t->text.n, scoring_group(s, row->value)};
	for (size_t i = 0; i < t->columns; i++) {
		const struct value *v = &row->value[i];

		t->field[t->n * t->columns + i] = (struct scoring_field){
			(uint32_t)v->text.n, (unsigned char)v->kind, v->text.p != NULL};
		if (v->text.n)
			buf_add(&t->text, v->text.p, v->text.n);
	}
	s->other += s->groups->n && t->waiting[t->n].group == GROUP_OTHER;
	t->n++;
	if (s->fitted && t->n >= SCORING_BLOCK)
		scoring_flush(s);
}

void
scoring_values(struct scoring *s, size_t row)
{
	struct scoring_table *t = s->table;
	const char *p = t->text.p + (t->text.n ? t->waiting[row].at : 0);

	for (size_t i = 0; i < t->columns; i++) {
		struct scoring_field f = t->field[row * t->columns + i];

		t->value[i] = (struct value){{f.has_text ? f.n ? p : "" : NULL, f.n},
					     (enum value_kind)f.kind};
		p += f.n;
	}
}

/* The numbers of the N rows from FIRST on. */
static void
read_cells(struct scoring *s, size_t first, size_t n)
{
	struct scoring_table *t = s->table;

	for (size_t r = 0; r < n; r++) {
		double *cell = t->cell + r * s->features.n;

		scoring_values(s, first + r);
		s->odd += features_numbers(&s->features, t->value, cell);
	}
}

/* Scores N gathered rows by one detector, one block of it at most. */
static void
score_members(struct scoring *s, size_t i, const struct scoring_state *state, size_t n)
{
	struct scoring_table *t = s->table;
	const struct detector *d = scoring_detector(s, i);
	const struct scoring_model *m = &s->model[state->model];
	void *model = state->own && state->own[i] ? state->own[i] : m->model[i];
	size_t columns = s->features.n, step = d->sequential ? 1 : n;
	double score[SCORING_BLOCK];

	for (size_t from = 0; from < n; from += step) {
		d->score(model, t->gathered + from * columns, step, score + from);
		for (size_t k = from; k < from + step; k++) {
			size_t at = i * SCORING_BLOCK + t->member[k];

			t->score[at] = score[k];
			t->p[at] = alarm_p(&m->alarm[i], score[k]);
			if (s->options.why && d->sequential)
				d->explain(model, t->gathered + k * columns,
					   t->part + at * columns);
		}
	}
}

size_t
scoring_oddest(const struct scoring *s, size_t r)
{
	const double *p = s->table->p + r;
	size_t best = 0;

	for (size_t i = 1; i < s->options.methods; i++)
		if (p[i * SCORING_BLOCK] < p[best * SCORING_BLOCK])
			best = i;
	return best;
}

static bool
is_odd(const struct scoring *s, const struct scoring_model *m, size_t r)
{
	for (size_t i = 0; i < s->options.methods && m->usable; i++) {
		size_t at = i * SCORING_BLOCK + r;

		if (alarm_is_odd(&m->limit[i], s->table->score[at], s->table->p[at]))
			return true;
	}
	return false;
}

/* What the columns of N gathered rows did, where somebody will ask. */
static void
explain_members(struct scoring *s, const struct scoring_state *state, size_t n)
{
	struct scoring_table *t = s->table;
	const struct scoring_model *m = &s->model[state->model];
	size_t columns = s->features.n;

	for (size_t k = 0; k < n; k++) {
		size_t r = t->member[k], oddest = scoring_oddest(s, r);

		t->explained[r] = s->options.why_always || is_odd(s, m, r) ||
				  t->p[oddest * SCORING_BLOCK + r] <= SCORING_WHY_P;
		for (size_t i = 0; i < s->options.methods && t->explained[r]; i++)
			if (!scoring_detector(s, i)->sequential &&
			    (i == oddest || s->options.why == SCORING_WHY_ALL))
				scoring_detector(s, i)->explain(
					m->model[i], t->gathered + k * columns,
					t->part + (i * SCORING_BLOCK + r) * columns);
	}
}

/* The rows from R on that are of the group of row R, their values as the season has them. */
static size_t
gather(struct scoring *s, size_t first, size_t r, size_t n, bool *done)
{
	struct scoring_table *t = s->table;
	const struct scoring_waiting *w = t->waiting + first;
	const struct scoring_state *state = scoring_state_of(s, w[r].group);
	size_t members = 0, columns = s->features.n;

	for (size_t k = r; k < n; k++) {
		double *row = t->gathered + members * columns;

		if (w[k].group != w[r].group)
			continue;
		memcpy(row, t->cell + k * columns, columns * sizeof *row);
		season_apply(&s->model[state->model].season, w[k].ts, row);
		t->member[members++] = k;
		done[k] = true;
	}
	return members;
}

static int
judge_row(struct scoring *s, size_t r, struct scoring_state *state)
{
	const struct scoring_model *m = &s->model[state->model];

	if (!m->usable)
		return -1;
	return alarm_persists(&s->rule, &state->streak, is_odd(s, m, r));
}

static void
score_block(struct scoring *s, size_t first, size_t n)
{
	struct scoring_table *t = s->table;
	bool done[SCORING_BLOCK] = {false};

	read_cells(s, first, n);
	for (size_t r = 0; r < n; r++) {
		const struct scoring_state *state;
		size_t members;

		if (done[r])
			continue;
		members = gather(s, first, r, n, done);
		state = scoring_state_of(s, t->waiting[first + r].group);
		for (size_t i = 0; i < s->options.methods; i++)
			score_members(s, i, state, members);
		if (s->options.why)
			explain_members(s, state, members);
	}
	for (size_t r = 0; r < n; r++) {
		int anomaly = judge_row(s, r, scoring_state_of(s, t->waiting[first + r].group));

		scoring_values(s, first + r);
		scoring_write_row(s, r, anomaly);
		s->rows++;
		s->anomalies += anomaly == 1;
	}
}

void
scoring_flush(struct scoring *s)
{
	struct scoring_table *t = s->table;

	if (!t->cell)
		make_room(s);
	for (size_t first = 0; first < t->n; first += SCORING_BLOCK)
		score_block(s, first, t->n - first < SCORING_BLOCK ? t->n - first : SCORING_BLOCK);
	t->n = 0;
	buf_clear(&t->text);
}
