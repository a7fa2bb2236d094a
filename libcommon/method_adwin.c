/*
 * Bifet, Gavalda, "Learning from time-changing data with adaptive windowing", 2007.  The
 * window is all values since the last change.  It is kept as an exponential histogram: row i
 * holds at most max_buckets buckets of 2^i values, each by its sum and its sum of squares
 * about its mean, so that W values cost O(log W) memory.  Every CLOCK values each cut of
 * the window between two buckets is tried; where the means of both sides differ by more than
 * the bound, the oldest bucket goes, and again until no cut is left.  Every cut is tried,
 * the one behind the newest bucket of each row, too; older river left those out.
 */
#include <math.h>
#include <stdlib.h>

#include "change_parts.h"
#include "method.h"
#include "token.h"
#include "xalloc.h"

enum { DELTA, CLOCK, BUCKETS, LEAST, GRACE, RESET, EVERY_CUT };
/* A window of 2^53 values is the end of counting in doubles. */
enum { ROWS = 54, BUCKETS_MOST = 32 };

static const struct change_parameter parameter[] = {
	{"delta", 0.002, 1e-12, 1, false, "confidence: smaller, fewer false alarms"},
	{"clock", 32, 1, 1e9, true, "values from one look to the next"},
	{"max_buckets", 5, 2, BUCKETS_MOST, true, "buckets of one size"},
	{"min_window", 5, 1, 1e9, true, "values on each side of a cut"},
	{"grace", 10, 0, 1e9, true, "values before the first look"},
	{"reset", 1, 0, 1, true, "1: start anew after drift, 0: go on with what is left"},
	{"every_cut", 1, 0, 1, true, "0: not behind the newest of a size, as river before 0.22"},
	{NULL, 0, 0, 0, false, NULL},
};

struct bucket {
	double sum, squares;
};

/* The newest bucket last. */
struct bucket_row {
	struct bucket bucket[BUCKETS_MOST + 1];
	uint64_t n;
};

struct adwin {
	struct change_head head;
	struct bucket_row *row;
	size_t room;
	uint64_t rows, width, ticks;
	double sum, squares; /* of the window: squares about its mean */
};

static const struct change_field field[] = {
	CHANGE_COUNT(adwin, rows), CHANGE_COUNT(adwin, width),    CHANGE_COUNT(adwin, ticks),
	CHANGE_NUMBER(adwin, sum), CHANGE_NUMBER(adwin, squares),
};

/* One side of a cut. */
struct side {
	double n, sum;
};

static void
add_row(struct adwin *a)
{
	GROW(a->row, a->rows + 1, a->room);
	a->row[a->rows++].n = 0;
}

static void
reset(void *state)
{
	struct adwin *a = state;

	if (a->rows && a->head.value[RESET] == 0)
		return;
	*a = (struct adwin){.head = a->head, .row = a->row, .room = a->room};
	add_row(a);
}

static void
release(void *state)
{
	free(((struct adwin *)state)->row);
}

static void
drop_first(struct bucket_row *row, uint64_t n)
{
	row->n -= n;
	memmove(row->bucket, row->bucket + n, row->n * sizeof row->bucket[0]);
}

/* Where a row is full, its two oldest buckets become one of the next. */
static void
compress(struct adwin *a)
{
	for (size_t i = 0; (double)a->row[i].n > a->head.value[BUCKETS]; i++) {
		struct bucket_row *next;
		struct bucket *b;
		double n = ldexp(1, (int)i), between;

		if (i + 1 == a->rows)
			add_row(a);
		next = &a->row[i + 1];
		b = a->row[i].bucket;
		between = b[0].sum / n - b[1].sum / n;
		next->bucket[next->n++] = (struct bucket){
			b[0].sum + b[1].sum,
			b[0].squares + b[1].squares + n * between * between / 2,
		};
		drop_first(&a->row[i], 2);
	}
}

static void
insert(struct adwin *a, double x)
{
	struct bucket_row *row = &a->row[0];
	double n = (double)++a->width, from;

	row->bucket[row->n++] = (struct bucket){x, 0};
	if (a->width > 1) {
		from = x - a->sum / (n - 1);
		a->squares += (n - 1) * from * from / n;
	}
	a->sum += x;
	compress(a);
}

static void
drop_oldest(struct adwin *a)
{
	struct bucket_row *row = &a->row[a->rows - 1];
	struct bucket b = row->bucket[0];
	double n = ldexp(1, (int)a->rows - 1), w, between;

	a->width -= (uint64_t)n;
	a->sum -= b.sum;
	w = (double)a->width;
	between = w > 0 ? b.sum / n - a->sum / w : 0;
	a->squares -= b.squares + n * w * between * between / (n + w);
	/* The rest of a rounding must not become the root of a negative number. */
	if (a->squares < 0)
		a->squares = 0;
	drop_first(row, 1);
	while (a->rows > 1 && a->row[a->rows - 1].n == 0)
		a->rows--;
}

static bool
is_cut(const struct adwin *a, struct side old, struct side new)
{
	double least = a->head.value[LEAST], w = (double)a->width;
	double d, k, reach;

	if (old.n < least || new.n < least)
		return false;
	d = log(2 * log(w) / a->head.value[DELTA]);
	k = 1 / (old.n - least + 1) + 1 / (new.n - least + 1);
	reach = sqrt(2 * k * d * a->squares / w) + 2.0 / 3 * d * k;
	return fabs(old.sum / old.n - new.sum / new.n) > reach;
}

/* True if the window has a cut, from the oldest one on. */
static bool
find_cut(const struct adwin *a, struct side *old, struct side *new)
{
	*old = (struct side){0, 0};
	*new = (struct side){(double)a->width, a->sum};
	for (size_t i = a->rows; i-- > 0;) {
		double n = ldexp(1, (int)i);

		for (size_t j = 0; j < a->row[i].n; j++) {
			if (j + 1 == a->row[i].n && (i == 0 || a->head.value[EVERY_CUT] == 0))
				break;
			*old = (struct side){old->n + n, old->sum + a->row[i].bucket[j].sum};
			*new = (struct side){new->n - n, new->sum - a->row[i].bucket[j].sum};
			if (is_cut(a, *old, *new))
				return true;
		}
	}
	return false;
}

static enum change_level
add(void *state, double x, struct change_step *step)
{
	struct adwin *a = state;
	struct side old, new, gone = {0, 0};

	insert(a, x);
	if (++a->ticks % (uint64_t)a->head.value[CLOCK] != 0 ||
	    (double)a->width <= a->head.value[GRACE])
		return CHANGE_NONE;
	while (a->width > 1 && find_cut(a, &old, &new)) {
		const struct bucket_row *last = &a->row[a->rows - 1];

		gone.n += ldexp(1, (int)a->rows - 1);
		gone.sum += last->bucket[0].sum;
		drop_oldest(a);
	}
	if (gone.n == 0)
		return CHANGE_NONE;
	step->before = gone.sum / gone.n;
	step->after = a->sum / (double)a->width;
	return CHANGE_DRIFT;
}

static int
save(const void *state, struct buf *out)
{
	const struct adwin *a = state;
	int status = 0;

	for (size_t i = 0; i < a->rows && status == 0; i++) {
		const struct bucket_row *row = &a->row[i];

		status = token_put_hex(out, row->n);
		for (size_t j = 0; j < row->n && status == 0; j++) {
			status = buf_addc(out, '.');
			if (status == 0)
				status = token_put_double(out, row->bucket[j].sum + 0.0);
			if (status == 0)
				status = buf_addc(out, '_');
			if (status == 0)
				status = token_put_double(out, row->bucket[j].squares + 0.0);
		}
		if (status == 0)
			status = buf_addc(out, ':');
	}
	return status;
}

static bool
load_row(struct bucket_row *row, uint64_t most, struct str *rest)
{
	if (!token_take_count(rest, &row->n) || row->n > most)
		return false;
	for (size_t j = 0; j < row->n; j++)
		if (!token_take(rest, '.') || !token_take_double(rest, &row->bucket[j].sum) ||
		    !token_take(rest, '_') || !token_take_double(rest, &row->bucket[j].squares))
			return false;
	return token_take(rest, ':');
}

/* The buckets' values must be those of the window. */
static bool
load(void *state, struct str *rest)
{
	struct adwin *a = state;
	uint64_t width = 0;

	if (a->rows < 1 || a->rows > ROWS || a->squares < 0)
		return false;
	GROW(a->row, a->rows, a->room);
	for (size_t i = 0; i < a->rows; i++) {
		if (!load_row(&a->row[i], (uint64_t)a->head.value[BUCKETS], rest))
			return false;
		width += a->row[i].n << i;
	}
	return width == a->width && (a->rows == 1 || a->row[a->rows - 1].n > 0);
}

static const struct change change = {
	.parameter = parameter,
	.size = sizeof(struct adwin),
	.reset = reset,
	.add = add,
	.field = field,
	.fields = sizeof field / sizeof field[0],
	.release = release,
	.save = save,
	.load = load,
};

const struct method method_adwin = {
	.name = "adwin",
	.summary = "the window of all values since the mean last changed",
	.source = "Bifet, Gavalda 2007; river's drift.ADWIN",
	.family = METHOD_STREAM,
	.change = &change,
};
