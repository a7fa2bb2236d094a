#include "ahead.h"

#include <stdlib.h>

#include "xalloc.h"

void
ahead_init(struct ahead *a, int64_t most, ahead_fn *accept, ahead_fn *refuse, void *arg)
{
	*a = (struct ahead){.most = most, .accept = accept, .refuse = refuse, .arg = arg};
}

static char *
copy_text(char **at, struct str s)
{
	char *start = *at;

	if (s.n)
		memcpy(start, s.p, s.n);
	*at += s.n;
	return start;
}

/* A copy in one piece of memory, which begins with the values. */
static struct row
copy_row(const struct row *row, size_t n)
{
	struct row copy = *row;
	size_t bytes = row->raw.n;
	struct value *value;
	char *at;

	for (size_t i = 0; i < n; i++)
		bytes += row->value[i].text.n;
	value = xmalloc(n * sizeof *value + bytes + 1);
	at = (char *)(value + n);
	for (size_t i = 0; i < n; i++) {
		value[i] = row->value[i];
		if (value[i].text.p)
			value[i].text.p = copy_text(&at, row->value[i].text);
	}
	if (row->raw.p)
		copy.raw.p = copy_text(&at, row->raw);
	copy.value = value;
	return copy;
}

static void
free_row(const struct row *row)
{
	free((struct value *)row->value);
}

static void
hand_over(struct ahead *a, ahead_fn *f)
{
	size_t n = a->n;

	a->n = 0;
	for (size_t i = 0; i < n; i++) {
		f(a->arg, &a->held[i]);
		free_row(&a->held[i]);
	}
}

static void
accept_held(struct ahead *a)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->held[i].ts > a->seen)
			a->seen = a->held[i].ts;
	hand_over(a, a->accept);
}

static void
judge(struct ahead *a, const struct row *row, size_t n)
{
	if (row->ts - a->seen > a->most) {
		a->held[a->n++] = copy_row(row, n);
		if (a->n == AHEAD_ROWS)
			accept_held(a);
		return;
	}
	hand_over(a, a->refuse);
	if (row->ts > a->seen)
		a->seen = row->ts;
	a->accept(a->arg, row);
}

static int
by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Time begins where most of the first rows are: a wrong stamp may be far off either way. */
static void
begin(struct ahead *a, size_t n)
{
	struct row first[AHEAD_ROWS];
	int64_t ts[AHEAD_ROWS];
	size_t rows = a->n;

	a->begun = true;
	a->n = 0;
	for (size_t i = 0; i < rows; i++) {
		first[i] = a->held[i];
		ts[i] = first[i].ts;
	}
	qsort(ts, rows, sizeof ts[0], by_time);
	if (rows)
		a->seen = ts[(rows - 1) / 2];
	for (size_t i = 0; i < rows; i++) {
		judge(a, &first[i], n);
		free_row(&first[i]);
	}
}

void
ahead_put(struct ahead *a, const struct row *row, size_t n)
{
	if (a->begun) {
		judge(a, row, n);
		return;
	}
	a->columns = n;
	a->held[a->n++] = copy_row(row, n);
	if (a->n == AHEAD_ROWS)
		begin(a, n);
}

void
ahead_resume(struct ahead *a, int64_t seen)
{
	a->seen = seen;
	a->begun = true;
}

void
ahead_finish(struct ahead *a)
{
	if (!a->begun)
		begin(a, a->columns);
	accept_held(a);
}

void
ahead_release(struct ahead *a)
{
	for (size_t i = 0; i < a->n; i++)
		free_row(&a->held[i]);
	a->n = 0;
}
