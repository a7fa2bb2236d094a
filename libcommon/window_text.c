/* window - a spec as a text and back. */
#include "token.h"
#include "window_parts.h"

enum { NUMBERS = 8 };

/* Bounds within which no sum of the arithmetic on panes overflows. */
#define TIME_MOST (INT64_C(1) << 60)

int
window_spec_save(const struct window_spec *w, struct buf *out)
{
	/* The origin is moved: one before 1970 has no sign, too. */
	const uint64_t number[NUMBERS] = {w->kind,           (uint64_t)w->pane,
					  w->months,         (uint64_t)(w->origin + TIME_MOST),
					  (uint64_t)w->span, (uint64_t)w->stride,
					  (uint64_t)w->gap,  w->rows};
	int status = 0;

	for (size_t i = 0; i < NUMBERS && status == 0; i++) {
		status = token_put_hex(out, number[i]);
		if (status == 0)
			status = buf_addc(out, '/');
	}
	if (status == 0 && w->zone_name)
		status = token_put_text(out, str_of(w->zone_name));
	return status;
}

/* True if the numbers are some that window_spec_init could have made. */
static bool
is_sound(const struct window_spec *w)
{
	bool panes = w->kind == WINDOW_FIXED || w->kind == WINDOW_CALENDAR;

	return w->pane > 0 && w->pane < TIME_MOST && w->span > 0 && w->span <= WINDOW_PANES_MAX &&
	       w->stride > 0 && w->stride <= w->span && w->pane <= TIME_MOST / w->span &&
	       w->origin > -TIME_MOST && w->origin < TIME_MOST && w->gap >= 0 &&
	       w->gap < TIME_MOST && (panes || (w->span == 1 && w->pane == 1)) &&
	       (w->kind == WINDOW_SESSION) == (w->gap > 0) &&
	       (w->kind == WINDOW_COUNT) == (w->rows > 0);
}

bool
window_spec_load(struct window_spec *w, struct str text, struct buf *zone_name)
{
	uint64_t number[NUMBERS];

	for (size_t i = 0; i < NUMBERS; i++)
		if (!token_take_hex(&text, &number[i]) || !token_take(&text, '/'))
			return false;
	if (number[0] > WINDOW_COUNT || number[2] > 1 || !token_take_text(&text, zone_name) ||
	    text.n)
		return false;
	*w = (struct window_spec){.kind = (enum window_kind)number[0],
				  .pane = (int64_t)number[1],
				  .months = number[2] == 1,
				  .origin = (int64_t)(number[3] - (uint64_t)TIME_MOST),
				  .span = (int64_t)number[4],
				  .stride = (int64_t)number[5],
				  .gap = (int64_t)number[6],
				  .rows = number[7]};
	/* A name that cannot be one would be cut short, and the text have two spellings. */
	if (zone_name->n &&
	    (w->kind != WINDOW_CALENDAR || memchr(zone_name->p, '\0', zone_name->n)))
		return false;
	return is_sound(w);
}
