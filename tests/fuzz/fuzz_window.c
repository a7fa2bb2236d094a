/*
 * Windows as people ask for them, and as they are saved: a text that loads is spelled as
 * it is saved, panes hold the times that are in them and follow each other.  A byte of
 * options, size, slide and alignment in a line each, the rest as a saved text.
 */
#include "fuzz.h"
#include "token.h"
#include "window.h"

enum { LOCAL = 1, SESSION = 2, COUNT = 4, ZONED = 8 };

static void
hold_time(const struct window_spec *w, int64_t t)
{
	int64_t pane = window_pane(w, t), first, last;

	HOLD(window_start(w, pane) <= t && t < window_start(w, pane + 1));
	first = window_first(w, pane);
	last = window_last(w, pane);
	HOLD(first <= last && last <= pane);
	HOLD(window_start(w, first) <= t && t < window_end(w, first));
	HOLD(window_start(w, last) <= t && t < window_end(w, last));
}

static void
hold_panes(const struct window_spec *w)
{
	if (w->kind != WINDOW_FIXED && w->kind != WINDOW_CALENDAR)
		return;
	/* Far from the ends of time, where a window may reach beyond. */
	for (int64_t year = -200; year <= 400; year += 7)
		hold_time(w, year * 366 * TIMESTAMP_DAY + 12345678901);
}

static void
hold_saved(const struct window_spec *w)
{
	struct window_spec again;
	struct buf text, same, zone;

	buf_init(&text, BUF_CAP_MAX);
	buf_init(&same, BUF_CAP_MAX);
	buf_init(&zone, BUF_CAP_MAX);
	HOLD(window_spec_save(w, &text) == 0);
	HOLD(window_spec_load(&again, buf_str(&text), &zone));
	buf_addc(&zone, '\0');
	again.zone_name = zone.n > 1 ? zone.p : NULL;
	HOLD(window_spec_save(&again, &same) == 0);
	HOLD_SAME(buf_str(&text), buf_str(&same));
	buf_release(&text);
	buf_release(&same);
	buf_release(&zone);
}

static void
hold_loaded(struct str text)
{
	struct window_spec w;
	struct buf zone, same;

	buf_init(&zone, BUF_CAP_MAX);
	buf_init(&same, BUF_CAP_MAX);
	if (window_spec_load(&w, text, &zone)) {
		bool plain = zone.n == 0;

		buf_addc(&zone, '\0');
		w.zone_name = plain ? NULL : zone.p;
		HOLD(window_spec_save(&w, &same) == 0);
		HOLD_SAME(buf_str(&same), text);
		hold_panes(&w);
	}
	buf_release(&zone);
	buf_release(&same);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = fuzz_str(data, size);
	unsigned choice = fuzz_byte(&rest);
	char *text[3];
	struct complaint c;
	struct zone *zone = zone_new(choice & ZONED ? "America/New_York" : "+05:45", &c);
	struct window_request r = {.local = choice & LOCAL};
	struct window_spec w;

	for (int i = 0; i < 3; i++)
		text[i] = fuzz_text(token_until(&rest, '\n'));
	r.size = text[0][0] ? text[0] : NULL;
	r.slide = text[1][0] ? text[1] : NULL;
	r.align = text[2][0] ? text[2] : NULL;
	r.session = choice & SESSION ? 300 * TIMESTAMP_SECOND : 0;
	r.count = choice & COUNT ? 100 : 0;
	r.zone = zone;
	r.zone_name = zone ? choice & ZONED ? "America/New_York" : "+05:45" : NULL;
	if (window_spec_init(&w, &r, &c) == 0) {
		hold_panes(&w);
		hold_saved(&w);
	} else {
		HOLD(c.text[0]);
	}
	hold_loaded(rest);
	for (int i = 0; i < 3; i++)
		free(text[i]);
	zone_free(zone);
	return 0;
}
