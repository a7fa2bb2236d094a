/*
 * windowing - states back to windows.  The first line says what is measured: version,
 * windows, derived columns, evaluation, with ':' between; all others must say the same.
 */
#include "windowing_parts.h"

#include "token.h"

static const char *const sections[] = {"the windows", "rate, delta, --ewma or --fill"};
static const struct partial_kind kind = {.version = "mlwindow-1",
					 .timed = true,
					 .section = sections,
					 .sections = sizeof sections / sizeof sections[0]};

int
windowing_make_plan(struct windowing *w)
{
	int status = buf_addf(&w->plan, "%s:", kind.version);

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

/* The windows, and their zone. */
static int
take_spec(struct windowing *w, struct str text, struct complaint *c)
{
	if (!window_spec_load(&w->spec, text, &w->zone_name))
		return partial_damaged(c);
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
	struct str rest = plan;
	int status = partial_take_version(&kind, &rest, c);

	if (status == 0)
		status = take_spec(w, token_until(&rest, ':'), c);
	if (status == 0 && w->merging && w->spec.kind == WINDOW_COUNT)
		status = partial_damaged(c);
	if (status == 0 && !series_request_load(&w->request, token_until(&rest, ':')))
		status = partial_damaged(c);
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

int
windowing_cut_plan(struct str *plan)
{
	struct complaint c;
	int status = partial_take_version(&kind, plan, &c);

	for (size_t i = 0; i < kind.sections; i++)
		token_until(plan, ':');
	return status;
}

int
windowing_compare_plan(const struct windowing *w, struct str plan, struct complaint *c)
{
	return partial_compare(&kind, buf_str(&w->plan), plan, c);
}

/* A pane may begin before the first time that there is; rows that are counted have none. */
static bool
is_sound(const struct windowing *w, const struct timeline_part *part)
{
	bool timeless = w->spec.kind == WINDOW_COUNT && part->first == TIMESTAMP_NONE;

	return part->first <= part->last && part->last <= TIMESTAMP_MAX &&
	       (timeless || part->first >= TIMESTAMP_MIN - 366 * TIMESTAMP_DAY) &&
	       (w->spec.kind != WINDOW_COUNT || part->rows < w->spec.rows);
}

/* Reads LINE; 1, 0 for a header, or a status.  Its plan makes W what it is not yet. */
static int
load_line(struct windowing *w, struct str line, struct timeline_part *part, struct complaint *c)
{
	struct str plan, state;
	int status = partial_read(&kind, line, part, &plan, &state, c);

	if (status <= 0)
		return status;
	status = w->opened ? windowing_compare_plan(w, plan, c) : take_plan(w, plan, c);
	if (status == 0 && !is_sound(w, part))
		status = partial_damaged(c);
	if (status == 0)
		status = partial_load(&w->evaluation.plan, part, state, c);
	if (status < 0)
		return status;
	timeline_load(w->timeline, part);
	return 1;
}

int
windowing_load_line(struct windowing *w, struct str line, struct complaint *c)
{
	struct timeline_part part;
	int status = load_line(w, line, &part, c);

	return status < 0 ? status : 0;
}

int
windowing_merge(struct windowing *w, struct str line, struct complaint *c)
{
	struct timeline_part part;
	int status = load_line(w, line, &part, c);

	if (status == 1)
		timeline_see(w->timeline, part.last);
	return status < 0 ? status : 0;
}
