/*
 * The tail is sorted by least significant digit first over a key that orders as
 * doubles do; a digit in which all keys agree costs one look.  Scores come rounded
 * or in [0,1] as a rule, so few digits remain.
 */
#include "roc_table.h"

#include <stdlib.h>

#include "xalloc.h"

enum { DIGIT = 11, DIGITS = 6, SIZE = 1 << DIGIT, TAIL_LEAST = 512, SMALL = 64 };

struct roc *
roc_new(size_t bound, bool weighted)
{
	struct roc *r = xcalloc(1, sizeof *r);

	r->bound = bound;
	r->weighted = weighted;
	return r;
}

void
roc_clear(struct roc *r)
{
	for (size_t i = 0; r->weighted && i < r->n; i++) {
		sum_release(&r->weight[i][0]);
		sum_release(&r->weight[i][1]);
	}
	free(r->entry);
	free(r->weight);
	free(r->tail);
	*r = (struct roc){.bound = r->bound, .weighted = r->weighted};
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

static double
bucket(double score)
{
	double low = 0;

	if (score >= 1)
		low = ROC_BUCKETS - 1;
	else if (score > 0)
		low = (double)(uint32_t)(score * ROC_BUCKETS);
	return low / ROC_BUCKETS;
}

void
roc_add(struct roc *r, double score, bool positive, double weight)
{
	size_t enough = r->n > TAIL_LEAST ? r->n : TAIL_LEAST;

	if (r->tail_n >= enough)
		roc_settle(r);
	GROW(r->tail, r->tail_n + 1, r->tail_room);
	score = r->bucketed ? bucket(score) : score + 0.0; /* -0 and 0 are one score */
	weight = r->weighted ? weight : 1;
	r->tail[r->tail_n++] = (struct roc_row){key_of(score), positive ? weight + 0.0 : -weight};
}

static int
by_key(const void *a, const void *b)
{
	uint64_t x = ((const struct roc_row *)a)->key, y = ((const struct roc_row *)b)->key;

	return (x > y) - (x < y);
}

/* One pass by the digit at SHIFT from FROM to TO; false, and no pass, if all agree. */
static bool
pass(const struct roc_row *from, struct roc_row *to, size_t n, unsigned shift)
{
	size_t start[SIZE] = {0}, total = 0;

	for (size_t i = 0; i < n; i++)
		start[from[i].key >> shift & (SIZE - 1)]++;
	if (start[from[0].key >> shift & (SIZE - 1)] == n)
		return false;
	for (size_t d = 0; d < SIZE; d++) {
		size_t here = start[d];

		start[d] = total;
		total += here;
	}
	for (size_t i = 0; i < n; i++)
		to[start[from[i].key >> shift & (SIZE - 1)]++] = from[i];
	return true;
}

static void
sort_tail(struct roc *r)
{
	struct roc_row *spare;

	if (r->tail_n <= SMALL) {
		qsort(r->tail, r->tail_n, sizeof *r->tail, by_key);
		return;
	}
	spare = xcalloc(r->tail_room, sizeof *spare);
	for (unsigned d = 0; d < DIGITS; d++)
		if (pass(r->tail, spare, r->tail_n, d * DIGIT)) {
			struct roc_row *sorted = spare;

			spare = r->tail;
			r->tail = sorted;
		}
	free(spare);
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

/* Entry I of FROM, whose sums it takes over, goes behind those of R. */
static void
move_entry(struct roc *r, struct roc *from, size_t i)
{
	size_t to = roc_entry_for(r, from->entry[i].score);

	for (int class = 0; class < 2; class ++) {
		r->entry[to].count[class] += from->entry[i].count[class];
		if (r->weighted) {
			sum_merge(&r->weight[to][class], &from->weight[i][class]);
			sum_release(&from->weight[i][class]);
		}
	}
}

static void
move_row(struct roc *r, const struct roc_row *row)
{
	size_t to = roc_entry_for(r, score_of(row->key));
	uint64_t bits;
	bool positive;

	memcpy(&bits, &row->weight, sizeof bits);
	positive = !(bits >> 63);
	r->entry[to].count[positive]++;
	if (r->weighted)
		sum_add(&r->weight[to][positive], positive ? row->weight : -row->weight);
}

static size_t
distinct_keys(const struct roc_row *row, size_t n)
{
	size_t distinct = n > 0;

	for (size_t i = 1; i < n; i++)
		distinct += row[i].key != row[i - 1].key;
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
	size_t i = 0, j = 0;

	roc_reserve(&merged, r->n + distinct_keys(r->tail, r->tail_n));
	while (i < r->n || j < r->tail_n)
		if (j == r->tail_n || (i < r->n && key_of(r->entry[i].score) <= r->tail[j].key))
			move_entry(&merged, r, i++);
		else
			move_row(&merged, &r->tail[j++]);
	take_over(r, &merged);
	r->tail_n = 0;
}

void
roc_to_buckets(struct roc *r)
{
	struct roc merged = {.weighted = r->weighted};

	r->bucketed = true;
	for (size_t i = 0; i < r->n; i++)
		r->entry[i].score = bucket(r->entry[i].score);
	roc_reserve(&merged, r->n + 1);
	for (size_t i = 0; i < r->n; i++)
		move_entry(&merged, r, i);
	take_over(r, &merged);
}

void
roc_settle(struct roc *r)
{
	if (r->tail_n) {
		sort_tail(r);
		merge_tail(r);
	}
	if (r->n > r->bound && !r->bucketed)
		roc_to_buckets(r);
}

/* A copy that roc_clear releases; R is settled. */
static struct roc
copy_of(const struct roc *r)
{
	struct roc copy = {.weighted = r->weighted, .bucketed = r->bucketed, .bound = r->bound};

	roc_reserve(&copy, r->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		copy.entry[roc_entry_for(&copy, r->entry[i].score)] = r->entry[i];
		for (int class = 0; r->weighted && class < 2; class ++)
			sum_merge(&copy.weight[i][class], &r->weight[i][class]);
	}
	return copy;
}

void
roc_merge(struct roc *into, struct roc *from)
{
	struct roc merged = {.weighted = into->weighted}, copy;
	size_t i = 0, j = 0;

	roc_settle(into);
	roc_settle(from);
	copy = copy_of(from);
	if (into->bucketed || copy.bucketed) {
		roc_to_buckets(into);
		roc_to_buckets(&copy);
	}
	roc_reserve(&merged, into->n + copy.n + 1);
	while (i < into->n || j < copy.n)
		if (j == copy.n || (i < into->n && into->entry[i].score <= copy.entry[j].score))
			move_entry(&merged, into, i++);
		else
			move_entry(&merged, &copy, j++);
	take_over(into, &merged);
	roc_clear(&copy);
	roc_settle(into);
}

double
roc_amount(const struct roc *r, size_t i, bool positive)
{
	return r->weighted ? sum_value(&r->weight[i][positive])
			   : (double)r->entry[i].count[positive];
}
