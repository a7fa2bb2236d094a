/*
 * windowing - states back to windows.  The first line says what is measured: version,
 * windows, derived columns, evaluation, with ':' between; all others must say the same.
 */
#include "windowing_parts.h"

#include "token.h"

static const char version[] = "mlwindow-1";

int
windowing_make_plan(struct windowing *w)
{
	int status = buf_addf(&w->plan, "%s:", version);

	if (status == 0)
		status = window_spec_save(&w->spec, &w->plan);
	if (status == 0)
		status = buf_addc(&w->plan, ':');
	if (status == 0)
		status = series_request_save(&w->request, &w->plan);
	if (status == 0)
		status = buf_addc(&w->plan, ':');
	return status == 0 ? evaluation_save(&w->evaluation, &w->plan) : status;
}

static int
damaged(struct complaint *c)
{
	return complain(c, STATUS_DAMAGED, 0,
			"damaged: not a line that mlwindow --partial wrote, or not as it was");
}

static int
foreign(struct str found, struct complaint *c)
{
	return complain(c, STATUS_USAGE, 0, "written by '%.*s'; this program merges '%s'",
			(int)(found.n < 40 ? found.n : 40), found.p, version);
}

/* The windows, and their zone. */
static int
take_spec(struct windowing *w, struct str text, struct complaint *c)
{
	if (!window_spec_load(&w->spec, text, &w->zone_name))
		return damaged(c);
	if (w->zone_name.n == 0)
		return 0;
	buf_addc(&w->zone_name, '\0');
	w->zone = zone_new(w->zone_name.p, c);
	w->spec.zone = w->zone;
	w->spec.zone_name = w->zone_name.p;
	return w->zone ? 0 : STATUS_USAGE;
}

/* Becomes what PLAN says. */
static int
take_plan(struct windowing *w, struct str plan, struct complaint *c)
{
	struct str rest = plan, found = token_until(&rest, ':');
	int status;

	if (!str_eq(found, str_of(version)))
		return foreign(found, c);
	status = take_spec(w, token_until(&rest, ':'), c);
	if (status == 0 && !series_request_load(&w->request, token_until(&rest, ':')))
		status = damaged(c);
	if (status == 0)
		status = evaluation_load(&w->evaluation, rest, c);
	if (status == 0)
		status = windowing_open_series(w, c);
	if (status == 0)
		status = buf_add(&w->plan, plan.p, plan.n);
	if (status == 0)
		windowing_begin(w);
	return status;
}

/* Why PLAN cannot be merged with the first one. */
static int
mismatch(const struct windowing *w, struct str plan, struct complaint *c)
{
	struct str ours = buf_str(&w->plan), found = token_until(&plan, ':');
	const char *what;

	token_until(&ours, ':');
	if (!str_eq(found, str_of(version)))
		return foreign(found, c);
	if (!str_eq(token_until(&ours, ':'), token_until(&plan, ':')))
		what = "the windows";
	else if (!str_eq(token_until(&ours, ':'), token_until(&plan, ':')))
		what = "rate, delta, --ewma or --fill";
	else
		what = evaluation_difference(ours, plan);
	return complain(c, STATUS_USAGE, 0,
			"cannot be merged with the lines before it: %s differ (give all parts the "
			"same options, --task and --positive too)",
			what);
}

/* A pane may begin before the first time that there is. */
static bool
is_sound(const struct timeline_part *part)
{
	return part->first >= TIMESTAMP_MIN - 366 * TIMESTAMP_DAY && part->first <= part->last &&
	       part->last <= TIMESTAMP_MAX;
}

static int
take_state(struct windowing *w, struct timeline_part *part, struct str state, struct complaint *c)
{
	const struct metric_plan *plan = &w->evaluation.plan;
	int status;

	if (!is_sound(part))
		return damaged(c);
	part->state = metric_state_new(plan);
	status = metric_state_load(plan, part->state, state);
	if (status < 0) {
		metric_state_free(plan, part->state);
		return status == STATUS_USAGE
			       ? complain(
					 c, status, 0,
					 "cannot be merged with the lines before it: their classes "
					 "or columns differ")
			       : damaged(c);
	}
	timeline_load(w->timeline, part);
	timeline_see(w->timeline, part->last);
	w->rows++;
	return 0;
}

int
windowing_merge(struct windowing *w, struct str line, struct complaint *c)
{
	struct timeline_part part;
	struct str plan, state;

	switch (partial_read(line, true, &part, &plan, &state)) {
	case PARTIAL_HEADER:
		w->rows++;
		return 0;
	case PARTIAL_DAMAGED:
		return damaged(c);
	case PARTIAL_LINE:
		break;
	}
	if (!w->opened) {
		int status = take_plan(w, plan, c);

		if (status < 0)
			return status;
	} else if (!str_eq(plan, buf_str(&w->plan))) {
		return mismatch(w, plan, c);
	}
	return take_state(w, &part, state, c);
}
