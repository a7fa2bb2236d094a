/*
 * Windows that have panes.  A pane is a scoreboard; a window is the merge of its panes'
 * boards, or the pane itself where it has just one that holds rows.
 */
#include <stdlib.h>

#include "timeline_blocks.h"
#include "timeline_parts.h"
#include "xalloc.h"

enum { LOOKUP_SPARE = 64 };

struct pane {
	int64_t index;
	struct scoreboard board;
};

struct panes {
	struct map lookup; /* index of a pane: its place in PANE */
	struct pane **pane;
	size_t n, room, live; /* pane[i] is NULL when it has closed */
	struct pane *last;    /* where the last row went */
	int64_t from, until;  /* times of LAST */
	int64_t next;         /* windows before this one were emitted */
	struct timeline_blocks blocks;
};

static void *
panes_new(struct timeline *t)
{
	struct panes *p = xcalloc(1, sizeof *p);

	map_init(&p->lookup);
	p->next = INT64_MIN;
	timeline_blocks_init(&p->blocks, t->spec, t->plan, t->options.max_groups);
	return p;
}

static void
free_pane(struct timeline *t, struct pane *pane)
{
	t->other += pane->board.groups.other;
	scoreboard_release(&pane->board);
	free(pane);
}

static void
panes_free(struct timeline *t, void *open)
{
	struct panes *p = open;

	for (size_t i = 0; i < p->n; i++)
		if (p->pane[i])
			free_pane(t, p->pane[i]);
	timeline_blocks_release(&p->blocks);
	map_release(&p->lookup);
	free(p->pane);
	free(p);
}

static struct str
lookup_key(const int64_t *index)
{
	return STR_N((const char *)index, sizeof *index);
}

static struct pane *
find_pane(const struct panes *p, int64_t index)
{
	uint32_t i = map_find(&p->lookup, lookup_key(&index));

	return i == MAP_NONE ? NULL : p->pane[i];
}

static void
keep_pane(struct panes *p, struct pane *pane)
{
	uint32_t i = map_add(&p->lookup, lookup_key(&pane->index), NULL);

	/* One that had closed may open again, where its key is. */
	if (i == p->n) {
		GROW(p->pane, p->n + 1, p->room);
		p->n++;
	}
	p->pane[i] = pane;
}

static struct pane *
open_pane(struct timeline *t, struct panes *p, int64_t index)
{
	struct pane *pane = find_pane(p, index);

	if (pane)
		return pane;
	pane = xmalloc(sizeof *pane);
	pane->index = index;
	scoreboard_init(&pane->board, t->plan, t->options.max_groups);
	keep_pane(p, pane);
	p->live++;
	return pane;
}

/* The first window to close that covers PANE. */
static int64_t
next_window(const struct timeline *t, const struct panes *p, int64_t pane)
{
	int64_t first = window_first(t->spec, pane);

	return first > p->next ? first : p->next;
}

/* The pane of time TS, NULL when that is late. */
static struct pane *
pane_at(struct timeline *t, struct panes *p, int64_t ts)
{
	int64_t index, end;

	if (p->last && ts >= p->from && ts < p->until)
		return p->last;
	index = window_pane(t->spec, ts);
	end = t->options.parts ? window_start(t->spec, index + 1)
			       : window_end(t->spec, window_first(t->spec, index));
	if (end <= t->watermark && !t->options.parts)
		return NULL;
	p->last = open_pane(t, p, index);
	p->from = window_start(t->spec, index);
	p->until = window_start(t->spec, index + 1);
	timeline_will_close(t, end);
	return p->last;
}

static enum timeline_answer
panes_add(struct timeline *t, void *open, const struct timeline_row *row)
{
	struct pane *pane = pane_at(t, open, row->ts);

	if (!pane)
		return TIMELINE_LATE;
	metric_state_add(t->plan, scoreboard_state(&pane->board, row->values, row->n), row->sample);
	return TIMELINE_TAKEN;
}

static const struct scoreboard *
board_of(const void *panes, int64_t index)
{
	const struct pane *pane = find_pane(panes, index);

	return pane ? &pane->board : NULL;
}

static struct timeline_part
part_of(const struct timeline *t, int64_t first, int64_t panes)
{
	int64_t start = window_start(t->spec, first);

	return (struct timeline_part){.start = start,
				      .end = window_start(t->spec, first + panes),
				      .first = start,
				      .last = t->seen};
}

static void
emit_board(struct timeline *t, struct timeline_part part, struct scoreboard *board)
{
	size_t n;
	struct scoreboard_row *rows = scoreboard_rows(board, true, false, &n);

	for (size_t i = 0; i < n; i++) {
		part.other = rows[i].group == GROUP_OTHER;
		part.key = part.other ? STR("") : group_key(&board->groups, rows[i].group);
		part.state = rows[i].state;
		t->options.emit(t->options.arg, &part);
	}
	scoreboard_rows_free(board, rows, n);
	if (t->options.closed)
		t->options.closed(t->options.arg, &part);
}

/* WINDOW, whose N > 0 panes that hold rows are the first of PANE. */
static void
emit_window(struct timeline *t, struct panes *p, int64_t window, struct pane **pane, size_t n)
{
	struct scoreboard board;

	if (n == 1) {
		emit_board(t, part_of(t, window, t->spec->span), &pane[0]->board);
		return;
	}
	scoreboard_init(&board, t->plan, t->options.max_groups);
	timeline_blocks_merge(&p->blocks, board_of, p, window, &board);
	emit_board(t, part_of(t, window, t->spec->span), &board);
	scoreboard_release(&board);
}

static int
by_index(const void *a, const void *b)
{
	const struct pane *x = *(struct pane *const *)a, *y = *(struct pane *const *)b;

	return (x->index > y->index) - (x->index < y->index);
}

static struct pane **
sorted_panes(const struct panes *p)
{
	struct pane **sorted = xcalloc(p->live, sizeof *sorted);
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->pane[i])
			sorted[n++] = p->pane[i];
	qsort(sorted, n, sizeof(struct pane *), by_index);
	return sorted;
}

static void
drop_pane(struct timeline *t, struct panes *p, struct pane *pane)
{
	p->pane[map_find(&p->lookup, lookup_key(&pane->index))] = NULL;
	p->live--;
	free_pane(t, pane);
}

/* The look-up forgets no key by itself. */
static void
tidy(struct panes *p)
{
	size_t n = p->n;

	if (n < 2 * p->live + LOOKUP_SPARE)
		return;
	map_release(&p->lookup);
	map_init(&p->lookup);
	p->n = 0;
	for (size_t i = 0; i < n; i++)
		if (p->pane[i])
			keep_pane(p, p->pane[i]);
}

/* Panes by themselves, which may have been emitted before. */
static void
emit_panes(struct timeline *t, struct panes *p, struct pane **sorted, size_t n, int64_t until)
{
	for (size_t i = 0; i < n; i++) {
		struct timeline_part part = part_of(t, sorted[i]->index, 1);

		if (part.end > until) {
			timeline_will_close(t, part.end);
			break;
		}
		emit_board(t, part, &sorted[i]->board);
		drop_pane(t, p, sorted[i]);
	}
}

/* Windows of the panes that end at UNTIL or before. */
static void
emit_windows(struct timeline *t, struct panes *p, struct pane **sorted, size_t n, int64_t until)
{
	size_t i = 0;

	while (i < n) {
		int64_t window = next_window(t, p, sorted[i]->index);
		size_t covered = 0;

		if (window > window_last(t->spec, sorted[i]->index)) {
			drop_pane(t, p, sorted[i++]);
			continue;
		}
		if (window_end(t->spec, window) > until) {
			timeline_will_close(t, window_end(t->spec, window));
			break;
		}
		while (i + covered < n && sorted[i + covered]->index < window + t->spec->span)
			covered++;
		emit_window(t, p, window, sorted + i, covered);
		p->next = window + t->spec->stride;
	}
}

static void
panes_close(struct timeline *t, void *open, int64_t until)
{
	struct panes *p = open;
	struct pane **sorted = sorted_panes(p);
	size_t n = p->live;

	p->last = NULL; /* it may be late from now on */
	if (t->options.parts)
		emit_panes(t, p, sorted, n, until);
	else
		emit_windows(t, p, sorted, n, until);
	free(sorted);
	tidy(p);
}

static void
panes_resume(struct timeline *t, void *open, int64_t until)
{
	struct panes *p = open;

	if (until >= TIMESTAMP_MIN)
		p->next = window_first(t->spec, window_pane(t->spec, until));
}

static void
panes_save(struct timeline *t, void *open, timeline_fn *f, void *arg)
{
	struct panes *p = open;

	for (size_t i = 0; i < p->n; i++) {
		struct scoreboard *board = p->pane[i] ? &p->pane[i]->board : NULL;
		struct timeline_part part;

		if (!board)
			continue;
		part = part_of(t, p->pane[i]->index, 1);
		for (uint32_t k = 0; k < board->room; k++) {
			part.other = k == GROUP_OTHER;
			part.state = board->state[k];
			if (!part.state)
				continue;
			part.key = part.other ? STR("") : group_key(&board->groups, k);
			f(arg, &part);
		}
	}
}

static void
panes_load(struct timeline *t, void *open, const struct timeline_part *part)
{
	struct panes *p = open;
	int64_t index = window_pane(t->spec, part->first);
	struct pane *pane = open_pane(t, p, index);

	scoreboard_put(&pane->board, part->key, part->other, part->state);
	timeline_will_close(t, t->options.parts ? window_start(t->spec, index + 1)
						: window_end(t->spec, next_window(t, p, index)));
}

const struct timeline_kind timeline_panes = {.new = panes_new,
					     .free = panes_free,
					     .add = panes_add,
					     .close = panes_close,
					     .resume = panes_resume,
					     .save = panes_save,
					     .load = panes_load};
