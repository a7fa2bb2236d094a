/*
 * timeline: whatever the order, the split and the moment of resuming, windows hold the
 * rows that they should by definition.  Each test adds the same rows to windows found
 * by brute force and compares the saved states.
 */
#include "state_text.h"

#include <stdlib.h>

#include "timeline.h"
#include "xalloc.h"

enum { GROUPS = 3, ROWS = 400, WINDOWS_MAX = 100000 };

struct row {
	int64_t ts;
	int group;
	char text[32];
	size_t n;
};

struct fixture {
	struct task task;
	struct metric_plan plan;
	struct window_spec spec;
	struct row row[ROWS];
	size_t rows;
	struct rng rng;
};

static void
start(struct fixture *f, struct window_request r, uint64_t seed)
{
	static const struct str have[] = {STR_INIT("x")};
	struct complaint c = {.text = ""};

	task_init(&f->task);
	f->task.kind = TASK_NONE;
	if (metric_plan_init(&f->plan, STR("n,sum(x),sd(x),p50(x),distinct(x),mode(x)"), &f->task,
			     have, 1, false, false, &c) < 0 ||
	    window_spec_init(&f->spec, &r, &c) < 0)
		fail_msg("%s", c.text);
	rng_seed(&f->rng, seed);
}

static void
stop(struct fixture *f)
{
	metric_plan_release(&f->plan);
	task_release(&f->task);
}

/* Times rise by up to STEP, some fall back by up to BACK; values are awkward. */
static void
make_rows(struct fixture *f, size_t n, int64_t step, int64_t back)
{
	int64_t ts = -20 * step;

	f->rows = n;
	for (size_t i = 0; i < n; i++) {
		struct row *r = &f->row[i];

		ts += (int64_t)rng_below(&f->rng, (uint64_t)step + 1);
		if (rng_below(&f->rng, 40) == 0)
			ts += 30 * step;
		r->ts = ts - (int64_t)(back ? rng_below(&f->rng, (uint64_t)back + 1) : 0);
		r->group = (int)rng_below(&f->rng, GROUPS);
		/* One value in seven is missing. */
		r->n = rng_below(&f->rng, 7) == 0
			       ? 0
			       : (size_t)snprintf(r->text, sizeof r->text, "%.17g",
						  awkward_double(&f->rng));
	}
}

static const struct value keys[GROUPS] = {
	{STR_INIT("b"), VALUE_TEXT}, {STR_INIT("a\tz"), VALUE_TEXT}, {STR_INIT(""), VALUE_MISSING}};
static const char *const escaped[GROUPS] = {"b", "a\\tz", ""};

/* The one column of a sample. */
struct cell {
	struct value value;
	const struct value *column;
};

static void
sample_of(const struct row *r, struct cell *cell, struct sample *x)
{
	cell->value = (struct value){STR_N(r->text, r->n), r->n ? VALUE_NUMBER : VALUE_MISSING};
	cell->column = &cell->value;
	*x = sample_empty();
	x->column = &cell->column;
}

static enum timeline_answer
add(struct timeline *t, const struct row *r)
{
	const struct value *group[] = {&keys[r->group]};
	struct cell cell;
	struct sample x;

	sample_of(r, &cell, &x);
	return timeline_add(t, r->ts, group, 1, &x);
}

struct emitted {
	const struct fixture *f;
	struct buf text;
};

static void
put_line(const struct fixture *f, struct buf *out, int64_t start_at, int64_t end, const char *key,
	 size_t n, struct metric_state *state)
{
	buf_addf(out, "%lld %lld %.*s ", (long long)start_at, (long long)end, (int)n, key);
	assert_int_equal(metric_state_save(&f->plan, state, out), 0);
	buf_addc(out, '\n');
}

static void
emit(void *arg, const struct timeline_part *part)
{
	struct emitted *e = arg;

	put_line(e->f, &e->text, part->start, part->end, part->key.p, part->key.n, part->state);
}

static struct timeline *
open_timeline(struct emitted *e, bool all, int64_t lateness, size_t max_groups)
{
	struct timeline_options o = {
		.lateness = lateness, .all = all, .max_groups = max_groups, .emit = emit, .arg = e};

	return timeline_new(&e->f->spec, &e->f->plan, &o);
}

static void
emitted_init(struct emitted *e, const struct fixture *f)
{
	e->f = f;
	buf_init(&e->text, 1 << 26);
}

/* One window of one group by brute force: the rows for which IN says so. */
static void
expect_window(const struct fixture *f, struct buf *out, const size_t *rows, size_t n,
	      int64_t start_at, int64_t end, int group)
{
	struct metric_state *state = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct row *r = &f->row[rows[i]];
		struct cell cell;
		struct sample x;

		if (r->ts < start_at || r->ts >= end || r->group != group)
			continue;
		if (!state)
			state = metric_state_new(&f->plan);
		sample_of(r, &cell, &x);
		metric_state_add(&f->plan, state, &x);
	}
	if (!state)
		return;
	put_line(f, out, start_at, end, escaped[group], strlen(escaped[group]), state);
	metric_state_free(&f->plan, state);
}

/* All windows that could hold rows, by their definition; groups in byte order. */
static void
expect_panes(const struct fixture *f, struct buf *out, const size_t *rows, size_t n)
{
	int64_t first = INT64_MAX, last = INT64_MIN;

	for (size_t i = 0; i < n; i++) {
		int64_t p = window_pane(&f->spec, f->row[rows[i]].ts);

		first = p < first ? p : first;
		last = p > last ? p : last;
	}
	if (!n)
		return;
	first = window_first(&f->spec, first);
	for (int64_t w = first; w <= last; w += f->spec.stride)
		for (int g = GROUPS - 1; g >= 0; g--)
			expect_window(f, out, rows, n, window_start(&f->spec, w),
				      window_end(&f->spec, w), g);
}

static size_t
all_rows(const struct fixture *f, size_t *rows)
{
	for (size_t i = 0; i < f->rows; i++)
		rows[i] = i;
	return f->rows;
}

static void
assert_emitted(struct emitted *e, struct buf *expected)
{
	if (e->text.n != expected->n || memcmp(e->text.p, expected->p, e->text.n) != 0)
		fail_msg("windows differ:\n%.*s\n-- expected --\n%.*s", (int)e->text.n, e->text.p,
			 (int)expected->n, expected->p);
	buf_release(&e->text);
	buf_release(expected);
}

static const struct window_request panes[] = {
	{.size = "10us"},
	{.size = "60us", .slide = "5us"},
	{.size = "60us", .slide = "25us"},
	{.size = "7us", .slide = "7us", .align = "1970-01-01T00:00:00.000003Z"},
	{.size = "77us", .slide = "1us"},
};

enum { KINDS = sizeof panes / sizeof panes[0] };

static void
test_in_order(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		static struct fixture f;
		struct emitted e;
		struct buf expected;
		size_t rows[ROWS];
		struct timeline *t;

		start(&f, panes[k], k);
		make_rows(&f, ROWS, 3, 0);
		emitted_init(&e, &f);
		buf_init(&expected, 1 << 26);
		expect_panes(&f, &expected, rows, all_rows(&f, rows));
		t = open_timeline(&e, false, 0, 100);
		for (size_t i = 0; i < f.rows; i++)
			assert_int_equal(add(t, &f.row[i]), TIMELINE_TAKEN);
		timeline_finish(t);
		timeline_free(t);
		assert_emitted(&e, &expected);
		stop(&f);
	}
}

/* Any order with ALL; and with what is out of order by no more than the lateness. */
static void
test_out_of_order(void **state)
{
	(void)state;
	for (size_t k = 0; k < 2 * KINDS; k++) {
		static struct fixture f;
		bool all = k < KINDS;
		struct emitted e;
		struct buf expected;
		size_t rows[ROWS], order[ROWS];
		struct timeline *t;

		start(&f, panes[k % KINDS], k);
		make_rows(&f, ROWS, 3, 20);
		emitted_init(&e, &f);
		buf_init(&expected, 1 << 26);
		expect_panes(&f, &expected, rows, all_rows(&f, rows));
		t = open_timeline(&e, all, 20, 100);
		shuffled(&f.rng, order, f.rows);
		for (size_t i = 0; i < f.rows; i++)
			assert_int_equal(add(t, &f.row[all ? order[i] : i]), TIMELINE_TAKEN);
		timeline_finish(t);
		timeline_free(t);
		assert_emitted(&e, &expected);
		stop(&f);
	}
}

/* Rows that come too late are said to be, and are in no window. */
static void
test_late(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		static struct fixture f;
		struct emitted e;
		struct buf expected;
		size_t rows[ROWS], n = 0;
		int64_t seen = INT64_MIN;
		struct timeline *t;

		start(&f, panes[k], k);
		make_rows(&f, ROWS, 3, 500);
		emitted_init(&e, &f);
		buf_init(&expected, 1 << 26);
		t = open_timeline(&e, false, 4, 100);
		for (size_t i = 0; i < f.rows; i++) {
			int64_t ts = f.row[i].ts, pane = window_pane(&f.spec, ts);
			bool late = seen != INT64_MIN &&
				    window_end(&f.spec, window_first(&f.spec, pane)) <= seen - 4;

			assert_int_equal(add(t, &f.row[i]), late ? TIMELINE_LATE : TIMELINE_TAKEN);
			if (!late)
				rows[n++] = i;
			seen = ts > seen ? ts : seen;
		}
		assert_true(n > 10 && n < f.rows);
		timeline_finish(t);
		timeline_free(t);
		expect_panes(&f, &expected, rows, n);
		assert_emitted(&e, &expected);
		stop(&f);
	}
}

/* A window is told of as soon as it can be. */
static void
test_at_once(void **state)
{
	static struct fixture f;
	struct emitted e;
	struct timeline *t;

	(void)state;
	start(&f, (struct window_request){.size = "10us"}, 1);
	emitted_init(&e, &f);
	t = open_timeline(&e, false, 5, 100);
	add(t, &(struct row){.ts = 1});
	add(t, &(struct row){.ts = 14});
	assert_int_equal(e.text.n, 0);
	add(t, &(struct row){.ts = 15});
	assert_memory_equal(e.text.p, "0 10 b ", 7);
	buf_clear(&e.text);
	timeline_see(t, 24);
	assert_int_equal(e.text.n, 0);
	timeline_see(t, 25);
	assert_memory_equal(e.text.p, "10 20 b ", 8);
	assert_int_equal(timeline_seen(t), 25);
	timeline_free(t);
	buf_release(&e.text);
	stop(&f);
}

struct interval_of {
	int64_t first, last;
};

static int
by_first(const void *a, const void *b)
{
	int64_t x = ((const struct interval_of *)a)->first;
	int64_t y = ((const struct interval_of *)b)->first;

	return (x > y) - (x < y);
}

struct session_line {
	int64_t first, end;
	int group;
};

static int
by_session(const void *a, const void *b)
{
	const struct session_line *x = a, *y = b;

	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return y->group - x->group; /* "", "a...", "b": from the last to the first */
}

/* Sessions by definition: rows of a group sorted, cut where GAP or more is between. */
static void
expect_sessions(const struct fixture *f, struct buf *out)
{
	static struct session_line line[ROWS];
	size_t lines = 0, rows[ROWS], n = all_rows(f, rows);

	for (int g = 0; g < GROUPS; g++) {
		struct interval_of in[ROWS];
		size_t k = 0;

		for (size_t i = 0; i < f->rows; i++)
			if (f->row[i].group == g)
				in[k++] = (struct interval_of){f->row[i].ts, f->row[i].ts};
		qsort(in, k, sizeof in[0], by_first);
		for (size_t i = 0; i < k; i++) {
			if (i == 0 || in[i].first - in[i - 1].first >= f->spec.gap)
				line[lines++] = (struct session_line){in[i].first, 0, g};
			line[lines - 1].end = in[i].first + f->spec.gap;
		}
	}
	qsort(line, lines, sizeof line[0], by_session);
	for (size_t i = 0; i < lines; i++)
		expect_window(f, out, rows, n, line[i].first, line[i].end, line[i].group);
}

static void
test_sessions(void **state)
{
	(void)state;
	for (uint64_t k = 0; k < 30; k++) {
		static struct fixture f;
		bool all = k & 1;
		struct emitted e;
		struct buf expected;
		size_t order[ROWS];
		struct timeline *t;

		start(&f, (struct window_request){.session = 1 + (int64_t)k}, k);
		make_rows(&f, ROWS, 5, 30);
		emitted_init(&e, &f);
		buf_init(&expected, 1 << 26);
		expect_sessions(&f, &expected);
		t = open_timeline(&e, all, 30, 100);
		shuffled(&f.rng, order, f.rows);
		for (size_t i = 0; i < f.rows; i++)
			assert_int_equal(add(t, &f.row[all ? order[i] : i]), TIMELINE_TAKEN);
		timeline_finish(t);
		timeline_free(t);
		assert_emitted(&e, &expected);
		stop(&f);
	}
}

static void
test_late_sessions(void **state)
{
	static struct fixture f;
	struct emitted e;
	struct timeline *t;

	(void)state;
	start(&f, (struct window_request){.session = 10}, 1);
	emitted_init(&e, &f);
	t = open_timeline(&e, false, 5, 100);
	assert_int_equal(add(t, &(struct row){.ts = 100}), TIMELINE_TAKEN);
	assert_int_equal(add(t, &(struct row){.ts = 112, .group = 1}), TIMELINE_TAKEN);
	/* Open is what ends after 107: the row at 97 ends as late, unless it joins b's. */
	assert_int_equal(add(t, &(struct row){.ts = 97, .group = 1}), TIMELINE_LATE);
	assert_int_equal(add(t, &(struct row){.ts = 97, .group = 0}), TIMELINE_TAKEN);
	timeline_finish(t);
	assert_memory_equal(e.text.p, "97 110 b ", 9);
	timeline_free(t);
	buf_release(&e.text);
	stop(&f);
}

static void
test_counts(void **state)
{
	static struct fixture f;
	struct emitted e;
	struct timeline *t;
	size_t lines = 0;

	(void)state;
	start(&f, (struct window_request){.count = 3}, 1);
	emitted_init(&e, &f);
	t = open_timeline(&e, false, 0, 100);
	add(t, &(struct row){.ts = 5});
	add(t, &(struct row){.ts = 9, .group = 1});
	add(t, &(struct row){.ts = 2});
	add(t, &(struct row){.ts = TIMESTAMP_NONE});
	assert_memory_equal(e.text.p, "2 6 b ", 6);
	add(t, &(struct row){.ts = TIMESTAMP_NONE});
	timeline_finish(t);
	for (size_t i = 0; i < e.text.n; i++)
		lines += e.text.p[i] == '\n';
	assert_int_equal(lines, 3);
	timeline_free(t);
	buf_release(&e.text);
	stop(&f);
}

/* Parts as they travel: the text of the state and copies of all else. */
struct parcel {
	struct timeline_part part;
	struct buf key, state;
};

struct parcels {
	const struct fixture *f;
	struct parcel *item;
	size_t n, room;
};

static void
pack(void *arg, const struct timeline_part *part)
{
	struct parcels *p = arg;
	struct parcel *q;

	GROW(p->item, p->n + 1, p->room);
	q = &p->item[p->n++];
	q->part = *part;
	buf_init(&q->key, 1 << 20);
	buf_init(&q->state, 1 << 20);
	buf_add(&q->key, part->key.p, part->key.n);
	assert_int_equal(metric_state_save(&p->f->plan, part->state, &q->state), 0);
}

/* Loads all parcels in a random order and forgets them. */
static void
unpack(struct parcels *p, struct timeline *t, struct rng *r)
{
	size_t *order = xcalloc(p->n, sizeof *order);

	shuffled(r, order, p->n);
	for (size_t i = 0; i < p->n; i++) {
		struct parcel *q = &p->item[order[i]];

		q->part.key = buf_str(&q->key);
		q->part.state = metric_state_new(&p->f->plan);
		assert_int_equal(metric_state_load(&p->f->plan, q->part.state, buf_str(&q->state)),
				 0);
		timeline_load(t, &q->part);
		buf_release(&q->key);
		buf_release(&q->state);
	}
	free(order);
	free(p->item);
	*p = (struct parcels){.f = p->f};
}

/* Rows dealt out to several timelines, their states merged in a random tree. */
static void
check_split(struct window_request r, uint64_t seed)
{
	enum { SHARDS = 5 };
	static struct fixture f;
	struct emitted e, none;
	struct buf expected;
	struct parcels parcels = {.f = &f};
	struct timeline *shard[SHARDS], *t;
	size_t rows[ROWS];

	start(&f, r, seed);
	make_rows(&f, ROWS, 4, 200);
	emitted_init(&e, &f);
	emitted_init(&none, &f);
	buf_init(&expected, 1 << 26);
	if (r.session)
		expect_sessions(&f, &expected);
	else
		expect_panes(&f, &expected, rows, all_rows(&f, rows));
	for (size_t i = 0; i < SHARDS; i++)
		shard[i] = open_timeline(&none, true, 0, 100);
	for (size_t i = 0; i < f.rows; i++)
		add(shard[rng_below(&f.rng, SHARDS)], &f.row[i]);
	/* Merges of merges: the last shard takes in the first ones. */
	for (size_t i = 0; i < SHARDS - 2; i++)
		timeline_save(shard[i], pack, &parcels);
	unpack(&parcels, shard[SHARDS - 1], &f.rng);
	timeline_save(shard[SHARDS - 2], pack, &parcels);
	timeline_save(shard[SHARDS - 1], pack, &parcels);
	t = open_timeline(&e, true, 0, 100);
	unpack(&parcels, t, &f.rng);
	timeline_finish(t);
	timeline_free(t);
	for (size_t i = 0; i < SHARDS; i++)
		timeline_free(shard[i]);
	assert_int_equal(none.text.n, 0);
	buf_release(&none.text);
	assert_emitted(&e, &expected);
	stop(&f);
}

static void
test_any_split(void **state)
{
	(void)state;
	for (uint64_t k = 0; k < 12; k++) {
		check_split(panes[k % KINDS], k);
		check_split((struct window_request){.session = 1 + 3 * (int64_t)k}, k);
	}
}

/* Stopped anywhere, saved, and resumed: the same windows, none twice. */
static void
check_resume(struct window_request r, uint64_t seed)
{
	static struct fixture f;
	struct emitted e, once;
	struct parcels parcels = {.f = &f};
	struct timeline *t;

	start(&f, r, seed);
	make_rows(&f, ROWS, 4, 30);
	emitted_init(&e, &f);
	emitted_init(&once, &f);
	t = open_timeline(&once, false, 10, 100);
	for (size_t i = 0; i < f.rows; i++)
		add(t, &f.row[i]);
	timeline_finish(t);
	timeline_free(t);
	t = open_timeline(&e, false, 10, 100);
	for (size_t i = 0; i < f.rows; i++) {
		if (rng_below(&f.rng, 30) == 0) {
			int64_t seen = timeline_seen(t);

			timeline_save(t, pack, &parcels);
			timeline_free(t);
			t = open_timeline(&e, false, 10, 100);
			timeline_resume(t, seen);
			unpack(&parcels, t, &f.rng);
		}
		add(t, &f.row[i]);
	}
	timeline_finish(t);
	timeline_free(t);
	assert_emitted(&e, &once.text);
	stop(&f);
}

static void
test_resume(void **state)
{
	(void)state;
	for (uint64_t k = 0; k < 12; k++) {
		check_resume(panes[k % KINDS], k);
		check_resume((struct window_request){.session = 1 + 3 * (int64_t)k}, k);
		check_resume((struct window_request){.count = 1 + k}, k);
	}
}

/* Groups past the bound are one group, the last of its window. */
static void
test_other(void **state)
{
	(void)state;
	for (int kind = 0; kind < 3; kind++) {
		static struct fixture f;
		struct emitted e;
		struct timeline *t;
		size_t lines;

		start(&f,
		      kind == 0   ? (struct window_request){.size = "10us"}
		      : kind == 1 ? (struct window_request){.session = 10}
				  : (struct window_request){.count = 2},
		      1);
		emitted_init(&e, &f);
		t = open_timeline(&e, true, 0, 1);
		add(t, &(struct row){.ts = 1, .group = 0});
		add(t, &(struct row){.ts = 1, .group = 1});
		add(t, &(struct row){.ts = 1, .group = 2});
		timeline_finish(t);
		/* "b" in its window, and both others in one. */
		lines = 0;
		for (size_t i = 0; i < e.text.n; i++)
			lines += e.text.p[i] == '\n';
		assert_int_equal(lines, 2);
		timeline_free(t);
		buf_release(&e.text);
		stop(&f);
	}
}

/* Users come and go: what is open is few, and all of them come out. */
static void
test_many_sessions(void **state)
{
	static struct fixture f;
	struct emitted e;
	struct timeline *t;
	size_t lines = 0;

	(void)state;
	start(&f, (struct window_request){.session = 10}, 1);
	emitted_init(&e, &f);
	t = open_timeline(&e, false, 0, 1000);
	for (int64_t i = 0; i < 20000; i++) {
		char name[32];
		struct value key = {{name, 0}, VALUE_TEXT}, missing = {{NULL, 0}, VALUE_MISSING};
		const struct value *group[] = {&key}, *column = &missing;
		struct sample x = sample_empty();

		key.text.n = (size_t)snprintf(name, sizeof name, "user-%lld", (long long)i);
		x.column = &column;
		assert_int_equal(timeline_add(t, i, group, 1, &x), TIMELINE_TAKEN);
	}
	timeline_finish(t);
	/* A thousand at a time would be too few for all 20,000 together. */
	assert_int_equal(timeline_other(t), 0);
	for (size_t i = 0; i < e.text.n; i++)
		lines += e.text.p[i] == '\n';
	assert_int_equal(lines, 20000);
	timeline_free(t);
	buf_release(&e.text);
	stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_order),      cmocka_unit_test(test_out_of_order),
		cmocka_unit_test(test_late),          cmocka_unit_test(test_at_once),
		cmocka_unit_test(test_sessions),      cmocka_unit_test(test_late_sessions),
		cmocka_unit_test(test_counts),        cmocka_unit_test(test_any_split),
		cmocka_unit_test(test_resume),        cmocka_unit_test(test_other),
		cmocka_unit_test(test_many_sessions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
