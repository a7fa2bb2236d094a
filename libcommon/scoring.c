/* scoring - the session: its life, and which models score which group. */
#include "scoring.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lookup.h"
#include "scoring_parts.h"
#include "xalloc.h"

enum { SHOWN = 60 };

void
scoring_tell(const struct scoring *s, const char *format, ...)
{
	struct complaint c;
	va_list ap;

	if (!s->options.notice)
		return;
	va_start(ap, format);
	vsnprintf(c.text, sizeof c.text, format, ap);
	va_end(ap);
	s->options.notice(s->options.arg, c.text);
}

const struct detector *
scoring_detector(const struct scoring *s, size_t i)
{
	return s->options.method[i]->detector;
}

int
scoring_init(struct scoring *s, const struct scoring_options *o, struct complaint *c)
{
	*s = (struct scoring){.options = *o};
	features_init(&s->features);
	s->table = xcalloc(1, sizeof *s->table);
	buf_init(&s->table->text, BUF_CAP_MAX);
	buf_init(&s->table->why, BUF_CAP_MAX);
	if (alarm_rule_init(&s->rule, &o->alarm, c) < 0)
		return STATUS_USAGE;
	if (o->season && season_check(o->season, c) < 0)
		return STATUS_USAGE;
	return scoring_groups_new(s, c);
}

void
scoring_release(struct scoring *s)
{
	scoring_groups_free(s);
	scoring_models_free(s);
	scoring_learning_free(s);
	scoring_table_free(s);
	features_release(&s->features);
	free((void *)s->loaded);
	*s = (struct scoring){0};
}

static int
add_group_name(void *arg, struct str name, struct complaint *c)
{
	struct scoring_groups *g = arg;

	(void)c;
	for (size_t i = 0; i < g->n; i++)
		if (str_eq(g->name[i], name))
			return 0;
	g->name = xrealloc(g->name, g->n + 1, sizeof *g->name);
	g->name[g->n++] = STR_N(xmemdup0(name.p, name.n), name.n);
	return 0;
}

int
scoring_groups_new(struct scoring *s, struct complaint *c)
{
	struct scoring_groups *g = xcalloc(1, sizeof *g);

	s->groups = g;
	group_init(&g->keys, s->options.max_groups ? s->options.max_groups : GROUPS_DEFAULT_MAX);
	return s->options.group ? features_each(s->options.group, add_group_name, g, c) : 0;
}

static void
free_own(struct scoring *s, struct scoring_state *state)
{
	for (size_t i = 0; state->own && i < s->options.methods; i++)
		if (state->own[i])
			scoring_detector(s, i)->free(state->own[i]);
	free(state->own);
}

void
scoring_groups_free(struct scoring *s)
{
	struct scoring_groups *g = s->groups;

	if (!g)
		return;
	for (size_t i = 0; i < g->states; i++)
		free_own(s, &g->state[i]);
	for (size_t i = 0; i < g->n; i++)
		free((char *)g->name[i].p);
	free(g->name);
	free(g->at);
	free((void *)g->value);
	free(g->state);
	group_release(&g->keys);
	free(g);
	s->groups = NULL;
}

int
scoring_groups_bind(struct scoring *s, const struct plan_column *column, size_t n,
		    struct complaint *c)
{
	struct scoring_groups *g = s->groups;
	struct str *name = xcalloc(n, sizeof *name);
	int status = 0;

	g->at = xrealloc(g->at, g->n + 1, sizeof *g->at);
	g->value = xrealloc((void *)g->value, g->n + 1, sizeof *g->value);
	for (size_t i = 0; i < n; i++)
		name[i] = column[i].name;
	for (size_t i = 0; i < g->n && status == 0; i++)
		status = lookup("column", g->name[i], name, n, &g->at[i], c);
	free(name);
	return status;
}

uint32_t
scoring_group(struct scoring *s, const struct value *value)
{
	struct scoring_groups *g = s->groups;
	bool added;

	if (g->n == 0)
		return 0;
	for (size_t i = 0; i < g->n; i++)
		g->value[i] = &value[g->at[i]];
	return group_of(&g->keys, g->value, g->n, &added);
}

/* "model=a region=eu", the values as they are written. */
static void
tell_unknown(struct scoring *s, uint32_t group, bool has_rows)
{
	struct scoring_groups *g = s->groups;
	struct buf name;

	if (s->options.pooled || group == GROUP_OTHER || ++s->unknown > SCORING_TOLD + 1)
		return;
	if (s->unknown > SCORING_TOLD) {
		scoring_tell(s, "further such groups are not named");
		return;
	}
	buf_init(&name, BUF_CAP_MAX);
	for (size_t i = 0; i < g->n; i++) {
		struct str value = group_value(&g->keys, group, i);

		buf_addf(&name, "%s%.*s=%.*s", i ? " " : "",
			 (int)(g->name[i].n < SHOWN ? g->name[i].n : SHOWN), g->name[i].p,
			 (int)(value.n < SHOWN ? value.n : SHOWN), value.n ? value.p : "");
	}
	scoring_tell(s, "%.*s: %s reference rows of its own, scored by the model of all groups",
		     (int)(name.n < 2 * SHOWN ? name.n : 2 * SHOWN), name.p,
		     has_rows ? "too few" : "no");
	buf_release(&name);
}

/* A sequential method goes on from row to row, so two groups cannot share its model. */
static void **
copy_sequential(const struct scoring *s, const struct scoring_model *m)
{
	void **own = xcalloc(s->options.methods, sizeof *own);

	for (size_t i = 0; i < s->options.methods; i++) {
		const struct detector *d = scoring_detector(s, i);
		struct complaint c;
		struct unpack in;
		struct pack out;

		if (!d->sequential)
			continue;
		pack_init(&out);
		d->save(m->model[i], &out);
		unpack_init(&in, buf_str(&out.bytes));
		own[i] = d->load(&in, s->features.n, &c);
		pack_release(&out);
	}
	return own;
}

struct scoring_state *
scoring_state_of(struct scoring *s, uint32_t group)
{
	struct scoring_groups *g = s->groups;
	struct scoring_state *state;
	bool has_rows, shared;

	if (group >= g->states) {
		GROW(g->state, (size_t)group + 1, g->room);
		for (; g->states <= group; g->states++)
			g->state[g->states] = (struct scoring_state){0};
	}
	state = &g->state[group];
	if (state->known)
		return state;
	state->known = true;
	has_rows = group < s->models && s->model[group].rows;
	if (group < s->models && s->model[group].usable)
		state->model = group;
	shared = g->n && state->model == 0;
	if (shared)
		tell_unknown(s, group, has_rows);
	if (shared)
		state->own = copy_sequential(s, &s->model[0]);
	return state;
}
