/*
 * Which of its three forms a roc takes (rows that wait, a table, a grid), and how rows
 * and other rocs get into it.
 */
#include "roc_table.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

enum { TAIL_LEAST = 512 };

/* Rows that wait as places, and scores from which on a grid is smaller and faster. */
enum { PLACES = 1 << 15, GRID_LEAST = 1 << 13 };

struct roc *
roc_new(size_t bound, bool weighted)
{
	struct roc *r = xcalloc(1, sizeof *r);

	r->bound = bound;
	r->weighted = weighted;
	r->on_grid = !weighted;
	return r;
}

static void
drop_entries(struct roc *r)
{
	for (size_t i = 0; r->weighted && i < r->n; i++) {
		sum_release(&r->weight[i][0]);
		sum_release(&r->weight[i][1]);
	}
	free(r->entry);
	free(r->weight);
	r->entry = NULL;
	r->weight = NULL;
	r->n = 0;
}

static void
drop_tail(struct roc *r)
{
	free(r->place);
	free(r->tail);
	r->place = NULL;
	r->tail = NULL;
	r->tail_n = r->place_room = r->tail_room = 0;
}

void
roc_clear(struct roc *r)
{
	drop_entries(r);
	drop_tail(r);
	roc_grid_free(r->grid);
	*r = (struct roc){.bound = r->bound, .weighted = r->weighted, .on_grid = !r->weighted};
}

void
roc_free(struct roc *r)
{
	if (r)
		roc_clear(r);
	free(r);
}

/* Negative doubles order backwards as integers, positive ones behind them. */
static uint64_t
key_of(double score)
{
	uint64_t bits;

	memcpy(&bits, &score, sizeof bits);
	return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static double
score_of(uint64_t key)
{
	uint64_t bits = key >> 63 ? key & ~((uint64_t)1 << 63) : ~key;
	double score;

	memcpy(&score, &bits, sizeof score);
	return score;
}

static uint32_t
bucket(double score)
{
	if (score >= 1)
		return ROC_BUCKETS - 1;
	return score > 0 ? (uint32_t)(score * ROC_BUCKETS) : 0;
}

/* The score that counts for SCORE. */
static double
counted(const struct roc *r, double score)
{
	return r->bucketed ? (double)bucket(score) / ROC_BUCKETS : score;
}

/* Where SCORE stands on the grid that R has or will have. */
static inline bool
place_of(const struct roc *r, double score, uint32_t *place)
{
	if (!r->bucketed)
		return roc_grid_place(ROC_STEPS, score, place);
	*place = bucket(score);
	return true;
}

/* Adds what FROM has to GRID, which is to be that of R. */
static void
pour(const struct roc *r, struct roc_grid *grid, const struct roc *from)
{
	struct roc_cursor c;
	uint32_t place = 0;

	for (roc_cursor_first(&c, from); roc_cursor_up(&c);)
		for (int class = 0; class < 2; class ++)
			if (c.entry->count[class] && place_of(r, c.entry->score, &place))
				roc_grid_add_many(grid, place, class, c.entry->count[class]);
}

/* Gives R a grid of STEPS for its scores. */
static void
use_grid(struct roc *r, uint32_t steps)
{
	struct roc_grid *grid = roc_grid_new(steps);

	pour(r, grid, r);
	drop_entries(r);
	drop_tail(r);
	roc_grid_free(r->grid);
	r->grid = grid;
	r->counted = false;
}

/* There will be a score that no grid has. */
static void
leave_grid(struct roc *r)
{
	struct roc_cursor c;
	struct roc table = {.n = 0};

	if (!r->on_grid || r->bucketed)
		return;
	roc_settle(r);
	if (r->bucketed)
		return;
	if (r->grid) {
		roc_reserve(&table, r->grid->n);
		for (roc_cursor_first(&c, r); roc_cursor_up(&c);)
			table.entry[table.n++] = *c.entry;
		roc_grid_free(r->grid);
		r->grid = NULL;
		r->entry = table.entry;
		r->n = table.n;
	}
	drop_tail(r);
	r->on_grid = false;
}

static void
add_off_grid(struct roc *r, double score, bool positive, double weight)
{
	size_t enough = r->n > TAIL_LEAST ? r->n : TAIL_LEAST;

	leave_grid(r);
	if (r->tail_n >= enough)
		roc_settle(r);
	if (r->on_grid) { /* there are buckets now */
		roc_add(r, score, positive, weight);
		return;
	}
	GROW(r->tail, r->tail_n + 1, r->tail_room);
	weight = r->weighted ? weight : 1;
	r->tail[r->tail_n++] =
		(struct roc_row){key_of(counted(r, score)), positive ? weight + 0.0 : -weight};
}

void
roc_add(struct roc *r, double score, bool positive, double weight)
{
	uint32_t place;

	score += 0.0; /* -0 and 0 are one score */
	if (!r->on_grid || !place_of(r, score, &place)) {
		add_off_grid(r, score, positive, weight);
		return;
	}
	if (r->tail_n == PLACES) {
		roc_settle(r);
		roc_add(r, score, positive, weight);
		return;
	}
	GROW(r->place, r->tail_n + 1, r->place_room);
	r->place[r->tail_n++] = 2 * place + positive;
}

void
roc_reserve(struct roc *r, size_t n)
{
	r->entry = xrealloc(r->entry, n, sizeof *r->entry);
	if (r->weighted)
		r->weight = xrealloc(r->weight, n, sizeof *r->weight);
}

size_t
roc_entry_for(struct roc *r, double score)
{
	size_t i = r->n;

	if (i && r->entry[i - 1].score == score)
		return i - 1;
	r->entry[i] = (struct roc_entry){.score = score};
	if (r->weighted) {
		sum_init(&r->weight[i][0]);
		sum_init(&r->weight[i][1]);
	}
	r->n++;
	return i;
}

/* Puts rows and weights of one score behind those of R. */
static void
put_entry(struct roc *r, double score, const uint64_t count[2], struct sum weight[2])
{
	size_t to = roc_entry_for(r, score);

	for (int class = 0; class < 2; class ++) {
		r->entry[to].count[class] += count[class];
		if (r->weighted)
			sum_merge(&r->weight[to][class], &weight[class]);
	}
}

/* Entry I of FROM, whose sums are not needed there any more. */
static void
move_entry(struct roc *r, struct roc *from, size_t i, double score)
{
	struct sum *weight = r->weighted ? from->weight[i] : NULL;

	put_entry(r, score, from->entry[i].count, weight);
	if (!r->weighted)
		return;
	sum_release(&weight[0]);
	sum_release(&weight[1]);
}

static double
tail_score(const struct roc *r, size_t i)
{
	return r->on_grid ? (double)(r->place[i] >> 1) / ROC_STEPS : score_of(r->tail[i].key);
}

/* Row I of the tail of FROM. */
static void
put_row(struct roc *r, const struct roc *from, size_t i, double score)
{
	size_t to = roc_entry_for(r, score);
	bool positive = from->on_grid ? from->place[i] & 1 : !signbit(from->tail[i].weight);

	r->entry[to].count[positive]++;
	if (r->weighted)
		sum_add(&r->weight[to][positive], fabs(from->tail[i].weight));
}

static size_t
distinct_in_tail(const struct roc *r)
{
	size_t distinct = 1;

	for (size_t i = 1; i < r->tail_n; i++)
		distinct += tail_score(r, i) != tail_score(r, i - 1);
	return distinct;
}

/* Replaces the table of R by that of MERGED, whose entries came from it. */
static void
take_over(struct roc *r, struct roc *merged)
{
	free(r->entry);
	free(r->weight);
	r->entry = merged->entry;
	r->weight = merged->weight;
	r->n = merged->n;
}

static void
merge_tail(struct roc *r)
{
	struct roc merged = {.weighted = r->weighted};
	size_t i = 0;

	roc_reserve(&merged, r->n + distinct_in_tail(r));
	for (size_t j = 0; j < r->tail_n; j++) {
		double score = tail_score(r, j);

		for (; i < r->n && r->entry[i].score <= score; i++)
			move_entry(&merged, r, i, r->entry[i].score);
		put_row(&merged, r, j, score);
	}
	for (; i < r->n; i++)
		move_entry(&merged, r, i, r->entry[i].score);
	take_over(r, &merged);
	r->tail_n = 0;
}

/* Scores become those of their buckets; a second time changes nothing. */
static void
to_buckets(struct roc *r)
{
	struct roc merged = {.weighted = r->weighted};

	if (r->bucketed)
		return;
	r->bucketed = true;
	r->on_grid = !r->weighted;
	if (r->on_grid) {
		use_grid(r, ROC_BUCKETS);
		return;
	}
	roc_reserve(&merged, r->n + 1);
	for (size_t i = 0; i < r->n; i++)
		move_entry(&merged, r, i, counted(r, r->entry[i].score));
	take_over(r, &merged);
}

void
roc_count_grid(struct roc *r)
{
	if (!r->counted)
		r->area = roc_grid_area(r->grid, r->total);
	r->counted = true;
}

static size_t
distinct(const struct roc *r)
{
	return r->grid ? r->grid->n : r->n;
}

/* What waits for R's grid, which is too large to be in the cache: page by page. */
static void
add_waiting(struct roc *r)
{
	roc_deal_tail(r);
	for (size_t i = 0; i < r->tail_n; i++)
		roc_grid_add(r->grid, r->place[i] >> 1, r->place[i] & 1);
	r->tail_n = 0;
	r->counted = false;
}

void
roc_settle(struct roc *r)
{
	if (r->tail_n && r->grid) {
		add_waiting(r);
	} else if (r->tail_n) {
		roc_sort_tail(r);
		merge_tail(r);
	}
	if (distinct(r) > r->bound)
		to_buckets(r);
	if (r->on_grid && !r->grid && r->n > GRID_LEAST)
		use_grid(r, ROC_STEPS);
}

void
roc_adopt(struct roc *r, bool bucketed)
{
	uint32_t place;

	for (size_t i = 0; r->on_grid && i < r->n; i++)
		r->on_grid = roc_grid_place(ROC_STEPS, r->entry[i].score, &place);
	if (bucketed)
		to_buckets(r);
	roc_settle(r);
}

/* The entries of FROM among those of R, which has no grid. */
static void
merge_entries(struct roc *r, const struct roc *from)
{
	struct roc merged = {.weighted = r->weighted};
	struct roc_cursor c;
	size_t i = 0;

	roc_reserve(&merged, r->n + distinct(from) + 1);
	for (roc_cursor_first(&c, from); roc_cursor_up(&c);) {
		double score = counted(r, c.entry->score);

		for (; i < r->n && r->entry[i].score <= score; i++)
			move_entry(&merged, r, i, r->entry[i].score);
		put_entry(&merged, score, c.entry->count, r->weighted ? from->weight[c.at] : NULL);
	}
	for (; i < r->n; i++)
		move_entry(&merged, r, i, r->entry[i].score);
	take_over(r, &merged);
}

void
roc_merge(struct roc *into, struct roc *from)
{
	roc_settle(into);
	roc_settle(from);
	into->counted = false;
	if (from->bucketed)
		to_buckets(into);
	if (!from->on_grid)
		leave_grid(into);
	if (into->on_grid && !into->grid && from->grid)
		use_grid(into, ROC_STEPS);
	if (into->grid)
		pour(into, into->grid, from);
	else
		merge_entries(into, from);
	roc_settle(into);
}
