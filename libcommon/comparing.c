#include "comparing.h"

#include <stdlib.h>

#include "comparing_parts.h"
#include "lookup.h"
#include "timestamp.h"
#include "xalloc.h"

static bool
is_name(struct str name, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(name, list[i]))
			return true;
	return false;
}

/* Features that are not there are at SIZE_MAX, and all rows of the table say so. */
static void
bind_features(struct features *f, const struct str *name, size_t n)
{
	for (size_t i = 0; i < f->n; i++) {
		f->feature[i].at = SIZE_MAX;
		for (size_t j = 0; j < n; j++)
			if (str_eq(name[j], f->feature[i].name))
				f->feature[i].at = j;
	}
}

static void
find_added(struct comparing *c, const struct str *name, size_t n)
{
	const struct profile *p = c->reference;

	c->added = xcalloc(n, sizeof *c->added);
	for (size_t i = 0; i < n; i++)
		if (!is_name(name[i], p->seen, p->seen_n))
			c->added[c->added_n++] = STR_N(xmemdup0(name[i].p, name[i].n), name[i].n);
}

static int
bind_table(struct comparing *c, const struct plan_column *column, size_t n, struct complaint *why)
{
	const struct profile *p = c->reference;
	struct str *name = xcalloc(n, sizeof *name);
	int status = 0;

	c->columns = n;
	c->group_at = xcalloc(p->groups, sizeof *c->group_at);
	c->group_value = xcalloc(p->groups, sizeof(struct value *));
	for (size_t i = 0; i < n; i++)
		name[i] = column[i].name;
	/* Without any column there are no rows either. */
	for (size_t i = 0; n && i < p->groups && status == 0; i++)
		if (lookup("column", p->group[i], name, n, &c->group_at[i], why) < 0)
			status = STATUS_MISSING;
	bind_features(&c->reference->features, name, n);
	find_added(c, name, n);
	free(name);
	return status;
}

static void take_row(void *arg, const struct row *row);

static void
refuse_ahead(void *arg, const struct row *row)
{
	struct comparing *c = arg;

	c->options->refused(c->options->arg, row, true);
}

int
comparing_init(struct comparing *c, const struct comparing_options *o, struct profile *reference,
	       const struct plan_column *column, size_t n, struct record_writer *w,
	       struct complaint *why)
{
	*c = (struct comparing){
		.options = o, .reference = reference, .writer = w, .watermark = INT64_MIN};
	map_init(&c->basis_key);
	ahead_init(&c->ahead, o->max_ahead, take_row, refuse_ahead, c);
	if (bind_table(c, column, n, why) < 0)
		return STATUS_MISSING;
	comparing_columns(c);
	return 0;
}

static void
free_window(struct comparing *c, struct comparing_window *w)
{
	for (size_t i = 0; i < w->room; i++)
		if (w->group[i].part.column)
			profile_part_release(&w->group[i].part);
	c->other += w->groups.other;
	group_release(&w->groups);
	free(w->group);
	free(w);
}

void
comparing_release(struct comparing *c)
{
	for (size_t i = 0; i < c->windows; i++)
		free_window(c, c->window[i]);
	for (size_t i = 0; i < c->basis_key.n; i++)
		comparing_basis_free(c->basis[i]);
	for (size_t i = 0; i < c->added_n; i++)
		free((char *)c->added[i].p);
	ahead_release(&c->ahead);
	map_release(&c->basis_key);
	free(c->basis);
	free(c->window);
	free(c->added);
	free(c->group_at);
	free((void *)c->group_value);
	*c = (struct comparing){0};
}

/* A new window at place I of the open ones. */
static struct comparing_window *
open_window(struct comparing *c, size_t i, int64_t start, int64_t end)
{
	struct comparing_window *w = xcalloc(1, sizeof *w);

	w->start = start;
	w->end = end;
	group_init(&w->groups, c->options->max_groups);
	GROW(c->window, c->windows + 1, c->room);
	memmove(c->window + i + 1, c->window + i,
		(c->windows - i) * sizeof(struct comparing_window *));
	c->window[i] = w;
	c->windows++;
	return w;
}

/* The window of time TS, NULL when that has closed. */
static struct comparing_window *
window_at(struct comparing *c, int64_t ts)
{
	const struct window_spec *spec = c->options->window;
	size_t i = c->windows;
	int64_t index, end;

	if (!spec)
		return c->windows ? c->window[0]
				  : open_window(c, 0, TIMESTAMP_NONE, TIMESTAMP_NONE);
	while (i > 0 && c->window[i - 1]->start > ts)
		i--;
	if (i > 0 && ts < c->window[i - 1]->end)
		return c->window[i - 1];
	index = window_pane(spec, ts);
	end = window_start(spec, index + 1);
	return end <= c->watermark ? NULL : open_window(c, i, window_start(spec, index), end);
}

static struct comparing_group *
group_at(struct comparing *c, struct comparing_window *w, uint32_t k)
{
	size_t old = w->room;
	struct comparing_group *g;

	if (k >= old) {
		GROW(w->group, (size_t)k + 1, w->room);
		memset(w->group + old, 0, (w->room - old) * sizeof *w->group);
	}
	g = &w->group[k];
	if (g->part.column)
		return g;
	profile_part_init(&g->part, c->reference->features.n);
	g->basis = comparing_basis_of(c, w, k == GROUP_OTHER ? STR("") : group_key(&w->groups, k),
				      k == GROUP_OTHER);
	return g;
}

/* From here on G's numbers are counted by the cells of what they are held against. */
static void
coarsen(struct comparing_group *g)
{
	comparing_basis_coarsen(g->basis);
	g->coarse = true;
	for (size_t i = 0; i < g->part.columns; i++)
		distribution_limit(&g->part.column[i], COMPARING_VALUES, &g->basis->grid[i]);
}

static void
close_windows(struct comparing *c, int64_t until)
{
	size_t n = 0;

	for (; n < c->windows && c->window[n]->end <= until; n++) {
		comparing_judge(c, c->window[n]);
		free_window(c, c->window[n]);
	}
	if (n == 0)
		return;
	c->windows -= n;
	memmove(c->window, c->window + n, c->windows * sizeof(struct comparing_window *));
}

static void
see(struct comparing *c, int64_t ts)
{
	int64_t watermark;

	if (!c->options->window)
		return;
	watermark = ts - c->options->lateness;
	if (watermark <= c->watermark)
		return;
	c->watermark = watermark;
	if (c->windows && c->window[0]->end <= watermark)
		close_windows(c, watermark);
}

static void
take_row(void *arg, const struct row *row)
{
	struct comparing *c = arg;
	struct comparing_window *w = window_at(c, row->ts);
	size_t groups = c->reference->groups;
	struct comparing_group *g;
	bool added;

	c->rows++;
	if (!w) {
		c->late++;
		return;
	}
	for (size_t i = 0; i < groups; i++)
		c->group_value[i] = &row->value[c->group_at[i]];
	g = group_at(c, w, group_of(&w->groups, c->group_value, groups, &added));
	if (g->basis && !g->coarse && g->part.rows == COMPARING_VALUES)
		coarsen(g);
	/* Of what nothing is known, nothing needs to be. */
	if (g->basis)
		profile_part_add(&g->part, &c->reference->features, true, row->value, row->ts);
	else
		g->part.rows++;
	see(c, row->ts);
}

void
comparing_add(struct comparing *c, const struct row *row)
{
	if (!c->options->window)
		take_row(c, row);
	else if (row->ts == TIMESTAMP_NONE)
		c->options->refused(c->options->arg, row, false);
	else if (c->options->max_ahead)
		ahead_put(&c->ahead, row, c->columns);
	else
		take_row(c, row);
}

void
comparing_finish(struct comparing *c)
{
	if (c->ahead.n)
		ahead_finish(&c->ahead);
	close_windows(c, INT64_MAX);
}
