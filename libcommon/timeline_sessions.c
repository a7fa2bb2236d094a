/*
 * Sessions.  Each group has a short list of open ones (more than one only when rows come
 * out of order); all stand in a heap by the end they had when they were put there.
 * Sessions grow while they stand in it, so what comes to its top is looked at again, and
 * sinks if it grew: rows cost nothing there, and a session is moved once for each time
 * it is looked at.
 */
#include <stdlib.h>

#include "timeline_parts.h"
#include "xalloc.h"

/* The bound is on groups that have a session, which group.h does not know. */
enum { GROUPS_SPARE = 1024, GROUP_OTHER_NEVER = INT32_MAX };

struct session {
	int64_t first, last;
	uint32_t group;
	struct metric_state *state; /* NULL: merged with another, to be forgotten */
	struct session *next;       /* of the same group */
};

struct due {
	int64_t end;
	struct session *session;
};

struct sessions {
	struct group groups;
	struct session **of;      /* by group number */
	size_t of_room, n_groups; /* groups that have a session */
	struct due *heap;
	size_t n, room;
};

static void *
sessions_new(struct timeline *t)
{
	struct sessions *s = xcalloc(1, sizeof *s);

	(void)t;
	group_init(&s->groups, GROUP_OTHER_NEVER);
	return s;
}

static void
sessions_free(struct timeline *t, void *open)
{
	struct sessions *s = open;

	for (size_t i = 0; i < s->n; i++) {
		if (s->heap[i].session->state)
			metric_state_free(t->plan, s->heap[i].session->state);
		free(s->heap[i].session);
	}
	free(s->heap);
	free(s->of);
	group_release(&s->groups);
	free(s);
}

static void
sink(struct sessions *s, size_t i)
{
	struct due moved = s->heap[i];
	size_t child;

	while ((child = 2 * i + 1) < s->n) {
		if (child + 1 < s->n && s->heap[child + 1].end < s->heap[child].end)
			child++;
		if (s->heap[child].end >= moved.end)
			break;
		s->heap[i] = s->heap[child];
		i = child;
	}
	s->heap[i] = moved;
}

static void
push(struct sessions *s, struct due due)
{
	size_t i = s->n++;

	GROW(s->heap, s->n, s->room);
	for (; i && s->heap[(i - 1) / 2].end > due.end; i = (i - 1) / 2)
		s->heap[i] = s->heap[(i - 1) / 2];
	s->heap[i] = due;
}

static void
drop_top(struct sessions *s)
{
	s->heap[0] = s->heap[--s->n];
	if (s->n)
		sink(s, 0);
}

static int64_t
end_of(const struct timeline *t, const struct session *s)
{
	return s->last + t->spec->gap;
}

static struct session **
list_of(struct sessions *s, uint32_t group)
{
	size_t old = s->of_room;

	GROW(s->of, (size_t)group + 1, s->of_room);
	for (size_t i = old; i < s->of_room; i++)
		s->of[i] = NULL;
	return &s->of[group];
}

static bool
touches(const struct timeline *t, const struct session *s, int64_t first, int64_t last)
{
	return first < end_of(t, s) && s->first < last + t->spec->gap;
}

/* Puts all of FROM into S; its place in the heap is forgotten later. */
static void
absorb(struct timeline *t, struct session *s, struct session *from)
{
	metric_state_merge(t->plan, s->state, from->state);
	metric_state_free(t->plan, from->state);
	from->state = NULL;
	if (from->first < s->first)
		s->first = from->first;
	if (from->last > s->last)
		s->last = from->last;
}

/*
 * The session of GROUP that rows from FIRST to LAST lie in, grown to hold them: all that
 * they touch become one.  NULL when they touch none.
 */
static struct session *
join(struct timeline *t, struct sessions *all, uint32_t group, int64_t first, int64_t last)
{
	struct session **at = list_of(all, group), *found = NULL;

	while (*at) {
		struct session *s = *at;

		if (!touches(t, s, first, last)) {
			at = &s->next;
			continue;
		}
		if (found) {
			*at = s->next;
			absorb(t, found, s);
			continue;
		}
		found = s;
		at = &s->next;
	}
	if (found && first < found->first)
		found->first = first;
	if (found && last > found->last)
		found->last = last;
	return found;
}

static struct session *
start(struct timeline *t, struct sessions *all, uint32_t group, int64_t first, int64_t last)
{
	struct session **list = list_of(all, group), *s = xmalloc(sizeof *s);

	all->n_groups += !*list;
	*s = (struct session){first, last, group, NULL, *list};
	*list = s;
	push(all, (struct due){end_of(t, s), s});
	timeline_will_close(t, end_of(t, s));
	return s;
}

/* GROUP, or GROUP_OTHER when it is one too many. */
static uint32_t
within_bound(struct timeline *t, struct sessions *all, uint32_t group)
{
	if (all->n_groups < t->options.max_groups || *list_of(all, group))
		return group;
	return GROUP_OTHER;
}

static enum timeline_answer
sessions_add(struct timeline *t, void *open, const struct timeline_row *row)
{
	struct sessions *all = open;
	bool added;
	uint32_t group = within_bound(t, all, group_of(&all->groups, row->values, row->n, &added));
	struct session *s = join(t, all, group, row->ts, row->ts);

	if (!s && row->ts + t->spec->gap <= t->watermark && !t->options.parts)
		return TIMELINE_LATE;
	if (!s) {
		s = start(t, all, group, row->ts, row->ts);
		s->state = metric_state_new(t->plan);
	}
	t->other += group == GROUP_OTHER;
	metric_state_add(t->plan, s->state, row->sample);
	return TIMELINE_TAKEN;
}

static struct timeline_part
part_of(const struct timeline *t, const struct sessions *all, const struct session *s)
{
	bool other = s->group == GROUP_OTHER;

	return (struct timeline_part){.start = s->first,
				      .end = end_of(t, s),
				      .first = s->first,
				      .last = s->last,
				      .key = other ? STR("") : group_key(&all->groups, s->group),
				      .other = other,
				      .state = s->state};
}

/* Groups whose sessions are over are forgotten when they are most of all. */
static void
tidy(struct sessions *all)
{
	struct group old = all->groups;
	struct session **of = all->of;
	size_t room = all->of_room;

	if (group_n(&old) < 2 * all->n_groups + GROUPS_SPARE)
		return;
	group_init(&all->groups, GROUP_OTHER_NEVER);
	all->of = NULL;
	all->of_room = 0;
	for (uint32_t k = 0; k < room; k++) {
		uint32_t group = GROUP_OTHER;

		if (!of[k])
			continue;
		if (k != GROUP_OTHER)
			group = group_of_key(&all->groups, group_key(&old, k));
		for (struct session *s = of[k]; s; s = s->next)
			s->group = group;
		*list_of(all, group) = of[k];
	}
	free(of);
	group_release(&old);
}

static void
forget(struct sessions *all, const struct session *s)
{
	struct session **at = list_of(all, s->group);

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	all->n_groups -= !*list_of(all, s->group);
}

/* The sessions that end at UNTIL or before, out of the heap, in an array to be freed. */
static struct timeline_part *
take_closed(struct timeline *t, struct sessions *all, int64_t until, size_t *n)
{
	struct timeline_part *closed = NULL;
	size_t room = 0;

	*n = 0;
	while (all->n && all->heap[0].end <= until) {
		struct session *s = all->heap[0].session;

		if (s->state && all->heap[0].end < end_of(t, s)) {
			all->heap[0].end = end_of(t, s);
			sink(all, 0);
			continue;
		}
		if (s->state) {
			GROW(closed, *n + 1, room);
			closed[(*n)++] = part_of(t, all, s);
			forget(all, s);
		}
		drop_top(all);
		free(s);
	}
	return closed;
}

static void
sessions_close(struct timeline *t, void *open, int64_t until)
{
	struct sessions *all = open;
	size_t n;
	struct timeline_part *closed = take_closed(t, all, until, &n);

	timeline_sort(closed, n);
	for (size_t i = 0; i < n; i++) {
		t->options.emit(t->options.arg, &closed[i]);
		metric_state_free(t->plan, closed[i].state);
	}
	free(closed);
	if (all->n)
		timeline_will_close(t, all->heap[0].end);
	tidy(all);
}

static void
sessions_save(struct timeline *t, void *open, timeline_fn *f, void *arg)
{
	struct sessions *all = open;

	for (size_t i = 0; i < all->n; i++) {
		struct timeline_part part = part_of(t, all, all->heap[i].session);

		if (part.state)
			f(arg, &part);
	}
}

static void
sessions_load(struct timeline *t, void *open, const struct timeline_part *part)
{
	struct sessions *all = open;
	uint32_t group = part->other ? GROUP_OTHER
				     : within_bound(t, all, group_of_key(&all->groups, part->key));
	struct session *s = join(t, all, group, part->first, part->last);

	if (!s) {
		start(t, all, group, part->first, part->last)->state = part->state;
		return;
	}
	metric_state_merge(t->plan, s->state, part->state);
	metric_state_free(t->plan, part->state);
}

const struct timeline_kind timeline_sessions = {.new = sessions_new,
						.free = sessions_free,
						.add = sessions_add,
						.close = sessions_close,
						.save = sessions_save,
						.load = sessions_load};
