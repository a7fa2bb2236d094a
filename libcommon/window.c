#include "window.h"

#include "window_parts.h"

int64_t
window_pane(const struct window_spec *w, int64_t t)
{
	if (w->kind == WINDOW_CALENDAR)
		return window_calendar_pane(w, t);
	return window_floor(t - w->origin, w->pane);
}

int64_t
window_start(const struct window_spec *w, int64_t i)
{
	if (w->kind == WINDOW_CALENDAR)
		return window_calendar_start(w, i);
	return w->origin + i * w->pane;
}

int64_t
window_first(const struct window_spec *w, int64_t pane)
{
	return w->stride * -window_floor(w->span - 1 - pane, w->stride);
}

int64_t
window_last(const struct window_spec *w, int64_t pane)
{
	return w->stride * window_floor(pane, w->stride);
}
